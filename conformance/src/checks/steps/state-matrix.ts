// The checks that follow from the model alone: each operation, called in each state, does what its state table declares.
import { specModel } from "@virt-driver-kit/spec";
import type { ErrorCode, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import {
  type Cell,
  callText,
  cellName,
  cellsOf,
  invoke,
  outcomeIn,
  type StatefulOperation,
} from "./operations-on-instances.ts";
import { expectState, type SeenState } from "./power-state.ts";
import { givenSubject, needsOfState, type Subject, withCapability } from "./subject.ts";

/** Tells which requirement a cell's outcome belongs to; `undefined` for a cell that other checks try. */
export type RequirementOfCell = (cell: Cell) => RequirementId | undefined;

/**
 * Makes one check per variant of an operation and state.
 *
 * @param operation - The operation.
 * @param requirementOf - Tells which requirement is broken if the outcome is another one.
 */
export function stateMatrix(operation: StatefulOperation, requirementOf: RequirementOfCell): readonly Check[] {
  return cellsOf(operation).flatMap((cell) => {
    const requirement = requirementOf(cell);
    return requirement === undefined ? [] : [checkOf(cell, requirement)];
  });
}

function checkOf(cell: Cell, requirement: RequirementId): Check {
  return {
    id: `${requirement}[${cellName(cell)}]`,
    requirement,
    title: `${callText(cell)} on ${articleFor(cell.from)} instance: ${describe(cell)}`,
    needs: withCapability(needsOfState(cell.from), cell.capability),
    run: async (t) => {
      const subject = await givenSubject(t, cell.from);
      const outcome = outcomeIn(cell, subject.state);
      const call = invoke(t, cell, subject);
      if (isErrorCode(outcome)) await t.expectError(call, outcome);
      else await call;
      await expectState(
        t,
        subject.uuid,
        stateAfter(outcome, subject),
        `after ${callText(cell)} on ${articleFor(cell.from)} instance`,
      );
    },
  };
}

function stateAfter(outcome: string, subject: Subject): SeenState {
  return outcome === "unchanged" || isErrorCode(outcome) ? subject.state : (outcome as SeenState);
}

function describe(cell: Cell): string {
  const outcome = outcomeIn(cell);
  if (isErrorCode(outcome)) return `refused with ${outcome}, and nothing changes`;
  return outcome === "unchanged" || outcome === cell.from
    ? "answered, and nothing changes"
    : `it is ${outcome} afterwards`;
}

function articleFor(state: string): string {
  return `${state.startsWith("a") ? "an" : "a"} ${state}`;
}

/** Whether an outcome of a state table is a refusal. */
export function isErrorCode(outcome: string): outcome is ErrorCode {
  return Object.hasOwn(specModel.errors, outcome);
}
