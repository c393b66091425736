import type { LiveMigrateData } from "@virt-driver-kit/spec";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { assertCanMove } from "./assert-can-move.ts";
import { chooseFormat } from "../moves/formats.ts";
import { localDisksOf } from "../moves/describe-disk.ts";
import { notPossible } from "../moves/not-possible.ts";

/**
 * Makes sure that migration data says what the checks agreed on, and that the guest is still as it was then.
 *
 * @throws `MIGRATION_NOT_POSSIBLE`: `unknown-format` if the format is none that both hosts know, `device-cannot-move` if a device of the guest
 *   has come since and cannot move or nothing is kept for it, `incompatible-storage` if its disks are others, `other` if there was no check.
 */
export function assertAgreed(
  context: DriverContext,
  attempt: string,
  record: InstanceRecord,
  data: LiveMigrateData,
): void {
  const { format, blockMigration, disks, pciDevices = [], mediatedDevices = [], numa } = data;
  if (format === undefined || blockMigration === undefined || disks === undefined) {
    throw notPossible(attempt, "other", "the data lacks what checkCanLiveMigrateSource adds");
  }
  const agreed = { ...data, destination: { ...data.destination, acceptedFormats: [format] } };
  chooseFormat(context, attempt, data);
  chooseFormat(context, attempt, agreed);
  assertCanMove(context, attempt, record);
  const names = localDisksOf(context.hypervisor.host.pool(record.node), record.uuid).map(({ name }) => name);
  const known = disks.map(({ name }) => name);
  if (names.length !== known.length || names.some((name) => !known.includes(name))) {
    const problem = `the guest has disks ${listOf(names)}, and the data has ${listOf(known)}`;
    throw notPossible(attempt, "incompatible-storage", problem);
  }
  const alone = [
    ...record.pciDevices
      .map(({ address }) => address)
      .filter((address) => pciDevices.every(({ source }) => source !== address)),
    ...record.mediatedDevices
      .map(({ uuid }) => uuid)
      .filter((uuid) =>
        mediatedDevices.every(({ source, destination }) => source !== uuid || destination === undefined),
      ),
  ];
  if (alone.length > 0) {
    throw notPossible(attempt, "device-cannot-move", `the destination keeps no counterpart of ${listOf(alone)}`);
  }
  if (record.placement !== null && numa === undefined) {
    throw notPossible(attempt, "other", "the guest has a place of its own on its node, and the data names none there");
  }
}

const listOf = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ") || "none";
