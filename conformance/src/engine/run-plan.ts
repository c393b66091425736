// Everything that decides a run, as plain data: it crosses from the command line to the test worker.
import type { Settings } from "../harness/settings.ts";
import type { Selection } from "./selection.ts";

/** How to reach the driver. */
export type DriverSource =
  /** A command that speaks on its standard input and output. */
  | {
      readonly kind: "exec";
      readonly command: string;
      readonly args: readonly string[];
      readonly cwd?: string;
      readonly env?: Readonly<Record<string, string>>;
    }
  /** A driver that listens on a unix socket. */
  | { readonly kind: "unix"; readonly path: string }
  /** A driver that listens on a TCP port. */
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  /** A module that exports a driver's definition, by its URL. */
  | { readonly kind: "module"; readonly url: string };

/** A run, before it begins. */
export interface RunPlan {
  /** The run's id: eight hexadecimal digits. */
  readonly runId: string;
  readonly driver: DriverSource;
  /** How to reach the driver of a second host of the same site. */
  readonly peer?: DriverSource;
  readonly profile: string;
  readonly selection: Selection;
  readonly settings: Settings;
  /** Where the journal is written. */
  readonly runDirectory: string;
}
