import { expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { cellName, cellsOf, STATEFUL_OPERATIONS } from "../../src/checks/steps/operations-on-instances.ts";

/** A console may have no log yet, so that the checks of it make guests that have written something. */
const MADE_BY_HAND = new Set(
  ["running", "paused", "shutdown", "crashed"].map((state) => `getConsoleOutput from ${state}`),
);

/** What no requirement speaks of: an operation on an instance that is not there, or on one that it is not for. */
const UNCLAIMED = new Set([
  "rebuild from absent",
  "softDelete from absent",
  ...["absent", "running", "paused"].flatMap((state) => [
    `restore from ${state}`,
    `resumeStateOnHostBoot from ${state}`,
  ]),
]);

test("each operation is tried in each state that an instance can be brought to", () => {
  const cells = STATEFUL_OPERATIONS.flatMap(cellsOf).filter(
    ({ operation, from }) =>
      !MADE_BY_HAND.has(`${operation} from ${from}`) && !UNCLAIMED.has(`${operation} from ${from}`),
  );
  const tried = new Set(allChecks.map((check) => check.id));
  const untried = cells.filter((cell) => !hasCheck(tried, cell.operation, cellName(cell)));
  expect(cells.length).toBeGreaterThan(50);
  expect(untried.map((cell) => `${cell.operation} ${cellName(cell)}`)).toEqual([]);
});

function hasCheck(ids: ReadonlySet<string>, operation: string, cell: string): boolean {
  return [...ids].some((id) => id.startsWith(`${operation}/`) && id.endsWith(`[${cell}]`));
}
