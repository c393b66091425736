// The one error that operations fail with: a code of the spec, what the failure left behind, and details typed per
// code.
// What the caller must do about it is looked up by code, never stored, so that both sides read it from the spec they
// know.
import { specModel } from "../generated/spec-model.ts";
import type { Effect, ErrorCode, ErrorDetails, Recovery } from "../generated/types.ts";

const BRAND = Symbol.for("@virt-driver-kit/driver-error");

/** Codes of failures that can come after work has begun; all others are refusals. */
const MAY_FOLLOW_WORK: ReadonlySet<ErrorCode> = new Set([
  "INTERNAL_ERROR",
  "MESSAGE_TOO_LARGE",
  "OPERATION_CANCELLED",
  "DEADLINE_EXCEEDED",
  "BACKEND_UNREACHABLE",
  "BACKEND_FAILED",
]);

/**
 * What a {@link DriverError} carries beside code and message. `details` is required for the codes that the spec asks
 * details of.
 */
export type DriverErrorOptions<Code extends ErrorCode> = {
  /**
   * What the failed call left behind: nothing, part of its work, or nobody knows.
   *
   * @defaultValue `unknown` for failures that can come after work has begun (INTERNAL_ERROR, MESSAGE_TOO_LARGE,
   *   OPERATION_CANCELLED, DEADLINE_EXCEEDED, BACKEND_UNREACHABLE, BACKEND_FAILED), `none` for all other codes, which
   *   refuse
   */
  readonly effect?: Effect;
  /** The error underneath, for the driver's own log. Never sent. */
  readonly cause?: unknown;
} & (Code extends keyof ErrorDetails
  ? {
      /** What the spec asks this code to tell. */
      readonly details: ErrorDetails[Code];
    }
  : {
      /** This code tells nothing beside itself. */
      readonly details?: undefined;
    });

/** The last arguments of {@link DriverError}: its options, which may be left out for codes without details. */
export type DriverErrorArguments<Code extends ErrorCode> = Code extends keyof ErrorDetails
  ? [DriverErrorOptions<Code>]
  : [DriverErrorOptions<Code>?];

/** The error member of an answer, as a {@link DriverError} travels. */
export interface WireErrorObject {
  /** The number of the code. */
  readonly code: number;
  /** Text for people. Not stable; never parsed. */
  readonly message: string;
  /** What the caller acts on. */
  readonly data: {
    /** The code. */
    readonly code: string;
    /** What the failed call left behind. */
    readonly effect: Effect;
    /** What the code tells, as the spec has it. */
    readonly details?: object;
  };
}

/**
 * A failed operation.
 *
 * @example
 * ```ts
 * const message = `Cannot pause instance "${instanceUuid}": the hypervisor has no such instance`;
 * throw new DriverError("INSTANCE_NOT_FOUND", message, { effect: "none", details: { instanceUuid } });
 * ```
 */
export class DriverError<Code extends ErrorCode = ErrorCode> extends Error {
  /** Why the call failed. Stable; the message is not. */
  readonly code: Code;
  /** What the failed call left behind. */
  readonly effect: Effect;
  /** What the spec asks this code to tell. */
  readonly details: Code extends keyof ErrorDetails ? ErrorDetails[Code] : undefined;
  /** The code as it came, where this version of the spec does not have it; {@link code} is then INTERNAL_ERROR. */
  declare readonly unknownCode?: string;

  /**
   * @param code - Why the call failed.
   * @param message - What was attempted, on what, and the state found; without secrets.
   * @param options - The effect, the code's details, and the error underneath.
   */
  constructor(code: Code, message: string, ...[options]: DriverErrorArguments<Code>) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = "DriverError";
    this.code = code;
    this.effect = options?.effect ?? (MAY_FOLLOW_WORK.has(code) ? "unknown" : "none");
    this.details = options?.details as DriverError<Code>["details"];
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** What the caller must do about it; looked up in the spec by code. */
  get recovery(): Recovery {
    return specModel.errors[this.code]?.recovery as Recovery;
  }

  /** The JSON-RPC form of this error. The cause stays here. */
  toWire(): WireErrorObject {
    const { code, effect, details } = this;
    const number = specModel.errors[code]?.rpcCode ?? specModel.errors["INTERNAL_ERROR"]?.rpcCode ?? -32603;
    return {
      code: number,
      message: this.message,
      data: details === undefined ? { code, effect } : { code, effect, details },
    };
  }

  /**
   * Reads an error from its JSON-RPC form.
   *
   * @param error - The error member of an answer, already checked against the spec's form. A code unknown here becomes
   *   INTERNAL_ERROR and keeps its message, as the spec declares; the code itself is in {@link unknownCode}.
   * @returns The error.
   */
  static fromWire(error: WireErrorObject): DriverError {
    const { code, effect, details } = error.data;
    const known = Object.hasOwn(specModel.errors, code) ? (code as "INTERNAL_ERROR") : "INTERNAL_ERROR";
    const options = known === code && details !== undefined ? { effect, details } : { effect };
    const read = new DriverError(known, error.message, options as DriverErrorOptions<"INTERNAL_ERROR">);
    return known === code ? read : Object.assign(read, { unknownCode: code });
  }

  /**
   * Makes a {@link DriverError} of whatever was thrown.
   *
   * @param thrown - Anything.
   * @param effect - What the failed call left behind, where `thrown` does not say it.
   * @returns `thrown` itself if it is one; else an INTERNAL_ERROR with its message and with `thrown` as the cause.
   */
  static from(thrown: unknown, effect: Effect = "unknown"): DriverError {
    if (thrown instanceof DriverError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new DriverError("INTERNAL_ERROR", message, { effect, cause: thrown });
  }

  /** Recognises instances of every copy of this class, since an out-of-tree driver may bring its own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}
