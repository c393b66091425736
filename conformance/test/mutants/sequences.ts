// Drivers that are right in every single call, and wrong once certain others have come before it.
import type { ComputeDriver, Instance, PowerState } from "@virt-driver-kit/spec";

import { telling } from "./events.ts";
import { type DriverMutant, replacing, stateOf, within } from "./mutant.ts";

type Driver = Required<ComputeDriver>;

/** A mutant that random sequences find. */
export interface SequenceMutant extends DriverMutant {
  /** How many steps the shortest sequence has that shows it, where shrinking comes down to it. */
  readonly steps?: number;
}

/** The checks that play random sequences. */
const SEQUENCES = ["getInfo/shows-the-state-on-return[sequence-*]"];

function wrong(mutant: Omit<SequenceMutant, "only">): SequenceMutant {
  return { ...mutant, only: SEQUENCES };
}

/** Does nothing when it pauses for the third time. */
function tiredOfPausing(driver: Driver): Partial<ComputeDriver> {
  const times = new Map<string, number>();
  return {
    pause: async (params, call) => {
      const { instanceUuid } = params;
      if ((await stateOf(driver, instanceUuid, within(call))) !== "running") return driver.pause(params, call);
      const time = (times.get(instanceUuid) ?? 0) + 1;
      times.set(instanceUuid, time);
      return time === 3 ? {} : driver.pause(params, call);
    },
  };
}

/** Ends the rescue at a reboot, if there was one before. */
function rescuingOnce(driver: Driver): Partial<ComputeDriver> {
  const times = new Map<string, number>();
  return {
    rescue: async (params, call) => {
      const result = await driver.rescue(params, call);
      times.set(params.instanceUuid, (times.get(params.instanceUuid) ?? 0) + 1);
      return result;
    },
    reboot: async (params, call) => {
      const result = await driver.reboot(params, call);
      if ((times.get(params.instanceUuid) ?? 0) > 1) await driver.unrescue(params, within(call));
      return result;
    },
  };
}

/** Leaves a volume where it is, if the instance was rebuilt. */
function stuckAfterRebuild(driver: Driver): Partial<ComputeDriver> {
  const rebuilt = new Set<string>();
  return {
    rebuild: async (params, call) => {
      const result = await driver.rebuild(params, call);
      rebuilt.add(params.instance.uuid);
      return result;
    },
    detachVolume: async (params, call) => (rebuilt.has(params.instanceUuid) ? {} : driver.detachVolume(params, call)),
  };
}

/** Goes on counting the memory of an instance that was ever suspended, when it is destroyed. */
function leakingMemory(driver: Driver): Partial<ComputeDriver> {
  const suspended = new Set<string>();
  let leaked = 0;
  return {
    suspend: async (params, call) => {
      const result = await driver.suspend(params, call);
      suspended.add(params.instanceUuid);
      return result;
    },
    destroy: async (params, call) => {
      const result = await driver.destroy(params, call);
      if (suspended.delete(params.instanceUuid)) leaked += 1;
      return result;
    },
    getAvailableResource: async (params, call) => {
      const { resource } = await driver.getAvailableResource(params, call);
      return { resource: { ...resource, memoryMibUsed: resource.memoryMibUsed + 64 * leaked } };
    },
  };
}

/** Keeps disks for the first time only. */
function keepingOnce(driver: Driver): Partial<ComputeDriver> {
  const kept = new Set<string>();
  return {
    destroy: async (params, call) => {
      const { instanceUuid, destroyDisks } = params;
      const isThere = (await stateOf(driver, instanceUuid, within(call))) !== "absent";
      const isSecond = isThere && kept.has(instanceUuid);
      if (isThere) kept.add(instanceUuid);
      return driver.destroy({ ...params, destroyDisks: destroyDisks || isSecond }, call);
    },
  };
}

/** Lets the others go on that are paused, when it pauses one. */
function pausingOneOnly(driver: Driver): Partial<ComputeDriver> {
  const paused = new Set<string>();
  return {
    pause: async (params, call) => {
      const result = await driver.pause(params, call);
      for (const instanceUuid of paused) {
        if (instanceUuid === params.instanceUuid) continue;
        if ((await stateOf(driver, instanceUuid, within(call))) !== "paused") continue;
        await driver.unpause({ instanceUuid }, within(call));
      }
      paused.add(params.instanceUuid);
      return result;
    },
  };
}

/** Hides an instance from the list that was powered off when it was suspended, until it is powered on. */
function hidingTheSuspended(driver: Driver): Partial<ComputeDriver> {
  const hidden = new Set<string>();
  return {
    powerOff: async (params, call) => {
      const was = await stateOf(driver, params.instanceUuid, within(call));
      const result = await driver.powerOff(params, call);
      if (was === "suspended") hidden.add(params.instanceUuid);
      return result;
    },
    powerOn: async (params, call) => {
      const result = await driver.powerOn(params, call);
      hidden.delete(params.instanceUuid);
      return result;
    },
    listInstances: async (params, call) => {
      const { instances, ...rest } = await driver.listInstances(params, call);
      const shown = instances.filter((one) => one.ownership !== "owned" || !hidden.has(one.uuid));
      return { instances: shown, ...rest };
    },
  };
}

/** Boots a fresh disk at a powerOn, if the instance was put aside and brought back before. */
function forgettingTheDisk(driver: Driver): Partial<ComputeDriver> {
  const spawned = new Map<string, Instance>();
  const restored = new Set<string>();
  return {
    spawn: async (params, call) => {
      spawned.set(params.instance.uuid, params.instance);
      restored.delete(params.instance.uuid);
      return driver.spawn(params, call);
    },
    restore: async (params, call) => {
      const result = await driver.restore(params, call);
      restored.add(params.instanceUuid);
      return result;
    },
    powerOn: async (params, call) => {
      const { instanceUuid } = params;
      const instance = spawned.get(instanceUuid);
      const wasOff = (await stateOf(driver, instanceUuid, within(call))) === "shutdown";
      if (wasOff && instance !== undefined && restored.has(instanceUuid))
        await driver.rebuild({ instance, powerOn: false }, within(call));
      return driver.powerOn(params, call);
    },
  };
}

/** Tells no stop of an instance that was rebuilt. */
const silentAfterRebuild = telling(() => {
  const rebuilt = new Set<string>();
  return (event) => {
    if (event.transition === "rebuilt") rebuilt.add(event.instanceUuid);
    return event.transition === "stopped" && rebuilt.has(event.instanceUuid) ? [] : [event];
  };
});

/** Shows from the third change of a power state on the state before. */
function stale(driver: Driver): Partial<ComputeDriver> {
  const shown = new Map<string, PowerState[]>();
  return {
    getInfo: async (params, call) => {
      const { info } = await driver.getInfo(params, call);
      const states = shown.get(info.uuid) ?? [];
      if (states.at(-1) !== info.powerState) states.push(info.powerState);
      shown.set(info.uuid, states);
      const [before = info.powerState] = states.length > 3 ? states.slice(-2) : [];
      return { info: { ...info, powerState: before } };
    },
  };
}

/** The mutants that random sequences find under the requirement of the step that goes wrong. */
export const historyMutants: readonly SequenceMutant[] = [
  wrong({
    id: "pause/stops-execution: not for the third time",
    requirement: "pause/stops-execution",
    title: "The third pause of an instance does nothing",
    message: "The instance is running after pause of instance",
    driver: replacing(tiredOfPausing),
  }),
  wrong({
    id: "getInfo/tells-rescue-mode: not after the second rescue",
    requirement: "getInfo/tells-rescue-mode",
    title: "A reboot ends the second rescue of an instance",
    message: "getInfo says rescued false after reboot",
    driver: replacing(rescuingOnce),
  }),
  wrong({
    id: "detachVolume/released-when-it-returns: not after a rebuild",
    requirement: "detachVolume/released-when-it-returns",
    title: "A volume stays where it is when it is taken from an instance that was rebuilt",
    message: "The guest has other volumes than it should after detachVolume",
    driver: replacing(stuckAfterRebuild),
  }),
  wrong({
    id: "getAvailableResource/usage-falls-after-destroy: not when it was suspended",
    requirement: "getAvailableResource/usage-falls-after-destroy",
    title: "The memory of an instance that was suspended stays in use when it is destroyed",
    message: "The use of the node has not changed by what destroy",
    steps: 3,
    driver: replacing(leakingMemory),
  }),
  wrong({
    id: "destroy/keeps-disks-when-asked: only once",
    requirement: "destroy/keeps-disks-when-asked",
    title: "Disks that were kept once are not kept for a second time",
    message: "The guest is in boot 1 after spawn",
    steps: 5,
    driver: replacing(keepingOnce),
  }),
  wrong({
    id: "pause/stops-execution: one at a time",
    requirement: "pause/stops-execution",
    title: "A pause lets the other instances go on that are paused",
    message: "Instance a is running after pause of instance b",
    steps: 4,
    driver: replacing(pausingOneOnly),
  }),
  wrong({
    id: "listInstances/shows-every-power-state: not what was suspended",
    requirement: "listInstances/shows-every-power-state",
    title: "An instance that was powered off while it was suspended is not listed",
    message: "listInstances shows instance",
    steps: 3,
    driver: replacing(hidingTheSuspended),
  }),
  wrong({
    id: "powerOn/boots-the-guest: not the disk that came back",
    requirement: "powerOn/boots-the-guest",
    title: "A powerOn of an instance that was put aside and brought back boots a fresh disk",
    message: "The guest is in boot 1 after powerOn",
    driver: replacing(forgettingTheDisk),
  }),
  wrong({
    id: "event/tells-requested-transitions: not after a rebuild",
    requirement: "event/tells-requested-transitions",
    title: "A stop of an instance that was rebuilt is not told",
    message: 'did not tell "stopped" once',
    driver: silentAfterRebuild,
  }),
];

/** The mutants that random sequences find under their own requirement. */
export const sequencesMutants: readonly SequenceMutant[] = [
  wrong({
    id: "getInfo/shows-the-state-on-return: stale after a while",
    requirement: "getInfo/shows-the-state-on-return",
    title: "From the third change on getInfo shows the power state before the last one",
    message: "getInfo shows another state than the other read after",
    driver: replacing(stale),
  }),
];
