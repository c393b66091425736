// Drivers that are wrong in how they prepare for a guest that is about to arrive, and in how they take that back.
import { breaks } from "./breaks.ts";
import { misreading, misreporting, skipping } from "./faulty.ts";
import { backendFailed, hiding, isRefusal, type Mutant, within } from "./mutant.ts";
import { acrossBoth, bothReplacing, plannedSite, sharingWithFaults, siteWithFaults } from "./two-hosts.ts";

const PRE = "preLiveMigration";
const ROLLBACK = "rollbackLiveMigrationAtDestination";

const preparing: readonly Mutant[] = breaks(
  "preLiveMigration/prepares-all-devices",
  {
    word: "no volumes",
    title: "preLiveMigration connects no volumes",
    message: "The destination is not connected to volume number 1 after preLiveMigration",
    site: siteWithFaults(skipping(PRE, "connectVolume")),
  },
  {
    word: "the first volume",
    title: "preLiveMigration connects the first volume only",
    message: "The destination is not connected to volume number 2 after preLiveMigration",
    site: siteWithFaults({
      kind: "stepFault",
      trigger: { operation: PRE, step: "connectVolume", nth: 2, times: 0 },
      action: "skip",
    }),
  },
  {
    word: "unlisted",
    title: "preLiveMigration does not say what came of the volumes",
    message: "Unexpected volumes in attachedVolumes after preLiveMigration",
    site: siteWithFaults(misreporting(PRE, { pointer: "/attachedVolumes/1" })),
  },
  {
    word: "no interfaces",
    title: "preLiveMigration plugs no interfaces",
    message: "The destination is not connected to port number 1 after preLiveMigration",
    site: siteWithFaults(skipping(PRE, "plugInterface")),
  },
  {
    word: "not again",
    title: "preLiveMigration that is made again lets go of what is prepared",
    message: "after the same preLiveMigration made again",
    site: bothReplacing((driver) => {
      const prepared = new Set<string>();
      return {
        preLiveMigration: async (params, call) => {
          const { instance, node, data } = params;
          const answer = await driver.preLiveMigration(params, call);
          if (prepared.has(instance.uuid)) {
            const target = { instanceUuid: instance.uuid, node, data };
            await driver.rollbackLiveMigrationAtDestination({ ...target, destroyDisks: true }, within(call));
          }
          prepared.add(instance.uuid);
          return answer;
        },
      };
    }),
  },
);

const failing: readonly Mutant[] = breaks(
  "preLiveMigration/leaves-nothing-when-it-fails",
  ...(
    [
      ["disconnectVolume", "The destination is still connected to volume number 1 after preLiveMigration failed"],
      ["unplugInterface", "The destination is still connected to port number 1 after preLiveMigration failed"],
      ["deleteDisk", "A disk of the instance is left at the destination after preLiveMigration failed"],
    ] as const
  ).map(([step, message]) => ({
    word: `no ${step}`,
    title: `preLiveMigration that fails leaves out its ${step}`,
    message,
    site: siteWithFaults({
      kind: "stepFault" as const,
      trigger: { operation: PRE, step, afterFailure: "inThisCall" as const, times: 0 },
      action: "skip" as const,
    }),
  })),
  {
    word: "once",
    title: "preLiveMigration that has failed once never succeeds",
    message: "answered BACKEND_FAILED",
    site: bothReplacing((driver) => {
      const failed = new Set<string>();
      return {
        preLiveMigration: async (params, call) => {
          const { uuid } = params.instance;
          if (failed.has(uuid)) throw backendFailed("prepareGuest");
          return driver.preLiveMigration(params, call).catch((error: unknown) => {
            failed.add(uuid);
            throw error;
          });
        },
      };
    }),
  },
  {
    word: "unknown",
    title: "preLiveMigration that fails does not say that it has left nothing",
    message: "Unexpected effect in the answer after preLiveMigration failed",
    site: bothReplacing((driver) => ({
      preLiveMigration: async (params, call) =>
        driver.preLiveMigration(params, call).catch((error: unknown) => {
          if (isRefusal(error, "BACKEND_FAILED")) Object.assign(error, { effect: "partial" });
          throw error;
        }),
    })),
  },
);

const refusing: readonly Mutant[] = breaks(
  "preLiveMigration/refuses-an-existing-disk",
  {
    word: "overwrites",
    title: "preLiveMigration removes a disk that is in its way",
    message: "succeeded instead of being refused with DESTINATION_DISK_EXISTS",
    site: bothReplacing((driver) => ({
      preLiveMigration: async (params, call) => {
        const { uuid: instanceUuid } = params.instance;
        return hiding(driver.preLiveMigration(params, call), "DESTINATION_DISK_EXISTS", async () => {
          await driver.destroy({ instanceUuid, destroyDisks: true }, within(call));
          await driver.checkSourceMigrateDataAtDestination(
            { instanceUuid, node: params.node, data: params.data },
            within(call),
          );
          return driver.preLiveMigration(params, call);
        });
      },
    })),
  },
  {
    word: "removes",
    title: "preLiveMigration refuses a disk that is in its way, and removes it for the next attempt",
    message: "succeeded instead of being refused with DESTINATION_DISK_EXISTS",
    only: ["preLiveMigration/refuses-an-existing-disk"],
    site: bothReplacing((driver) => ({
      preLiveMigration: async (params, call) =>
        driver.preLiveMigration(params, call).catch(async (error: unknown) => {
          const { uuid: instanceUuid } = params.instance;
          if (isRefusal(error, "DESTINATION_DISK_EXISTS"))
            await driver.destroy({ instanceUuid, destroyDisks: true }, within(call));
          throw error;
        }),
    })),
  },
  {
    word: "empties",
    title: "preLiveMigration refuses a disk that is in its way when it has made it anew",
    message: "Unexpected number of the guest's boot from the disk at the destination",
    only: ["preLiveMigration/refuses-an-existing-disk[contents]"],
    site: bothReplacing((driver) => ({
      preLiveMigration: async (params, call) =>
        driver.preLiveMigration(params, call).catch(async (error: unknown) => {
          const { instance, node } = params;
          if (isRefusal(error, "DESTINATION_DISK_EXISTS")) {
            await driver.destroy({ instanceUuid: instance.uuid, destroyDisks: true }, within(call));
            await driver.spawn({ instance, node, powerOn: false }, within(call));
            await driver.destroy({ instanceUuid: instance.uuid, destroyDisks: false }, within(call));
          }
          throw error;
        }),
    })),
  },
);

const rollingBack: readonly Mutant[] = [
  ...breaks(
    "rollbackLiveMigrationAtDestination/removes-what-was-prepared",
    {
      word: "volumes",
      title: "rollbackLiveMigrationAtDestination leaves volumes connected",
      message: "The destination is still connected to volume number 1 after rollbackLiveMigrationAtDestination",
      site: plannedSite("rollback-leaves-volumes-connected"),
    },
    {
      word: "disks",
      title: "rollbackLiveMigrationAtDestination leaves disks behind",
      message: "Unexpected onDisk of instanceOnDisk at the destination after rollbackLiveMigrationAtDestination",
      site: plannedSite("rollback-leaves-disks-behind"),
    },
    {
      word: "disks, unseen",
      title: "rollbackLiveMigrationAtDestination leaves disks behind, of which instanceOnDisk says nothing",
      message: "answered DESTINATION_DISK_EXISTS",
      only: ["rollbackLiveMigrationAtDestination/removes-what-was-prepared[disks]"],
      site: siteWithFaults(
        misreading(ROLLBACK, { pointer: "/destroyDisks", json: "false" }),
        misreporting("instanceOnDisk", { pointer: "/onDisk", json: "false" }),
      ),
    },
    {
      word: "interfaces",
      title: "rollbackLiveMigrationAtDestination leaves interfaces plugged",
      message: "The destination is still connected to port number 1 after rollbackLiveMigrationAtDestination",
      site: siteWithFaults(skipping(ROLLBACK, "unplugInterface")),
    },
    {
      word: "nothing to do",
      title: "rollbackLiveMigrationAtDestination fails where nothing is prepared",
      message: "answered BACKEND_FAILED",
      only: ["rollbackLiveMigrationAtDestination/removes-what-was-prepared[before-the-preparation]"],
      site: bothReplacing((driver) => {
        const prepared = new Set<string>();
        return {
          preLiveMigration: async (params, call) => {
            prepared.add(params.instance.uuid);
            return driver.preLiveMigration(params, call);
          },
          rollbackLiveMigrationAtDestination: async (params, call) => {
            if (!prepared.has(params.instanceUuid)) throw backendFailed("releaseDevice");
            return driver.rollbackLiveMigrationAtDestination(params, call);
          },
        };
      }),
    },
    {
      word: "the source's too",
      title: "rollbackLiveMigrationAtDestination lets the source disconnect volumes as well",
      message: "The source is not connected to volume number 1 after rollbackLiveMigrationAtDestination",
      only: ["rollbackLiveMigrationAtDestination/removes-what-was-prepared[volumes]"],
      site: acrossBoth((driver, other) => ({
        rollbackLiveMigrationAtDestination: async (params, call) => {
          const answer = await driver.rollbackLiveMigrationAtDestination(params, call);
          const { instanceUuid, devices } = params;
          for (const volume of devices?.blockDevices?.volumes ?? [])
            await other().detachVolume({ instanceUuid, volume, timeoutSeconds: 10 }, within(call));
          return answer;
        },
      })),
    },
  ),
  ...breaks(
    "rollbackLiveMigrationAtDestination/keeps-shared-disks",
    {
      word: "removes them",
      title: "rollbackLiveMigrationAtDestination removes the disks of the guest that has stayed",
      message: "in vain until the guest goes on, undisturbed after rollbackLiveMigrationAtDestination",
      site: sharingWithFaults({
        kind: "stepFault",
        trigger: { operation: ROLLBACK, times: 0 },
        action: "also",
        deed: "deleteDisks",
      }),
    },
    {
      word: "reboots",
      title: "rollbackLiveMigrationAtDestination has the guest that has stayed rebooted",
      message: "The guest was restarted",
      site: acrossBoth((driver, other) => ({
        rollbackLiveMigrationAtDestination: async (params, call) => {
          const answer = await driver.rollbackLiveMigrationAtDestination(params, call);
          await other().reboot({ instanceUuid: params.instanceUuid, type: "hard" }, within(call));
          return answer;
        },
      })),
    },
  ),
  ...breaks(
    "rollbackLiveMigrationAtDestination/refuses-a-guest-that-arrived",
    {
      word: "destroys",
      title: "rollbackLiveMigrationAtDestination destroys the guest that has arrived",
      message: "succeeded instead of being refused with INVALID_STATE",
      site: plannedSite("rollback-destroys-the-guest-that-arrived"),
    },
    {
      word: "says nothing",
      title: "rollbackLiveMigrationAtDestination does not say that the guest has arrived",
      message: "succeeded instead of being refused with INVALID_STATE",
      site: siteWithFaults({
        kind: "answerFault",
        trigger: { operation: ROLLBACK, onCode: "INVALID_STATE", times: 0 },
        action: "succeed",
        resultJson: "{}",
      }),
    },
    {
      word: "stops",
      title: "rollbackLiveMigrationAtDestination stops a guest that has arrived and refuses then",
      message: "The instance is shutdown at the destination after a rollback that was refused",
      site: bothReplacing((driver) => ({
        rollbackLiveMigrationAtDestination: async (params, call) =>
          driver.rollbackLiveMigrationAtDestination(params, call).catch(async (error: unknown) => {
            const { instanceUuid } = params;
            const cut = { instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 };
            if (isRefusal(error, "INVALID_STATE")) await driver.powerOff(cut, within(call));
            throw error;
          }),
      })),
    },
    {
      word: "reboots",
      title: "rollbackLiveMigrationAtDestination reboots a guest that has arrived and refuses then",
      message: "The guest was restarted at the destination after a rollback that was refused",
      site: bothReplacing((driver) => ({
        rollbackLiveMigrationAtDestination: async (params, call) =>
          driver.rollbackLiveMigrationAtDestination(params, call).catch(async (error: unknown) => {
            const { instanceUuid } = params;
            if (isRefusal(error, "INVALID_STATE")) await driver.reboot({ instanceUuid, type: "hard" }, within(call));
            throw error;
          }),
      })),
    },
  ),
  ...breaks(
    "rollbackLiveMigrationAtSource/restores-the-guest",
    {
      word: "keeps devices back",
      title: "rollbackLiveMigrationAtSource does not attach what was detached",
      message: "Unexpected network interfaces of the guest after rollbackLiveMigrationAtSource",
      site: siteWithFaults(skipping("rollbackLiveMigrationAtSource", "attachDevice")),
    },
    {
      word: "reboots",
      title: "rollbackLiveMigrationAtSource reboots the guest",
      message: "The guest was restarted after rollbackLiveMigrationAtSource",
      site: bothReplacing((driver) => ({
        rollbackLiveMigrationAtSource: async (params, call) => {
          const answer = await driver.rollbackLiveMigrationAtSource(params, call);
          await driver.reboot({ instanceUuid: params.instanceUuid, type: "hard" }, within(call));
          return answer;
        },
      })),
    },
    {
      word: "once",
      title: "rollbackLiveMigrationAtSource fails where there is nothing to attach",
      message: "answered BACKEND_FAILED",
      site: bothReplacing((driver) => {
        const restored = new Set<string>();
        return {
          rollbackLiveMigrationAtSource: async (params, call) => {
            if (restored.has(params.instanceUuid)) throw backendFailed("attachDevice");
            restored.add(params.instanceUuid);
            return driver.rollbackLiveMigrationAtSource(params, call);
          },
        };
      }),
    },
    {
      word: "detaches volumes",
      title: "rollbackLiveMigrationAtSource takes the volumes of the guest for those of the destination",
      message: "Unexpected volumes of the guest after rollbackLiveMigrationAtSource",
      only: ["rollbackLiveMigrationAtSource/restores-the-guest"],
      site: bothReplacing((driver) => {
        const volumes = new Map<string, Parameters<typeof driver.detachVolume>[0]["volume"][]>();
        return {
          spawn: async (params, call) => {
            volumes.set(params.instance.uuid, [...(params.devices?.blockDevices?.volumes ?? [])]);
            return driver.spawn(params, call);
          },
          rollbackLiveMigrationAtSource: async (params, call) => {
            const answer = await driver.rollbackLiveMigrationAtSource(params, call);
            const { instanceUuid } = params;
            for (const volume of volumes.get(instanceUuid) ?? [])
              await driver.detachVolume({ instanceUuid, volume, timeoutSeconds: 10 }, within(call));
            return answer;
          },
        };
      }),
    },
  ),
];

/** The mutants of preparations for live migrations, and of rollbacks. */
export const livePreparationMutants: readonly Mutant[] = [...preparing, ...failing, ...refusing, ...rollingBack];
