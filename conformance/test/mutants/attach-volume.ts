// Drivers whose `attachVolume` is wrong.
import { copyFileSync, openSync, readFileSync, writeFileSync } from "node:fs";

import type { AttachedVolume, ComputeDriver, VolumeAttachment } from "@virt-driver-kit/spec";

import { faulty, misreading, planned } from "./faulty.ts";
import { hiding, isRefusal, type Mutant, replacing, stateOf, within } from "./mutant.ts";
import { beforeFailure, HeldVolumes, pathOf, volumeInUse } from "./volumes-held.ts";

/** Takes what was attached from an instance before its guest starts. */
const livesInTheRunningGuestOnly = replacing((driver) => {
  const attached = new Map<string, VolumeAttachment[]>();
  const forget = async (instanceUuid: string, call: Parameters<ComputeDriver["powerOn"]>[1]): Promise<void> => {
    for (const volume of attached.get(instanceUuid) ?? [])
      await driver.detachVolume({ instanceUuid, volume, timeoutSeconds: 1 }, within(call));
    attached.delete(instanceUuid);
  };
  return {
    attachVolume: async (params, call) => {
      const result = await driver.attachVolume(params, call);
      attached.set(params.instanceUuid, [...(attached.get(params.instanceUuid) ?? []), params.volume]);
      return result;
    },
    powerOn: async (params, call) => {
      await forget(params.instanceUuid, call);
      return driver.powerOn(params, call);
    },
    reboot: async (params, call) => {
      await forget(params.instanceUuid, call);
      return driver.reboot(params, call);
    },
  };
});

const given: readonly Mutant[] = [
  {
    id: "attachVolume/running-guest-has-the-volume: pretends",
    requirement: "attachVolume/running-guest-has-the-volume",
    title: "attachVolume answers at once and gives the guest nothing",
    message: "Unexpected volumes of the guest after attachVolume",
    only: ["attachVolume/running-guest-has-the-volume*"],
    driver: replacing(() => ({ attachVolume: async ({ volume: { volumeId } }) => ({ attached: { volumeId } }) })),
  },
  {
    id: "attachVolume/running-guest-has-the-volume: wakes it up",
    requirement: "attachVolume/running-guest-has-the-volume",
    title: "attachVolume lets a paused guest go on",
    message: "The instance is running after attachVolume",
    only: ["attachVolume/running-guest-has-the-volume*"],
    driver: replacing((driver) => ({
      attachVolume: async (params, call) => {
        const { instanceUuid } = params;
        const isPaused = (await stateOf(driver, instanceUuid, call)) === "paused";
        const result = await driver.attachVolume(params, call);
        if (isPaused) await driver.unpause({ instanceUuid }, within(call));
        return result;
      },
    })),
  },
  {
    id: "attachVolume/running-guest-has-the-volume: ends all sessions",
    requirement: "attachVolume/running-guest-has-the-volume",
    title: "detachVolume of one volume cuts the guest off from all others",
    message: "the guest goes on, undisturbed by detachVolume of another volume",
    only: ["attachVolume/running-guest-has-the-volume*"],
    driver: planned("detach-ends-all-sessions"),
  },
  {
    id: "attachVolume/off-instance-has-it-at-the-next-boot: lost",
    requirement: "attachVolume/off-instance-has-it-at-the-next-boot",
    title: "A volume that was attached is forgotten when the guest starts",
    message: "Unexpected volumes of the guest after attachVolume and powerOn",
    only: ["attachVolume/off-instance-has-it-at-the-next-boot*"],
    driver: livesInTheRunningGuestOnly,
  },
];

const failing: readonly Mutant[] = [
  {
    id: "attachVolume/failed-attach-leaves-no-connection: plan",
    requirement: "attachVolume/failed-attach-leaves-no-connection",
    title: "An attachVolume that fails late does not disconnect the host",
    message: "The host is still connected to a volume after attachVolume failed at its hypervisor call number 2",
    only: ["attachVolume/failed-attach-leaves-no-*"],
    driver: planned("failed-attach-leaves-the-connection"),
  },
  {
    id: "attachVolume/failed-attach-leaves-no-connection: holds it",
    requirement: "attachVolume/failed-attach-leaves-no-connection",
    title: "An attachVolume that cannot reach the volume goes on trying, and gets it when it is there",
    message: "The host is still connected to a volume after attachVolume answered VOLUME_CONNECTION_FAILED",
    only: ["attachVolume/failed-attach-leaves-no-connection*"],
    driver: replacing((driver) => {
      const held = new HeldVolumes();
      const { attachVolume } = held.refusing(driver);
      return {
        attachVolume: (params, call) =>
          beforeFailure(attachVolume(params, call), (error) => {
            if (isRefusal(error, "VOLUME_CONNECTION_FAILED")) held.hold(params.volume);
          }),
      };
    }),
  },
  {
    id: "attachVolume/failed-attach-leaves-no-connection: keeps the file open",
    requirement: "attachVolume/failed-attach-leaves-no-connection",
    title: "An attachVolume that fails leaves the file of the volume open",
    message: "The host is still connected to a volume after attachVolume failed",
    only: ["attachVolume/failed-attach-leaves-no-connection[at-each-step]"],
    driver: replacing((driver) => ({
      attachVolume: (params, call) =>
        beforeFailure(driver.attachVolume(params, call), () => openSync(pathOf(params.volume), "r")),
    })),
  },
  {
    id: "attachVolume/failed-attach-leaves-no-device: gives it anyway",
    requirement: "attachVolume/failed-attach-leaves-no-device",
    title: "An attachVolume that fails has given the guest the volume all the same",
    message: "Unexpected volumes of the guest after attachVolume failed",
    only: ["attachVolume/failed-attach-leaves-no-device"],
    driver: replacing((driver) => ({
      attachVolume: (params, call) =>
        beforeFailure(driver.attachVolume(params, call), () => driver.attachVolume(params, within(call))),
    })),
  },
  {
    id: "attachVolume/refuses-what-it-cannot-provide: does not read it",
    requirement: "attachVolume/refuses-what-it-cannot-provide",
    title: "attachVolume ignores the blocks, the bus, the type and the format that it is asked for",
    message: "succeeded instead of being refused with NOT_SUPPORTED",
    only: ["attachVolume/refuses-what-it-cannot-provide*"],
    driver: faulty(
      misreading(
        "attachVolume",
        { pointer: "/volume/logicalBlockSizeBytes" },
        { pointer: "/volume/physicalBlockSizeBytes" },
        { pointer: "/volume/bus" },
        { pointer: "/volume/deviceType" },
        { pointer: "/volume/connection/format", json: '"raw"' },
      ),
    ),
  },
  {
    id: "attachVolume/refuses-what-it-cannot-provide: connects first",
    requirement: "attachVolume/refuses-what-it-cannot-provide",
    title: "attachVolume connects the volume before it looks at what it is asked for, and leaves it so",
    message: "The host is still connected to a volume after attachVolume answered NOT_SUPPORTED",
    only: ["attachVolume/refuses-what-it-cannot-provide*"],
    driver: replacing((driver) => {
      const held = new HeldVolumes();
      const { attachVolume } = held.refusing(driver);
      return {
        attachVolume: (params, call) =>
          beforeFailure(attachVolume(params, call), (error) => {
            if (isRefusal(error, "NOT_SUPPORTED")) held.hold(params.volume);
          }),
      };
    }),
  },
];

/** Knows which instance has which volume, and what it was told. */
class KnownVolumes {
  readonly #attached = new Map<string, AttachedVolume>();

  note(instanceUuid: string, ...volumes: readonly AttachedVolume[]): void {
    for (const volume of volumes) this.#attached.set(`${instanceUuid} ${volume.volumeId}`, volume);
  }

  has(instanceUuid: string, { volumeId }: VolumeAttachment): boolean {
    return this.#attached.has(`${instanceUuid} ${volumeId}`);
  }

  noting(driver: ComputeDriver): Pick<ComputeDriver, "spawn"> {
    return {
      spawn: async (params, call) => {
        const result = await driver.spawn(params, call);
        this.note(params.instance.uuid, ...(result.attachedVolumes ?? []));
        return result;
      },
    };
  }
}

const taken: readonly Mutant[] = [
  {
    id: "attachVolume/same-again-succeeds: refused",
    requirement: "attachVolume/same-again-succeeds",
    title: "attachVolume of a volume that the instance has is VOLUME_IN_USE",
    message: "answered VOLUME_IN_USE",
    only: ["attachVolume/same-again-succeeds*"],
    driver: replacing((driver) => {
      const known = new KnownVolumes();
      return {
        ...known.noting(driver),
        attachVolume: async (params, call) => {
          if (known.has(params.instanceUuid, params.volume)) throw volumeInUse(params.volume);
          const result = await driver.attachVolume(params, call);
          known.note(params.instanceUuid, result.attached);
          return result;
        },
      };
    }),
  },
  {
    id: "attachVolume/same-again-succeeds: another answer",
    requirement: "attachVolume/same-again-succeeds",
    title: "attachVolume of a volume that the instance has answers with another name",
    message: "Unexpected answer to attachVolume of a volume that the instance has so",
    only: ["attachVolume/same-again-succeeds*"],
    driver: replacing((driver) => {
      const known = new KnownVolumes();
      return {
        ...known.noting(driver),
        attachVolume: async (params, call) => {
          const isKnown = known.has(params.instanceUuid, params.volume);
          const { attached } = await driver.attachVolume(params, call);
          known.note(params.instanceUuid, attached);
          return { attached: isKnown ? { ...attached, deviceName: "/dev/vdz" } : attached };
        },
      };
    }),
  },
  {
    id: "attachVolume/refuses-a-volume-in-use: says yes",
    requirement: "attachVolume/refuses-a-volume-in-use",
    title: "attachVolume of a volume in use succeeds",
    message: "succeeded instead of being refused with VOLUME_IN_USE",
    only: ["attachVolume/refuses-a-volume-in-use*"],
    driver: replacing((driver) => ({
      attachVolume: (params, call) =>
        hiding(driver.attachVolume(params, call), "VOLUME_IN_USE", () => ({
          attached: { volumeId: params.volume.volumeId },
        })),
    })),
  },
  {
    id: "attachVolume/refuses-a-volume-in-use: takes it away",
    requirement: "attachVolume/refuses-a-volume-in-use",
    title: "attachVolume of a volume in use refuses, and takes the volume from the guest that has it",
    message: "Unexpected volumes of the guest after attachVolume answered VOLUME_IN_USE",
    only: ["attachVolume/refuses-a-volume-in-use"],
    driver: replacing((driver) => {
      const holders: { readonly instanceUuid: string; readonly volume: VolumeAttachment }[] = [];
      return {
        spawn: async (params, call) => {
          const result = await driver.spawn(params, call);
          for (const volume of params.devices?.blockDevices?.volumes ?? [])
            holders.push({ instanceUuid: params.instance.uuid, volume });
          return result;
        },
        attachVolume: (params, call) =>
          beforeFailure(driver.attachVolume(params, call), async () => {
            for (const { instanceUuid, volume } of holders)
              await driver.detachVolume({ instanceUuid, volume, timeoutSeconds: 1 }, within(call));
          }),
      };
    }),
  },
  ...(["attachVolume", "spawn"] as const).map((operation): Mutant => ({
    id: `attachVolume/refuses-a-volume-in-use: ${operation} shares all`,
    requirement: "attachVolume/refuses-a-volume-in-use",
    title: `${operation} takes every volume for one that may be shared`,
    message: "succeeded instead of being refused with VOLUME_IN_USE",
    only: ["attachVolume/refuses-a-volume-in-use[only-*"],
    driver: faulty(
      misreading(operation, {
        pointer: operation === "spawn" ? "/devices/blockDevices/volumes/*/multiattach" : "/volume/multiattach",
        json: "true",
      }),
    ),
  })),
];

const contents: readonly Mutant[] = [
  {
    id: "attachVolume/read-only-means-read-only: writes",
    requirement: "attachVolume/read-only-means-read-only",
    title: "attachVolume gives every volume for writing",
    message: "and meets an error when it writes",
    only: ["attachVolume/read-only-means-read-only"],
    driver: faulty(misreading("attachVolume", { pointer: "/volume/accessMode", json: '"readWrite"' })),
  },
  {
    id: "attachVolume/never-guesses-the-format: probes",
    requirement: "attachVolume/never-guesses-the-format",
    title: "attachVolume takes a file that looks like qcow2 for one",
    message: "The guest booted from inside a volume that was said to be raw",
    only: ["attachVolume/never-guesses-the-format*"],
    driver: replacing((driver) => ({
      attachVolume: (params, call) => {
        const { volume } = params;
        const isQcow2 = readFileSync(pathOf(volume)).toString("latin1", 0, 4) === "QFI\xfb";
        const connection = { protocol: "localFile", path: pathOf(volume), format: isQcow2 ? "qcow2" : "raw" } as const;
        return driver.attachVolume({ ...params, volume: { ...volume, connection } }, call);
      },
    })),
  },
  {
    id: "attachVolume/several-instances-share: refused",
    requirement: "attachVolume/several-instances-share",
    title: "attachVolume does not read that a volume is for several instances",
    message: "answered VOLUME_IN_USE",
    only: ["attachVolume/several-instances-share*"],
    driver: faulty(misreading("attachVolume", { pointer: "/volume/multiattach" })),
  },
  {
    id: "attachVolume/several-instances-share: copies",
    requirement: "attachVolume/several-instances-share",
    title: "attachVolume gives each instance a copy of a volume that several are to have",
    message: "the guest boots from its volume from a volume that another guest has booted from",
    only: ["attachVolume/several-instances-share*"],
    driver: replacing((driver) => ({
      attachVolume: (params, call) => {
        const { volume } = params;
        if (volume.multiattach !== true) return driver.attachVolume(params, call);
        const path = `${pathOf(volume)}.${params.instanceUuid}`;
        copyFileSync(pathOf(volume), path);
        const connection = { protocol: "localFile", path, format: "raw" } as const;
        return driver.attachVolume({ ...params, volume: { ...volume, connection } }, call);
      },
    })),
  },
  {
    id: "attachVolume/opens-encrypted-volumes: comes back raw",
    requirement: "attachVolume/opens-encrypted-volumes",
    title: "An encrypted volume is given to the guest as it lies when the guest starts again",
    message: "from an encrypted volume after",
    only: ["attachVolume/opens-encrypted-volumes*"],
    driver: planned("encrypted-volume-comes-back-raw"),
  },
  {
    id: "attachVolume/opens-encrypted-volumes: raw",
    requirement: "attachVolume/opens-encrypted-volumes",
    title: "attachVolume does not read that a volume is encrypted",
    message: "from an encrypted volume after attachVolume and powerOn",
    only: ["attachVolume/opens-encrypted-volumes*"],
    driver: faulty(misreading("attachVolume", { pointer: "/volume/encryption" })),
  },
  {
    id: "attachVolume/never-formats-a-volume: formats",
    requirement: "attachVolume/never-formats-a-volume",
    title: "attachVolume writes a new header on a volume that does not open",
    message: "attachVolume has written to a volume that does not open",
    only: ["attachVolume/never-formats-a-volume*"],
    driver: replacing((driver) => ({
      attachVolume: (params, call) =>
        hiding(driver.attachVolume(params, call), "VOLUME_CONNECTION_FAILED", () => {
          const bytes = readFileSync(pathOf(params.volume));
          bytes.fill(0, 0, 4_096).write("LUKS\xba\xbe", "latin1");
          writeFileSync(pathOf(params.volume), bytes);
          return { attached: { volumeId: params.volume.volumeId } };
        }),
    })),
  },
  {
    id: "attachVolume/never-formats-a-volume: gives it raw",
    requirement: "attachVolume/never-formats-a-volume",
    title: "attachVolume of a volume that does not open gives the guest what there is",
    message: "succeeded instead of being refused with VOLUME_CONNECTION_FAILED",
    only: ["attachVolume/never-formats-a-volume*"],
    driver: replacing((driver) => ({
      attachVolume: (params, call) =>
        hiding(driver.attachVolume(params, call), "VOLUME_CONNECTION_FAILED", () => {
          const { encryption: _, ...volume } = params.volume;
          return driver.attachVolume({ ...params, volume }, within(call));
        }),
    })),
  },
];

/** The mutants of `attachVolume`. */
export const attachVolumeMutants: readonly Mutant[] = [...given, ...failing, ...taken, ...contents];
