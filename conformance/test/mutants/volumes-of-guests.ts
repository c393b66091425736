// Drivers that start or remove guests with their volumes in a wrong way.
import type { Call, GuestDevices, SimulatedFault, VolumeAttachment } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

import { type Breach, breaks } from "./breaks.ts";
import { faulty, misreading, planned, skipping } from "./faulty.ts";
import {
  backendFailed,
  type DriverMutant,
  hiding,
  isRefusal,
  type Mutant,
  replacing,
  type WireMutant,
  within,
} from "./mutant.ts";
import { restartingWrong } from "./restarting-wrong.ts";

type Start = "powerOn" | "reboot";
type StartParams = { readonly instanceUuid: string; readonly type: "hard"; readonly devices?: GuestDevices };

/** A driver that starts guests with other devices than the request says. */
function starting(
  operation: Start,
  change: (devices: GuestDevices | undefined) => GuestDevices | undefined,
): DriverMutant["driver"] {
  return replacing((driver) => ({
    [operation]: (params: StartParams, call: Call) => {
      const { devices, ...rest } = params;
      const changed = change(devices);
      return driver[operation]({ ...rest, ...(changed && { devices: changed }) }, call);
    },
  }));
}

/** A driver that connects each volume in the way in which it first knew it. */
function byTheFirstConnection(operation: Start): DriverMutant["driver"] {
  return replacing((driver) => {
    const known = new Map<string, VolumeAttachment["connection"]>();
    const seen = (volume: VolumeAttachment): VolumeAttachment => {
      const connection = known.get(volume.volumeId) ?? volume.connection;
      known.set(volume.volumeId, connection);
      return { ...volume, connection };
    };
    const remembered = (devices: GuestDevices | undefined): GuestDevices => {
      const volumes = devices?.blockDevices?.volumes?.map(seen);
      return { ...devices, ...(volumes && { blockDevices: { ...devices?.blockDevices, volumes } }) };
    };
    return {
      spawn: (params, call) => driver.spawn({ ...params, devices: remembered(params.devices) }, call),
      [operation]: (params: StartParams, call: Call) =>
        driver[operation]({ ...params, devices: remembered(params.devices) }, call),
    };
  });
}

const whenStarted = (["powerOn", "reboot"] as const).flatMap((operation): Mutant[] => [
  ...breaks(
    "powerOn/volumes-given-replace-the-old",
    {
      word: `${operation} reads none`,
      title: `${operation} takes no notice of the volumes that it is given`,
      message: `volumes of the guest after ${operation} with another list`,
      driver:
        operation === "powerOn"
          ? planned("power-on-takes-the-old-volumes")
          : faulty(misreading(operation, { pointer: "/devices/blockDevices" })),
    },
    {
      word: `${operation} stays connected`,
      title: `${operation} leaves the host connected to what the guest had`,
      message: `The host is still connected to a volume after ${operation} with a list that leaves it out`,
      driver: faulty(skipping(operation, "disconnectVolume")),
    },
    {
      word: `${operation} by the old connection`,
      title: `${operation} connects a volume in the way in which it was connected before`,
      message: `the guest boots from its volume after ${operation} with another connection`,
      driver: byTheFirstConnection(operation),
    },
  ),
  ...breaks("powerOn/volumes-left-out-stay", {
    word: `${operation} takes silence for none`,
    title: `${operation} takes no mention of volumes for none`,
    message: `volumes of the guest after ${operation} that said nothing of them`,
    driver: starting(operation, (devices) => ({ ...devices, blockDevices: { volumes: [], ...devices?.blockDevices } })),
  }),
]);

/** A driver that does not clean up when an operation has failed. */
function notCleaningUp(operation: string): SimulatedFault {
  return { kind: "stepFault", trigger: { operation, afterFailure: "inThisCall", times: 0 }, action: "skip" };
}

/** Does without the first of a guest's volumes if it stands in the way of a reboot, and answers what `tell` makes of it. */
function doingWithout(tell: (volumeId: string) => object): DriverMutant["driver"] {
  return replacing((driver) => {
    const spawned = new Map<string, readonly VolumeAttachment[]>();
    const dropped = new Set<string>();
    return {
      spawn: async (params, call) => {
        spawned.set(params.instance.uuid, params.devices?.blockDevices?.volumes ?? []);
        return driver.spawn(params, call);
      },
      reboot: (params, call) =>
        hiding(driver.reboot(params, call), "VOLUME_CONNECTION_FAILED", async () => {
          const [gone, ...volumes] = spawned.get(params.instanceUuid) ?? [];
          if (gone === undefined) throw backendFailed("connectVolume");
          await driver.reboot({ ...params, devices: { blockDevices: { volumes } } }, within(call));
          const answer = tell(gone.volumeId);
          if ("isConnected" in answer) dropped.add(gone.volumeId);
          return { droppedVolumeIds: [gone.volumeId], ...("isConnected" in answer ? {} : answer) };
        }),
      attachVolume: async (params, call) => {
        if (!dropped.has(params.volume.volumeId)) return driver.attachVolume(params, call);
        throw inUse(params.volume.volumeId);
      },
    };
  });
}

function inUse(volumeId: string): DriverError {
  const message = `Cannot attach volume "${volumeId}": the host is connected to it`;
  return new DriverError("VOLUME_IN_USE", message, { effect: "none", details: { volumeId } });
}

const dropping: readonly Mutant[] = breaks(
  "reboot/names-dropped-volumes",
  {
    word: "says nothing",
    title: "reboot goes on without a volume that it cannot reach, and does not say so",
    message: "droppedVolumeIds of a reboot that could not reach a volume",
    driver: doingWithout(() => ({ droppedVolumeIds: [] })),
  },
  {
    word: "does not look",
    title: "reboot does not look whether it reaches the volumes",
    message: "droppedVolumeIds of a reboot that could not reach a volume",
    driver: faulty(skipping("reboot", "connectVolume"), skipping("reboot", "disconnectVolume")),
  },
  {
    word: "names another",
    title: "reboot goes on without a volume that it cannot reach, and names another one",
    message: "droppedVolumeIds of a reboot that could not reach a volume",
    driver: doingWithout(() => ({ droppedVolumeIds: ["00000000-0000-4000-8000-000000000000"] })),
  },
  {
    word: "still attached",
    title: "reboot names the volume that the guest does without, and says that it is attached",
    message: "attachedVolumes of a reboot that could not reach another volume",
    driver: doingWithout((volumeId) => ({ attachedVolumes: [{ volumeId }] })),
  },
  {
    word: "stays connected",
    title: "reboot names a volume that the guest does without, and stays connected to it",
    message: "The host is still connected to a volume after a hard reboot that dropped it",
    driver: doingWithout(() => ({ isConnected: true })),
  },
);

const destroying: readonly Mutant[] = [
  ...breaks(
    "destroy/releases-what-it-is-told-of",
    {
      word: "only of instances",
      title: "destroy does not look at the volumes of the request",
      message:
        "The host is still connected to a volume after destroy of an instance that was taken out of the hypervisor",
      driver: planned("destroy-of-an-absent-guest-leaves-volumes"),
    },
    {
      word: "nothing of the absent",
      title: "destroy of an absent instance does nothing at all",
      message: "The host is still connected to a volume after destroy of an absent instance that named it",
      driver: replacing((driver) => ({
        destroy: async (params, call) => {
          const isThere = await hiding(
            driver.getInfo({ instanceUuid: params.instanceUuid }, call).then(() => true),
            "INSTANCE_NOT_FOUND",
            () => false,
          );
          return isThere ? driver.destroy(params, call) : {};
        },
      })),
    },
    {
      word: "fails where there is none",
      title: "destroy fails if the host is not connected to a volume of the request",
      message: "answered BACKEND_FAILED",
      driver: replacing((driver) => ({
        destroy: async (params, call) => {
          const result = await driver.destroy(params, call);
          if (params.devices?.blockDevices?.volumes?.length === 2) throw backendFailed("disconnectVolume");
          return result;
        },
      })),
    },
    {
      word: "whoever has it",
      title: "destroy takes the volumes of the request from whichever instance has them",
      message: "volumes of a guest after destroy of an absent instance that named its volume",
      driver: replacing((driver) => ({
        destroy: async (params, call) => {
          const result = await driver.destroy(params, call);
          const { states } = await driver.listInstanceStates({}, within(call));
          for (const volume of params.devices?.blockDevices?.volumes ?? [])
            for (const { uuid } of states)
              await driver.detachVolume({ instanceUuid: uuid, volume, timeoutSeconds: 10 }, within(call));
          return result;
        },
      })),
    },
  ),
  ...breaks(
    "destroy/goes-on-past-a-stuck-volume",
    {
      word: "stops there",
      title: "destroy stops at a volume that cannot be disconnected",
      message: "after destroy with a volume that is stuck",
      driver: planned("destroy-stops-at-a-stuck-volume"),
    },
    {
      word: "hides it",
      title: "destroy succeeds although a volume is still connected",
      message: "destroy succeeded although the host is still connected to a volume",
      driver: planned("destroy-hides-a-connected-volume"),
    },
    {
      word: "no effect",
      title: "destroy says that it has had no effect when all but a volume is gone",
      message: "effect in the answer after destroy with a volume that is stuck",
      driver: replacing((driver) => ({
        destroy: async (params, call) => {
          try {
            return await driver.destroy(params, call);
          } catch (error) {
            throw isRefusal(error, "BACKEND_FAILED") ? backendFailed("disconnectVolume") : error;
          }
        },
      })),
    },
    {
      word: "keeps the disks",
      title: "destroy does not come to the disks behind a volume that is stuck",
      message: "boot counter that the guest finds after destroy with a volume that is stuck, and spawn",
      driver: faulty({
        kind: "stepFault",
        trigger: { operation: "destroy", step: "deleteDisk", afterFailure: "inThisCall", times: 0 },
        action: "skip",
      }),
    },
    {
      word: "keeps the interfaces",
      title: "destroy does not come to the interfaces beside a volume that is stuck",
      message: "The port is still plugged after destroy with a volume that is stuck",
      driver: keepingPlugs(),
    },
    {
      word: "forgets the volume",
      title: "destroy that is repeated does not come back to the volume",
      message: "The host is still connected to a volume after destroy with a volume that is stuck and was repeated",
      driver: faulty({
        kind: "stepFault",
        trigger: { operation: "destroy", step: "disconnectVolume", afterFailure: "inEarlierCall", times: 0 },
        action: "skip",
      }),
    },
  ),
];

/** Leaves the interfaces plugged of an instance that has volumes. */
function keepingPlugs(): DriverMutant["driver"] {
  return replacing((driver) => {
    const backed = new Set<string>();
    return {
      spawn: async (params, call) => {
        if (params.devices?.blockDevices?.volumes !== undefined) backed.add(params.instance.uuid);
        return driver.spawn(params, call);
      },
      destroy: (params, call) =>
        driver.destroy({ ...params, ...(backed.has(params.instanceUuid) && { destroyVifs: false }) }, call),
    };
  });
}

/** A driver each run of which leaves the host connected to the volumes of earlier ones. */
function forgettingVolumes(): WireMutant["attach"] {
  const connected = new Map<string, number>();
  return restartingWrong((driver, earlierRuns) => ({
    spawn: async (params, call) => {
      for (const { volumeId } of params.devices?.blockDevices?.volumes ?? []) connected.set(volumeId, earlierRuns);
      return driver.spawn(params, call);
    },
    attachVolume: async (params, call) => {
      const { volumeId } = params.volume;
      if ((connected.get(volumeId) ?? earlierRuns) < earlierRuns) throw inUse(volumeId);
      return driver.attachVolume(params, call);
    },
  }));
}

const repeated: readonly Mutant[] = breaks(
  "destroy/can-be-repeated-after-failure",
  {
    word: "forgets the interfaces",
    title: "destroy that failed and is repeated leaves the interfaces plugged",
    message: "The port is still plugged after destroy failed",
    driver: planned("failed-destroy-forgets-the-interfaces"),
  },
  {
    word: "forgets the volumes",
    title: "destroy that failed and is repeated leaves the volumes connected",
    message: "The host is still connected to a volume after destroy failed",
    driver: faulty({
      kind: "stepFault",
      trigger: { operation: "destroy", step: "disconnectVolume", afterFailure: "inEarlierCall", times: 0 },
      action: "skip",
    }),
  },
);

const restarted: readonly Mutant[] = breaks(
  "recovery/connections-are-remembered",
  {
    word: "no interfaces",
    title: "A driver that was started again does not know of the interfaces that it plugged",
    message: "The port is still plugged after destroy, without devices, by a driver that was killed and started again",
    keepsState: true,
    attach: restartingWrong((driver, earlierRuns) =>
      earlierRuns === 0 ? {} : { destroy: (params, call) => driver.destroy({ ...params, destroyVifs: false }, call) },
    ),
  },
  {
    word: "no volumes",
    title: "A driver that was started again does not know of the volumes that it connected",
    message: "The host is still connected to a volume after destroy, without devices, by a driver that was killed",
    keepsState: true,
    attach: forgettingVolumes(),
  },
);

/** The mutants of the volumes of guests that are started or removed. */
export const volumesOfGuestsMutants: readonly Mutant[] = [
  ...whenStarted,
  ...breaks("powerOn/volumes-left-out-stay", {
    word: "throws the keys away",
    title: "A hard reboot cannot connect the volumes that it is not told of",
    message: "answered BACKEND_FAILED",
    driver: planned("hard-reboot-throws-the-keys-away"),
  }),
  ...breaks(
    "powerOn/failure-connects-nothing",
    ...["powerOn", "restore", "resume"].map((operation): Breach => ({
      word: operation,
      title: `${operation} that fails stays connected`,
      message: `The host is still connected to a volume after ${operation} failed`,
      driver: faulty(notCleaningUp(operation)),
    })),
  ),
  ...dropping,
  ...destroying,
  ...repeated,
  ...restarted,
];
