// How much of the contract a run has tried: by requirement, by operation and error, by operation and state of the instance.
import type { SpecModel } from "@virt-driver-kit/spec";

import { type ExpectedCell, expectedCells } from "./expected-cells.ts";
import type { SeenCall } from "./seen-call.ts";

/** One thing that could be tried, and how often it was. */
export interface CoverageCell extends Omit<ExpectedCell, "isTriedBy"> {
  /** How many calls tried it; 0 is a hole. */
  readonly calls: number;
}

/** How much of something was tried. */
export interface Share {
  /** What concerns the driver. */
  readonly expected: number;
  /** What of it was tried. */
  readonly tried: number;
}

/** How much of the contract a run has tried. */
export interface Coverage {
  /** The requirements that concern the driver. Which were not tried, and why, is told of each in the results. */
  readonly requirements: Share;
  /** The errors of all operations. */
  readonly errors: Share;
  /** The operations on an instance, in each of its states. */
  readonly states: Share;
  /** Each error and state. */
  readonly cells: readonly CoverageCell[];
}

/** What coverage has to know of a requirement. */
export interface TriedRequirement {
  readonly status: string;
}

const TRIED: ReadonlySet<string> = new Set(["met", "broken", "warned"]);
const NOT_ASKED: ReadonlySet<string> = new Set(["not-applicable", "excluded"]);

/**
 * Says how much of the contract a run has tried.
 *
 * @param model - The spec.
 * @param declared - The capabilities that the driver declares.
 * @param seen - The calls of the run.
 * @param requirements - Where each requirement on the driver stands.
 */
export function coverageOf(
  model: SpecModel,
  declared: readonly string[],
  seen: readonly SeenCall[],
  requirements: readonly TriedRequirement[],
): Coverage {
  const byOperation = Map.groupBy(seen, ({ operation }) => operation);
  const cells = expectedCells(model, new Set(declared)).map(({ isTriedBy, ...cell }): CoverageCell => {
    const tries = (byOperation.get(cell.operation) ?? []).filter(isTriedBy);
    return { ...cell, calls: tries.reduce((sum, { calls }) => sum + calls, 0) };
  });
  const asked = requirements.filter(({ status }) => !NOT_ASKED.has(status));
  return {
    requirements: { expected: asked.length, tried: asked.filter(({ status }) => TRIED.has(status)).length },
    errors: shareOf(cells, "error"),
    states: shareOf(cells, "state"),
    cells,
  };
}

function shareOf(cells: readonly CoverageCell[], wanted: CoverageCell["kind"]): Share {
  const own = cells.filter(({ kind }) => kind === wanted);
  return { expected: own.length, tried: own.filter(({ calls }) => calls > 0).length };
}

/** Names a cell for people, as in `reboot(type: hard) when paused: ok`. */
export function cellText({ operation, variant, state, outcome }: Omit<CoverageCell, "calls" | "kind">): string {
  const call = variant === "" ? operation : `${operation}(${variant})`;
  return state === undefined ? `${call}: ${outcome}` : `${call} when ${state}: ${outcome}`;
}
