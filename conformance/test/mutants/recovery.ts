// Drivers that do not find again what they left, or disturb it.
import { DriverError } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver } from "@virt-driver-kit/spec";

import { afterDeath, type Unfinished } from "./after-death.ts";
import { asProcess, restarting } from "./attachments.ts";
import type { Meddler } from "./interposer.ts";
import { onAnswer, onEvent, withNotice, withResult } from "./meddling.ts";
import type { Mutant } from "./mutant.ts";
import { restartingWrong } from "./restarting-wrong.ts";

const CALL = { signal: new AbortController().signal, reportProgress: () => undefined };

/** Does something to every instance when the driver starts. */
async function atStart(
  driver: Required<ComputeDriver>,
  disturb: (target: { readonly instanceUuid: string }, powerState: string) => Promise<unknown>,
): Promise<Partial<ComputeDriver>> {
  const { states } = await driver.listInstanceStates({}, CALL);
  for (const { uuid, powerState } of states) await disturb({ instanceUuid: uuid }, powerState);
  return {};
}

/** Remembers over restarts what the first run told. */
function keepingEpoch(): Meddler {
  let driverEpoch: unknown;
  const first = (told: unknown): unknown => (driverEpoch ??= told);
  return {
    ...onAnswer("initialize", (answer) =>
      answer.result === undefined ? answer : withResult(answer, { driverEpoch: first(answer.result["driverEpoch"]) }),
    ),
    ...onEvent((event) => withNotice(event, { driverEpoch })),
  };
}

function countingOn(): Meddler {
  let last = 0;
  return onEvent((event) => withNotice(event, { sequence: ++last }));
}

type Locking = Pick<ComputeDriver, "powerOn" | "reboot" | "destroy">;

/** Refuses an operation once on each instance that was found half done. */
function lockedOnce(
  driver: Locking,
  operation: keyof Locking,
  found: ReadonlyMap<string, Unfinished>,
): Partial<ComputeDriver> {
  const method = driver[operation] as (params: { instanceUuid: string }, call: Call) => Promise<object>;
  const refused = new Set<string>();
  const locked: typeof method = async (params, call) => {
    const { instanceUuid } = params;
    if (!found.has(instanceUuid) || refused.has(instanceUuid)) return method(params, call);
    refused.add(instanceUuid);
    const details = { step: "lock the instance" };
    throw new DriverError("BACKEND_FAILED", `Cannot ${operation}: the instance is locked`, { effect: "none", details });
  };
  return { [operation]: locked };
}

/** The mutants of what a driver finds again. */
export const recoveryMutants: readonly Mutant[] = [
  {
    id: "recovery/finds-instances-again: in memory",
    requirement: "recovery/finds-instances-again",
    title: "A process that was killed takes its instances along",
    message: "Unexpected entries of listInstances after the driver was killed and started again",
    attach: asProcess("keeps-state-in-memory.ts"),
    only: ["recovery/finds-instances-again"],
  },
  {
    id: "recovery/finds-instances-again: forgets",
    requirement: "recovery/finds-instances-again",
    title: "A driver that was started again lists nothing",
    message: "Unexpected entries of listInstances after the driver was killed and started again",
    keepsState: true,
    attach: restartingWrong((_driver, earlierRuns) =>
      earlierRuns === 0 ? {} : { listInstances: async () => ({ instances: [] }) },
    ),
  },
  {
    id: "recovery/finds-instances-again: names",
    requirement: "recovery/finds-instances-again",
    title: "A driver that was started again names its instances by their uuid",
    message: "Unexpected entries of listInstances after the driver was killed and started again",
    keepsState: true,
    attach: restartingWrong((driver, earlierRuns) => ({
      listInstances: async (params, call) => {
        const { instances, ...rest } = await driver.listInstances(params, call);
        const renamed = instances.map((each) => (each.ownership === "owned" ? { ...each, name: each.uuid } : each));
        return { ...rest, instances: earlierRuns === 0 ? instances : renamed };
      },
    })),
  },
  {
    id: "recovery/finds-instances-again: states",
    requirement: "recovery/finds-instances-again",
    title: "A driver that was started again takes every instance for one that is off",
    message: "Unexpected powerState of listInstanceStates after the driver was killed and started again",
    keepsState: true,
    attach: restartingWrong((driver, earlierRuns) => ({
      listInstanceStates: async (params, call) => {
        const { states, ...rest } = await driver.listInstanceStates(params, call);
        const off = states.map((state) => ({ ...state, powerState: "shutdown" as const }));
        return { ...rest, states: earlierRuns === 0 ? states : off };
      },
    })),
  },
  {
    id: "recovery/finds-instances-again: unpauses",
    requirement: "recovery/finds-instances-again",
    title: "A driver that is started again lets paused guests go on",
    message: "Unexpected powerState of listInstanceStates after the driver was killed and started again",
    keepsState: true,
    attach: restartingWrong((driver) =>
      atStart(driver, async (target, state) => state === "paused" && driver.unpause(target, CALL)),
    ),
  },
  {
    id: "recovery/guests-go-on: reboots",
    requirement: "recovery/guests-go-on",
    title: "A driver that is started again reboots its guests",
    message: "The guest was restarted after the driver was killed and started again",
    keepsState: true,
    attach: restartingWrong((driver) =>
      atStart(driver, async (target, state) => state === "running" && driver.reboot({ ...target, type: "hard" }, CALL)),
    ),
  },
  {
    id: "recovery/guests-go-on: out of hand",
    requirement: "recovery/guests-go-on",
    title: "A driver that was started again cannot stop guests of its earlier run",
    message: "The instance is running after a powerOff by a driver that was started again",
    keepsState: true,
    alsoBreaks: ["recovery/interrupted-change-can-be-repeated"],
    attach: restartingWrong((_driver, earlierRuns) => (earlierRuns === 0 ? {} : { powerOff: async () => ({}) })),
    only: ["recovery/*"],
  },
  {
    id: "recovery/new-run-has-a-new-epoch: keeps it",
    requirement: "recovery/new-run-has-a-new-epoch",
    title: "A driver that was started again keeps the epoch of its first run",
    message: "The restarted driver reports the driver epoch of its earlier run",
    keepsState: true,
    attach: restarting(keepingEpoch),
  },
  {
    id: "recovery/new-run-has-a-new-epoch: counts on",
    requirement: "recovery/new-run-has-a-new-epoch",
    title: "A driver that was started again goes on counting its events",
    message: "Unexpected sequence of the first event of a driver that was started again",
    keepsState: true,
    attach: restarting(countingOn),
  },
  ...(["powerOn", "reboot", "destroy"] as const).map((operation): Mutant => ({
    id: `recovery/interrupted-change-can-be-repeated: ${operation} locked`,
    requirement: "recovery/interrupted-change-can-be-repeated",
    title: `An instance stays locked by the ${operation} that its driver died in, until it is tried once more`,
    message: `${operation} failed after the driver was killed in the middle of ${operation}, at its hypervisor call number 1,`,
    keepsState: true,
    attach: afterDeath((driver, found) => lockedOnce(driver, operation, found)),
    // Those that the check has not come to any more are locked for its clean-up.
    ...(operation === "destroy" && { alsoBreaks: ["destroy/removes-the-instance"] }),
    only: [`recovery/interrupted-change-can-be-repeated[${operation}]`],
  })),
  {
    id: "recovery/interrupted-change-can-be-repeated: taken for done",
    requirement: "recovery/interrupted-change-can-be-repeated",
    title: "A powerOff that the driver died in is taken for done when it is made again",
    message: "The instance is running after powerOff, repeated after the driver was killed in the middle of powerOff",
    keepsState: true,
    attach: afterDeath((driver, found) => ({
      powerOff: async (params, call) => (found.has(params.instanceUuid) ? {} : driver.powerOff(params, call)),
    })),
    only: ["recovery/interrupted-change-can-be-repeated*"],
  },
  {
    id: "recovery/starts-no-guest-by-itself: starts all",
    requirement: "recovery/starts-no-guest-by-itself",
    title: "A driver that is started again starts every guest that is off",
    message: "The instance is running after the driver was killed and started again",
    keepsState: true,
    attach: restartingWrong((driver) =>
      atStart(driver, async (target, state) => state === "shutdown" && driver.powerOn(target, CALL)),
    ),
    only: ["recovery/starts-no-guest-by-itself*"],
  },
  {
    id: "recovery/starts-no-guest-by-itself: starts and stops",
    requirement: "recovery/starts-no-guest-by-itself",
    title: "A driver that is started again boots every guest that is off, to look at it, and cuts it off",
    message: "Unexpected number of the guest's last boot after the driver was killed and started again",
    keepsState: true,
    attach: restartingWrong((driver) =>
      atStart(driver, async (target, state) => {
        if (state !== "shutdown") return;
        await driver.powerOn(target, CALL);
        await driver["simulation/advance"]({ durationMs: 1_000 }, CALL);
        await driver.powerOff({ ...target, timeoutSeconds: 0, retryIntervalSeconds: 0 }, CALL);
      }),
    ),
    only: ["recovery/starts-no-guest-by-itself*"],
  },
];
