// How long a driver may be silent about each operation, where the configuration does not say: the one table of it.
import { specModel } from "@virt-driver-kit/spec";

/** Operations that read, and those that steer a session or a call that is in progress, in milliseconds. */
const READ_MS = 30_000;

/** Operations that change something. */
const CHANGE_MS = 60_000;

/** Operations in which disks or memory are built, copied or moved, or a machine boots. */
const LONG_MS = 120_000;

const LONG: readonly string[] = [
  "spawn",
  "rebuild",
  "rescue",
  "unrescue",
  "suspend",
  "resume",
  "snapshot",
  "cacheImage",
  "swapVolume",
  "volumeSnapshotCreate",
  "volumeSnapshotDelete",
  "migrateDiskAndPowerOff",
  "finishMigration",
  "finishRevertMigration",
  "preLiveMigration",
  "liveMigration",
  "hostPowerAction",
  "triggerCrashDump",
];

/** The names of the operations that a driver answers. */
export const ANSWERED_OPERATIONS: readonly string[] = Object.values(specModel.operations)
  .filter(({ kind, direction }) => kind !== "notification" && direction === "coreToDriver")
  .map(({ name }) => name);

/** The usual limits of all operations, in milliseconds before scaling. */
export const USUAL_ANSWER_MS: Readonly<Record<string, number>> = Object.fromEntries(
  ANSWERED_OPERATIONS.map((name) => [name, usualMs(name)]),
);

function usualMs(name: string): number {
  if (LONG.includes(name)) return LONG_MS;
  return specModel.operations[name]?.kind === "change" ? CHANGE_MS : READ_MS;
}
