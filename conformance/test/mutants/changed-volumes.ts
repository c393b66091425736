// Drivers that are wrong in how they extend, swap and merge volumes.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";

import { DriverError } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver, SimulatedFault } from "@virt-driver-kit/spec";

import { faulty, misreading, planned, skipping } from "./faulty.ts";
import { backendFailed, hiding, type Mutant, replacing, within } from "./mutant.ts";
import { beforeFailure, HeldVolumes, pathOf } from "./volumes-held.ts";

function reboot(driver: ComputeDriver, instanceUuid: string, call: Call): Promise<unknown> {
  return driver.reboot({ instanceUuid, type: "hard" }, within(call));
}

const extending: readonly Mutant[] = [
  {
    id: "extendVolume/guest-sees-the-size: only the host does",
    requirement: "extendVolume/guest-sees-the-size",
    title: "extendVolume does not reach the guest",
    message: "Unexpected sizeBytes in the answer to extendVolume",
    only: ["extendVolume/guest-sees-the-size*"],
    driver: planned("extend-does-not-reach-the-guest"),
  },
  {
    id: "extendVolume/guest-sees-the-size: pretends",
    requirement: "extendVolume/guest-sees-the-size",
    title: "extendVolume answers what it was asked for, and does nothing",
    message: "The guest's device is not as large as its volume after extendVolume",
    only: ["extendVolume/guest-sees-the-size*"],
    driver: replacing(() => ({ extendVolume: async ({ sizeBytes }) => ({ sizeBytes }) })),
  },
  {
    id: "extendVolume/guest-sees-the-size: by a reboot",
    requirement: "extendVolume/guest-sees-the-size",
    title: "extendVolume reboots the guest so that it sees the size",
    message: "The guest was restarted by extendVolume",
    only: ["extendVolume/guest-sees-the-size[content]"],
    driver: replacing((driver) => ({
      extendVolume: async (params, call) => {
        const result = await driver.extendVolume(params, call);
        await reboot(driver, params.instanceUuid, call);
        return result;
      },
    })),
  },
  {
    id: "extendVolume/fails-when-the-size-is-not-there: silent",
    requirement: "extendVolume/fails-when-the-size-is-not-there",
    title: "extendVolume to more than the volume has succeeds",
    message: "succeeded instead of being refused with BACKEND_FAILED",
    only: ["extendVolume/fails-when-the-size-is-not-there*"],
    driver: replacing((driver) => ({
      extendVolume: (params, call) =>
        hiding(driver.extendVolume(params, call), "BACKEND_FAILED", () => ({ sizeBytes: params.sizeBytes })),
    })),
  },
  {
    id: "extendVolume/fails-when-the-size-is-not-there: restarts",
    requirement: "extendVolume/fails-when-the-size-is-not-there",
    title: "extendVolume that fails restarts the guest",
    message: "The guest was restarted by an extendVolume that failed",
    only: ["extendVolume/fails-when-the-size-is-not-there*"],
    driver: replacing((driver) => ({
      extendVolume: (params, call) =>
        beforeFailure(driver.extendVolume(params, call), () => reboot(driver, params.instanceUuid, call)),
    })),
  },
  {
    id: "extendVolume/never-shrinks: shrinks",
    requirement: "extendVolume/never-shrinks",
    title: "extendVolume makes a device smaller if it is told to",
    message: "succeeded instead of being refused with INVALID_REQUEST",
    only: ["extendVolume/never-shrinks"],
    driver: replacing((driver) => ({
      extendVolume: (params, call) =>
        hiding(driver.extendVolume(params, call), "INVALID_REQUEST", () => ({ sizeBytes: params.sizeBytes })),
    })),
  },
];

/** Has each swap followed by something. */
function afterSwap(
  work: (
    driver: Required<ComputeDriver>,
    params: Parameters<ComputeDriver["swapVolume"] & {}>[0],
    call: Call,
  ) => unknown,
): Extract<Mutant, { driver: unknown }>["driver"] {
  return replacing((driver) => ({
    swapVolume: async (params, call) => {
      const result = await driver.swapVolume(params, call);
      await work(driver, params, call);
      return result;
    },
  }));
}

function afterFailure(step: string): SimulatedFault {
  const trigger = { operation: "swapVolume", step, afterFailure: "inThisCall", times: 0 } as const;
  return { kind: "stepFault", trigger, action: "skip" };
}

const swapping: readonly Mutant[] = [
  {
    id: "swapVolume/guest-goes-on: by a reboot",
    requirement: "swapVolume/guest-goes-on",
    title: "swapVolume restarts the guest on the new volume",
    message: "The guest was restarted by swapVolume",
    only: ["swapVolume/guest-goes-on*"],
    driver: afterSwap((driver, { instanceUuid }, call) => reboot(driver, instanceUuid, call)),
  },
  {
    id: "swapVolume/guest-goes-on: another name",
    requirement: "swapVolume/guest-goes-on",
    title: "swapVolume answers for another volume than the new one",
    message: "Unexpected volumeId in the answer to swapVolume",
    only: ["swapVolume/guest-goes-on*"],
    driver: replacing((driver) => ({
      swapVolume: async (params, call) => {
        const { attached } = await driver.swapVolume(params, call);
        return { attached: { ...attached, volumeId: params.instanceUuid } };
      },
    })),
  },
  {
    id: "swapVolume/new-volume-has-all-data: not all",
    requirement: "swapVolume/new-volume-has-all-data",
    title: "swapVolume copies the beginning of the volume only",
    message: "The new volume differs from the old after swapVolume",
    only: ["swapVolume/new-volume-has-all-data*"],
    driver: afterSwap((_driver, { newVolume }) => {
      const bytes = readFileSync(pathOf(newVolume));
      writeFileSync(pathOf(newVolume), bytes.fill(0, 65_536));
    }),
  },
  {
    id: "swapVolume/new-volume-has-all-data: stays connected",
    requirement: "swapVolume/new-volume-has-all-data",
    title: "swapVolume leaves the host connected to the old volume",
    message: "The host is still connected to a volume after swapVolume",
    only: ["swapVolume/new-volume-has-all-data*"],
    driver: faulty(skipping("swapVolume", "disconnectVolume")),
  },
  {
    id: "swapVolume/failed-swap-keeps-the-old-volume: connected to both",
    requirement: "swapVolume/failed-swap-keeps-the-old-volume",
    title: "swapVolume that fails leaves the host connected to the new volume",
    message: "The host is still connected to a volume after swapVolume failed",
    only: ["swapVolume/failed-swap-keeps-the-old-volume*"],
    driver: faulty(afterFailure("disconnectVolume")),
  },
  {
    id: "swapVolume/failed-swap-keeps-the-old-volume: does not go back",
    requirement: "swapVolume/failed-swap-keeps-the-old-volume",
    title: "swapVolume that fails at the very end leaves the guest on the new volume",
    message: "after swapVolume failed at its hypervisor call number",
    only: ["swapVolume/failed-swap-keeps-the-old-volume[at-each-step]"],
    driver: faulty(afterFailure("switchVolume"), afterFailure("disconnectVolume")),
  },
  {
    id: "swapVolume/failed-swap-keeps-the-old-volume: holds the new one",
    requirement: "swapVolume/failed-swap-keeps-the-old-volume",
    title: "swapVolume that fails or is cancelled leaves something of the new volume in use",
    message: "The host is still connected to a volume after swapVolume was cancelled",
    only: ["swapVolume/failed-swap-keeps-the-old-volume*"],
    driver: replacing((driver) => {
      const held = new HeldVolumes();
      return {
        ...held.refusing(driver),
        swapVolume: (params, call) => beforeFailure(driver.swapVolume(params, call), () => held.hold(params.newVolume)),
      };
    }),
  },
  {
    id: "swapVolume/guest-sees-the-new-size: does not grow",
    requirement: "swapVolume/guest-sees-the-new-size",
    title: "swapVolume does not tell the guest of the larger volume",
    message: "The guest's device is not as large as its volume after swapVolume with sizeBytes",
    only: ["swapVolume/guest-sees-the-new-size*"],
    driver: planned("swap-does-not-grow-the-disk"),
  },
  {
    id: "swapVolume/guest-sees-the-new-size: grows unasked",
    requirement: "swapVolume/guest-sees-the-new-size",
    title: "swapVolume makes the device as large as the new volume, whatever the request says",
    message: "The guest's device has grown by a swapVolume that says nothing of a size",
    only: ["swapVolume/guest-sees-the-new-size*"],
    driver: faulty(misreading("swapVolume", { pointer: "/sizeBytes", json: String(2 << 20) })),
  },
  {
    id: "swapVolume/repeated-swap-succeeds: copies again",
    requirement: "swapVolume/repeated-swap-succeeds",
    title: "swapVolume that was done copies the old volume over the new one again",
    message: "Unexpected contents of the old and the new volume after swapVolume was repeated",
    only: ["swapVolume/repeated-swap-succeeds"],
    driver: replacing((driver) => {
      const done = new Set<string>();
      return {
        swapVolume: async (params, call) => {
          const { oldVolume, newVolume } = params;
          if (done.has(newVolume.volumeId)) copyFileSync(pathOf(oldVolume), pathOf(newVolume));
          const result = await driver.swapVolume(params, call);
          done.add(newVolume.volumeId);
          return result;
        },
      };
    }),
  },
  {
    id: "swapVolume/repeated-swap-succeeds: not attached",
    requirement: "swapVolume/repeated-swap-succeeds",
    title: "swapVolume that was done is VOLUME_NOT_ATTACHED, since the old volume is gone",
    message: "answered VOLUME_NOT_ATTACHED",
    only: ["swapVolume/repeated-swap-succeeds"],
    driver: replacing((driver) => {
      const done = new Set<string>();
      return {
        swapVolume: async (params, call) => {
          const { volumeId } = params.oldVolume;
          if (done.has(volumeId)) {
            const message = `Cannot swap volume "${volumeId}": the instance does not have it`;
            throw new DriverError("VOLUME_NOT_ATTACHED", message, { effect: "none", details: { volumeId } });
          }
          const result = await driver.swapVolume(params, call);
          done.add(volumeId);
          return result;
        },
      };
    }),
  },
];

const creating: readonly Mutant[] = [
  {
    id: "volumeSnapshotCreate/guest-writes-to-the-new-file: pretends",
    requirement: "volumeSnapshotCreate/guest-writes-to-the-new-file",
    title: "volumeSnapshotCreate answers at once, and the guest writes where it wrote",
    message: "Unexpected boot counter in the file that the guest is to write to after volumeSnapshotCreate",
    only: ["volumeSnapshotCreate/guest-writes-to-the-new-file"],
    driver: replacing(() => ({
      volumeSnapshotCreate: async ({ snapshot }) => ({ activeFileName: snapshot.newFileName, isQuiesced: false }),
    })),
  },
  {
    id: "volumeSnapshotCreate/failed-snapshot-keeps-the-old-file: says yes",
    requirement: "volumeSnapshotCreate/failed-snapshot-keeps-the-old-file",
    title: "volumeSnapshotCreate with a file that is not there succeeds",
    message: "succeeded instead of being refused with BACKEND_FAILED",
    only: ["volumeSnapshotCreate/failed-snapshot-keeps-the-old-file[no-such-file]"],
    driver: replacing((driver) => ({
      volumeSnapshotCreate: (params, call) =>
        hiding(driver.volumeSnapshotCreate(params, call), "BACKEND_FAILED", () => ({
          activeFileName: params.snapshot.newFileName,
          isQuiesced: false,
        })),
    })),
  },
  {
    id: "volumeSnapshotCreate/failed-snapshot-keeps-the-old-file: goes over anyway",
    requirement: "volumeSnapshotCreate/failed-snapshot-keeps-the-old-file",
    title: "volumeSnapshotCreate that fails has let the guest go over to the new file",
    message: "after volumeSnapshotCreate failed at its hypervisor call number 1",
    only: ["volumeSnapshotCreate/failed-snapshot-keeps-the-old-file[at-each-step]"],
    driver: replacing((driver) => ({
      volumeSnapshotCreate: (params, call) =>
        beforeFailure(driver.volumeSnapshotCreate(params, call), () =>
          driver.volumeSnapshotCreate(params, within(call)),
        ),
    })),
  },
  {
    id: "volumeSnapshotCreate/repeated-snapshot-succeeds: refused",
    requirement: "volumeSnapshotCreate/repeated-snapshot-succeeds",
    title: "volumeSnapshotCreate for a file in use fails",
    message: "answered BACKEND_FAILED",
    only: ["volumeSnapshotCreate/repeated-snapshot-succeeds"],
    driver: replacing((driver) => {
      const used = new Set<string>();
      return {
        volumeSnapshotCreate: async (params, call) => {
          const { newFileName } = params.snapshot;
          if (used.has(newFileName)) throw backendFailed("createLayer");
          const result = await driver.volumeSnapshotCreate(params, call);
          used.add(newFileName);
          return result;
        },
      };
    }),
  },
];

const deleting: readonly Mutant[] = [
  {
    id: "volumeSnapshotDelete/guest-reads-the-same: restarts",
    requirement: "volumeSnapshotDelete/guest-reads-the-same",
    title: "volumeSnapshotDelete restarts the guest on the merged file",
    message: "The guest was restarted by volumeSnapshotDelete",
    only: ["volumeSnapshotDelete/guest-reads-the-same*"],
    driver: replacing((driver) => ({
      volumeSnapshotDelete: async (params, call) => {
        const result = await driver.volumeSnapshotDelete(params, call);
        await reboot(driver, params.instanceUuid, call);
        return result;
      },
    })),
  },
  {
    id: "volumeSnapshotDelete/file-has-left-the-chain: pretends",
    requirement: "volumeSnapshotDelete/file-has-left-the-chain",
    title: "volumeSnapshotDelete answers before it has merged anything",
    message: "volumeSnapshotDelete",
    only: ["volumeSnapshotDelete/file-has-left-the-chain*"],
    driver: replacing((driver) => {
      const active = new Map<string, string>();
      return {
        volumeSnapshotCreate: async (params, call) => {
          const result = await driver.volumeSnapshotCreate(params, call);
          active.set(params.volumeId, result.activeFileName);
          return result;
        },
        volumeSnapshotDelete: async ({ volumeId, merge }) => ({
          activeFileName: merge.kind === "commit" ? merge.mergeTargetFile : (active.get(volumeId) ?? ""),
        }),
      };
    }),
  },
  {
    id: "volumeSnapshotDelete/failed-merge-keeps-the-data: restarts",
    requirement: "volumeSnapshotDelete/failed-merge-keeps-the-data",
    title: "volumeSnapshotDelete that fails restarts the guest",
    message: "The guest was restarted after volumeSnapshotDelete failed",
    only: ["volumeSnapshotDelete/failed-merge-keeps-the-data*"],
    driver: replacing((driver) => ({
      volumeSnapshotDelete: (params, call) =>
        beforeFailure(driver.volumeSnapshotDelete(params, call), () => reboot(driver, params.instanceUuid, call)),
    })),
  },
  {
    id: "volumeSnapshotDelete/failed-merge-keeps-the-data: never again",
    requirement: "volumeSnapshotDelete/failed-merge-keeps-the-data",
    title: "volumeSnapshotDelete that has failed once fails for ever",
    message: "answered BACKEND_FAILED",
    only: ["volumeSnapshotDelete/failed-merge-keeps-the-data*"],
    driver: replacing((driver) => {
      const broken = new Set<string>();
      return {
        volumeSnapshotDelete: async (params, call) => {
          if (broken.has(params.volumeId)) throw backendFailed("mergeLayer");
          return beforeFailure(driver.volumeSnapshotDelete(params, call), () => broken.add(params.volumeId));
        },
      };
    }),
  },
];

/** The mutants of `extendVolume`, `swapVolume`, `volumeSnapshotCreate` and `volumeSnapshotDelete`. */
export const changedVolumesMutants: readonly Mutant[] = [...extending, ...swapping, ...creating, ...deleting];
