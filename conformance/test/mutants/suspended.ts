// Drivers that are wrong about guests whose memory is saved.
import type { Call, ComputeDriver } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { invalidState, type Mutant, replacing, stateOf, within } from "./mutant.ts";

async function isSuspended(driver: ComputeDriver, uuid: string, call: Call): Promise<boolean> {
  return (await stateOf(driver, uuid, within(call))) === "suspended";
}

/** The mutants of guests whose memory is saved. */
export const suspendedMutants: readonly Mutant[] = [
  ...breaks("reboot/hard-works-from-every-state", {
    word: "not when suspended",
    title: "A hard reboot refuses a guest whose memory is saved",
    message: "INVALID_STATE",
    only: ["reboot/hard-works-from-every-state[hard-from-suspended]"],
    driver: replacing((driver) => ({
      reboot: async (params, call) => {
        const { instanceUuid } = params;
        if (await isSuspended(driver, instanceUuid, call)) throw await invalidState(driver, instanceUuid, within(call));
        return driver.reboot(params, call);
      },
    })),
  }),
  ...breaks("unpause/needs-a-paused-guest", {
    word: "resumes",
    title: "unpause lets a guest go on whose memory is saved",
    message: "succeeded instead of being refused with INVALID_STATE",
    only: ["unpause/needs-a-paused-guest[from-suspended]"],
    driver: replacing((driver) => ({
      unpause: async (params, call) => {
        if (!(await isSuspended(driver, params.instanceUuid, call))) return driver.unpause(params, call);
        await driver.resume(params, within(call));
        return {};
      },
    })),
  }),
  ...breaks("listInstances/shows-every-power-state", {
    word: "not suspended ones",
    title: "listInstances leaves out instances whose memory is saved",
    message: "listInstances",
    only: ["listInstances/shows-every-power-state[suspended]"],
    driver: replacing((driver) => ({
      listInstances: async (params, call) => {
        const answer = await driver.listInstances(params, call);
        const { states } = await driver.listInstanceStates({}, within(call));
        const suspended = new Set(states.flatMap(({ uuid, powerState }) => (powerState === "suspended" ? uuid : [])));
        const instances = answer.instances.filter((entry) => entry.ownership !== "owned" || !suspended.has(entry.uuid));
        return { ...answer, instances };
      },
    })),
  }),
  ...breaks("getInfo/shows-the-state-on-return", {
    word: "calls suspended ones off",
    title: "getInfo shows an instance whose memory is saved as shutdown",
    message: "Unexpected powerState in the first getInfo of a suspended instance",
    only: ["getInfo/shows-the-state-on-return[from-suspended]"],
    driver: replacing((driver) => ({
      getInfo: async (params, call) => {
        const { info } = await driver.getInfo(params, call);
        return { info: info.powerState === "suspended" ? { ...info, powerState: "shutdown" } : info };
      },
    })),
  }),
  ...breaks("processInstancesAtStartup/tells-missing-from-broken", {
    word: "not suspended ones",
    title: "processInstancesAtStartup says missing of an instance whose memory is saved",
    message: "Unexpected verdicts on a suspended instance",
    only: ["processInstancesAtStartup/tells-missing-from-broken[suspended]"],
    driver: replacing((driver) => ({
      processInstancesAtStartup: async (params, call) => {
        const { verdicts } = await driver.processInstancesAtStartup(params, call);
        const judged = await Promise.all(
          verdicts.map(async (verdict) =>
            (await isSuspended(driver, verdict.instanceUuid, call))
              ? { instanceUuid: verdict.instanceUuid, verdict: "missing" as const }
              : verdict,
          ),
        );
        return { verdicts: judged };
      },
    })),
  }),
];
