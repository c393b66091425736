// Drivers that take a cold migration back wrongly.
import type { Call, ComputeDriver, FinishRevertMigrationParams, SpawnParams } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

import { faulty, misreading, skipping } from "./faulty.ts";
import { isRefusal, type Mutant, notFound, replacing, type SiteMutant, stateOf, within } from "./mutant.ts";
import { cutOff } from "./on-each.ts";
import { restartingWrong } from "./restarting-wrong.ts";
import { bothReplacing, siteWithFaults } from "./two-hosts.ts";

const REVERT = "finishRevertMigration";
const ROUTES = ["same-host", "other-host"] as const;

type Driver = Required<ComputeDriver>;

function notBegun(instanceUuid: string): DriverError {
  return new DriverError("BACKEND_FAILED", `Cannot take back the move of instance "${instanceUuid}": it has none`, {
    effect: "none",
    details: { step: "restoreDisk" },
  });
}

const BRINGS = "finishRevertMigration/brings-back-the-guest-of-before";

const bringing: readonly Mutant[] = ROUTES.flatMap((variant): Mutant[] => [
  {
    id: `${BRINGS}: off, ${variant}`,
    requirement: BRINGS,
    title: `finishRevertMigration leaves the guest off (${variant})`,
    message: "The instance is shutdown after finishRevertMigration",
    only: [`${BRINGS}[${variant}*`],
    site: siteWithFaults(misreading(REVERT, { pointer: "/powerOn", json: "false" })),
  },
  {
    id: `${BRINGS}: new flavor, ${variant}`,
    requirement: BRINGS,
    title: `finishRevertMigration gives the guest more than it had (${variant})`,
    message: "Unexpected use of the node after finishRevertMigration",
    only: [`${BRINGS}[${variant}]`],
    site: siteWithFaults(misreading(REVERT, { pointer: "/instance/flavor/vcpus", json: "3" })),
  },
  {
    id: `${BRINGS}: from the image, ${variant}`,
    requirement: BRINGS,
    title: `finishRevertMigration builds the guest anew from its image (${variant})`,
    message: "The guest is in boot 1 after finishRevertMigration, and not in boot 3",
    only: [`${BRINGS}[${variant}-unfinished]`],
    site: bothReplacing((driver) => ({
      finishRevertMigration: async (params, call) => {
        await driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true }, within(call));
        return driver.spawn(spawnOf(params), within(call));
      },
    })),
  },
]);

function spawnOf({ instance, node, powerOn }: FinishRevertMigrationParams): SpawnParams {
  return { instance, node, powerOn };
}

const grown: readonly Mutant[] = [
  {
    id: `${BRINGS}: keeps what was written`,
    requirement: BRINGS,
    title: "finishRevertMigration on one host goes on from the disk that was grown and written since",
    message: "and not in boot 2, of its own disk as the source stopped it",
    only: [`${BRINGS}[same-host]`],
    driver: faulty(skipping(REVERT, "restoreDisk")),
  },
];

const OBEYS = "finishRevertMigration/obeys-power-on-false";

const obeying: readonly Mutant[] = [
  ...ROUTES.map((variant): Mutant => ({
    id: `${OBEYS}: starts, ${variant}`,
    requirement: OBEYS,
    title: `finishRevertMigration starts the guest whatever powerOn says (${variant})`,
    message: "The instance is running after finishRevertMigration with powerOn false",
    only: [`${OBEYS}[${variant}]`],
    site: siteWithFaults(misreading(REVERT, { pointer: "/powerOn", json: "true" })),
  })),
  {
    id: `${OBEYS}: tries it`,
    requirement: OBEYS,
    title: "finishRevertMigration with powerOn false starts the guest to see whether it does, and cuts it off",
    message: "The guest booted 2 times after finishRevertMigration with powerOn false and powerOn",
    only: [`${OBEYS}[same-host]`],
    driver: replacing((driver) => ({
      finishRevertMigration: async (params, call) => {
        const answer = await driver.finishRevertMigration({ ...params, powerOn: true }, call);
        await driver["simulation/advance"]({ durationMs: 1_000 }, within(call));
        if (!params.powerOn) await cutOff(driver, params.instance.uuid, call);
        return answer;
      },
    })),
  },
  {
    id: `${OBEYS}: nothing to take back`,
    requirement: OBEYS,
    title: "finishRevertMigration does nothing where no move has begun",
    message: "The instance is running after finishRevertMigration with powerOn false",
    only: [`${OBEYS}[not-begun]`],
    driver: replacing((driver) => ({
      finishRevertMigration: async (params, call) => {
        const state = await stateOf(driver, params.instance.uuid, within(call));
        return state === "running" ? {} : driver.finishRevertMigration(params, call);
      },
    })),
  },
];

const HALF = "finishRevertMigration/works-from-any-half-done-state";

/** A driver that remembers which moves were made, and takes back no other. */
function remembering(which: "failed" | "cancelled"): (driver: Driver) => Partial<ComputeDriver> {
  return (driver) => {
    const broken = new Set<string>();
    return {
      migrateDiskAndPowerOff: async (params, call) => {
        try {
          return await driver.migrateDiskAndPowerOff(params, call);
        } catch (error) {
          if ((which === "cancelled") === call.signal.aborted) broken.add(params.instanceUuid);
          throw error;
        }
      },
      finishRevertMigration: (params, call) => {
        if (broken.has(params.instance.uuid)) throw notBegun(params.instance.uuid);
        return driver.finishRevertMigration(params, call);
      },
    };
  };
}

const halfDone: readonly Mutant[] = [
  ...ROUTES.flatMap((variant) =>
    (["failed", "cancelled"] as const).map((which): SiteMutant => ({
      id: `${HALF}: refuses, ${variant} ${which}`,
      requirement: HALF,
      title: `finishRevertMigration refuses a move that was ${which} (${variant})`,
      message: "finishRevertMigration failed after migrateDiskAndPowerOff",
      only: [`${HALF}[${variant}-${which}]`],
      site: bothReplacing(remembering(which)),
    })),
  ),
  {
    id: `${HALF}: always reboots`,
    requirement: HALF,
    title: "finishRevertMigration stops a guest that never moved, and starts it",
    message: "The guest was restarted by finishRevertMigration",
    only: [`${HALF}[not-begun]`],
    driver: replacing((driver) => ({
      finishRevertMigration: async (params, call) => {
        const instanceUuid = params.instance.uuid;
        if ((await stateOf(driver, instanceUuid, within(call))) !== "running")
          return driver.finishRevertMigration(params, call);
        await driver.reboot({ instanceUuid, type: "hard" }, within(call));
        return {};
      },
    })),
  },
  {
    id: `${HALF}: leaves off what is off`,
    requirement: HALF,
    title: "finishRevertMigration leaves an instance off that never moved",
    message: "The instance is shutdown after finishRevertMigration",
    only: [`${HALF}[not-begun-off]`],
    driver: faulty(misreading(REVERT, { pointer: "/powerOn", json: "false" })),
  },
  {
    id: `${HALF}: in memory`,
    requirement: HALF,
    title: "A driver that was started again takes back only the moves that it has seen begin",
    message: "finishRevertMigration failed after the driver was killed in the middle of migrateDiskAndPowerOff",
    only: [`${HALF}[killed]`],
    keepsState: true,
    attach: restartingWrong((driver) => {
      const seen = new Set<string>();
      return {
        migrateDiskAndPowerOff: (params, call) => {
          seen.add(params.instanceUuid);
          return driver.migrateDiskAndPowerOff(params, call);
        },
        finishRevertMigration: (params, call) => {
          if (!seen.has(params.instance.uuid)) throw notBegun(params.instance.uuid);
          return driver.finishRevertMigration(params, call);
        },
      };
    }),
  },
];

const KEPT = "finishRevertMigration/works-from-kept-disks";

/** Does something else where the instance is absent. */
function whereAbsent(
  revert: (driver: Driver, params: FinishRevertMigrationParams, call: Call) => Promise<object>,
): (driver: Driver) => Partial<ComputeDriver> {
  return (driver) => ({
    finishRevertMigration: async (params, call) => {
      const state = await stateOf(driver, params.instance.uuid, within(call));
      return state === "absent" ? revert(driver, params, call) : driver.finishRevertMigration(params, call);
    },
  });
}

const kept: readonly Mutant[] = [
  {
    id: `${KEPT}: refuses`,
    requirement: KEPT,
    title: "finishRevertMigration refuses an instance whose guest is gone",
    message: "INSTANCE_NOT_FOUND",
    only: [KEPT],
    driver: replacing(whereAbsent((_, { instance }) => Promise.reject(notFound(instance.uuid)))),
  },
  ...ROUTES.map((variant): Mutant => ({
    id: `${KEPT}: from the image, ${variant}`,
    requirement: KEPT,
    title: `finishRevertMigration builds an instance whose guest is gone from its image (${variant})`,
    message: "The guest is in boot 1 after finishRevertMigration",
    only: [`${KEPT}[${variant}]`],
    site: bothReplacing(
      whereAbsent(async (driver, params, call) => {
        await driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true }, within(call));
        return driver.spawn(spawnOf(params), within(call));
      }),
    ),
  })),
  {
    id: `${KEPT}: from nothing`,
    requirement: KEPT,
    title: "finishRevertMigration builds an instance of which there is no disk",
    message: "succeeded instead of being refused with INSTANCE_NOT_FOUND",
    only: [`${KEPT}[none]`],
    driver: replacing((driver) => ({
      finishRevertMigration: async (params, call) => {
        try {
          return await driver.finishRevertMigration(params, call);
        } catch (error) {
          if (isRefusal(error, "INSTANCE_NOT_FOUND")) return driver.spawn(spawnOf(params), within(call));
          throw error;
        }
      },
    })),
  },
];

/** The mutants of `finishRevertMigration`. */
export const revertMigrationMutants: readonly Mutant[] = [...bringing, ...grown, ...obeying, ...halfDone, ...kept];
