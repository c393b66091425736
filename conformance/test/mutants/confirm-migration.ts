// Drivers that end a cold migration wrongly at its source.
import { faulty, misreading, planned, skipping } from "./faulty.ts";
import { type Mutant, notFound, replacing, stateOf, within } from "./mutant.ts";
import { bothReplacing, plannedSite } from "./two-hosts.ts";

const REMOVES = "confirmMigration/removes-the-kept-copy";
const ABSENT = "confirmMigration/absent-copy-succeeds";
const ALONE = "confirmMigration/same-host-leaves-the-guest-alone";

/** The mutants of `confirmMigration`. */
export const confirmMigrationMutants: readonly Mutant[] = [
  {
    id: `${REMOVES}: leaves the disks`,
    requirement: REMOVES,
    title: "confirmMigration leaves the disks that were kept",
    message: "The source still has disks of the instance after confirmMigration",
    only: [REMOVES],
    site: plannedSite("confirm-leaves-the-old-disks"),
  },
  {
    id: `${REMOVES}: leaves the disks, off`,
    requirement: REMOVES,
    title: "confirmMigration of a copy that it knows nothing of leaves its disks",
    message: "The source still has disks of the instance after confirmMigration",
    only: [`${REMOVES}[off]`],
    driver: planned("confirm-leaves-the-old-disks"),
  },
  {
    id: `${REMOVES}: does nothing`,
    requirement: REMOVES,
    title: "confirmMigration says that it has removed a copy, and has not",
    message: "The instance is shutdown at the source after confirmMigration",
    only: [REMOVES],
    site: bothReplacing(() => ({ confirmMigration: async () => ({}) })),
  },
  {
    id: `${REMOVES}: keeps its claim`,
    requirement: REMOVES,
    title: "confirmMigration leaves the claim of the copy on its node",
    message: "Unexpected use of the source's node after confirmMigration",
    only: [`${REMOVES}[off]`],
    driver: faulty({
      kind: "stepFault",
      trigger: { operation: "confirmMigration", step: "deleteDisk", times: 0 },
      action: "also",
      deed: "leakClaim",
    }),
  },
  {
    id: `${ABSENT}: refuses`,
    requirement: ABSENT,
    title: "confirmMigration refuses an instance that it does not have",
    message: "confirmMigration of an instance that is not there was refused",
    only: [ABSENT],
    driver: replacing((driver) => ({
      confirmMigration: async (params, call) => {
        const { instanceUuid } = params;
        if ((await stateOf(driver, instanceUuid, within(call))) === "absent") throw notFound(instanceUuid);
        return driver.confirmMigration(params, call);
      },
    })),
  },
  {
    id: `${ABSENT}: refuses to repeat`,
    requirement: ABSENT,
    title: "confirmMigration cannot be repeated",
    message: "confirmMigration failed when it was repeated",
    only: [`${ABSENT}[repeated]`],
    site: bothReplacing((driver) => {
      const confirmed = new Set<string>();
      return {
        confirmMigration: (params, call) => {
          if (confirmed.has(params.instanceUuid)) throw notFound(params.instanceUuid);
          confirmed.add(params.instanceUuid);
          return driver.confirmMigration(params, call);
        },
      };
    }),
  },
  {
    id: `${ABSENT}: looks for the guest only`,
    requirement: ABSENT,
    title: "confirmMigration removes no disks where the guest is gone",
    message: "The source still has disks of the instance after confirmMigration of kept disks",
    only: [`${ABSENT}[half-gone]`],
    site: bothReplacing((driver) => ({
      confirmMigration: async (params, call) =>
        (await stateOf(driver, params.instanceUuid, within(call))) === "absent"
          ? {}
          : driver.confirmMigration(params, call),
    })),
  },
  {
    id: `${ABSENT}: gives up`,
    requirement: ABSENT,
    title: "confirmMigration that failed once says ever after that all is gone",
    message: "and was repeated",
    only: [`${ABSENT}[failed]`],
    driver: replacing((driver) => {
      const failed = new Set<string>();
      return {
        confirmMigration: async (params, call) => {
          if (failed.has(params.instanceUuid)) return {};
          try {
            return await driver.confirmMigration(params, call);
          } catch (error) {
            failed.add(params.instanceUuid);
            throw error;
          }
        },
      };
    }),
  },
  {
    id: `${ALONE}: restarts it`,
    requirement: ALONE,
    title: "confirmMigration with sameHost reboots the guest",
    message: "The guest was restarted by confirmMigration",
    only: [ALONE],
    driver: replacing((driver) => ({
      confirmMigration: async (params, call) => {
        await driver.reboot({ instanceUuid: params.instanceUuid, type: "hard" }, within(call));
        return driver.confirmMigration(params, call);
      },
    })),
  },
  {
    id: `${ALONE}: leaves the disks`,
    requirement: ALONE,
    title: "confirmMigration with sameHost leaves the disks of before",
    message: "and not in boot 3, of the disk of the guest that went on",
    only: [ALONE],
    driver: faulty(skipping("confirmMigration", "deleteDisk")),
  },
  {
    id: `${ALONE}: removes it`,
    requirement: ALONE,
    title: "confirmMigration takes a guest that is off for the copy of another host",
    message: "The instance is absent after confirmMigration with sameHost",
    only: [`${ALONE}[off]`],
    driver: faulty(misreading("confirmMigration", { pointer: "/sameHost" })),
  },
];
