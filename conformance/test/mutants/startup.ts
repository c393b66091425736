// Drivers that judge wrongly what their caller expects of them.
import { DriverError, type ProcessInstancesAtStartupParams, type StartupVerdict } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { planned } from "./faulty.ts";
import { type DriverMutant, type Mutant, replacing, stateOf } from "./mutant.ts";

type Judge = (
  verdicts: readonly StartupVerdict[],
  params: ProcessInstancesAtStartupParams,
) => readonly StartupVerdict[] | Promise<readonly StartupVerdict[]>;

/** A driver that answers other verdicts. */
function judging(judge: Judge): DriverMutant["driver"] {
  return replacing((driver) => ({
    processInstancesAtStartup: async (params, call) => {
      const { verdicts } = await driver.processInstancesAtStartup(params, call);
      return { verdicts: [...(await judge(verdicts, params))] };
    },
  }));
}

const objection = ({ instanceUuid }: StartupVerdict): StartupVerdict => ({
  instanceUuid,
  verdict: "objection",
  reason: "driver-state",
  problem: "The driver state cannot be read",
});

/** A driver that objects to everything from its second run on. */
function afterARestart(): DriverMutant["driver"] {
  let runs = 0;
  return replacing((driver) => {
    const isFirst = runs++ === 0;
    return {
      processInstancesAtStartup: async (params, call) => {
        const { verdicts } = await driver.processInstancesAtStartup(params, call);
        return { verdicts: isFirst ? verdicts : verdicts.map(objection) };
      },
    };
  });
}

/** The mutants of `processInstancesAtStartup`. */
export const startupMutants: readonly Mutant[] = [
  ...breaks(
    "processInstancesAtStartup/judges-each-once",
    {
      word: "reversed",
      title: "The verdicts come in another order",
      message: "instances that the verdicts are about",
      driver: judging((verdicts) => verdicts.toReversed()),
    },
    {
      word: "no missing",
      title: "There is no verdict on an instance that is missing",
      message: "instances that the verdicts are about",
      driver: judging((verdicts) => verdicts.filter(({ verdict }) => verdict !== "missing")),
    },
    {
      word: "all there is",
      title: "There is a verdict on every instance of the driver's",
      message: "instances that the verdicts",
      driver: replacing((driver) => ({
        processInstancesAtStartup: async (params, call) => {
          const { verdicts } = await driver.processInstancesAtStartup(params, call);
          const { states } = await driver.listInstanceStates({}, call);
          const others = states.filter(({ uuid }) => verdicts.every(({ instanceUuid }) => instanceUuid !== uuid));
          const more = others.map(({ uuid }): StartupVerdict => ({ instanceUuid: uuid, verdict: "accepted" }));
          return { verdicts: [...verdicts, ...more] };
        },
      })),
    },
  ),
  ...breaks(
    "processInstancesAtStartup/accepts-what-it-has",
    {
      word: "objects to all",
      title: "The driver objects to each instance that it has",
      message: "verdicts on instances that the driver has",
      driver: judging((verdicts) => verdicts.map(objection)),
    },
    {
      word: "old state only",
      title: "The driver does not read the driver state that rebuild gave out",
      message: "verdicts on an instance that was rebuilt",
      driver: replacing((driver) => {
        const rebuilt = new Set<string>();
        return {
          rebuild: async (params, call) => {
            rebuilt.add(params.instance.uuid);
            return driver.rebuild(params, call);
          },
          processInstancesAtStartup: async (params, call) => {
            const { verdicts } = await driver.processInstancesAtStartup(params, call);
            return { verdicts: verdicts.map((one) => (rebuilt.has(one.instanceUuid) ? objection(one) : one)) };
          },
        };
      }),
    },
    {
      word: "not after a restart",
      title: "A restarted driver does not read what its earlier run gave out",
      message: "verdicts of a restarted driver on what it has",
      keepsState: true,
      driver: afterARestart(),
    },
  ),
  ...breaks(
    "processInstancesAtStartup/tells-missing-from-broken",
    {
      word: "missing is broken",
      title: "The driver objects to an instance that is missing",
      message: "verdicts on instances that are not there",
      driver: planned("a-missing-guest-is-called-broken"),
    },
    {
      word: "broken is missing",
      title: "The driver calls every instance missing that it objects to",
      message: "verdicts on an instance that is on another node",
      driver: judging((verdicts) =>
        verdicts.map(({ instanceUuid, verdict }) =>
          verdict === "objection" ? { instanceUuid, verdict: "missing" } : { instanceUuid, verdict },
        ),
      ),
    },
    ...(["running", "paused", "shutdown", "crashed"] as const).map((state) => ({
      word: `${state} is missing`,
      title: `The driver calls an instance missing that is ${state}`,
      message: `verdicts on a ${state} instance`,
      driver: replacing((driver) => ({
        processInstancesAtStartup: async (params, call) => {
          const { verdicts } = await driver.processInstancesAtStartup(params, call);
          const judged = verdicts.map(async (one): Promise<StartupVerdict> => {
            const isMeant = (await stateOf(driver, one.instanceUuid, call)) === state;
            return isMeant ? { instanceUuid: one.instanceUuid, verdict: "missing" } : one;
          });
          return { verdicts: await Promise.all(judged) };
        },
      })),
    })),
  ),
  ...breaks(
    "processInstancesAtStartup/foreign-driver-state-is-an-objection",
    {
      word: "fails",
      title: "One driver state that cannot be read makes the call fail",
      message: "answered BACKEND_UNREACHABLE",
      driver: judging((verdicts) => {
        if (verdicts.every(({ reason }) => reason !== "driver-state")) return verdicts;
        throw new DriverError("BACKEND_UNREACHABLE", "Cannot judge the instances: a driver state cannot be read");
      }),
    },
    {
      word: "reads on",
      title: "The driver takes no notice of the version of a driver state",
      message: "verdicts with a driver state of format",
      driver: judging((verdicts, { instances }) =>
        verdicts.map((one, index) =>
          (instances[index]?.instance.driverState?.version ?? 0) > 1
            ? { instanceUuid: one.instanceUuid, verdict: "accepted" }
            : one,
        ),
      ),
    },
    {
      word: "for all",
      title: "One driver state that cannot be read makes the driver object to all instances",
      message: "verdicts with a driver state of format",
      driver: judging((verdicts) =>
        verdicts.some(({ reason }) => reason === "driver-state") ? verdicts.map(objection) : verdicts,
      ),
    },
  ),
];
