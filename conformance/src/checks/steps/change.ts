// What a changing call on an instance is, where it is made to fail, or its driver to die, at each of its steps.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, OperationName, PowerState } from "@virt-driver-kit/spec";

import type { Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { withCapability } from "./subject.ts";

/** A changing call on an instance that is there. */
export interface Change {
  /** Names the check, where an operation is tried in more than one way. */
  readonly variant: string;
  readonly operation: OperationName;
  /** The power state to begin in. */
  readonly from: PowerState;
  /** The power state that it leads to, or several where a repeat may find its work half done. */
  readonly to: PowerState | readonly PowerState[];
  /** What it needs besides the capability of its operation. */
  readonly needs?: Needs;
  /** Makes the instance, and whatever else the call takes. Blocks the check if that fails. */
  readonly prepare: (t: CheckContext) => Promise<PreparedChange>;
}

/** A change that can be made. */
export interface PreparedChange {
  readonly instance: TestInstance;
  /** Makes it; again under a new identity, if it is called again. */
  readonly call: () => Promise<unknown>;
}

/** What a check needs to make a change, with what it needs besides. */
export function needsOfChange({ operation, needs = {} }: Change, more: Needs): Needs {
  const capabilities = [...(needs.capabilities ?? []), ...(more.capabilities ?? [])];
  return withCapability({ ...needs, ...more, capabilities }, specModel.operations[operation]?.capability);
}

/** Whether the driver of a check declares all that a change needs. */
export function isServed(t: CheckContext, change: Change): boolean {
  const { capabilities = [], simulation = false } = needsOfChange(change, {});
  const needed: readonly Capability[] = simulation ? [...capabilities, "supportsSimulation"] : capabilities;
  return needed.every((capability) => t.session.capabilities[capability] === true);
}

/** A change that takes nothing but an instance, made as `given` says. */
export function changeOn(
  given: (t: CheckContext) => Promise<TestInstance>,
  facts: Omit<Change, "prepare" | "variant"> & Partial<Pick<Change, "variant">>,
  call: (t: CheckContext, instance: TestInstance) => Promise<unknown>,
): Change {
  return {
    variant: facts.operation,
    ...facts,
    prepare: async (t) => {
      const instance = await given(t);
      return { instance, call: () => call(t, instance) };
    },
  };
}
