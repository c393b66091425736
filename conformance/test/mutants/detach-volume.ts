// Drivers whose `detachVolume` is wrong.
import type { VolumeAttachment } from "@virt-driver-kit/spec";

import { faulty, misreading, planned, skipping } from "./faulty.ts";
import { hiding, type Mutant, notFound, replacing, stateOf, within } from "./mutant.ts";

const released: readonly Mutant[] = [
  {
    id: "detachVolume/released-when-it-returns: too early",
    requirement: "detachVolume/released-when-it-returns",
    title: "detachVolume returns before the guest has let go",
    message: "Unexpected volumes of the guest after detachVolume",
    only: ["detachVolume/released-when-it-returns*"],
    driver: planned("detach-returns-before-the-guest-lets-go"),
  },
  {
    id: "detachVolume/released-when-it-returns: stays connected",
    requirement: "detachVolume/released-when-it-returns",
    title: "detachVolume takes the device from the guest and leaves the host connected",
    message: "The host is still connected to a volume after detachVolume",
    only: ["detachVolume/released-when-it-returns*"],
    driver: faulty(skipping("detachVolume", "disconnectVolume")),
  },
  {
    id: "detachVolume/released-when-it-returns: keeps what was shared",
    requirement: "detachVolume/released-when-it-returns",
    title: "detachVolume of a volume that may be shared never ends the connection",
    message: "The host is still connected to a volume after detachVolume from the last instance that had it",
    only: ["detachVolume/released-when-it-returns*"],
    driver: planned("last-detach-keeps-the-shared-volume"),
  },
  {
    id: "detachVolume/stays-away: comes back",
    requirement: "detachVolume/stays-away",
    title: "A volume that was detached is back when the guest starts",
    message: "Unexpected volumes of the guest after detachVolume and powerOn",
    only: ["detachVolume/stays-away*"],
    driver: replacing((driver) => {
      const detached = new Map<string, VolumeAttachment>();
      return {
        detachVolume: async (params, call) => {
          detached.set(params.instanceUuid, params.volume);
          return driver.detachVolume(params, call);
        },
        powerOn: async (params, call) => {
          const { instanceUuid } = params;
          const volume = detached.get(instanceUuid);
          if (volume !== undefined) await driver.attachVolume({ instanceUuid, volume }, within(call));
          return driver.powerOn(params, call);
        },
      };
    }),
  },
  {
    id: "detachVolume/others-keep-their-connection: cuts them off",
    requirement: "detachVolume/others-keep-their-connection",
    title: "detachVolume of a volume that two instances have cuts the other guest off",
    message: "the guest goes on, undisturbed by detachVolume from another instance",
    only: ["detachVolume/others-keep-their-connection"],
    driver: planned("detach-cuts-off-the-other-guests"),
  },
];

const deaf: readonly Mutant[] = [
  {
    id: "detachVolume/a-deaf-guest-keeps-its-device: does not wait",
    requirement: "detachVolume/a-deaf-guest-keeps-its-device",
    title: "detachVolume takes its request to the guest for the guest's answer",
    message: "succeeded instead of being refused with DEVICE_DETACH_FAILED",
    only: ["detachVolume/a-deaf-guest-keeps-its-device"],
    driver: planned("detach-returns-before-the-guest-lets-go"),
  },
  {
    id: "detachVolume/a-deaf-guest-keeps-its-device: says yes",
    requirement: "detachVolume/a-deaf-guest-keeps-its-device",
    title: "detachVolume from a guest that does not let go succeeds",
    message: "succeeded instead of being refused with DEVICE_DETACH_FAILED",
    only: ["detachVolume/a-deaf-guest-keeps-its-device"],
    driver: replacing((driver) => ({
      detachVolume: (params, call) => hiding(driver.detachVolume(params, call), "DEVICE_DETACH_FAILED", () => ({})),
    })),
  },
  {
    id: "detachVolume/a-deaf-guest-keeps-its-device: impatient",
    requirement: "detachVolume/a-deaf-guest-keeps-its-device",
    title: "detachVolume gives the guest a second, however many it is to have",
    message: "ms to let go, and it was to have 5000 ms",
    only: ["detachVolume/a-deaf-guest-keeps-its-device"],
    driver: faulty(misreading("detachVolume", { pointer: "/timeoutSeconds", json: "1" })),
  },
];

const again: readonly Mutant[] = [
  {
    id: "detachVolume/absence-still-disconnects: not found",
    requirement: "detachVolume/absence-still-disconnects",
    title: "detachVolume of an instance that is not there is refused",
    message: "answered INSTANCE_NOT_FOUND",
    only: ["detachVolume/absence-still-disconnects*"],
    driver: replacing((driver) => ({
      detachVolume: async (params, call) => {
        const { instanceUuid } = params;
        if ((await stateOf(driver, instanceUuid, call)) === "absent") throw notFound(instanceUuid);
        return driver.detachVolume(params, call);
      },
    })),
  },
  {
    id: "detachVolume/absence-still-disconnects: does nothing",
    requirement: "detachVolume/absence-still-disconnects",
    title: "detachVolume of an instance that is not there succeeds and does nothing",
    message: "The host is still connected to a volume after detachVolume from an instance that is not there any more",
    only: ["detachVolume/absence-still-disconnects*"],
    driver: replacing((driver) => ({
      detachVolume: async (params, call) =>
        (await stateOf(driver, params.instanceUuid, call)) === "absent" ? {} : driver.detachVolume(params, call),
    })),
  },
  {
    id: "detachVolume/absence-still-disconnects: stops there",
    requirement: "detachVolume/absence-still-disconnects",
    title: "detachVolume of a device that the guest has lost leaves the host connected",
    message: "The host is still connected to a volume after detachVolume of a volume whose device was gone",
    only: ["detachVolume/absence-still-disconnects*"],
    driver: planned("repeated-detach-leaves-the-connection"),
  },
  {
    id: "detachVolume/absence-still-disconnects: from whoever has it",
    requirement: "detachVolume/absence-still-disconnects",
    title: "detachVolume of an instance that is not there takes the volume from another",
    message: "The volume can be given to another instance after detachVolume from an instance that is not there",
    only: ["detachVolume/absence-still-disconnects"],
    driver: replacing((driver) => {
      const holders = new Map<string, string>();
      return {
        attachVolume: async (params, call) => {
          const result = await driver.attachVolume(params, call);
          holders.set(params.volume.volumeId, params.instanceUuid);
          return result;
        },
        detachVolume: async (params, call) => {
          const isAbsent = (await stateOf(driver, params.instanceUuid, call)) === "absent";
          const holder = holders.get(params.volume.volumeId);
          const instanceUuid = isAbsent && holder !== undefined ? holder : params.instanceUuid;
          return driver.detachVolume({ ...params, instanceUuid }, call);
        },
      };
    }),
  },
  {
    id: "detachVolume/can-be-repeated-after-failure: leaves the connection",
    requirement: "detachVolume/can-be-repeated-after-failure",
    title: "A detachVolume that is repeated leaves the host connected",
    message: "The host is still connected to a volume after detachVolume failed",
    only: ["detachVolume/can-be-repeated-after-failure*"],
    driver: planned("repeated-detach-leaves-the-connection"),
  },
  {
    id: "detachVolume/can-be-repeated-after-failure: leaves the device",
    requirement: "detachVolume/can-be-repeated-after-failure",
    title: "A detachVolume that is repeated leaves the guest the device",
    message: "Unexpected volumes of the guest after detachVolume of a guest that lets go at last",
    only: ["detachVolume/can-be-repeated-after-failure*"],
    driver: planned("repeated-detach-leaves-the-device"),
  },
  {
    id: "detachVolume/forgets-the-key: keeps it",
    requirement: "detachVolume/forgets-the-key",
    title: "The passphrase of a volume stays on the host and is taken for the right one",
    message: "succeeded instead of being refused with VOLUME_CONNECTION_FAILED",
    only: ["detachVolume/forgets-the-key*"],
    driver: replacing((driver) => {
      const keys = new Map<string, VolumeAttachment["encryption"]>();
      return {
        attachVolume: async (params, call) => {
          const { volume } = params;
          const encryption = keys.get(volume.volumeId) ?? volume.encryption;
          const result = await driver.attachVolume(
            { ...params, volume: { ...volume, ...(encryption && { encryption }) } },
            call,
          );
          keys.set(volume.volumeId, encryption);
          return result;
        },
      };
    }),
  },
];

/** The mutants of `detachVolume`. */
export const detachVolumeMutants: readonly Mutant[] = [...released, ...deaf, ...again];
