// Who is being read from and through what, so that a fault can name both.
import type { Blame } from "./wire-fault.ts";

/** The peer whose bytes are being read. */
export interface Speaker {
  /** Whose fault it is when the bytes are wrong. */
  readonly blame: Blame;
  /** Where the bytes come from. */
  readonly stream: "stdout" | "stdin" | "connection";
}
