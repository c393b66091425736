// An instance in one of the states that the kit can bring about: what an operation is tried on.
import type { Capability, SpawnParams } from "@virt-driver-kit/spec";

import type { Needs } from "../../harness/check.ts";
import type { CheckContext, InstanceOptions } from "../../harness/check-context.ts";
import { type SeenState, stateInGetInfo } from "./power-state.ts";

/** The states that the kit can bring an instance to. */
export const REACHABLE_STATES = ["running", "paused", "suspended", "shutdown", "crashed", "absent"] as const;

/** A state that the kit can bring an instance to. */
export type ReachableState = (typeof REACHABLE_STATES)[number];

/** Those in which there is an instance. */
export const PRESENT_STATES: readonly Exclude<ReachableState, "absent">[] = [
  "running",
  "paused",
  "suspended",
  "shutdown",
  "crashed",
];

/** What an operation is tried on. */
export interface Subject {
  readonly uuid: string;
  /** What it was spawned with, or would be if it were not absent. */
  readonly params: SpawnParams;
  /** The parameters that name it. */
  readonly target: { readonly instanceUuid: string };
  /** The state that it is in. A crashed guest may be `shutdown` as well. */
  readonly state: SeenState;
}

/** What a check needs to bring an instance to a state. */
export function needsOfState(state: ReachableState): Needs {
  if (state === "crashed") return { fault: "guestCrash" };
  if (state === "suspended") return { capabilities: ["supportsSuspend"] };
  return state === "paused" ? { capabilities: ["supportsPause"] } : {};
}

/** Needs with a capability more, if there is one. */
export function withCapability(needs: Needs, capability: string | undefined): Needs {
  if (capability === undefined) return needs;
  return { ...needs, capabilities: [...(needs.capabilities ?? []), capability as Capability] };
}

/** Brings a new instance to a state, or makes a uuid for one that is not there. Blocks the check if that fails. */
export async function givenSubject(
  t: CheckContext,
  state: ReachableState,
  options: Omit<InstanceOptions, "powerOn"> = {},
): Promise<Subject> {
  if (state === "absent") {
    const params = await t.newInstance(options);
    const { uuid } = params.instance;
    return { uuid, params, target: { instanceUuid: uuid }, state };
  }
  if (state === "suspended") {
    const instance = await t.givenInstance(options);
    await t.given("suspend", () => t.driver.suspend(instance.target));
    return { ...instance, state };
  }
  if (state !== "crashed") return { ...(await t.givenInstance({ ...options, powerState: state })), state };
  const instance = await t.givenInstance(options);
  await t.fault({ kind: "guestCrash", instanceUuid: instance.uuid });
  return { ...instance, state: await t.given("getInfo", () => crashedState(t, instance.uuid)) };
}

async function crashedState(t: CheckContext, uuid: string): Promise<SeenState> {
  const state = await stateInGetInfo(t, uuid);
  t.expectThat(state === "crashed" || state === "shutdown", `The instance is ${state} after its guest crashed`);
  return state;
}
