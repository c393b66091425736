// How each command of a sequence is carried out.
import type { CallOptions } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { Command } from "../../model/commands.ts";
import type { Step } from "../../model/site-model.ts";
import { givenFileSink, snapshotOf } from "../steps/image-sinks.ts";
import { invoke, STATEFUL_OPERATIONS, type StatefulOperation } from "../steps/operations-on-instances.ts";
import type { Actor, Stage } from "./stage.ts";

/** Time enough for the probe guest to shut down, in seconds. One that does not hear is cut off then. */
const SHUTDOWN_SECONDS = 2;
/** Time enough for a guest to let go of a device, in seconds. */
const DETACH_SECONDS = 10;

type Perform = (t: CheckContext, stage: Stage, actor: Actor, device: number, options: CallOptions) => Promise<unknown>;

/** The commands that are not called as the checks of states call their operations. */
const PERFORMANCES: Readonly<Record<string, Perform>> = {
  "destroy-keeping": (t, _, { target }, __, options) => t.driver.destroy({ ...target, destroyDisks: false }, options),
  "powerOff-orderly": (t, _, { target }, __, options) =>
    t.driver.powerOff({ ...target, timeoutSeconds: SHUTDOWN_SECONDS, retryIntervalSeconds: 0 }, options),
  suspend: (t, _, { target }, __, options) => t.driver.suspend(target, options),
  resume: (t, _, { target }, __, options) => t.driver.resume(target, options),
  rescue: (t, _, { target, params }, __, options) =>
    t.driver.rescue({ ...target, image: params.instance.image }, options),
  unrescue: (t, _, { target }, __, options) => t.driver.unrescue(target, options),
  snapshot: (t, _, actor, __, options) => t.driver.snapshot(snapshotOf(t, actor, givenFileSink(t).sink), options),
  attachVolume: async (t, { volumes, attached: known }, { target }, device, options) => {
    const volume = t.expectDefined(volumes.get(device), "volume of the sequence").attachment();
    const { attached } = await t.driver.attachVolume({ ...target, volume }, options);
    known.set(device, { ...volume, attached });
  },
  detachVolume: (t, { volumes, attached }, { target }, device, options) => {
    const volume = attached.get(device) ?? t.expectDefined(volumes.get(device), "volume of the sequence").attachment();
    return t.driver.detachVolume({ ...target, volume, timeoutSeconds: DETACH_SECONDS }, options);
  },
  attachInterface: (t, { interfaces }, { target }, device, options) => {
    const networkInterface = t.expectDefined(interfaces.get(device), "interface of the sequence");
    return t.driver.attachInterface({ ...target, interface: networkInterface }, options);
  },
  detachInterface: (t, { interfaces }, { target }, device, options) => {
    const networkInterface = t.expectDefined(interfaces.get(device), "interface of the sequence");
    const params = { ...target, interface: networkInterface, timeoutSeconds: DETACH_SECONDS };
    return t.driver.detachInterface(params, options);
  },
  "guest-stops": (t, _, { target }) => t.simulation.injectFault({ kind: "guestPowerOff", ...target }),
  "guest-crashes": (t, _, { target }) => t.simulation.injectFault({ kind: "guestCrash", ...target }),
};

/** Carries out a step. Rejects as the call does. */
export async function perform(t: CheckContext, stage: Stage, step: Step, options: CallOptions): Promise<void> {
  const { command } = step;
  const actor = stage.actors[step.actor];
  if (actor === undefined) throw new RangeError(`Cannot find instance ${step.actor} of a sequence`);
  const performance = PERFORMANCES[command.name] ?? PERFORMANCES[command.operation ?? ""];
  if (performance !== undefined) await performance(t, stage, actor, command.device ?? 0, options);
  else await invoke(t, { operation: statefulOf(command), when: command.when }, actor, options);
}

function statefulOf({ operation, name }: Command): StatefulOperation {
  const found = STATEFUL_OPERATIONS.find((candidate) => candidate === operation);
  if (found === undefined) throw new TypeError(`Cannot carry out the command "${name}": nothing says how`);
  return found;
}
