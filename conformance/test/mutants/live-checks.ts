// Drivers that are wrong before a live migration: what they say of a node, of storage and disks, and what they leave behind.
import type { LiveMigrateData } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { faulty, misreading, misreporting, skipping } from "./faulty.ts";
import { backendFailed, isRefusal, type Mutant, replacing, within } from "./mutant.ts";
import { bothReplacing, sharingSite, sharingWithFaults, siteWithFaults } from "./two-hosts.ts";

const SOURCE = "checkCanLiveMigrateSource";
const LAST = "checkSourceMigrateDataAtDestination";

const asking: readonly Mutant[] = [
  ...breaks("checkCanLiveMigrateDestination/refuses-a-foreign-cpu", {
    word: "takes all",
    title: "checkCanLiveMigrateDestination does not look at the processors",
    message: "succeeded instead of being refused with MIGRATION_NOT_POSSIBLE",
    driver: faulty(misreading("checkCanLiveMigrateDestination", { pointer: "/sourceCpu" })),
  }),
  ...breaks("checkCanLiveMigrateDestination/refuses-a-foreign-cpu", {
    word: "another reason",
    title: "checkCanLiveMigrateDestination refuses other processors as other hypervisors",
    message: "Unexpected reason of checkCanLiveMigrateDestination",
    driver: replacing((driver) => ({
      checkCanLiveMigrateDestination: async (params, call) =>
        driver.checkCanLiveMigrateDestination(params, call).catch((error: unknown) => {
          if (isRefusal(error, "MIGRATION_NOT_POSSIBLE"))
            Object.assign(error.details ?? {}, { reason: "incompatible-hypervisor" });
          throw error;
        }),
    })),
  }),
  ...breaks(
    "checkCanLiveMigrateDestination/claims-nothing",
    {
      word: "builds it",
      title: "checkCanLiveMigrateDestination makes the instance at once",
      message: "The instance is shutdown after checkCanLiveMigrateDestination",
      driver: replacing((driver) => ({
        checkCanLiveMigrateDestination: async (params, call) => {
          const answer = await driver.checkCanLiveMigrateDestination(params, call);
          const { instance, node } = params;
          await driver.spawn({ instance, node, powerOn: false }, within(call));
          return answer;
        },
      })),
    },
    ...([false, true] as const).map((isLast) => ({
      word: isLast ? "counts at the end" : "counts",
      title: `${isLast ? LAST : "checkCanLiveMigrateDestination"} counts the guest as one that is there`,
      message: `Unexpected use of the node ${isLast ? "at the destination after the checks" : "after checkCanLive"}`,
      ...(!isLast && { alsoBreaks: ["getAvailableResource/usage-falls-after-destroy"] as const }),
      site: bothReplacing((driver) => {
        let expected = 0;
        return {
          checkCanLiveMigrateDestination: async (params, call) => {
            const answer = await driver.checkCanLiveMigrateDestination(params, call);
            if (!isLast) expected += 1;
            return answer;
          },
          checkSourceMigrateDataAtDestination: async (params, call) => {
            const answer = await driver.checkSourceMigrateDataAtDestination(params, call);
            if (isLast) expected += 1;
            return answer;
          },
          getAvailableResource: async (params, call) => {
            const { resource } = await driver.getAvailableResource(params, call);
            return { resource: { ...resource, vcpusUsed: resource.vcpusUsed + expected } };
          },
        };
      }),
    })),
  ),
];

/** The members that a destination adds, and one that the caller may. */
const GIVEN = ["destinationFreeBytes", "storageProbe", "diskOverCommit", "consoles", "sharedCpus"] as const;

const returning: readonly Mutant[] = breaks(
  "checkCanLiveMigrateSource/returns-what-it-was-given",
  ...GIVEN.map((member) => ({
    word: `drops ${member}`,
    title: `checkCanLiveMigrateSource does not hand ${member} on`,
    message: `Unexpected ${member} of the data`,
    site: siteWithFaults(misreporting(SOURCE, { pointer: `/data/${member}` })),
  })),
  {
    word: "drops endpoints",
    title: "checkCanLiveMigrateSource hands on what it needs of the destination, and no endpoints",
    message: "Unexpected destination of the data",
    site: siteWithFaults(misreporting(SOURCE, { pointer: "/data/destination/endpoints", json: "[]" })),
  },
);

const deciding: readonly Mutant[] = [
  ...breaks(
    "checkCanLiveMigrateSource/decides-from-the-storage",
    {
      word: "never copies",
      title: "checkCanLiveMigrateSource takes all storage for shared",
      message: "Unexpected decision of checkCanLiveMigrateSource about disks that the destination does not reach",
      site: siteWithFaults(
        misreporting(
          SOURCE,
          { pointer: "/data/blockMigration", json: "false" },
          { pointer: "/data/sharedBlockStorage", json: "true" },
        ),
      ),
    },
    {
      word: "always copies",
      title: "checkCanLiveMigrateSource takes no storage for shared",
      message: "Unexpected decision of checkCanLiveMigrateSource about disks that the destination reaches",
      site: sharingWithFaults(misreading(SOURCE, { pointer: "/data/storageProbe" })),
    },
    {
      word: "copies volumes",
      title: "checkCanLiveMigrateSource wants to copy where there is nothing to copy",
      message: "Unexpected decision of checkCanLiveMigrateSource about a guest that has only a volume",
      only: ["checkCanLiveMigrateSource/decides-from-the-storage[volumes-only]"],
      site: siteWithFaults(misreporting(SOURCE, { pointer: "/data/blockMigration", json: "true" })),
    },
    {
      word: "believes the path",
      title: "checkCanLiveMigrateSource believes any probe that lies where it can reach",
      message: "Unexpected sharedInstanceStorage of data with the token of another probe",
      only: ["checkCanLiveMigrateSource/decides-from-the-storage[no-probe]"],
      site: bothReplacing((driver) => ({
        checkCanLiveMigrateSource: async (params, call) => {
          const { data } = await driver.checkCanLiveMigrateSource(params, call);
          if (params.data.storageProbe === undefined) return { data };
          return { data: { ...data, sharedInstanceStorage: true, sharedBlockStorage: true, blockMigration: false } };
        },
      })),
    },
  ),
  ...breaks(
    "checkCanLiveMigrateSource/refuses-a-contradiction",
    ...([sharingSite, undefined] as const).map((makeSite) => ({
      word: makeSite === undefined ? "leaves disks out" : "copies shared disks",
      title: `checkCanLiveMigrateSource does as it is told with disks that ${makeSite ? "both hosts reach" : "one host has"}`,
      message: "succeeded instead of being refused with MIGRATION_NOT_POSSIBLE",
      site: bothReplacing(
        (driver) => ({
          checkCanLiveMigrateSource: async (params, call) => {
            const { blockMigration, ...rest } = params.data;
            const { data } = await driver.checkCanLiveMigrateSource({ ...params, data: rest }, call);
            return { data: { ...data, ...(blockMigration !== undefined && { blockMigration }) } };
          },
        }),
        makeSite,
      ),
    })),
    {
      word: "refuses both",
      title: "checkCanLiveMigrateSource refuses whenever the caller has decided",
      message: "answered MIGRATION_NOT_POSSIBLE",
      site: bothReplacing((driver) => ({
        checkCanLiveMigrateSource: async (params, call) => {
          const { blockMigration, ...rest } = params.data;
          if (blockMigration === undefined) return driver.checkCanLiveMigrateSource(params, call);
          const { data } = await driver.checkCanLiveMigrateSource({ ...params, data: rest }, call);
          const wrong = { ...rest, blockMigration: data.blockMigration !== true };
          return driver.checkCanLiveMigrateSource({ ...params, data: wrong }, call);
        },
      })),
    },
  ),
];

type Disks = NonNullable<LiveMigrateData["disks"]>;

/** Describes other disks than there are. */
function describing(change: (disks: Disks, volumes: number) => Disks) {
  return bothReplacing((driver) => ({
    checkCanLiveMigrateSource: async (params, call) => {
      const { data } = await driver.checkCanLiveMigrateSource(params, call);
      const volumes = params.devices?.blockDevices?.volumes?.length ?? 0;
      return { data: { ...data, disks: change([...(data.disks ?? [])], volumes) } };
    },
  }));
}

const describingMutants: readonly Mutant[] = [
  ...breaks(
    "checkCanLiveMigrateSource/describes-the-disks",
    {
      word: "twice",
      title: "checkCanLiveMigrateSource describes each disk twice",
      message: "Unexpected number of different names of disks",
      site: describing((disks) => [...disks, ...disks]),
    },
    {
      word: "none",
      title: "checkCanLiveMigrateSource describes no disk",
      message: "Unexpected disks that checkCanLiveMigrateSource describes of a guest with a root disk",
      site: describing(() => []),
    },
    {
      word: "root only",
      title: "checkCanLiveMigrateSource describes the root disk only",
      message: "Unexpected disks that checkCanLiveMigrateSource describes of a guest with ephemeral disks and swap",
      site: describing((disks) => disks.filter(({ use }) => use === "root")),
    },
    {
      word: "allocated sizes",
      title: "checkCanLiveMigrateSource describes what a disk takes for its size",
      message: "Unexpected disks that checkCanLiveMigrateSource describes",
      site: describing((disks) =>
        disks.map((disk) => ({ ...disk, virtualSizeBytes: disk.allocatedSizeBytes ?? disk.virtualSizeBytes })),
      ),
    },
    {
      word: "volumes too",
      title: "checkCanLiveMigrateSource describes volumes as well",
      message: "Unexpected uses of disks of a guest with two volumes more",
      site: describing((disks, volumes) => [
        ...disks,
        ...Array.from({ length: volumes }, (_, index) => ({
          name: `volume-${index}`,
          use: "other" as const,
          diskFormat: "raw" as const,
          virtualSizeBytes: 1 << 20,
        })),
      ]),
    },
  ),
  ...breaks(
    "checkCanLiveMigrateSource/states-the-cleanup",
    {
      word: "unsaid",
      title: "checkCanLiveMigrateSource does not say what is to be cleaned up",
      message: "No cleanup in checkCanLiveMigrateSource",
      site: siteWithFaults(misreporting(SOURCE, { pointer: "/data/cleanup" })),
    },
    ...(["sourceDisks", "destinationDisks"] as const).map((member) => ({
      word: `shared ${member}`,
      title: `checkCanLiveMigrateSource has disks removed that both hosts reach (${member})`,
      message: "Unexpected disks to be cleaned up where both hosts reach them",
      site: sharingWithFaults(misreporting(SOURCE, { pointer: `/data/cleanup/${member}`, json: "true" })),
    })),
  ),
];

const keeping: readonly Mutant[] = [
  ...breaks(
    "checkSourceMigrateDataAtDestination/refuses-foreign-formats",
    {
      word: "format",
      title: "checkSourceMigrateDataAtDestination takes every format of the data",
      message: "succeeded instead of being refused with MIGRATION_NOT_POSSIBLE",
      only: ["checkSourceMigrateDataAtDestination/refuses-foreign-formats[format]"],
      driver: replacing((driver) => ({
        checkSourceMigrateDataAtDestination: (params, call) => {
          const [format] = params.data.destination.acceptedFormats;
          return driver.checkSourceMigrateDataAtDestination(
            { ...params, data: { ...params.data, ...(format !== undefined && { format }) } },
            call,
          );
        },
      })),
    },
    {
      word: "newer version",
      title: "checkSourceMigrateDataAtDestination knows its format in every version",
      message: "succeeded instead of being refused with MIGRATION_NOT_POSSIBLE",
      only: ["checkSourceMigrateDataAtDestination/refuses-foreign-formats[newer-format]"],
      driver: faulty(misreading(LAST, { pointer: "/data/format/version", json: "1" })),
    },
    {
      word: "private",
      title: "checkSourceMigrateDataAtDestination does not look at the private part",
      message: "succeeded instead of being refused with MIGRATION_NOT_POSSIBLE",
      only: ["checkSourceMigrateDataAtDestination/refuses-foreign-formats[private]"],
      driver: faulty(misreading(LAST, { pointer: "/data/driverPrivate" })),
    },
    {
      word: "reserves",
      title: "checkSourceMigrateDataAtDestination refuses a format and reserves all the same",
      message: "The instance is shutdown after checkSourceMigrateDataAtDestination had refused",
      driver: replacing((driver) => {
        const known = new Map<string, Parameters<typeof driver.checkCanLiveMigrateDestination>[0]>();
        return {
          checkCanLiveMigrateDestination: async (params, call) => {
            known.set(params.instance.uuid, params);
            return driver.checkCanLiveMigrateDestination(params, call);
          },
          checkSourceMigrateDataAtDestination: async (params, call) =>
            driver.checkSourceMigrateDataAtDestination(params, call).catch(async (error: unknown) => {
              const asked = known.get(params.instanceUuid);
              if (asked !== undefined)
                await driver.spawn({ instance: asked.instance, node: asked.node, powerOn: false }, within(call));
              throw error;
            }),
        };
      }),
    },
  ),
  ...breaks(
    "checkSourceMigrateDataAtDestination/places-the-guest-as-claimed",
    {
      word: "source CPUs",
      title: "checkSourceMigrateDataAtDestination names the CPUs that the guest had",
      message: "numa names CPUs for vCPU 0 that the claim does not give it",
      site: siteWithFaults(misreporting(LAST, { pointer: "/data/numa/cpuPins/*/hostCpus", json: "[8000]" })),
    },
    {
      word: "source cells",
      title: "checkSourceMigrateDataAtDestination names the cells that the guest had",
      message: "Unexpected cells that numa names for cell 0 of the guest",
      site: siteWithFaults(misreporting(LAST, { pointer: "/data/numa/cellPins/*/hostCells", json: "[700]" })),
    },
    {
      word: "unplaced",
      title: "checkSourceMigrateDataAtDestination does not look at the claim",
      message: "No numa in the data",
      site: siteWithFaults(misreading(LAST, { pointer: "/claimedNumaTopology" })),
    },
    {
      word: "first vCPU",
      title: "checkSourceMigrateDataAtDestination places the first vCPU only",
      message: "numa names CPUs for vCPU 1 that the claim does not give it",
      site: siteWithFaults(misreporting(LAST, { pointer: "/data/numa/cpuPins/1" })),
    },
  ),
];

const cleaning: readonly Mutant[] = breaks(
  "cleanupLiveMigrationDestinationCheck/removes-the-probe",
  {
    word: "stays",
    title: "cleanupLiveMigrationDestinationCheck leaves the probe where it is",
    message: "The source still finds the probe",
    site: sharingWithFaults(skipping("cleanupLiveMigrationDestinationCheck", "removeProbe")),
  },
  {
    word: "not twice",
    title: "cleanupLiveMigrationDestinationCheck fails where the probe is gone",
    message: "answered BACKEND_FAILED",
    driver: replacing((driver) => {
      const removed = new Set<string>();
      return {
        cleanupLiveMigrationDestinationCheck: async (params, call) => {
          if (removed.has(params.instanceUuid)) throw backendFailed("removeProbe");
          removed.add(params.instanceUuid);
          return driver.cleanupLiveMigrationDestinationCheck(params, call);
        },
      };
    }),
  },
);

/** The mutants of what comes before a live migration. */
export const liveCheckMutants: readonly Mutant[] = [
  ...asking,
  ...returning,
  ...deciding,
  ...describingMutants,
  ...keeping,
  ...cleaning,
];
