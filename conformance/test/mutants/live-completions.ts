// Drivers that are wrong when a guest has arrived: in what it is from then on, and in what the source keeps of it.
import { breaks } from "./breaks.ts";
import { skipping } from "./faulty.ts";
import { backendFailed, type Mutant, within } from "./mutant.ts";
import { cutOff } from "./on-each.ts";
import { acrossBoth, bothReplacing, plannedSite, siteWithFaults } from "./two-hosts.ts";

const PERMANENT = "postLiveMigrationAtDestination/makes-the-guest-permanent";
const RELEASES = "postLiveMigrationAtSource/releases-what-the-guest-used";
const GOES_ON = "postLiveMigrationAtSource/goes-on-after-a-failure";
const POST_SOURCE = "postLiveMigrationAtSource";

const permanent: readonly Mutant[] = breaks(
  PERMANENT,
  {
    word: "old definition",
    title: "The next boot of a guest that has arrived is made from what it had at its source, volumes included",
    message: '"powerOn" answered VOLUME_CONNECTION_FAILED',
    site: siteWithFaults(
      skipping("postLiveMigrationAtDestination", "defineInstance"),
      skipping("postLiveMigrationAtDestination", "connectVolume"),
    ),
  },
  {
    word: "without its device",
    title:
      "A guest that has arrived does not get a passed-through interface in place of the one that it has left behind",
    message: "Unexpected network interfaces of the guest at the destination after postLiveMigrationAtDestination",
    site: siteWithFaults(skipping("postLiveMigrationAtDestination", "attachDevice")),
  },
  {
    word: "transient",
    title: "A guest that has arrived is gone once it stops",
    message: "The instance is absent at the destination after powerOff",
    site: bothReplacing((driver) => {
      const transient = new Set<string>();
      return {
        postLiveMigrationAtDestination: async (params, call) => {
          transient.add(params.instance.uuid);
          return driver.postLiveMigrationAtDestination(params, call);
        },
        powerOff: async (params, call) => {
          const answer = await driver.powerOff(params, call);
          const { instanceUuid } = params;
          if (transient.has(instanceUuid)) await driver.destroy({ instanceUuid, destroyDisks: true }, within(call));
          return answer;
        },
      };
    }),
  },
  {
    word: "reboots",
    title: "postLiveMigrationAtDestination reboots the guest",
    message: "The guest was restarted at the destination after postLiveMigrationAtDestination",
    site: bothReplacing((driver) => ({
      postLiveMigrationAtDestination: async (params, call) => {
        const answer = await driver.postLiveMigrationAtDestination(params, call);
        await driver.reboot({ instanceUuid: params.instance.uuid, type: "hard" }, within(call));
        return answer;
      },
    })),
  },
  {
    word: "fresh disk",
    title: "The next boot of a guest that has arrived is from its image",
    message: "The guest started from another disk at the destination",
    site: bothReplacing((driver) => {
      const arrived = new Map<string, Parameters<typeof driver.postLiveMigrationAtDestination>[0]>();
      return {
        postLiveMigrationAtDestination: async (params, call) => {
          arrived.set(params.instance.uuid, params);
          return driver.postLiveMigrationAtDestination(params, call);
        },
        powerOn: async (params, call) => {
          const has = arrived.get(params.instanceUuid);
          if (has === undefined) return driver.powerOn(params, call);
          await driver.destroy({ instanceUuid: params.instanceUuid, destroyDisks: true }, within(call));
          await driver.spawn({ instance: has.instance, node: has.node, powerOn: true }, within(call));
          return {};
        },
      };
    }),
  },
  {
    word: "loses interfaces",
    title: "A guest that has arrived has no interfaces after its next boot",
    message: "Unexpected network interfaces of the guest at the destination after a migration, powerOff and powerOn",
    only: [`${PERMANENT}[interfaces]`],
    site: siteWithFaults({
      kind: "requestFault",
      trigger: { operation: "powerOn", times: 0 },
      changes: [{ pointer: "/devices", json: '{"networkInterfaces":[]}' }],
    }),
  },
  {
    word: "disobeys",
    title: "A guest that has arrived cannot be rebooted",
    message: "answered BACKEND_FAILED",
    only: [`${PERMANENT}[obeys]`],
    site: bothReplacing((driver) => {
      const arrived = new Set<string>();
      return {
        postLiveMigrationAtDestination: async (params, call) => {
          arrived.add(params.instance.uuid);
          return driver.postLiveMigrationAtDestination(params, call);
        },
        reboot: async (params, call) => {
          if (arrived.has(params.instanceUuid)) throw backendFailed("startGuest");
          return driver.reboot(params, call);
        },
      };
    }),
  },
);

const releasing: readonly Mutant[] = [
  ...breaks(
    RELEASES,
    {
      word: "volumes",
      title: "postLiveMigrationAtSource leaves volumes connected",
      message: "The source is still connected to volume number 1 after postLiveMigrationAtSource",
      site: plannedSite("source-keeps-volumes-after-migration"),
    },
    {
      word: "interfaces",
      title: "postLiveMigrationAtSource leaves interfaces plugged",
      message: "The source is still connected to port number 1 after postLiveMigrationAtSource",
      site: siteWithFaults(skipping(POST_SOURCE, "unplugInterface")),
    },
    {
      word: "too much",
      title: "postLiveMigrationAtSource releases what it is not told of as well",
      message: "The source is not connected to volume number 2 after postLiveMigrationAtSource that listed the first",
      only: [`${RELEASES}[volumes]`],
      site: bothReplacing((driver) => {
        const devices = new Map<string, Parameters<typeof driver.checkCanLiveMigrateSource>[0]["devices"]>();
        return {
          checkCanLiveMigrateSource: async (params, call) => {
            devices.set(params.instanceUuid, params.devices);
            return driver.checkCanLiveMigrateSource(params, call);
          },
          postLiveMigrationAtSource: async (params, call) => {
            const all = devices.get(params.instanceUuid);
            return driver.postLiveMigrationAtSource({ ...params, ...(all !== undefined && { devices: all }) }, call);
          },
        };
      }),
    },
    ...(["reboot", "powerOff"] as const).map((operation) => ({
      word: `disturbs by ${operation}`,
      title: `postLiveMigrationAtSource ends with a ${operation} of the guest at the destination`,
      message:
        operation === "reboot"
          ? "The guest was restarted at the destination after postLiveMigrationAtSource"
          : "in vain until the guest goes on at the destination after postLiveMigrationAtSource",
      site: acrossBoth((driver, other) => ({
        postLiveMigrationAtSource: async (params, call) => {
          const answer = await driver.postLiveMigrationAtSource(params, call);
          const { instanceUuid } = params;
          if (operation === "reboot") await other().reboot({ instanceUuid, type: "hard" }, within(call));
          else await cutOff(other(), instanceUuid, call);
          return answer;
        },
      })),
    })),
    {
      word: "both ends",
      title: "postLiveMigrationAtSource takes the volumes from the guest at the destination as well",
      message: "The destination is not connected to volume number 1 after postLiveMigrationAtSource",
      only: [`${RELEASES}[volumes]`],
      site: acrossBoth((driver, other) => ({
        postLiveMigrationAtSource: async (params, call) => {
          const answer = await driver.postLiveMigrationAtSource(params, call);
          const { instanceUuid, devices } = params;
          for (const volume of devices?.blockDevices?.volumes ?? [])
            await other().detachVolume({ instanceUuid, volume, timeoutSeconds: 10 }, within(call));
          return answer;
        },
      })),
    },
  ),
  ...breaks(
    GOES_ON,
    {
      word: "stops",
      title: "postLiveMigrationAtSource stops at the first volume that is stuck",
      message: "The source is still connected to",
      site: plannedSite("post-migration-stops-at-a-stuck-volume"),
    },
    {
      word: "stops, interfaces",
      title: "postLiveMigrationAtSource stops at the first interface that is stuck",
      message: "The source is still connected to",
      only: [`${GOES_ON}[interfaces]`],
      site: plannedSite("post-migration-stops-at-a-stuck-volume"),
    },
    {
      word: "stops, volumeLost",
      title: "postLiveMigrationAtSource stops at the first volume whose storage does not answer",
      message: "The source is still connected to volume number 2 after postLiveMigrationAtSource met one that is stuck",
      only: [`${GOES_ON}[stuck-volume]`],
      site: plannedSite("post-migration-stops-at-a-stuck-volume"),
    },
    {
      word: "only once",
      title: "postLiveMigrationAtSource that is made again does nothing",
      message: "after the same call made again after postLiveMigrationAtSource failed",
      site: bothReplacing((driver) => {
        const done = new Set<string>();
        return {
          postLiveMigrationAtSource: async (params, call) => {
            if (done.has(params.instanceUuid)) return {};
            done.add(params.instanceUuid);
            return driver.postLiveMigrationAtSource(params, call);
          },
        };
      }),
    },
  ),
];

/** The mutants of what follows outcome `completed`. */
export const liveCompletionMutants: readonly Mutant[] = [...permanent, ...releasing];
