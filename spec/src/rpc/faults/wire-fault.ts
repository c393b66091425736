// What can go wrong on the wire, as a value.
// A fault says whose it is, what was seen and what to do about it, in words for the author of a driver. It is a value
// and not an exception: a connection records its faults and goes on where it can. A call that a fault took down rejects
// with a `WireError`.

/** Every kind of fault, in the order in which a message meets the checks. */
export const WIRE_FAULT_KINDS = [
  "cannot-listen",
  "cannot-connect",
  "stray-text",
  "bad-header",
  "message-too-long",
  "truncated-message",
  "invalid-utf8",
  "invalid-json",
  "not-json-rpc",
  "unknown-id",
  "duplicate-answer",
  "bad-error-object",
  "unexpected-request",
  "unexpected-notification",
  "schema-violation",
  "no-answer",
  "driver-exited",
  "connection-closed",
  "invalid-call",
] as const;

/** One of {@link WIRE_FAULT_KINDS}. */
export type WireFaultKind = (typeof WIRE_FAULT_KINDS)[number];

/** Who has to change something: the driver, or the program that calls it. */
export type Blame = "driver" | "caller";

/** One thing that went wrong on the wire. */
export interface WireFault {
  /** What sort of fault this is. Stable, to be matched on; the texts are not. */
  readonly kind: WireFaultKind;
  /** Whose fault it is. */
  readonly blame: Blame;
  /** One sentence: what was attempted, and what was found instead. */
  readonly message: string;
  /** One sentence: what to do about it. */
  readonly hint: string;
  /** The operation in question, where there is one. */
  readonly method?: string;
  /** The beginning of what came, cut to a line; values of sensitive fields are replaced. */
  readonly excerpt?: string;
}

const ours = new WeakSet<object>();

/**
 * Makes a fault that {@link isWireFault} recognises.
 *
 * @param fault - Its members.
 * @returns The same, frozen.
 */
export function wireFault(fault: WireFault): WireFault {
  ours.add(fault);
  return Object.freeze(fault);
}

/**
 * Tells a fault made here from data of the same shape that a peer sent.
 *
 * @param value - Anything.
 * @returns Whether {@link wireFault} made it, in this process.
 */
export function isWireFault(value: unknown): value is WireFault {
  return typeof value === "object" && value !== null && ours.has(value);
}
