// Drivers that do not find again what they left, or disturb it.
import type { ComputeDriver, DriverDefinition } from "@virt-driver-kit/spec";

import { asProcess, restarting } from "./attachments.ts";
import type { Meddler } from "./interposer.ts";
import { onAnswer, onEvent, withNotice, withResult } from "./meddling.ts";
import type { Mutant, WireMutant } from "./mutant.ts";

/** Restarts a driver that is wrong in what it does. The second run and later ones are told how many came before. */
function restartingWrong(
  replace: (
    driver: Required<ComputeDriver>,
    earlierRuns: number,
  ) => Partial<ComputeDriver> | Promise<Partial<ComputeDriver>>,
): WireMutant["attach"] {
  let runs = 0;
  return (base, site) => restarting(() => ({}))(wrong(base), site);

  function wrong(base: DriverDefinition): DriverDefinition {
    return {
      ...base,
      create: async (host) => {
        const driver = (await base.create(host)) as Required<ComputeDriver>;
        return { ...driver, ...(await replace(driver, runs++)) };
      },
    };
  }
}

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
];
