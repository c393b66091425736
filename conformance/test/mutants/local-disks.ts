// Drivers that make wrong local disks beside the root disk, or give one guest what another has written.
import { randomUUID } from "node:crypto";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { SpawnParams, VolumeAttachment } from "@virt-driver-kit/spec";

import { attachDefinition } from "../../src/engine/attach-driver.ts";
import { breaks } from "./breaks.ts";
import { faulty, misreading } from "./faulty.ts";
import { type DriverMutant, type Mutant, replacing, type WireMutant } from "./mutant.ts";

const HANG_TIMEOUT_MS = 5_000;
const GIB = 2 ** 30;

type Ephemerals = NonNullable<NonNullable<NonNullable<SpawnParams["devices"]>["blockDevices"]>["ephemerals"]>;

/** A spawn that makes other ephemeral disks. */
function making(change: (ephemerals: Ephemerals) => Ephemerals): DriverMutant["driver"] {
  return replacing((driver) => ({
    spawn: (params, call) => {
      const blocks = params.devices?.blockDevices;
      if (blocks?.ephemerals === undefined) return driver.spawn(params, call);
      const blockDevices = { ...blocks, ephemerals: change(blocks.ephemerals) };
      return driver.spawn({ ...params, devices: { ...params.devices, blockDevices } }, call);
    },
  }));
}

/** Where a driver has the files of its ephemeral disks, which it never empties. */
class Files {
  readonly #directory: string;
  readonly #isShared: boolean;
  readonly #free: VolumeAttachment[] = [];
  readonly #taken = new Map<string, VolumeAttachment[]>();

  constructor(directory: string, isShared: boolean) {
    this.#directory = directory;
    this.#isShared = isShared;
  }

  take(instanceUuid: string, sizeGib: number): VolumeAttachment {
    const index = this.#free.findIndex(({ tag }) => tag === `${sizeGib}`);
    const file = (index === -1 ? undefined : this.#free[index]) ?? this.#make(sizeGib);
    if (index !== -1 && !this.#isShared) this.#free.splice(index, 1);
    if (index === -1 && this.#isShared) this.#free.push(file);
    this.#taken.set(instanceUuid, [...(this.#taken.get(instanceUuid) ?? []), file]);
    const { tag: _, ...attachment } = file;
    return attachment;
  }

  giveBack(instanceUuid: string): void {
    if (!this.#isShared) this.#free.push(...(this.#taken.get(instanceUuid) ?? []));
    this.#taken.delete(instanceUuid);
  }

  #make(sizeGib: number): VolumeAttachment {
    const volumeId = randomUUID();
    const path = join(this.#directory, volumeId);
    writeFileSync(path, "");
    truncateSync(path, sizeGib * GIB);
    const connection = { protocol: "localFile", path, format: "raw" } as const;
    return { volumeId, accessMode: "readWrite", multiattach: this.#isShared, connection, tag: `${sizeGib}` };
  }
}

/** A driver that keeps its ephemeral disks in files that it uses again, or for several instances at a time. */
function usingAgain(isShared: boolean): WireMutant["attach"] {
  return (base, { directory }) =>
    attachDefinition(
      () =>
        replacing((driver) => {
          const files = new Files(directory, isShared);
          return {
            spawn: async (params, call) => {
              const { ephemerals = [], ...blocks } = params.devices?.blockDevices ?? {};
              const volumes = ephemerals.map(({ sizeGib }) => files.take(params.instance.uuid, sizeGib));
              const blockDevices = { ...blocks, volumes };
              const { attachedVolumes: _, ...answer } = await driver.spawn(
                { ...params, devices: { ...params.devices, blockDevices } },
                call,
              );
              return answer;
            },
            destroy: async (params, call) => {
              const answer = await driver.destroy(params, call);
              files.giveBack(params.instanceUuid);
              return answer;
            },
          };
        })(base),
      HANG_TIMEOUT_MS,
    );
}

/** The mutants of local disks beside the root disk. */
export const localDisksMutants: readonly Mutant[] = [
  ...breaks(
    "block-devices/local-disks-begin-blank",
    {
      word: "none",
      title: "spawn makes no ephemeral disks",
      message: "Unexpected sizes of the ephemeral disks",
      driver: making(() => []),
    },
    {
      word: "another order",
      title: "spawn gives the guest its ephemeral disks in the order of their sizes",
      message: "Unexpected sizes of the ephemeral disks",
      driver: making((disks) => disks.toSorted((left, right) => left.sizeGib - right.sizeGib)),
    },
    {
      word: "all in one",
      title: "spawn makes one ephemeral disk of the size of all",
      message: "Unexpected sizes of the ephemeral disks",
      driver: making((disks) => [{ sizeGib: disks.reduce((sum, { sizeGib }) => sum + sizeGib, 0) }]),
    },
    {
      word: "no swap",
      title: "spawn makes no swap disk",
      message: "Unexpected number of disks of 64 MiB",
      driver: faulty(misreading("spawn", { pointer: "/devices/blockDevices/swap" })),
    },
    {
      word: "decimal megabytes",
      title: "spawn takes the size of the swap disk for one in decimal megabytes",
      message: "Unexpected number of disks of 64 MiB",
      driver: faulty(misreading("spawn", { pointer: "/devices/blockDevices/swap/sizeMib", json: "61" })),
    },
    {
      word: "one more",
      title: "spawn gives the guest a disk that nobody asked for",
      message: "Unexpected number of disks that the guest sees",
      driver: making((disks) => [...disks, { sizeGib: 4 }]),
    },
    {
      word: "used again",
      title: "An ephemeral disk holds what the guest wrote that had it before",
      message: "after destroy of a guest that had written to its own",
      attach: usingAgain(false),
    },
    {
      word: "shared",
      title: "Two guests have one ephemeral disk",
      message: "beside a guest that has written to its own",
      attach: usingAgain(true),
    },
  ),
];
