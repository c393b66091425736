/**
 * How large the local disks of an instance are to be that is built from disks that have come from elsewhere.
 *
 * @see Requirement `finishMigration/resizes-when-told`
 */

import type { EphemeralDisk, Flavor, GuestDevices, LocalDisk, SwapDisk } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { DiskPresentation, DiskRecord } from "../../site/disk-record.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { ownDisks } from "../../site/moving-disks.ts";
import type { DriverContext } from "../driver-context.ts";
import type { UndoList } from "../undo-list.ts";
import { ephemeralName } from "../volumes/name-block-devices.ts";

const BYTES_PER_MIB = 2 ** 20;
const BYTES_PER_GIB = 2 ** 30;

/** What is known of the local disks of an instance that moves. */
export interface LocalDiskWishes {
  readonly flavor: Flavor;
  /** What the request says. */
  readonly devices: GuestDevices | undefined;
  /** Those that it came with. */
  readonly disks: readonly Pick<LocalDisk, "name" | "use" | "virtualSizeBytes">[];
  /** How they were presented. */
  readonly localDisks: readonly DiskPresentation[];
  readonly resizeDisks: boolean;
}

/**
 * Says of each local disk in a request how large it is to be: as the flavor has it, or as it came if disks are not resized. A disk of
 * another size than the one that is there would be made anew. Swap is made anew in any case, and is added where the request says nothing.
 */
export function withDiskSizes(wishes: LocalDiskWishes): GuestDevices {
  const { devices = {}, disks, resizeDisks } = wishes;
  const { ephemerals, swap: _, ...others } = devices.blockDevices ?? {};
  const sized = (disk: EphemeralDisk, index: number): EphemeralDisk => {
    const came = disks.find(({ name }) => name === ephemeralName(index));
    return came === undefined || resizeDisks ? disk : { ...disk, sizeGib: came.virtualSizeBytes / BYTES_PER_GIB };
  };
  const swap = swapOf(wishes);
  return {
    ...devices,
    blockDevices: {
      ...others,
      ...(ephemerals !== undefined && { ephemerals: ephemerals.map(sized) }),
      ...(swap !== undefined && { swap }),
    },
  };
}

/** The swap disk to make; undefined for none. */
function swapOf({
  flavor: { swapMib = 0 },
  devices,
  disks,
  localDisks,
  resizeDisks,
}: LocalDiskWishes): SwapDisk | undefined {
  const asked = devices?.blockDevices?.swap;
  const came = disks.find(({ use }) => use === "swap");
  if (came === undefined || swapMib === 0) return asked;
  const { deviceName, bus } = localDisks.find(({ name }) => name === came.name) ?? {};
  const sizeMib = resizeDisks ? (asked?.sizeMib ?? swapMib) : Math.round(came.virtualSizeBytes / BYTES_PER_MIB);
  return { ...(deviceName !== undefined && { deviceName }), ...(bus !== undefined && { bus }), ...asked, sizeMib };
}

/**
 * Lets the local disks of an instance grow to what its flavor says, each in a step. None gets smaller.
 *
 * @param undo - Is told how to take it back. What the disk held at its old size is still there then.
 */
export async function growDisks(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  { flavor, devices }: Pick<LocalDiskWishes, "flavor" | "devices">,
  undo: UndoList,
): Promise<void> {
  const pool = hypervisor.host.pool(record.node);
  const disks = ownDisks(pool, record.uuid);
  const setSize = (disk: DiskRecord, sizeBytes: number) => (): void => {
    disk.contents.sizeBytes = sizeBytes;
    pool.disksChanged(record.uuid);
  };
  for (const disk of disks) {
    const before = disk.contents.sizeBytes;
    const wanted = wantedBytes(disk, disks, flavor, devices);
    if (wanted <= before) continue;
    await hypervisor.change("resizeDisk", step, setSize(disk, wanted));
    undo.push(() => hypervisor.undo("resizeDisk", step, setSize(disk, before)));
  }
}

/** Of several ephemeral disks only the request tells how the flavor's room is shared out. */
function wantedBytes(
  { use, name }: DiskRecord,
  disks: readonly DiskRecord[],
  { rootGib, ephemeralGib = 0 }: Flavor,
  devices: GuestDevices | undefined,
): number {
  if (use === "root") return rootGib * BYTES_PER_GIB;
  if (use !== "ephemeral") return 0;
  const asked = devices?.blockDevices?.ephemerals?.find((_, index) => ephemeralName(index) === name);
  const isOnlyOne = disks.filter((disk) => disk.use === "ephemeral").length === 1;
  return (asked?.sizeGib ?? (isOnlyOne ? ephemeralGib : 0)) * BYTES_PER_GIB;
}
