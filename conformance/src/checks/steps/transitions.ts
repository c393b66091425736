// The transitions that a caller asks for, each with the call that asks for it and the event that tells it.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, EventParams } from "@virt-driver-kit/spec";

import type { Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { watchCalls } from "./calls-on-the-wire.ts";
import { withCapability } from "./subject.ts";

/** A transition that a call asks for. */
export interface Transition {
  /** Names the check: the operation, and how it is called where that matters. */
  readonly variant: string;
  readonly operation: "spawn" | "destroy" | "powerOn" | "powerOff" | "reboot" | "pause" | "unpause";
  /** The state to begin in; left out for `spawn`, which begins with nothing. */
  readonly from?: "running" | "paused" | "shutdown";
  /** What the event says. */
  readonly transition: EventParams["transition"];
  readonly powerState: EventParams["powerState"];
}

/** Every transition that a caller can ask for. */
export const TRANSITIONS: readonly Transition[] = [
  { variant: "spawn", operation: "spawn", transition: "spawned", powerState: "running" },
  { variant: "destroy", operation: "destroy", from: "running", transition: "destroyed", powerState: "absent" },
  { variant: "destroy-off", operation: "destroy", from: "shutdown", transition: "destroyed", powerState: "absent" },
  { variant: "powerOn", operation: "powerOn", from: "shutdown", transition: "started", powerState: "running" },
  { variant: "powerOff", operation: "powerOff", from: "running", transition: "stopped", powerState: "shutdown" },
  { variant: "reboot", operation: "reboot", from: "running", transition: "rebooted", powerState: "running" },
  { variant: "pause", operation: "pause", from: "running", transition: "paused", powerState: "paused" },
  { variant: "unpause", operation: "unpause", from: "paused", transition: "unpaused", powerState: "running" },
];

/** What a check of a transition needs. */
export function needsOf({ operation, from }: Transition): Needs {
  const paused: readonly Capability[] = from === "paused" ? ["supportsPause"] : [];
  return withCapability({ capabilities: paused }, specModel.operations[operation]?.capability);
}

/** A transition that was asked for and answered. */
export interface ObservedTransition {
  readonly uuid: string;
  readonly operationId: string;
  /** The instance's events of this transition that had come by the moment of the answer. */
  readonly early: readonly EventParams[];
  /** Those that came after it. */
  readonly late: readonly EventParams[];
}

/** Asks for a transition and takes the events that tell it. Blocks the check if the call fails. */
export async function observe(t: CheckContext, wanted: Transition): Promise<ObservedTransition> {
  const { operation, from, transition } = wanted;
  const operationId = t.uuid();
  const params = from === undefined ? await t.newInstance() : (await t.givenInstance({ powerState: from })).params;
  const { uuid } = params.instance;
  const early: EventParams[] = [];
  const late: EventParams[] = [];
  const calls = watchCalls(t);
  calls.onNotification("event", (notification) => {
    const event = notification as EventParams;
    if (event.instanceUuid !== uuid || event.transition !== transition) return;
    (calls.answered(operationId) === undefined ? early : late).push(event);
  });
  await t.given(operation, () => request(t, operation, params, { operationId }));
  await t.given("probe", () => t.driver.probe({}));
  return { uuid, operationId, early, late };
}

type Params = Parameters<CheckContext["driver"]["spawn"]>[0];

function request(
  t: CheckContext,
  operation: Transition["operation"],
  params: Params,
  options: { operationId: string },
): Promise<unknown> {
  const target = { instanceUuid: params.instance.uuid };
  switch (operation) {
    case "spawn":
      return t.driver.spawn(params, options);
    case "destroy":
      return t.driver.destroy({ ...target, destroyDisks: true }, options);
    case "powerOn":
      return t.driver.powerOn(target, options);
    case "powerOff":
      return t.driver.powerOff({ ...target, timeoutSeconds: 0, retryIntervalSeconds: 0 }, options);
    case "reboot":
      return t.driver.reboot({ ...target, type: "hard" }, options);
    case "pause":
      return t.driver.pause(target, options);
    case "unpause":
      return t.driver.unpause(target, options);
  }
}
