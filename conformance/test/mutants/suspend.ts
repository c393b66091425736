// Drivers that save guests wrongly, lose what they saved, or tell it wrongly.
import type { Call, ComputeDriver, PowerState } from "@virt-driver-kit/spec";

import { faulty, misreporting, planned, skipping } from "./faulty.ts";
import { invalidState, type Mutant, replacing, stateOf, within } from "./mutant.ts";
import { restartingWrong } from "./restarting-wrong.ts";

const CALL: Call = { signal: new AbortController().signal, reportProgress: () => undefined };

const cutOff = (instanceUuid: string): Parameters<ComputeDriver["powerOff"]>[0] => ({
  instanceUuid,
  timeoutSeconds: 0,
  retryIntervalSeconds: 0,
});

/** Shows other power states than the true ones. */
function showing(
  driver: Required<ComputeDriver>,
  shown: (uuid: string, truth: PowerState) => PowerState,
): Pick<ComputeDriver, "getInfo" | "listInstanceStates"> {
  return {
    getInfo: async (params, call) => {
      const { info } = await driver.getInfo(params, call);
      return { info: { ...info, powerState: shown(info.uuid, info.powerState) } };
    },
    listInstanceStates: async (params, call) => {
      const { states, ...rest } = await driver.listInstanceStates(params, call);
      const seen = states.map((state) => ({ ...state, powerState: shown(state.uuid, state.powerState) }));
      return { ...rest, states: seen };
    },
  };
}

/** Takes a guest for off whose memory is still there, and lets the next start go on with it. */
const keepingMemory = replacing((driver) => {
  const saved = new Set<string>();
  const off = new Set<string>();
  return {
    ...showing(driver, (uuid, truth) => (off.has(uuid) ? "shutdown" : truth)),
    suspend: async (params, call) => {
      saved.add(params.instanceUuid);
      return driver.suspend(params, call);
    },
    resume: async (params, call) => {
      if (off.has(params.instanceUuid)) throw await invalidState(driver, params.instanceUuid, call);
      return driver.resume(params, call);
    },
    powerOff: async (params, call) => {
      const { instanceUuid } = params;
      if (!saved.has(instanceUuid)) return driver.powerOff(params, call);
      if ((await stateOf(driver, instanceUuid, call)) === "running") await driver.pause({ instanceUuid }, within(call));
      off.add(instanceUuid);
      return {};
    },
    powerOn: async (params, call) => {
      const { instanceUuid } = params;
      if (!off.delete(instanceUuid)) return driver.powerOn(params, call);
      if ((await stateOf(driver, instanceUuid, call)) === "paused")
        await driver.unpause({ instanceUuid }, within(call));
      else await driver.resume({ instanceUuid }, within(call));
      return {};
    },
  };
});

const suspending: readonly Mutant[] = [
  {
    id: "suspend/stops-execution: does nothing",
    requirement: "suspend/stops-execution",
    title: "suspend answers at once and saves nothing",
    message: "The instance is running after suspend",
    only: ["suspend/stops-execution*"],
    driver: faulty(skipping("suspend", "saveMemory")),
  },
  {
    id: "suspend/stops-execution: goes on",
    requirement: "suspend/stops-execution",
    title: "A guest goes on after its memory was saved",
    message: "more ticks after suspend",
    only: ["suspend/stops-execution*"],
    driver: replacing((driver) => {
      const saved = new Set<string>();
      return {
        ...showing(driver, (uuid, truth) => (saved.has(uuid) ? "suspended" : truth)),
        suspend: async ({ instanceUuid }) => {
          saved.add(instanceUuid);
          return {};
        },
      };
    }),
  },
  {
    id: "suspend/stops-execution: cuts off",
    requirement: "suspend/stops-execution",
    title: "suspend cuts the guest off and saves nothing",
    message: "The instance is shutdown after suspend",
    only: ["suspend/stops-execution*"],
    driver: replacing((driver) => ({
      suspend: (params, call) => driver.powerOff(cutOff(params.instanceUuid), within(call)),
    })),
  },
  {
    id: "suspend/stops-execution: on and off",
    requirement: "suspend/stops-execution",
    title: "suspend of a suspended instance lets its guest go on",
    message: "The instance is running after it was suspended twice",
    only: ["suspend/stops-execution*"],
    driver: replacing((driver) => ({
      suspend: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) !== "suspended") return driver.suspend(params, call);
        await driver.resume(params, within(call));
        return {};
      },
    })),
  },
  ...(["getInfo", "listInstanceStates"] as const).map((read): Mutant => ({
    id: `suspend/is-never-shown-as-off: ${read}`,
    requirement: "suspend/is-never-shown-as-off",
    title: `${read} takes a suspended instance for one that is off`,
    message: `Unexpected powerState in ${read} after suspend`,
    only: ["suspend/is-never-shown-as-off"],
    driver: faulty(
      misreporting(read, {
        pointer: read === "getInfo" ? "/info/powerState" : "/states/*/powerState",
        was: '"suspended"',
        json: '"shutdown"',
      }),
    ),
  })),
  ...(["powerOff", "pause", "reboot"] as const).map((disturb): Mutant => ({
    id: `suspend/failure-leaves-the-guest-running: ${disturb}`,
    requirement: "suspend/failure-leaves-the-guest-running",
    title: `A suspend that fails ends with a ${disturb}`,
    message:
      disturb === "reboot"
        ? "The guest was restarted by a suspend that failed at its hypervisor call number 1"
        : `The instance is ${disturb === "pause" ? "paused" : "shutdown"} after suspend failed`,
    only: ["suspend/failure-leaves-the-guest-running"],
    driver: replacing((driver) => ({
      suspend: async (params, call) => {
        const { instanceUuid } = params;
        return driver.suspend(params, call).catch(async (error: unknown) => {
          if (disturb === "powerOff") await driver.powerOff(cutOff(instanceUuid), within(call));
          if (disturb === "pause") await driver.pause({ instanceUuid }, within(call));
          if (disturb === "reboot") await driver.reboot({ instanceUuid, type: "hard" }, within(call));
          throw error;
        });
      },
    })),
  })),
  {
    id: "suspend/failure-leaves-the-guest-running: keeps devices",
    requirement: "suspend/failure-leaves-the-guest-running",
    title: "A suspend that fails does not give back the devices that it took",
    message: "PCI device that the guest has after suspend failed",
    only: ["suspend/failure-leaves-the-guest-running*"],
    driver: faulty(skipping("suspend", "attachDevice")),
  },
];

const resuming: readonly Mutant[] = [
  {
    id: "resume/goes-on-where-it-stopped: boots",
    requirement: "resume/goes-on-where-it-stopped",
    title: "resume boots the guest",
    message: "The guest was restarted by suspend and resume",
    only: ["resume/goes-on-where-it-stopped"],
    driver: replacing((driver) => ({
      resume: async (params, call) => {
        await driver.powerOff(cutOff(params.instanceUuid), within(call));
        return driver.powerOn({ instanceUuid: params.instanceUuid }, within(call));
      },
    })),
  },
  {
    id: "resume/goes-on-where-it-stopped: does nothing",
    requirement: "resume/goes-on-where-it-stopped",
    title: "resume answers at once and loads nothing",
    message: "The instance is suspended after suspend and resume",
    only: ["resume/goes-on-where-it-stopped"],
    driver: replacing(() => ({ resume: async () => ({}) })),
  },
  {
    id: "resume/goes-on-where-it-stopped: stays paused",
    requirement: "resume/goes-on-where-it-stopped",
    title: "resume loads the guest and leaves it paused",
    message: "The instance is paused after suspend and resume",
    only: ["resume/goes-on-where-it-stopped"],
    driver: replacing((driver) => ({
      resume: async (params, call) => {
        const answer = await driver.resume(params, call);
        await driver.pause({ instanceUuid: params.instanceUuid }, within(call));
        return answer;
      },
    })),
  },
  {
    id: "resume/goes-on-where-it-stopped: reboots the running",
    requirement: "resume/goes-on-where-it-stopped",
    title: "resume of a running instance reboots it",
    message: "The guest was restarted by resume of a running instance",
    only: ["resume/goes-on-where-it-stopped*"],
    driver: replacing((driver) => ({
      resume: async (params, call) => {
        const { instanceUuid } = params;
        if ((await stateOf(driver, instanceUuid, call)) !== "running") return driver.resume(params, call);
        await driver.reboot({ instanceUuid, type: "hard" }, within(call));
        return {};
      },
    })),
  },
  {
    id: "resume/goes-on-where-it-stopped: keeps devices back",
    requirement: "resume/goes-on-where-it-stopped",
    title: "resume does not give back the devices that suspend took",
    message: "mediated device that the guest has after suspend and resume",
    only: ["resume/goes-on-where-it-stopped*"],
    driver: planned("resume-keeps-devices-back"),
  },
  {
    id: "resume/uses-the-saved-memory-once: keeps it",
    requirement: "resume/uses-the-saved-memory-once",
    title: "The next start of a guest that was saved once goes on with its memory",
    message: "the guest boots after suspend, resume, powerOff and powerOn",
    only: ["resume/uses-the-saved-memory-once*"],
    driver: keepingMemory,
  },
  {
    id: "resume/uses-the-saved-memory-once: resumes what is off",
    requirement: "resume/uses-the-saved-memory-once",
    title: "resume starts an instance that was powered off",
    message: "succeeded instead of being refused with INVALID_STATE",
    only: ["resume/uses-the-saved-memory-once*"],
    driver: replacing((driver) => ({
      resume: async (params, call) => {
        const { instanceUuid } = params;
        if ((await stateOf(driver, instanceUuid, call)) !== "shutdown") return driver.resume(params, call);
        return driver.powerOn({ instanceUuid }, within(call));
      },
    })),
  },
  {
    id: "resume/uses-the-saved-memory-once: only once",
    requirement: "resume/uses-the-saved-memory-once",
    title: "The second resume of an instance boots its guest",
    message: "The guest was restarted by a second suspend and resume",
    only: ["resume/uses-the-saved-memory-once*"],
    driver: replacing((driver) => {
      const resumed = new Set<string>();
      return {
        resume: async (params, call) => {
          const { instanceUuid } = params;
          if (!resumed.has(instanceUuid)) {
            const answer = await driver.resume(params, call);
            resumed.add(instanceUuid);
            return answer;
          }
          await driver.powerOff(cutOff(instanceUuid), within(call));
          return driver.powerOn({ instanceUuid }, within(call));
        },
      };
    }),
  },
  ...(["shutdown", "running"] as const).map((state): Mutant => ({
    id: `resume/failure-keeps-the-saved-memory: ends ${state}`,
    requirement: "resume/failure-keeps-the-saved-memory",
    title: `After a resume that failed the saved memory is gone, and the instance is ${state}`,
    message: `The instance is ${state} after resume failed`,
    only: ["resume/failure-keeps-the-saved-memory*"],
    driver: replacing((driver) => ({
      resume: async (params, call) =>
        driver.resume(params, call).catch(async (error: unknown) => {
          const { instanceUuid } = params;
          await driver.powerOff(cutOff(instanceUuid), within(call));
          if (state === "running") await driver.powerOn({ instanceUuid, devices: NO_VOLUMES }, within(call));
          throw error;
        }),
    })),
  })),
  {
    id: "resume/failure-keeps-the-saved-memory: once failed",
    requirement: "resume/failure-keeps-the-saved-memory",
    title: "A resume that has failed boots the guest at the next try",
    message: "The guest was restarted by a resume that failed",
    only: ["resume/failure-keeps-the-saved-memory*"],
    driver: replacing((driver) => {
      const failed = new Set<string>();
      return {
        resume: async (params, call) => {
          const { instanceUuid } = params;
          if (failed.delete(instanceUuid)) {
            await driver.powerOff(cutOff(instanceUuid), within(call));
            return driver.powerOn({ instanceUuid }, within(call));
          }
          return driver.resume(params, call).catch((error: unknown) => {
            failed.add(instanceUuid);
            throw error;
          });
        },
      };
    }),
  },
];

const NO_VOLUMES = { blockDevices: { volumes: [] } };

const REQUIREMENT = "event/tells-suspend-and-resume";

const telling: readonly Mutant[] = [
  {
    id: `${REQUIREMENT}: untold`,
    requirement: REQUIREMENT,
    title: "suspend tells nothing",
    message: "Unexpected events of suspend",
    only: [`${REQUIREMENT}*`],
    driver: planned("suspend-is-not-told"),
  },
  {
    id: `${REQUIREMENT}: as a stop`,
    requirement: REQUIREMENT,
    title: "suspend is told as a stop",
    message: "Unexpected events of suspend",
    only: [`${REQUIREMENT}*`],
    driver: faulty({
      kind: "eventFault",
      trigger: { transition: "suspended", times: 0 },
      action: "alter",
      changes: [{ pointer: "/transition", json: '"stopped"' }],
    }),
  },
  {
    id: `${REQUIREMENT}: old state`,
    requirement: REQUIREMENT,
    title: "The event of resume carries the state before it",
    message: "Unexpected events of resume",
    only: [`${REQUIREMENT}*`],
    driver: faulty({
      kind: "eventFault",
      trigger: { transition: "resumed", times: 0 },
      action: "alter",
      changes: [{ pointer: "/powerState", json: '"suspended"' }],
    }),
  },
  {
    id: `${REQUIREMENT}: starts too`,
    requirement: REQUIREMENT,
    title: "resume is told as a start as well",
    message: "Unexpected events of resume",
    only: [`${REQUIREMENT}*`],
    driver: replacing((driver, host) => ({
      resume: async (params, call) => {
        const { node } = (await driver.getInfo({ instanceUuid: params.instanceUuid }, call)).info;
        const { instanceUuid } = params;
        const observedAt = (await driver["simulation/advance"]({ durationMs: 0 }, within(call))).now;
        host.emitEvent({ instanceUuid, node, transition: "started", powerState: "running", observedAt });
        return driver.resume(params, call);
      },
    })),
  },
];

const outliving: readonly Mutant[] = (["powerOff", "resume"] as const).map((disturb) => ({
  id: `recovery/suspended-instances-resume: ${disturb}`,
  requirement: "recovery/suspended-instances-resume",
  title: `A driver that is started again ends with a ${disturb} what was suspended`,
  message: `The instance is ${disturb === "resume" ? "running" : "shutdown"} after the driver was killed and started again`,
  keepsState: true,
  only: ["recovery/suspended-instances-resume"],
  attach: restartingWrong(async (driver) => {
    const { states } = await driver.listInstanceStates({}, CALL);
    for (const { uuid, powerState } of states) {
      if (powerState !== "suspended") continue;
      if (disturb === "resume") await driver.resume({ instanceUuid: uuid }, CALL);
      else await driver.powerOff(cutOff(uuid), CALL);
    }
    return {};
  }),
}));

/** The mutants of the operations that save a guest's memory and go on from it. */
export const suspendMutants: readonly Mutant[] = [...suspending, ...resuming, ...telling, ...outliving];
