// Drivers whose destination of a cold migration is wrong: from which disk the guest starts, how large it is, what a failure leaves.
import type { Call, ComputeDriver, FinishMigrationParams } from "@virt-driver-kit/spec";

import { faulty, misreading } from "./faulty.ts";
import { isRefusal, type Mutant, replacing, type SiteMutant, within } from "./mutant.ts";
import { cutOff } from "./on-each.ts";
import { bothReplacing, plannedSite, siteWithFaults } from "./two-hosts.ts";

const FINISH = "finishMigration";
const ROUTES = ["same-host", "other-host"] as const;

type Driver = Required<ComputeDriver>;

/** Builds the instance from its image. */
async function fromImage(driver: Driver, params: FinishMigrationParams, call: Call): Promise<object> {
  const { instance, node, powerOn } = params;
  await driver.destroy({ instanceUuid: instance.uuid, destroyDisks: true }, within(call));
  return driver.spawn({ instance, node, powerOn }, within(call));
}

/** Makes the mutant on a route that finishes otherwise. */
function finishing(
  requirement: Mutant["requirement"],
  word: string,
  { variant, ...facts }: { readonly variant: string; readonly title: string; readonly message: string },
  finish: (driver: Driver, params: FinishMigrationParams, call: Call) => Promise<object>,
): SiteMutant {
  return {
    id: `${requirement}: ${word}, ${variant}`,
    requirement,
    ...facts,
    only: [`${requirement}[${variant}]`],
    site: bothReplacing((driver) => ({ finishMigration: (params, call) => finish(driver, params, call) })),
  };
}

const STARTS = "finishMigration/starts-from-the-moved-disks";

const starting: readonly Mutant[] = ROUTES.flatMap((variant): Mutant[] => [
  finishing(
    STARTS,
    "from the image",
    {
      variant,
      title: `finishMigration builds the guest from its image (${variant})`,
      message: "The guest is in boot 1 after finishMigration, and not in boot 3",
    },
    fromImage,
  ),
  finishing(
    STARTS,
    "twice",
    {
      variant,
      title: `finishMigration starts the guest and reboots it a moment later (${variant})`,
      message: "The guest booted 2 times after finishMigration",
    },
    async (driver, params, call) => {
      const answer = await driver.finishMigration(params, call);
      await driver["simulation/advance"]({ durationMs: 600 }, within(call));
      await driver.reboot({ instanceUuid: params.instance.uuid, type: "hard" }, within(call));
      return answer;
    },
  ),
  finishing(
    STARTS,
    "off",
    {
      variant,
      title: `finishMigration leaves the guest off (${variant})`,
      message: "The instance is shutdown at the destination after finishMigration",
    },
    (driver, params, call) => driver.finishMigration({ ...params, powerOn: false }, call),
  ),
]);

const OBEYS = "finishMigration/obeys-power-on-false";

const obeying: readonly Mutant[] = ROUTES.flatMap((variant): Mutant[] => [
  finishing(
    OBEYS,
    "starts",
    {
      variant,
      title: `finishMigration starts the guest whatever powerOn says (${variant})`,
      message: "The instance is running at the destination after finishMigration with powerOn false",
    },
    (driver, params, call) => driver.finishMigration({ ...params, powerOn: true }, call),
  ),
  finishing(
    OBEYS,
    "tries it",
    {
      variant,
      title: `finishMigration with powerOn false starts the guest to see whether it does, and cuts it off (${variant})`,
      message: "The guest booted 2 times after finishMigration with powerOn false and powerOn",
    },
    async (driver, params, call) => {
      const answer = await driver.finishMigration({ ...params, powerOn: true }, call);
      await driver["simulation/advance"]({ durationMs: 1_000 }, within(call));
      await cutOff(driver, params.instance.uuid, call);
      return answer;
    },
  ),
]);

const RESIZES = "finishMigration/resizes-when-told";

const resizing: readonly Mutant[] = ROUTES.flatMap((variant): Mutant[] => [
  {
    id: `${RESIZES}: unasked, ${variant}`,
    requirement: RESIZES,
    title: `finishMigration grows the disks also when they are to stay (${variant})`,
    message: "Unexpected size of the root disk after finishMigration with resizeDisks false",
    only: [`${RESIZES}[${variant}-*]`],
    site: plannedSite("migration-resizes-disks-unasked"),
  },
  {
    id: `${RESIZES}: not at all, ${variant}`,
    requirement: RESIZES,
    title: `finishMigration does not grow the disk (${variant})`,
    message: "Unexpected size of the root disk after finishMigration with resizeDisks true",
    only: [`${RESIZES}[${variant}-*]`],
    site: plannedSite("resize-does-not-grow-the-disk"),
  },
  {
    id: `${RESIZES}: old flavor, ${variant}`,
    requirement: RESIZES,
    title: `finishMigration gives the guest as much memory as it had (${variant})`,
    message: "Unexpected use of the destination's node after a resize",
    only: [`${RESIZES}[${variant}-*]`],
    site: siteWithFaults(misreading(FINISH, { pointer: "/instance/flavor/memoryMib", json: "64" })),
  },
]);

const UNKNOWN = "finishMigration/refuses-unknown-formats";

/** The format that the right driver reads. */
const OWN_FORMAT = JSON.stringify({ name: "vdk-fake-driver", version: 1 });

const refusing: readonly Mutant[] = [
  {
    id: `${UNKNOWN}: reads all versions`,
    requirement: UNKNOWN,
    title: "finishMigration does not look at the version of a format",
    message: "Unexpected reason in the refusal of data with an unknown format",
    only: [`${UNKNOWN}[version]`],
    driver: faulty(misreading(FINISH, { pointer: "/data/format/version", json: "1" })),
  },
  {
    id: `${UNKNOWN}: reads everything`,
    requirement: UNKNOWN,
    title: "finishMigration does not look at the format",
    message: "Unexpected reason in the refusal of data with an unknown format",
    only: [`${UNKNOWN}[name]`],
    driver: faulty(misreading(FINISH, { pointer: "/data/format", json: OWN_FORMAT })),
  },
  {
    id: `${UNKNOWN}: reads every private part`,
    requirement: UNKNOWN,
    title: "finishMigration does not look at the format of the private part",
    message: "Unexpected reason in the refusal of data with an unknown format",
    only: [`${UNKNOWN}[private-part]`],
    driver: faulty(misreading(FINISH, { pointer: "/data/driverPrivate" })),
  },
  ...ROUTES.map((variant): Mutant => ({
    id: `${UNKNOWN}: guesses, ${variant}`,
    requirement: UNKNOWN,
    title: `finishMigration builds the guest from data of a format that it does not know (${variant})`,
    message: "succeeded instead of being refused with MIGRATION_NOT_POSSIBLE",
    only: [`${UNKNOWN}[${variant}]`],
    site: siteWithFaults(misreading(FINISH, { pointer: "/data/format", json: OWN_FORMAT })),
  })),
  ...ROUTES.map((variant) =>
    finishing(
      UNKNOWN,
      "loses the disks",
      {
        variant,
        title: `finishMigration that does not know a format removes the disks that came (${variant})`,
        message: "The guest is in boot",
      },
      async (driver, params, call) => {
        const { uuid } = params.instance;
        try {
          return await driver.finishMigration(params, call);
        } catch (error) {
          if (!isRefusal(error, "MIGRATION_NOT_POSSIBLE")) throw error;
          const details = error.details as { reason?: string };
          if (details.reason !== "unknown-format") return fromImage(driver, params, call);
          await driver.destroy({ instanceUuid: uuid, destroyDisks: true }, within(call));
          if (params.sameHost) await driver.spawn({ ...params, powerOn: false }, within(call));
          throw error;
        }
      },
    ),
  ),
];

const KEEPS = "finishMigration/failure-keeps-the-disks";

const failing: readonly Mutant[] = [
  {
    id: `${KEEPS}: leaves a guest`,
    requirement: KEEPS,
    title: "finishMigration that fails leaves a guest",
    message: "at the destination after finishMigration failed at its hypervisor call number",
    only: [`${KEEPS}[other-host]`],
    site: plannedSite("failed-finish-leaves-a-guest"),
  },
  ...ROUTES.map((variant): Mutant => ({
    id: `${KEEPS}: deletes them, ${variant}`,
    requirement: KEEPS,
    title: `finishMigration that fails to start the guest removes all of its disks (${variant})`,
    message: "finishMigration could not be repeated after finishMigration failed at its hypervisor call number",
    only: [`${KEEPS}[${variant}]`],
    site: bothReplacing((driver) => ({
      finishMigration: async (params, call) => {
        try {
          return await driver.finishMigration(params, call);
        } catch (error) {
          if (isRefusal(error, "BACKEND_FAILED") && params.sameHost !== true)
            await driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true }, within(call));
          if (isRefusal(error, "BACKEND_FAILED") && params.sameHost === true) {
            const { sameHost: _, data: __, resizeDisks: ___, ...rest } = params;
            await driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true }, within(call));
            await driver.spawn({ ...rest, powerOn: false }, within(call));
          }
          throw error;
        }
      },
    })),
    ...(variant === "same-host" && { message: "after finishMigration failed at its hypervisor call number" }),
  })),
  {
    id: `${KEEPS}: keeps its claim`,
    requirement: KEEPS,
    title: "finishMigration that fails keeps what it has claimed of the node",
    message: "Unexpected use of the destination's node after finishMigration failed",
    only: [`${KEEPS}[other-host]`],
    site: bothReplacing((driver) => {
      let leaked = 0;
      return {
        finishMigration: async (params, call) => {
          try {
            return await driver.finishMigration(params, call);
          } catch (error) {
            leaked += params.instance.flavor.vcpus;
            throw error;
          }
        },
        getAvailableResource: async (params, call) => {
          const { resource } = await driver.getAvailableResource(params, call);
          return { resource: { ...resource, vcpusUsed: resource.vcpusUsed + leaked } };
        },
      };
    }),
  },
];

const REPLACES = "finishMigration/same-host-replaces-the-instance";

const sameHost: readonly Mutant[] = [
  {
    id: `${REPLACES}: listed twice`,
    requirement: REPLACES,
    title: "listInstances shows an instance that was resized twice, once for each of its directories",
    message: "listInstances shows the instance 2 times",
    only: [REPLACES],
    driver: replacing((driver) => {
      const resized = new Set<string>();
      return {
        finishMigration: (params, call) => {
          resized.add(params.instance.uuid);
          return driver.finishMigration(params, call);
        },
        listInstances: async (params, call) => {
          const { instances, ...rest } = await driver.listInstances(params, call);
          const all = instances.flatMap((one) =>
            one.ownership === "owned" && resized.has(one.uuid) ? [one, one] : [one],
          );
          return { ...rest, instances: all };
        },
      };
    }),
  },
  {
    id: `${REPLACES}: counted twice`,
    requirement: REPLACES,
    title: "A node counts the old flavor beside the new one",
    message: "Unexpected use of the destination's node after a resize on the same host",
    only: [REPLACES],
    driver: faulty({
      kind: "stepFault",
      trigger: { operation: FINISH, step: "allocateResources", times: 0 },
      action: "also",
      deed: "leakClaim",
    }),
  },
  {
    id: `${REPLACES}: stays where it was`,
    requirement: REPLACES,
    title: "finishMigration on the same host leaves the instance on its node",
    message: "Unexpected nodes of the instance in listInstances after its move",
    only: [`${REPLACES}[other-node]`],
    driver: replacing((driver) => ({
      finishMigration: async (params, call) => {
        const node = (await driver.getInfo({ instanceUuid: params.instance.uuid }, within(call))).info.node;
        return driver.finishMigration({ ...params, node }, call);
      },
    })),
  },
  {
    id: `${REPLACES}: from the image`,
    requirement: REPLACES,
    title: "finishMigration on the same host builds the guest anew",
    message: "The guest is in boot 1 after a resize on the same host",
    only: [REPLACES],
    driver: replacing((driver) => ({ finishMigration: (params, call) => fromImage(driver, params, call) })),
  },
];

/** The mutants of `finishMigration`. */
export const finishMigrationMutants: readonly Mutant[] = [
  ...starting,
  ...obeying,
  ...resizing,
  ...refusing,
  ...failing,
  ...sameHost,
];
