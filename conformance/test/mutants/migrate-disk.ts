// Drivers whose source of a cold migration is wrong: how the guest is stopped, what is told of its disks, what is left of a failure.
import { DriverError } from "@virt-driver-kit/spec";
import type { LocalDisk, MigrateDiskAndPowerOffParams } from "@virt-driver-kit/spec";

import { faulty, misreading, skipping } from "./faulty.ts";
import { isRefusal, type Mutant, replacing, type SiteMutant, within } from "./mutant.ts";
import { cutOff } from "./on-each.ts";
import { bothReplacing, plannedSite, siteWithFaults } from "./two-hosts.ts";

const MOVE = "migrateDiskAndPowerOff";
const STOPS = "migrateDiskAndPowerOff/stops-the-guest";

const stopping: readonly Mutant[] = [
  {
    id: `${STOPS}: does nothing`,
    requirement: STOPS,
    title: "migrateDiskAndPowerOff answers data and leaves the guest running",
    message: "after migrateDiskAndPowerOff",
    only: [`${STOPS}[*-at-once]`],
    site: bothReplacing(() => ({
      migrateDiskAndPowerOff: async () => ({
        data: { format: { name: "vdk-fake-driver", version: 1 }, sharedStorage: false, disks: [] },
      }),
    })),
  },
  {
    id: `${STOPS}: cuts off`,
    requirement: STOPS,
    title: "migrateDiskAndPowerOff cuts the guest off whatever time it was given",
    message: "The guest was cut off without having been asked to shut down",
    only: [`${STOPS}[*-orderly]`],
    site: plannedSite("resize-cuts-the-guest-off"),
  },
  {
    id: `${STOPS}: always asks`,
    requirement: STOPS,
    title: "migrateDiskAndPowerOff asks the guest to shut down also when it is given no time",
    message: "The guest was asked to shut down although timeoutSeconds was 0",
    only: [`${STOPS}[*-at-once]`],
    site: siteWithFaults(misreading(MOVE, { pointer: "/timeoutSeconds", was: "0", json: "30" })),
  },
  {
    id: `${STOPS}: too soon`,
    requirement: STOPS,
    title: "migrateDiskAndPowerOff gives the guest a quarter of the time",
    message: "The guest ticked only",
    only: [`${STOPS}[*-forced]`],
    site: siteWithFaults(misreading(MOVE, { pointer: "/timeoutSeconds", was: "4", json: "1" })),
  },
  ...(["running", "paused", "shutdown", "crashed"] as const).map((state): Mutant => ({
    id: `${STOPS}: not from ${state}`,
    requirement: STOPS,
    title: `migrateDiskAndPowerOff refuses an instance that is ${state}`,
    message: "INVALID_STATE",
    only: [`${STOPS}[*-from-${state}]`],
    site: bothReplacing((driver) => ({
      migrateDiskAndPowerOff: async (params, call) => {
        const { instanceUuid } = params;
        const { powerState } = (await driver.getInfo({ instanceUuid }, call)).info;
        if (powerState !== state) return driver.migrateDiskAndPowerOff(params, call);
        throw new DriverError("INVALID_STATE", `Cannot move instance "${instanceUuid}": it is ${state}`, {
          effect: "none",
          details: { instanceUuid, powerState },
        });
      },
    })),
  })),
];

const DISKS = "migrateDiskAndPowerOff/describes-every-disk";

/** Changes what a driver tells of the disks that move. */
function telling(change: (disks: readonly LocalDisk[]) => readonly LocalDisk[]): SiteMutant["site"] {
  return bothReplacing((driver) => ({
    migrateDiskAndPowerOff: async (params, call) => {
      const { data } = await driver.migrateDiskAndPowerOff(params, call);
      return { data: { ...data, disks: [...change(data.disks)] } };
    },
  }));
}

const describing: readonly Mutant[] = [
  {
    id: `${DISKS}: none`,
    requirement: DISKS,
    title: "migrateDiskAndPowerOff tells of no disks",
    message: 'Unexpected sizes of the disks with use "root"',
    only: [`${DISKS}[*-root]`],
    site: telling(() => []),
  },
  {
    id: `${DISKS}: no swap`,
    requirement: DISKS,
    title: "migrateDiskAndPowerOff leaves out the swap disk, which is made anew",
    message: 'Unexpected sizes of the disks with use "swap"',
    only: [`${DISKS}[*-local-disks]`],
    site: telling((disks) => disks.filter(({ use }) => use !== "swap")),
  },
  {
    id: `${DISKS}: twice`,
    requirement: DISKS,
    title: "migrateDiskAndPowerOff lists the root disk twice",
    message: "Unexpected number of different names",
    only: [`${DISKS}[*-root]`],
    site: telling((disks) => [...disks, ...disks.slice(0, 1)]),
  },
  {
    id: `${DISKS}: what it takes`,
    requirement: DISKS,
    title: "migrateDiskAndPowerOff tells how much a disk takes in place of its size",
    message: 'Unexpected sizes of the disks with use "root"',
    only: [`${DISKS}[*-root]`],
    site: telling((disks) =>
      disks.map((disk) => ({ ...disk, virtualSizeBytes: disk.allocatedSizeBytes ?? disk.virtualSizeBytes / 2 })),
    ),
  },
  {
    id: `${DISKS}: another use`,
    requirement: DISKS,
    title: "migrateDiskAndPowerOff takes ephemeral disks for swap",
    message: 'Unexpected sizes of the disks with use "ephemeral"',
    only: [`${DISKS}[*-local-disks]`],
    site: telling((disks) => disks.map((disk) => (disk.use === "ephemeral" ? { ...disk, use: "swap" } : disk))),
  },
  {
    id: `${DISKS}: volumes too`,
    requirement: DISKS,
    title: "migrateDiskAndPowerOff lists the root volume as a local disk",
    message: 'Unexpected sizes of the disks with use "root"',
    only: [`${DISKS}[*-volume]`],
    site: telling((disks) => [
      ...disks,
      { name: "vda", use: "root", diskFormat: "raw", virtualSizeBytes: 1_073_741_824 },
    ]),
  },
];

const SMALLER = "migrateDiskAndPowerOff/refuses-a-smaller-disk";

/** Refuses a flavor. */
function tooSmall({ instanceUuid }: MigrateDiskAndPowerOffParams, path: string): DriverError {
  return new DriverError("INVALID_REQUEST", `Cannot move instance "${instanceUuid}": ${path} is too small`, {
    effect: "none",
    details: { path, problem: "is too small" },
  });
}

const refusing: readonly Mutant[] = [
  {
    id: `${SMALLER}: does not compare`,
    requirement: SMALLER,
    title: "migrateDiskAndPowerOff does not compare the root disk with the new flavor",
    message: "INVALID_REQUEST",
    only: [`${SMALLER}[*-rootGib]`],
    site: plannedSite("resize-makes-disks-smaller"),
  },
  {
    id: `${SMALLER}: does not compare ephemeral disks`,
    requirement: SMALLER,
    title: "migrateDiskAndPowerOff does not compare the ephemeral disks with the new flavor",
    message: "INVALID_REQUEST",
    only: [`${SMALLER}[*-ephemeralGib]`],
    site: siteWithFaults(misreading(MOVE, { pointer: "/flavor/ephemeralGib", json: "1000" })),
  },
  {
    id: `${SMALLER}: compares too late`,
    requirement: SMALLER,
    title: "migrateDiskAndPowerOff stops the guest before it compares the disks with the new flavor",
    message: "the guest goes on, undisturbed by the refused move",
    only: [`${SMALLER}[*-rootGib]`],
    site: bothReplacing((driver) => ({
      migrateDiskAndPowerOff: async (params, call) => {
        await cutOff(driver, params.instanceUuid, call);
        return driver.migrateDiskAndPowerOff(params, call);
      },
    })),
  },
  {
    id: `${SMALLER}: another field`,
    requirement: SMALLER,
    title: "migrateDiskAndPowerOff names the flavor alone",
    message: "names another field",
    only: [`${SMALLER}[*-rootGib]`],
    site: bothReplacing((driver) => ({
      migrateDiskAndPowerOff: async (params, call) => {
        try {
          return await driver.migrateDiskAndPowerOff(params, call);
        } catch (error) {
          if (isRefusal(error, "INVALID_REQUEST")) throw tooSmall(params, "params.flavor");
          throw error;
        }
      },
    })),
  },
  {
    id: `${SMALLER}: swap too`,
    requirement: SMALLER,
    title: "migrateDiskAndPowerOff refuses less swap",
    message: "INVALID_REQUEST",
    only: [`${SMALLER}[*-swap]`],
    site: bothReplacing((driver) => ({
      migrateDiskAndPowerOff: async (params, call) => {
        if (params.flavor.swapMib === 32) throw tooSmall(params, "params.flavor.swapMib");
        return driver.migrateDiskAndPowerOff(params, call);
      },
    })),
  },
];

const RELEASES = "migrateDiskAndPowerOff/releases-what-the-guest-used";

const releasing: readonly Mutant[] = [
  ...(["same-host", "other-host"] as const).flatMap((route): Mutant[] => [
    {
      id: `${RELEASES}: keeps volumes, ${route}`,
      requirement: RELEASES,
      title: `migrateDiskAndPowerOff to the ${route} leaves the volumes connected`,
      message: "The host is still connected to a volume after migrateDiskAndPowerOff",
      only: [`${RELEASES}[${route}-volumes]`],
      site: plannedSite("migration-leaves-devices-at-the-source"),
    },
    {
      id: `${RELEASES}: keeps ports, ${route}`,
      requirement: RELEASES,
      title: `migrateDiskAndPowerOff to the ${route} leaves the interfaces plugged`,
      message: "The port is still plugged after migrateDiskAndPowerOff",
      only: [`${RELEASES}[${route}-interfaces]`],
      site: plannedSite("migration-leaves-devices-at-the-source"),
    },
  ]),
  {
    id: `${RELEASES}: the first one only`,
    requirement: RELEASES,
    title: "migrateDiskAndPowerOff disconnects the first volume only",
    message: "The host is still connected to a volume after migrateDiskAndPowerOff",
    only: [`${RELEASES}[same-host-volumes]`],
    driver: faulty({
      kind: "stepFault",
      trigger: { operation: MOVE, step: "disconnectVolume", nth: 2 },
      action: "skip",
    }),
  },
];

const RESTORES = "migrateDiskAndPowerOff/failure-restores-the-source";

const failing: readonly Mutant[] = [
  ...(
    [
      ["same-host", "powerOn failed after migrateDiskAndPowerOff failed at its hypervisor call number"],
      ["other-host", "powerOn failed after migrateDiskAndPowerOff failed at its hypervisor call number"],
      ["destination-fails", "powerOn failed after migrateDiskAndPowerOff failed at the destination's hypervisor call"],
      ["network-lost", "powerOn failed after the network was lost on the way"],
    ] as const
  ).map(([variant, message]): Mutant => ({
    id: `${RESTORES}: leaves the disks aside, ${variant}`,
    requirement: RESTORES,
    title: `migrateDiskAndPowerOff that fails leaves the disks where it has put them (${variant})`,
    message,
    only: [`${RESTORES}[${variant}]`],
    site: plannedSite("failed-migration-does-not-restore-the-disks"),
  })),
  ...(["same-host", "other-host"] as const).map((variant): Mutant => ({
    id: `${RESTORES}: only once, ${variant}`,
    requirement: RESTORES,
    title: `migrateDiskAndPowerOff cannot be made again after it has failed (${variant})`,
    message: "The instance could not be moved a second time",
    only: [`${RESTORES}[${variant}]`],
    site: plannedSite("second-migration-attempt-fails"),
  })),
  {
    id: `${RESTORES}: boots where there is no network`,
    requirement: RESTORES,
    title: "migrateDiskAndPowerOff that does not reach the other host boots the guest that it has not stopped",
    message: "after the hosts had not reached each other",
    only: [`${RESTORES}[no-network]`],
    site: bothReplacing((driver) => ({
      migrateDiskAndPowerOff: async (params, call) => {
        try {
          return await driver.migrateDiskAndPowerOff(params, call);
        } catch (error) {
          await driver.reboot({ instanceUuid: params.instanceUuid, type: "hard" }, within(call));
          throw error;
        }
      },
    })),
  },
  {
    id: `${RESTORES}: starts from the image`,
    requirement: RESTORES,
    title: "migrateDiskAndPowerOff that fails builds the instance anew",
    message: "of its own disk",
    only: [`${RESTORES}[same-host]`],
    driver: replacing((driver) => {
      const built = new Map<string, Parameters<typeof driver.spawn>[0]>();
      return {
        spawn: (params, call) => {
          built.set(params.instance.uuid, params);
          return driver.spawn(params, call);
        },
        migrateDiskAndPowerOff: async (params, call) => {
          try {
            return await driver.migrateDiskAndPowerOff(params, call);
          } catch (error) {
            const { instanceUuid } = params;
            const again = built.get(instanceUuid);
            if (isRefusal(error, "BACKEND_FAILED") && again !== undefined) {
              await driver.destroy({ instanceUuid, destroyDisks: true }, within(call));
              await driver.spawn({ ...again, powerOn: false }, within(call));
            }
            throw error;
          }
        },
      };
    }),
  },
];

const LEFTOVERS = "migrateDiskAndPowerOff/leftovers-are-not-mixed-in";

const leftovers: readonly Mutant[] = [
  {
    id: `${LEFTOVERS}: keeps what is there`,
    requirement: LEFTOVERS,
    title: "The destination keeps the disk that an earlier attempt has left there",
    message: "and not in boot 3, of its disk as the source stopped it last",
    only: [`${LEFTOVERS}[destination]`],
    site: siteWithFaults({
      kind: "stepFault",
      trigger: { operation: MOVE, step: "receiveDisk", nth: 3, times: 0 },
      action: "skip",
    }),
  },
  {
    id: `${LEFTOVERS}: keeps the old copy`,
    requirement: LEFTOVERS,
    title: "The source keeps the copy of an earlier move in place of that of the second one",
    message: "The guest is in boot 2 after its revert",
    only: [`${LEFTOVERS}[same-host]`],
    driver: faulty(skipping(MOVE, "deleteDisk"), {
      kind: "stepFault",
      trigger: { operation: MOVE, step: "keepDisk", nth: 2, times: 0 },
      action: "skip",
    }),
  },
];

/** The mutants of `migrateDiskAndPowerOff`. */
export const migrateDiskMutants: readonly Mutant[] = [
  ...stopping,
  ...describing,
  ...refusing,
  ...releasing,
  ...failing,
  ...leftovers,
];
