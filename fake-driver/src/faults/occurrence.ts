/** What can meet a fault: something that is about to happen, with all that a trigger can ask of it. */

import type { ErrorCode, FaultTrigger } from "@virt-driver-kit/spec";
import { isMet } from "./json-places.ts";

/** A step, a request, an answer or a notification. */
export interface Occurrence {
  /** The operation that it is part of; absent for what no call caused. */
  readonly operation?: string | undefined;
  /** The parameters of that operation's request. */
  readonly params?: object | undefined;
  readonly instanceUuid?: string | undefined;
  readonly node?: string | undefined;
  /** Of a step: its name. */
  readonly step?: string;
  /** Of a step: where one before it has failed, of the same operation on the same instance. */
  readonly failures?: readonly FaultTrigger["afterFailure"][];
  /** Of a notification: the transition or changes that it tells. */
  readonly transitions?: readonly string[];
  /** Of an answer: the error that it is; absent for a result. */
  readonly code?: ErrorCode | undefined;
}

/** What a trigger and an occurrence call by the same name, and what has then to be equal. */
const EQUAL = ["operation", "step", "instanceUuid", "node"] as const satisfies (keyof FaultTrigger &
  keyof Occurrence)[];

/** Tells whether an occurrence is among those that a trigger describes. */
export function isDescribed(occurrence: Occurrence, trigger: FaultTrigger): boolean {
  const { transition, onCode, afterFailure, where = [] } = trigger;
  const { transitions = [], code, failures = [], params } = occurrence;
  return (
    EQUAL.every((name) => trigger[name] === undefined || trigger[name] === occurrence[name]) &&
    (transition === undefined || transitions.includes(transition)) &&
    (onCode === undefined || onCode === code) &&
    (afterFailure === undefined || failures.includes(afterFailure)) &&
    where.every((condition) => isMet(condition, params))
  );
}
