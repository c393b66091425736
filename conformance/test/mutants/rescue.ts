// Drivers that rescue wrongly: the wrong disk, at the wrong time, or with something left of it.
import { closeSync, openSync, writeSync } from "node:fs";

import type { Call, ComputeDriver, ImageMeta } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

import { faulty, misreading, misreporting, planned } from "./faulty.ts";
import { invalidState, type Mutant, replacing, stateOf, within } from "./mutant.ts";
import { restartingWrong } from "./restarting-wrong.ts";

const cutOff = (instanceUuid: string): Parameters<ComputeDriver["powerOff"]>[0] => ({
  instanceUuid,
  timeoutSeconds: 0,
  retryIntervalSeconds: 0,
});

/** Boots a guest for a second. */
async function bootFor(driver: Required<ComputeDriver>, instanceUuid: string, call: Call): Promise<void> {
  await driver.powerOn({ instanceUuid }, within(call));
  await driver["simulation/advance"]({ durationMs: 1_000 }, within(call));
  await driver.powerOff(cutOff(instanceUuid), within(call));
}

async function isRescued(driver: ComputeDriver, instanceUuid: string, call: Call): Promise<boolean> {
  return (await driver.getInfo({ instanceUuid }, call)).info.rescued === true;
}

const booting: readonly Mutant[] = [
  {
    id: "rescue/boots-the-rescue-image: does nothing",
    requirement: "rescue/boots-the-rescue-image",
    title: "rescue reports success and changes nothing",
    message: "The instance is shutdown after rescue",
    only: ["rescue/boots-the-rescue-image"],
    driver: replacing(() => ({ rescue: async () => ({}) })),
  },
  {
    id: "rescue/boots-the-rescue-image: own disk",
    requirement: "rescue/boots-the-rescue-image",
    title: "rescue boots the instance's own disk, and says that it is rescued",
    message: "The guest is in boot 3 after rescue, and not in boot 1, of the rescue disk",
    only: ["rescue/boots-the-rescue-image"],
    driver: replacing((driver) => {
      const rescued = new Set<string>();
      return {
        rescue: async ({ instanceUuid }, call) => {
          rescued.add(instanceUuid);
          return driver.powerOn({ instanceUuid }, within(call));
        },
        getInfo: async (params, call) => {
          const { info } = await driver.getInfo(params, call);
          return { info: { ...info, rescued: rescued.has(info.uuid) } };
        },
      };
    }),
  },
  {
    id: "rescue/boots-the-rescue-image: untold",
    requirement: "rescue/boots-the-rescue-image",
    title: "getInfo does not say that an instance is rescued",
    message: "Unexpected rescued in getInfo after rescue",
    only: ["rescue/boots-the-rescue-image"],
    driver: faulty(misreporting("getInfo", { pointer: "/info/rescued" })),
  },
  {
    id: "rescue/boots-the-rescue-image: twice",
    requirement: "rescue/boots-the-rescue-image",
    title: "rescue boots the rescue image and reboots it a moment later",
    message: "The guest booted 2 times after rescue",
    only: ["rescue/boots-the-rescue-image"],
    driver: replacing((driver) => ({
      rescue: async (params, call) => {
        const answer = await driver.rescue(params, call);
        await driver["simulation/advance"]({ durationMs: 600 }, within(call));
        await driver.reboot({ instanceUuid: params.instanceUuid, type: "hard" }, within(call));
        return answer;
      },
    })),
  },
  {
    id: "rescue/boots-the-rescue-image: own image",
    requirement: "rescue/boots-the-rescue-image",
    title: "rescue boots a fresh copy of the instance's own image",
    message: "the rescue system powers itself off",
    only: ["rescue/boots-the-rescue-image*"],
    driver: replacing((driver) => {
      const images = new Map<string, ImageMeta>();
      return {
        spawn: (params, call) => {
          images.set(params.instance.uuid, params.instance.image);
          return driver.spawn(params, call);
        },
        rescue: (params, call) =>
          driver.rescue({ ...params, image: images.get(params.instanceUuid) ?? params.image }, call),
      };
    }),
  },
  {
    id: "rescue/boots-the-rescue-image: keeps the first disk",
    requirement: "rescue/boots-the-rescue-image",
    title: "A rescue of a rescued instance boots the old rescue disk",
    message: "The guest is in boot 3 after a second rescue, and not in boot 1",
    only: ["rescue/boots-the-rescue-image[again]"],
    driver: faulty({
      kind: "stepFault",
      trigger: { operation: "rescue", step: "createDisk", nth: 2, times: 0 },
      action: "skip",
    }),
  },
  {
    id: "rescue/leaves-the-own-disks-alone: boots it first",
    requirement: "rescue/leaves-the-own-disks-alone",
    title: "rescue boots the instance's own disk once before it boots the rescue disk",
    message: "and not in boot 3, of its own disk",
    only: ["rescue/leaves-the-own-disks-alone"],
    driver: replacing((driver) => ({
      rescue: async (params, call) => {
        await bootFor(driver, params.instanceUuid, call);
        return driver.rescue(params, call);
      },
    })),
  },
  {
    id: "rescue/leaves-the-own-disks-alone: writes to volumes",
    requirement: "rescue/leaves-the-own-disks-alone",
    title: "rescue writes a label to every volume of the instance",
    message: "The volume holds other bytes after rescue than before",
    only: ["rescue/leaves-the-own-disks-alone*"],
    driver: replacing((driver) => {
      const paths = new Map<string, readonly string[]>();
      return {
        spawn: (params, call) => {
          const connections = params.devices?.blockDevices?.volumes?.map(({ connection }) => connection) ?? [];
          paths.set(
            params.instance.uuid,
            connections.flatMap((connection) => (connection.protocol === "localFile" ? [connection.path] : [])),
          );
          return driver.spawn(params, call);
        },
        rescue: (params, call) => {
          for (const path of paths.get(params.instanceUuid) ?? []) {
            const file = openSync(path, "r+");
            writeSync(file, "rescued", 1_024);
            closeSync(file);
          }
          return driver.rescue(params, call);
        },
      };
    }),
  },
  ...(["powerOn", "reboot"] as const).map((operation): Mutant => ({
    id: `rescue/outlives-power-cycles: ${operation}`,
    requirement: "rescue/outlives-power-cycles",
    title: `${operation} of a rescued instance boots its own disk`,
    message: `Unexpected rescued in getInfo after rescue and ${operation === "reboot" ? "a hard reboot" : "powerOff and powerOn"}`,
    only: ["rescue/outlives-power-cycles*"],
    driver: replacing((driver) => ({
      [operation]: async (params: { instanceUuid: string; type: "hard" | "soft" }, call: Call) => {
        const { instanceUuid } = params;
        if (await isRescued(driver, instanceUuid, call)) return driver.unrescue({ instanceUuid }, within(call));
        return driver[operation](params, call);
      },
    })),
  })),
  {
    id: "rescue/outlives-power-cycles: fresh disk",
    requirement: "rescue/outlives-power-cycles",
    title: "powerOn of a rescued instance makes a new rescue disk",
    message: "The guest is in boot 1 after rescue and powerOff and powerOn, and not in boot 2, of the rescue disk",
    only: ["rescue/outlives-power-cycles*"],
    driver: replacing((driver) => {
      const images = new Map<string, ImageMeta>();
      return {
        rescue: (params, call) => {
          images.set(params.instanceUuid, params.image);
          return driver.rescue(params, call);
        },
        powerOn: async (params, call) => {
          const { instanceUuid } = params;
          const image = images.get(instanceUuid);
          if (image !== undefined && (await isRescued(driver, instanceUuid, call)))
            return driver.rescue({ instanceUuid, image }, within(call));
          return driver.powerOn(params, call);
        },
      };
    }),
  },
];

const failing: readonly Mutant[] = [
  {
    id: "rescue/leaves-no-trace-when-it-fails: deletes the own disk",
    requirement: "rescue/leaves-no-trace-when-it-fails",
    title: "The clean-up of a rescue that failed deletes the instance's own disk too",
    message: "powerOn",
    only: ["rescue/leaves-no-trace-when-it-fails*"],
    driver: planned("failed-rescue-deletes-the-own-disk"),
  },
  {
    id: "rescue/leaves-no-trace-when-it-fails: stays rescued",
    requirement: "rescue/leaves-no-trace-when-it-fails",
    title: "A rescue that fails late leaves the instance rescued",
    message: "Unexpected rescued in getInfo after rescue failed",
    only: ["rescue/leaves-no-trace-when-it-fails*"],
    driver: faulty({
      kind: "stepFault",
      trigger: { operation: "rescue", step: "deleteDisk", afterFailure: "inThisCall", times: 0 },
      action: "skip",
    }),
  },
  {
    id: "rescue/leaves-no-trace-when-it-fails: starts anyhow",
    requirement: "rescue/leaves-no-trace-when-it-fails",
    title: "A rescue whose image is refused starts the instance",
    message: "The instance is running after a rescue that was refused",
    only: ["rescue/leaves-no-trace-when-it-fails*"],
    driver: replacing((driver) => ({
      rescue: async (params, call) =>
        driver.rescue(params, call).catch(async (error: unknown) => {
          await driver.powerOn({ instanceUuid: params.instanceUuid }, within(call));
          throw error;
        }),
    })),
  },
  ...(["checksum", "size", "unreadable"] as const).map((problem): Mutant => ({
    id: `rescue/leaves-no-trace-when-it-fails: ignores ${problem}`,
    requirement: "rescue/leaves-no-trace-when-it-fails",
    title: `rescue with an image of which the ${problem} is wrong boots the instance's own`,
    message: '"rescue" succeeded instead of being refused with IMAGE_UNACCEPTABLE',
    only: ["rescue/leaves-no-trace-when-it-fails*"],
    driver: replacing((driver) => ({
      rescue: async (params, call) =>
        driver.rescue(params, call).catch(async (error: unknown) => {
          const details = error instanceof DriverError ? error.details : undefined;
          if ((details as { problem?: string } | undefined)?.problem !== problem) throw error;
          return driver.powerOn({ instanceUuid: params.instanceUuid }, within(call));
        }),
    })),
  })),
  {
    id: "rescue/ends-with-destroy: leaves the rescue disk",
    requirement: "rescue/ends-with-destroy",
    title: "destroy that keeps the disks keeps the rescue disk",
    message:
      "The guest is in boot 2 after destroy, spawn and another rescue, and not in boot 1, of a fresh rescue disk",
    only: ["rescue/ends-with-destroy*"],
    driver: planned("destroy-leaves-the-rescue-disk"),
  },
  {
    id: "rescue/ends-with-destroy: removes the own disk",
    requirement: "rescue/ends-with-destroy",
    title: "destroy of a rescued instance removes its own disk although it is to stay",
    message: "and not in boot 3, of its own disk",
    only: ["rescue/ends-with-destroy*"],
    driver: faulty(misreading("destroy", { pointer: "/destroyDisks", json: "true" })),
  },
  {
    id: "rescue/ends-with-destroy: removes nothing",
    requirement: "rescue/ends-with-destroy",
    title: "destroy of a rescued instance leaves its disks although they are to go",
    message: "after destroy of a rescued instance, and spawn, and not in boot 1, of a fresh disk",
    only: ["rescue/ends-with-destroy*"],
    driver: faulty(misreading("destroy", { pointer: "/destroyDisks", json: "false" })),
  },
  {
    id: "rescue/works-for-volume-backed-instances: boots the volume",
    requirement: "rescue/works-for-volume-backed-instances",
    title: "rescue of an instance on a volume boots the volume first",
    message: "Unexpected number of boots on the root volume after rescue",
    only: ["rescue/works-for-volume-backed-instances*"],
    driver: replacing((driver) => ({
      rescue: async (params, call) => {
        await bootFor(driver, params.instanceUuid, call);
        return driver.rescue(params, call);
      },
    })),
  },
  {
    id: "rescue/works-for-volume-backed-instances: does not",
    requirement: "rescue/works-for-volume-backed-instances",
    title: "rescue of an instance on a volume is refused in spite of the capability",
    message: "NOT_SUPPORTED",
    only: ["rescue/works-for-volume-backed-instances*"],
    driver: replacing(() => ({
      rescue: async () => {
        throw new DriverError("NOT_SUPPORTED", "Cannot rescue: the root disk is a volume", {
          effect: "none",
          details: { operation: "rescue" },
        });
      },
    })),
  },
  {
    id: "rescue/works-for-volume-backed-instances: forgets a volume",
    requirement: "rescue/works-for-volume-backed-instances",
    title: "rescue says nothing of the first volume",
    message: "Unexpected attachedVolumes of rescue of an instance on a volume",
    only: ["rescue/works-for-volume-backed-instances*"],
    driver: faulty(misreporting("rescue", { pointer: "/attachedVolumes/0" })),
  },
];

const ending: readonly Mutant[] = [
  {
    id: "unrescue/boots-the-own-disk: does nothing",
    requirement: "unrescue/boots-the-own-disk",
    title: "unrescue reports success and changes nothing",
    message: "Unexpected rescued in getInfo after rescue and unrescue",
    only: ["unrescue/boots-the-own-disk*"],
    driver: replacing(() => ({ unrescue: async () => ({}) })),
  },
  {
    id: "unrescue/boots-the-own-disk: leaves it off",
    requirement: "unrescue/boots-the-own-disk",
    title: "unrescue leaves the instance powered off",
    message: "The instance is shutdown after rescue and unrescue",
    only: ["unrescue/boots-the-own-disk*"],
    driver: replacing((driver) => ({
      unrescue: async (params, call) => {
        const answer = await driver.unrescue(params, call);
        await driver.powerOff(cutOff(params.instanceUuid), within(call));
        return answer;
      },
    })),
  },
  {
    id: "unrescue/boots-the-own-disk: twice",
    requirement: "unrescue/boots-the-own-disk",
    title: "unrescue boots the instance twice",
    message: "The guest booted 2 times after rescue and unrescue",
    only: ["unrescue/boots-the-own-disk*"],
    driver: replacing((driver) => ({
      unrescue: async (params, call) => {
        const { instanceUuid } = params;
        const wasRescued = await isRescued(driver, instanceUuid, call);
        const answer = await driver.unrescue(params, call);
        if (!wasRescued) return answer;
        await driver["simulation/advance"]({ durationMs: 600 }, within(call));
        await driver.reboot({ instanceUuid, type: "hard" }, within(call));
        return answer;
      },
    })),
  },
  {
    id: "unrescue/boots-the-own-disk: reboots others",
    requirement: "unrescue/boots-the-own-disk",
    title: "unrescue of an instance that is not rescued reboots it",
    message: "The guest was restarted by unrescue of an instance that was not rescued",
    only: ["unrescue/boots-the-own-disk*"],
    driver: replacing((driver) => ({
      unrescue: async (params, call) => {
        const { instanceUuid } = params;
        if (await isRescued(driver, instanceUuid, call)) return driver.unrescue(params, call);
        await driver.reboot({ instanceUuid, type: "hard" }, within(call));
        return {};
      },
    })),
  },
  ...(["shutdown", "paused", "suspended", "crashed"] as const).map((state): Mutant => ({
    id: `unrescue/works-in-every-power-state: not ${state}`,
    requirement: "unrescue/works-in-every-power-state",
    title: `unrescue of an instance that is ${state} is refused`,
    message: "INVALID_STATE",
    only: ["unrescue/works-in-every-power-state*"],
    driver: replacing((driver) => ({
      unrescue: async (params, call) => {
        const { instanceUuid } = params;
        if ((await stateOf(driver, instanceUuid, call)) !== state) return driver.unrescue(params, call);
        throw await invalidState(driver, instanceUuid, call);
      },
    })),
  })),
  {
    id: "unrescue/removes-the-rescue-disk: leaves it",
    requirement: "unrescue/removes-the-rescue-disk",
    title: "unrescue leaves the rescue disk, and the next rescue boots it",
    message: "after rescue, unrescue and another rescue, and not in boot 1, of a fresh rescue disk",
    only: ["unrescue/removes-the-rescue-disk"],
    driver: planned("unrescue-leaves-the-rescue-disk"),
  },
];

const MODE = "getInfo/tells-rescue-mode";

const told: readonly Mutant[] = [
  {
    id: `${MODE}: never`,
    requirement: MODE,
    title: "getInfo never says rescued",
    message: "Unexpected rescued in getInfo after rescue",
    only: [`${MODE}*`],
    driver: faulty(misreporting("getInfo", { pointer: "/info/rescued" })),
  },
  {
    id: `${MODE}: always`,
    requirement: MODE,
    title: "getInfo says rescued of every instance",
    message: "Unexpected rescued in getInfo after spawn",
    only: [`${MODE}*`],
    driver: faulty(misreporting("getInfo", { pointer: "/info/rescued", json: "true" })),
  },
  {
    id: `${MODE}: while it runs`,
    requirement: MODE,
    title: "getInfo says rescued only while the rescue system runs",
    message: "Unexpected rescued in getInfo after rescue and powerOff",
    only: [`${MODE}*`],
    driver: replacing((driver) => ({
      getInfo: async (params, call) => {
        const { info } = await driver.getInfo(params, call);
        return { info: { ...info, rescued: info.rescued === true && info.powerState === "running" } };
      },
    })),
  },
  ...(["rebuild", "destroy"] as const).map((end): Mutant => ({
    id: `${MODE}: after ${end}`,
    requirement: MODE,
    title: `getInfo goes on saying rescued after ${end}`,
    message: `Unexpected rescued in getInfo after rescue${end === "destroy" ? ", destroy and spawn" : " and rebuild"}`,
    only: [`${MODE}*`],
    driver: replacing((driver) => {
      const rescued = new Set<string>();
      const forgetting = (operation: "rebuild" | "destroy", uuid: string): boolean =>
        operation !== end && rescued.delete(uuid);
      return {
        rescue: async (params, call) => {
          const answer = await driver.rescue(params, call);
          rescued.add(params.instanceUuid);
          return answer;
        },
        unrescue: async (params, call) => {
          rescued.delete(params.instanceUuid);
          return driver.unrescue(params, call);
        },
        rebuild: async (params, call) => {
          forgetting("rebuild", params.instance.uuid);
          return driver.rebuild(params, call);
        },
        destroy: async (params, call) => {
          forgetting("destroy", params.instanceUuid);
          return driver.destroy(params, call);
        },
        getInfo: async (params, call) => {
          const { info } = await driver.getInfo(params, call);
          return { info: { ...info, rescued: rescued.has(info.uuid) } };
        },
      };
    }),
  })),
  {
    id: `${MODE}: in memory`,
    requirement: MODE,
    title: "A driver that was started again knows of no rescue",
    message: "Unexpected rescued in getInfo after the driver was killed and started again",
    keepsState: true,
    only: [`${MODE}[restart]`],
    attach: restartingWrong((driver, earlierRuns) => ({
      getInfo: async (params, call) => {
        const { info } = await driver.getInfo(params, call);
        return { info: earlierRuns === 0 ? info : { ...info, rescued: false } };
      },
    })),
  },
];

const EVENTS = "event/tells-rescue-and-unrescue";

const telling: readonly Mutant[] = [
  ...(["rescued", "unrescued"] as const).map((transition): Mutant => ({
    id: `${EVENTS}: ${transition} as a start`,
    requirement: EVENTS,
    title: `${transition === "rescued" ? "rescue" : "unrescue"} is told as a start`,
    message: `Unexpected events of ${transition === "rescued" ? "rescue" : "unrescue"}`,
    only: [`${EVENTS}*`],
    driver: faulty({
      kind: "eventFault",
      trigger: { transition, times: 0 },
      action: "alter",
      changes: [{ pointer: "/transition", json: '"started"' }],
    }),
  })),
  {
    id: `${EVENTS}: stops too`,
    requirement: EVENTS,
    title: "unrescue tells the stop of the rescue system as well",
    message: "Unexpected events of unrescue",
    only: [`${EVENTS}*`],
    driver: replacing((driver, host) => ({
      unrescue: async (params, call) => {
        const { instanceUuid } = params;
        const { node } = (await driver.getInfo({ instanceUuid }, call)).info;
        const observedAt = (await driver["simulation/advance"]({ durationMs: 0 }, within(call))).now;
        host.emitEvent({ instanceUuid, node, transition: "stopped", powerState: "shutdown", observedAt });
        return driver.unrescue(params, call);
      },
    })),
  },
];

/** The mutants of rescue mode. */
export const rescueMutants: readonly Mutant[] = [...booting, ...failing, ...ending, ...told, ...telling];
