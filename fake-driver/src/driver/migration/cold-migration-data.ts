/**
 * What the source of a move tells the destination.
 *
 * @see Requirements `migrateDiskAndPowerOff/describes-every-disk`, `finishMigration/starts-from-the-moved-disks`
 */

import type { ColdMigrationData, LocalDisk, MigrationFormat, VtpmSecret } from "@virt-driver-kit/spec";
import type { DiskPresentation, DiskRecord } from "../../site/disk-record.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { disksAside, nameAside } from "../../site/moving-disks.ts";
import type { Pool } from "../../site/pool.ts";
import type { Attempt } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { describeDisk } from "../moves/describe-disk.ts";
import { notPossible } from "../moves/not-possible.ts";
import { travellingSecretOf } from "../moves/travelling-secret.ts";

/** What one driver tells the other beyond the spec. */
export interface PrivateData {
  /** How the local disks were presented to the guest, which finds them so again. */
  readonly localDisks: DiskPresentation[];
  /** The passwords that the agent inside has set, as in {@link InstanceRecord.passwords}. */
  readonly passwords: Record<string, string>;
  /** The secret of its trusted platform module, where the source's node kept it. */
  readonly vtpmSecret?: VtpmSecret;
}

/** Whether a disk is brought to the destination, which makes swap anew. */
export const travels = ({ use }: Pick<DiskRecord, "use"> | Pick<LocalDisk, "use">): boolean => use !== "swap";

/** Writes the data of an instance whose disks are set aside. */
export function writeData(
  context: DriverContext,
  record: InstanceRecord,
  format: MigrationFormat,
  sharedStorage: boolean,
): ColdMigrationData {
  const pool = context.hypervisor.host.pool(record.node);
  const { passwords } = record;
  const { localDisks } = record.move?.before ?? record;
  const vtpmSecret = travellingSecretOf(context, record);
  const told: PrivateData = { localDisks, passwords, ...(vtpmSecret !== undefined && { vtpmSecret }) };
  return {
    format,
    sharedStorage,
    disks: disksAside(pool, record.uuid).map((disk) => describeDisk(pool, disk)),
    driverPrivate: { format, data: Buffer.from(JSON.stringify(told)).toString("base64") },
  };
}

/**
 * Reads what the source's driver has added.
 *
 * @throws `MIGRATION_NOT_POSSIBLE` with reason `unknown-format` if it is damaged.
 */
export function readPrivateData({ attempt }: Attempt, { driverPrivate }: ColdMigrationData): PrivateData {
  if (driverPrivate === undefined) return { localDisks: [], passwords: {} };
  try {
    const told: unknown = JSON.parse(Buffer.from(driverPrivate.data, "base64").toString());
    if (isPrivateData(told)) return told;
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
  }
  throw notPossible(attempt, "unknown-format", "driverPrivate of the migration data is damaged; hand it on as it came");
}

/**
 * Makes sure that the disks are here which the data says have come.
 *
 * @param pool - The store that they have come to.
 * @throws `MIGRATION_NOT_POSSIBLE` with reason `incompatible-storage`, naming one that is not.
 */
export function assertDisksHere(
  about: Attempt,
  pool: Pool | undefined,
  { disks, sharedStorage }: ColdMigrationData,
): void {
  const isHere = ({ name }: LocalDisk): boolean =>
    pool?.disk(about.instanceUuid, sharedStorage ? nameAside(name) : name) !== undefined;
  const missing = disks.filter(travels).find((disk) => !isHere(disk));
  if (missing === undefined) return;
  const problem = `disk "${missing.name}" is not here; move the instance again or take the move back`;
  throw notPossible(about.attempt, "incompatible-storage", problem);
}

function isPrivateData(told: unknown): told is PrivateData {
  if (typeof told !== "object" || told === null || !("localDisks" in told && "passwords" in told)) return false;
  return Array.isArray(told.localDisks) && typeof told.passwords === "object" && told.passwords !== null;
}
