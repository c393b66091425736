// Drivers that build and remove instances with wrong volumes and disks, and leave volumes connected.
import { truncateSync } from "node:fs";

import type { SpawnParams, VolumeAttachment } from "@virt-driver-kit/spec";

import { faulty, misreading, misreporting, planned, skipping } from "./faulty.ts";
import { isRefusal, type Mutant, replacing } from "./mutant.ts";
import { beforeFailure, HeldVolumes, pathOf } from "./volumes-held.ts";

const volumesOf = ({ devices }: SpawnParams): readonly VolumeAttachment[] => devices?.blockDevices?.volumes ?? [];

const hasRootVolume = (params: SpawnParams): boolean => volumesOf(params).some(({ bootIndex }) => bootIndex === 0);

/** A spawn with other volumes. */
function withVolumes(params: SpawnParams, volumes: readonly VolumeAttachment[]): SpawnParams {
  const { devices = {} } = params;
  return { ...params, devices: { ...devices, blockDevices: { ...devices.blockDevices, volumes: [...volumes] } } };
}

const building: readonly Mutant[] = [
  {
    id: "block-devices/guest-is-built-with-its-volumes: one is missing",
    requirement: "block-devices/guest-is-built-with-its-volumes",
    title: "spawn gives the guest all volumes but one",
    message: "Unexpected volumes in attachedVolumes of the answer to spawn",
    only: ["block-devices/guest-is-built-with-its-volumes*"],
    driver: faulty(misreading("spawn", { pointer: "/devices/blockDevices/volumes/1" })),
  },
  {
    id: "block-devices/guest-is-built-with-its-volumes: not at the first boot",
    requirement: "block-devices/guest-is-built-with-its-volumes",
    title: "spawn answers for volumes that the guest does not have",
    message: "Unexpected volumes of the guest after spawn",
    only: ["block-devices/guest-is-built-with-its-volumes*"],
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        const result = await driver.spawn(withVolumes(params, volumesOf(params).slice(1)), call);
        return { ...result, attachedVolumes: volumesOf(params).map(({ volumeId }) => ({ volumeId })) };
      },
    })),
  },
  {
    id: "block-devices/guest-is-built-with-its-volumes: other names",
    requirement: "block-devices/guest-is-built-with-its-volumes",
    title: "spawn does not read the names of the volumes' devices",
    message: "Unexpected deviceName of a volume that came with it",
    only: ["block-devices/guest-is-built-with-its-volumes*"],
    driver: faulty(misreading("spawn", { pointer: "/devices/blockDevices/volumes/*/deviceName" })),
  },
  {
    id: "block-devices/guest-is-built-with-its-volumes: tells less",
    requirement: "block-devices/guest-is-built-with-its-volumes",
    title: "spawn answers less of a volume than attachVolume does",
    message: "Unexpected attachedVolumes of the answer to spawn",
    only: ["block-devices/guest-is-built-with-its-volumes*"],
    driver: faulty(misreporting("spawn", { pointer: "/attachedVolumes/*/devicePath" })),
  },
  {
    id: "block-devices/failed-build-leaves-no-connection: plan",
    requirement: "block-devices/failed-build-leaves-no-connection",
    title: "A spawn that fails leaves the host connected to the volumes",
    message: "The host is still connected to a volume after spawn failed at its hypervisor call number",
    only: ["block-devices/failed-build-leaves-no-connection*"],
    driver: planned("failed-spawn-leaves-volumes-connected"),
  },
  {
    id: "block-devices/failed-build-leaves-no-connection: before the image",
    requirement: "block-devices/failed-build-leaves-no-connection",
    title: "spawn connects the volumes before it looks at the image, and leaves them so",
    message: "The host is still connected to a volume after spawn answered IMAGE_UNACCEPTABLE",
    only: ["block-devices/failed-build-leaves-no-connection*"],
    driver: replacing((driver) => {
      const held = new HeldVolumes();
      return {
        ...held.refusing(driver),
        spawn: (params, call) =>
          beforeFailure(driver.spawn(params, call), (error) => {
            if (isRefusal(error, "IMAGE_UNACCEPTABLE")) held.hold(...volumesOf(params));
          }),
      };
    }),
  },
];

const removing: readonly Mutant[] = [
  {
    id: "block-devices/destroy-disconnects-volumes: stays connected",
    requirement: "block-devices/destroy-disconnects-volumes",
    title: "destroy leaves the host connected to the volumes",
    message: "The host is still connected to a volume after destroy",
    only: ["block-devices/destroy-disconnects-volumes*"],
    driver: faulty(skipping("destroy", "disconnectVolume")),
  },
  {
    id: "block-devices/destroy-disconnects-volumes: hides it",
    requirement: "block-devices/destroy-disconnects-volumes",
    title: "destroy says nothing of a volume that it could not disconnect",
    message: "The host is still connected to a volume after destroy that has succeeded",
    only: ["block-devices/destroy-disconnects-volumes*"],
    driver: planned("destroy-hides-a-connected-volume"),
  },
  {
    id: "block-devices/destroy-disconnects-volumes: empties them",
    requirement: "block-devices/destroy-disconnects-volumes",
    title: "destroy takes volumes for disks of the instance and empties them",
    message: "destroy has changed what a volume holds",
    only: ["block-devices/destroy-disconnects-volumes*"],
    driver: replacing((driver) => {
      const given = new Map<string, readonly VolumeAttachment[]>();
      return {
        spawn: async (params, call) => {
          given.set(params.instance.uuid, volumesOf(params));
          return driver.spawn(params, call);
        },
        destroy: async (params, call) => {
          const result = await driver.destroy(params, call);
          for (const volume of given.get(params.instanceUuid) ?? []) truncateSync(pathOf(volume));
          return result;
        },
      };
    }),
  },
];

const roots: readonly Mutant[] = [
  {
    id: "block-devices/boots-from-the-root-volume: the first one",
    requirement: "block-devices/boots-from-the-root-volume",
    title: "spawn boots the guest from the first volume of the list",
    message: "the guest boots from its volume after spawn",
    only: ["block-devices/boots-from-the-root-volume*"],
    driver: replacing((driver) => ({
      spawn: (params, call) => {
        if (!hasRootVolume(params)) return driver.spawn(params, call);
        const ordered = volumesOf(params).map((volume, index) => ({ ...volume, bootIndex: index }));
        return driver.spawn(withVolumes(params, ordered), call);
      },
    })),
  },
  {
    id: "block-devices/boots-from-the-root-volume: the image",
    requirement: "block-devices/boots-from-the-root-volume",
    title: "spawn makes a root disk from the image although there is a root volume",
    message: "the guest boots from its volume after spawn",
    only: ["block-devices/boots-from-the-root-volume[image]"],
    driver: faulty(misreading("spawn", { pointer: "/devices/blockDevices/volumes/*/bootIndex" })),
  },
  {
    id: "block-devices/boots-from-the-root-volume: counts the flavor",
    requirement: "block-devices/boots-from-the-root-volume",
    title: "The node counts local disk space for a root disk that is a volume",
    message: "Unexpected localGibUsed of the node by an instance with a root volume",
    only: ["block-devices/boots-from-the-root-volume*"],
    driver: replacing((driver) => {
      const sizes = new Map<string, number>();
      return {
        spawn: async (params, call) => {
          const result = await driver.spawn(params, call);
          if (hasRootVolume(params)) sizes.set(params.instance.uuid, params.instance.flavor.rootGib);
          return result;
        },
        destroy: async (params, call) => {
          sizes.delete(params.instanceUuid);
          return driver.destroy(params, call);
        },
        getAvailableResource: async (params, call) => {
          const { resource } = await driver.getAvailableResource(params, call);
          const more = [...sizes.values()].reduce((sum, gib) => sum + gib, 0);
          return { resource: { ...resource, localGibUsed: resource.localGibUsed + more } };
        },
      };
    }),
  },
];

const encrypted: readonly Mutant[] = [
  {
    id: "block-devices/local-disks-are-encrypted: in the clear",
    requirement: "block-devices/local-disks-are-encrypted",
    title: "spawn does not read that the root disk is to be encrypted",
    message: "A guest goes on from an encrypted disk under another passphrase",
    only: ["block-devices/local-disks-are-encrypted*"],
    driver: faulty(misreading("spawn", { pointer: "/devices/blockDevices/root/encryption" })),
  },
];

/** The mutants of the topic `block-devices`. */
export const blockDevicesMutants: readonly Mutant[] = [...building, ...removing, ...roots, ...encrypted];
