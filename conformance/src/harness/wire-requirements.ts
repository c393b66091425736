// Which requirement each fault of the wire breaks. The only place that says so.
import type { RequirementId, WireFaultKind } from "@virt-driver-kit/spec";

/**
 * The requirement that a fault breaks if it is the driver's.
 *
 * `undefined` where the fault is no breach by itself: there was no driver to blame yet, or the check that met it judges it.
 */
export const WIRE_FAULT_REQUIREMENTS: Readonly<Record<WireFaultKind, RequirementId | undefined>> = {
  "cannot-connect": undefined,
  "cannot-listen": undefined,
  "stray-text": "protocol/carries-only-frames",
  "bad-header": "protocol/carries-only-frames",
  "message-too-long": "protocol/carries-only-frames",
  "truncated-message": "protocol/carries-only-frames",
  "invalid-utf8": "protocol/carries-only-frames",
  "invalid-json": "protocol/carries-only-frames",
  "not-json-rpc": "protocol/carries-only-frames",
  "unknown-id": "protocol/answers-each-request-once",
  "duplicate-answer": "protocol/answers-each-request-once",
  "bad-error-object": "errors/carry-code-and-effect",
  "unexpected-request": "protocol/messages-match-the-schema",
  "unexpected-notification": "protocol/messages-match-the-schema",
  "schema-violation": "protocol/messages-match-the-schema",
  "no-answer": "protocol/answers-in-time",
  "driver-exited": "protocol/answers-in-time",
  "connection-closed": "protocol/answers-in-time",
  "invalid-call": undefined,
};
