import { specModel } from "@virt-driver-kit/spec";
import { expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { instanceCalls } from "../../src/checks/steps/instance-calls/all-instance-calls.ts";
import { textOf } from "../../src/checks/steps/instance-calls/instance-call.ts";
import { cellName, cellsOf, STATEFUL_OPERATIONS } from "../../src/checks/steps/operations-on-instances.ts";
import { variantText } from "../../src/coverage/seen-call.ts";

/** What no requirement of the operation itself speaks of. The checks of each operation in each state try it all the same. */
const UNCLAIMED = new Set([
  ...["running", "paused", "suspended", "shutdown", "crashed"].map((state) => `getConsoleOutput from ${state}`),
  "rebuild from absent",
  "softDelete from absent",
  ...["absent", "running", "paused", "suspended"].flatMap((state) => [
    `restore from ${state}`,
    `resumeStateOnHostBoot from ${state}`,
  ]),
]);

test("each operation whose requirements speak of a state is tried in that state by a check of that requirement", () => {
  const cells = STATEFUL_OPERATIONS.flatMap(cellsOf).filter(
    ({ operation, from }) => !UNCLAIMED.has(`${operation} from ${from}`),
  );
  const tried = new Set(allChecks.map((check) => check.id));
  const untried = cells.filter((cell) => !hasCheck(tried, cell.operation, cellName(cell)));
  expect(cells.length).toBeGreaterThan(60);
  expect(untried.map((cell) => `${cell.operation} ${cellName(cell)}`)).toEqual([]);
});

test("each variant of each operation that has a state table is called in each state", () => {
  const rows = Object.values(specModel.operations).flatMap(({ name, states = [] }) =>
    states.map((row) => {
      const variant = variantText(row);
      return variant === "" ? name : `${name}(${variant})`;
    }),
  );
  expect(instanceCalls.map(textOf).toSorted()).toEqual(rows.toSorted());
});

function hasCheck(ids: ReadonlySet<string>, operation: string, cell: string): boolean {
  return [...ids].some((id) => id.startsWith(`${operation}/`) && id.endsWith(`[${cell}]`));
}
