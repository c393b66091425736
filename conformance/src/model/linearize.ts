// Whether calls that overlapped can be explained by some order in which they were done one after the other (Wing and Gong's search).
import type { ErrorCode } from "@virt-driver-kit/spec";

import type { Command } from "./commands.ts";
import { expectationsOf, type InstanceModel } from "./instance-model.ts";

/** A call on one instance, with the moments of its beginning and its answer. */
export interface PastCall {
  readonly command: Command;
  /** Counts up; no two moments of a history are the same. */
  readonly begin: number;
  readonly end: number;
  readonly outcome: "done" | ErrorCode;
}

/** Whether two calls were in progress at the same time. */
export function overlap(one: PastCall, other: PastCall): boolean {
  return one.begin < other.end && other.begin < one.end;
}

/** Calls that were refused since another one was in progress have no effect, and no place in an order. */
function hasEffect({ outcome }: PastCall): boolean {
  return outcome !== "INSTANCE_BUSY";
}

/**
 * Looks for an order of the calls in which each has the outcome that the model says, and none comes before one that was answered before it began.
 *
 * @param calls - The calls on one instance, in any order.
 * @param before - The instance before the first of them.
 * @param isSeen - Tells whether an instance is as it was seen after the last answer.
 * @returns The instance after the calls in such an order; `undefined` if there is none.
 */
export function linearize(
  calls: readonly PastCall[],
  before: InstanceModel,
  isSeen: (instance: InstanceModel) => boolean,
): InstanceModel | undefined {
  const failed = new Set<string>();

  const search = (left: readonly PastCall[], instance: InstanceModel): InstanceModel | undefined => {
    if (left.length === 0) return isSeen(instance) ? instance : undefined;
    const place = `${left.map(({ begin }) => begin).join(" ")} ${keyOf(instance)}`;
    if (failed.has(place)) return undefined;
    const firstEnd = Math.min(...left.map(({ end }) => end));
    for (const call of left.filter(({ begin }) => begin < firstEnd)) {
      const rest = left.filter((other) => other !== call);
      for (const { outcome, after } of expectationsOf(instance, call.command)) {
        const found = outcome === call.outcome ? search(rest, after) : undefined;
        if (found !== undefined) return found;
      }
    }
    failed.add(place);
    return undefined;
  };

  return search(calls.filter(hasEffect), before);
}

/** Tells instances apart by what decides over the outcomes of calls. */
function keyOf({ state, isRescued, isAside }: InstanceModel): string {
  return `${state} ${isRescued} ${isAside}`;
}
