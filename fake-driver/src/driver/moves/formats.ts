/**
 * The formats in which instances travel.
 *
 * @see Requirements `migration/live-writes-only-accepted-formats`, `checkSourceMigrateDataAtDestination/refuses-foreign-formats`
 */

import type { LiveMigrateData, MigrationDestination, MigrationFormat } from "@virt-driver-kit/spec";
import type { DriverContext } from "../driver-context.ts";
import { notPossible } from "./not-possible.ts";

/** The formats that the driver reads and writes, the one it likes best first. */
export function knownFormats({ persona }: Pick<DriverContext, "persona">): MigrationFormat[] {
  return [...(persona.accepts.migrationFormats ?? [])];
}

/**
 * Chooses the format that a source writes: the first of the accepted ones that it can.
 *
 * @throws `MIGRATION_NOT_POSSIBLE` with reason `unknown-format` if it can write none of them.
 */
export function chooseFormat(
  context: Pick<DriverContext, "persona">,
  attempt: string,
  { destination: { acceptedFormats } }: { readonly destination: Pick<MigrationDestination, "acceptedFormats"> },
): MigrationFormat {
  const format = acceptedFormats.find((accepted) => isAmong(accepted, knownFormats(context)));
  if (format !== undefined) return format;
  const problem = `the destination accepts ${listOf(acceptedFormats)} and this driver writes ${listOf(knownFormats(context))}`;
  throw notPossible(attempt, "unknown-format", problem);
}

/**
 * Makes sure that the driver can read migration data: the format in which the instance is to come, and that of what the other driver added
 * for itself.
 *
 * @throws `MIGRATION_NOT_POSSIBLE` with reason `unknown-format` if it cannot, or no format has been chosen.
 */
export function assertReadable(
  context: Pick<DriverContext, "persona">,
  attempt: string,
  { format, driverPrivate }: Pick<LiveMigrateData, "format" | "driverPrivate">,
): void {
  if (format === undefined) throw notPossible(attempt, "unknown-format", "the source has chosen no format");
  const known = knownFormats(context);
  const foreign = [format, driverPrivate?.format].find((some) => some !== undefined && !isAmong(some, known));
  if (foreign === undefined) return;
  const problem = `the data has format ${listOf([foreign])} and this driver reads ${listOf(known)}`;
  throw notPossible(attempt, "unknown-format", problem);
}

function isAmong({ name, version }: MigrationFormat, formats: readonly MigrationFormat[]): boolean {
  return formats.some((format) => format.name === name && format.version === version);
}

const listOf = (formats: readonly MigrationFormat[]): string =>
  formats.map(({ name, version }) => `"${name}" ${version}`).join(", ") || "none";
