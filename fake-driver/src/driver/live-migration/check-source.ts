/**
 * What the source of a live migration finds out: whether the guest can leave, in which format, and with which disks.
 *
 * @see Requirements `checkCanLiveMigrateSource/returns-what-it-was-given`, `checkCanLiveMigrateSource/decides-from-the-storage`,
 *   `checkCanLiveMigrateSource/refuses-a-contradiction`, `checkCanLiveMigrateSource/states-the-cleanup`
 */

import type {
  Call,
  CheckCanLiveMigrateSourceParams,
  CheckCanLiveMigrateSourceResult,
  LiveMigrateData,
  LocalDisk,
} from "@virt-driver-kit/spec";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { assertState, begin } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { seesProbe } from "../evacuation/storage-probe.ts";
import { assertCanMove } from "./assert-can-move.ts";
import { chooseFormat } from "../moves/formats.ts";
import { localDisksOf } from "../moves/describe-disk.ts";
import { notPossible } from "../moves/not-possible.ts";
import { travellingSecretOf } from "../moves/travelling-secret.ts";

/**
 * Finds out whether an instance can leave its node, and adds the source's part to migration data. Changes nothing and takes no time.
 *
 * @throws `INSTANCE_NOT_FOUND`, `INVALID_STATE`, `MIGRATION_NOT_POSSIBLE`.
 */
export function checkSource(
  context: DriverContext,
  { instanceUuid, data }: CheckCanLiveMigrateSourceParams,
  call: Call,
): CheckCanLiveMigrateSourceResult {
  const attempt = `check whether instance "${instanceUuid}" can move to node "${data.destination.node}"`;
  const { step, record } = begin(context, { operation: "checkCanLiveMigrateSource", attempt, instanceUuid }, call);
  assertState(step, record, ["running", "paused"]);
  const format = chooseFormat(context, attempt, data);
  assertCanMove(context, attempt, record);
  const pool = context.hypervisor.host.pool(record.node);
  const disks = localDisksOf(pool, instanceUuid);
  const sharedInstanceStorage = data.storageProbe !== undefined && seesProbe(pool, data.storageProbe);
  const sharedBlockStorage = sharedInstanceStorage || disks.length === 0;
  const blockMigration = decide(attempt, data, sharedBlockStorage);
  if (blockMigration) assertRoom(attempt, data, disks);
  const vtpmSecret = travellingSecretOf(context, record);
  return {
    data: {
      ...data,
      format,
      blockMigration,
      sharedInstanceStorage,
      sharedBlockStorage,
      disks,
      ...guestCpuOf(record),
      ...mediatedDevicesOf(record),
      ...(vtpmSecret !== undefined && { vtpmSecret }),
      cleanup: {
        source: blockMigration,
        sourceDisks: blockMigration,
        destination: true,
        destinationDisks: blockMigration,
      },
    },
  };
}

function decide(attempt: string, { blockMigration }: LiveMigrateData, isShared: boolean): boolean {
  if (blockMigration === undefined || blockMigration !== isShared) return !isShared;
  const problem = blockMigration
    ? "the disks were to be copied, and both hosts reach them"
    : "the disks were not to be copied, and the destination does not reach them";
  throw notPossible(attempt, "incompatible-storage", problem);
}

function assertRoom(
  attempt: string,
  { diskOverCommit = false, destinationFreeBytes = Infinity }: LiveMigrateData,
  disks: readonly LocalDisk[],
): void {
  const neededBytes = disks.reduce(
    (sum, { allocatedSizeBytes = 0, virtualSizeBytes }) =>
      sum + (diskOverCommit ? allocatedSizeBytes : virtualSizeBytes),
    0,
  );
  if (neededBytes <= destinationFreeBytes) return;
  const problem = `the disks need ${neededBytes} bytes at the destination, which has ${destinationFreeBytes} free`;
  throw notPossible(attempt, "insufficient-resources", problem);
}

function guestCpuOf({ hardware }: InstanceRecord): Pick<LiveMigrateData, "guestCpu"> {
  const guestCpu = hardware?.cpuModel;
  return guestCpu === undefined ? {} : { guestCpu };
}

function mediatedDevicesOf({ mediatedDevices }: InstanceRecord): Pick<LiveMigrateData, "mediatedDevices"> {
  if (mediatedDevices.length === 0) return {};
  return { mediatedDevices: mediatedDevices.map(({ uuid, type }) => ({ source: uuid, type })) };
}
