// The error with which a call rejects when the wire, and not the operation, failed.
// An operation that fails answers with a `DriverError`. A `WireError` means that no proper answer came, or that the
// call never left.
import type { Blame, WireFault, WireFaultKind } from "./wire-fault.ts";

const BRAND = Symbol.for("@virt-driver-kit/wire-error");

/** A call that got no proper answer; {@link WireError.fault} says why and whose fault that is. */
export class WireError extends Error {
  /** Why there is no answer. */
  readonly fault: WireFault;

  /**
   * @param fault - Why there is no answer.
   * @param options - `cause`: the error underneath, if there is one.
   */
  constructor(fault: WireFault, options?: ErrorOptions) {
    super(`${fault.message}. ${fault.hint}.`, options);
    this.name = "WireError";
    this.fault = fault;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The fault's kind. */
  get kind(): WireFaultKind {
    return this.fault.kind;
  }

  /** Whose fault it is. */
  get blame(): Blame {
    return this.fault.blame;
  }

  /** The fault's hint: what to do about it. */
  get hint(): string {
    return this.fault.hint;
  }

  /** Recognises instances of every copy of this class, since an out-of-tree driver may bring its own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}
