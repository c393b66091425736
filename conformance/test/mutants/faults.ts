// Drivers whose simulation has faults that come too often, too seldom, or never and says nothing of it.
import { DriverError } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver, FaultTrigger, SimulatedFault } from "@virt-driver-kit/spec";

import { type Breach, breaks } from "./breaks.ts";
import { type DriverMutant, type Mutant, replacing, within } from "./mutant.ts";

type Driver = Required<ComputeDriver>;

/** A driver that sets other faults than it is asked for. */
function setting(change: (fault: SimulatedFault) => SimulatedFault): DriverMutant["driver"] {
  return replacing((driver) => ({
    "simulation/injectFault": ({ fault }, call) => driver["simulation/injectFault"]({ fault: change(fault) }, call),
  }));
}

const triggered = (change: (trigger: FaultTrigger) => FaultTrigger): DriverMutant["driver"] =>
  setting((fault) => ("trigger" in fault ? { ...fault, trigger: change(fault.trigger) } : fault));

/** A driver that answers that a fault was set which it refuses. */
const accepting = (code: DriverError["code"]): DriverMutant["driver"] =>
  replacing((driver) => ({
    "simulation/injectFault": async (params, call) => {
      try {
        return await driver["simulation/injectFault"](params, call);
      } catch (error) {
        if (error instanceof DriverError && error.code === code) return {};
        throw error;
      }
    },
  }));

const OFTEN = "simulation/faults-come-as-often-as-asked";
const IMPOSSIBLE = "simulation/impossible-faults-are-refused";
const DEAD = "simulation/dead-host-comes-back-with-its-guests-off";

const without =
  (member: keyof FaultTrigger) =>
  (trigger: FaultTrigger): FaultTrigger => {
    const { [member]: _, ...rest } = trigger;
    return rest;
  };

/** For each pattern of occurrences, a trigger that is read wrongly. */
const MISREAD: readonly {
  readonly variant: string;
  readonly word: string;
  readonly change: (trigger: FaultTrigger) => FaultTrigger;
}[] = [
  { variant: "next", word: "for ever", change: (trigger) => ({ ...trigger, times: trigger.times ?? 0 }) },
  { variant: "third", word: "at once", change: without("nth") },
  { variant: "second-and-third", word: "once", change: without("times") },
  { variant: "all", word: "once instead of always", change: without("times") },
  { variant: "all-from-second", word: "from the first", change: without("nth") },
];

const often = breaks(
  OFTEN,
  ...["answers", "requests", "events"].flatMap((kind) =>
    MISREAD.map(({ variant, word, change }): Breach => ({
      word: `${kind} ${word}`,
      title: `A fault of ${kind} comes ${word}`,
      message: "that the fault met, of 5",
      driver: triggered(change),
      only: [`${OFTEN}[${kind}-${variant}]`],
    })),
  ),
  {
    word: "steps once",
    title: "A fault of two steps meets one",
    message: "Unexpected calls of powerOff of which a step failed",
    driver: triggered(without("times")),
    only: [`${OFTEN}[steps]`],
  },
  {
    word: "any instance",
    title: "A fault of one instance meets another",
    message: "Unexpected calls that the fault met",
    driver: triggered(without("instanceUuid")),
    only: [`${OFTEN}[of-an-instance]`],
  },
  {
    word: "any request",
    title: "A fault of some requests meets others",
    message: "Unexpected reboots that the fault met",
    driver: triggered(without("where")),
    only: [`${OFTEN}[where]`],
  },
);

const impossible = breaks(
  IMPOSSIBLE,
  {
    word: "accepted",
    title: "Misspelled faults are accepted, and never happen",
    message: "succeeded instead of being refused with INVALID_REQUEST",
    driver: accepting("INVALID_REQUEST"),
    only: [`${IMPOSSIBLE}[misspelled]`],
  },
  {
    word: "instances that are not there",
    title: "Faults of instances that are not there are accepted",
    message: "Unexpected code of a fault of kind",
    driver: accepting("INSTANCE_NOT_FOUND"),
    only: [`${IMPOSSIBLE}[absent-instance]`],
  },
  {
    word: "nodes that are not there",
    title: "Faults of nodes that are not there are accepted",
    message: "Unexpected code of a fault of kind",
    driver: accepting("NODE_NOT_FOUND"),
    only: [`${IMPOSSIBLE}[absent-node]`],
  },
  {
    word: "refused and set",
    title: "A misspelled fault is refused, and another one is set",
    message: "after faults that were refused",
    driver: replacing((driver) => ({
      "simulation/injectFault": async (params, call) => {
        try {
          return await driver["simulation/injectFault"](params, call);
        } catch (error) {
          await driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 1 } }, within(call));
          throw error;
        }
      },
    })),
  },
);

/** A driver that does something when a dead host comes back. */
const comingBack = (
  then: (driver: Driver, running: ReadonlySet<string>, call: Call) => Promise<unknown>,
): DriverMutant["driver"] =>
  replacing((driver) => {
    const alive = new Set<string>();
    return {
      "simulation/injectFault": async (params, call) => {
        const { states } = await driver.listInstanceStates({}, within(call));
        alive.clear();
        for (const { uuid, powerState } of states) if (powerState !== "shutdown") alive.add(uuid);
        return driver["simulation/injectFault"](params, call);
      },
      "simulation/clearFaults": async (params, call) => {
        const result = await driver["simulation/clearFaults"](params, call);
        await then(driver, alive, call);
        alive.clear();
        return result;
      },
    };
  });

const dead = breaks(
  DEAD,
  ...(["running", "paused", "shutdown"] as const).map((was): Breach => ({
    word: `alive with ${was} guests`,
    title: `A host with guests that are ${was} cannot die`,
    message: '"getInfo" succeeded instead of being refused with BACKEND_UNREACHABLE',
    driver: replacing((driver) => ({
      "simulation/injectFault": async (params, call) =>
        params.fault.kind === "hostDown" ? {} : driver["simulation/injectFault"](params, call),
    })),
    only: [`${DEAD}[${was}]`],
  })),
  {
    word: "starts its guests",
    title: "The guests of a host that died run when it is back",
    message: "after its node had been down and came back",
    driver: comingBack(async (driver, running, call) => {
      for (const instanceUuid of running) await driver.powerOn({ instanceUuid }, within(call));
    }),
    only: [`${DEAD}[running]`],
  },
  {
    word: "loses its guests",
    title: "The guests of a host that died are gone when it is back",
    message: "is not listed after its node had been down and came back",
    driver: comingBack(async (driver, running, call) => {
      for (const instanceUuid of running) await driver.destroy({ instanceUuid, destroyDisks: true }, within(call));
    }),
    only: [`${DEAD}[running]`],
  },
);

/** The mutants of faults. */
export const faultsMutants: readonly Mutant[] = [...often, ...impossible, ...dead];
