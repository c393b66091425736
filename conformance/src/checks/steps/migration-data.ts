// What two drivers tell each other of an instance that moves, and how one says that it cannot make anything of it.
import type { ColdMigrationData, MigrationFormat } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { refusalOf } from "./refusal.ts";

const BYTES_PER_GIB = 2 ** 30;

/** A format that no driver has. */
export const NO_FORMAT: MigrationFormat = { name: "vdk-no-such-format", version: 1_000_000 };

/** Data of an instance whose disk is nowhere. */
export function strangeData(format: MigrationFormat): ColdMigrationData {
  const disk = { name: "vdk-no-such-disk", use: "root", diskFormat: "raw", virtualSizeBytes: BYTES_PER_GIB } as const;
  return { format, sharedStorage: false, disks: [disk] };
}

/**
 * Why a move is not possible, by the refusal of a call.
 *
 * @param what - What was called, as the beginning of the sentence "... was not refused as a move that is not possible".
 * @throws Violation if it is not refused with MIGRATION_NOT_POSSIBLE.
 */
export async function migrationProblem(t: CheckContext, call: Promise<unknown>, what: string): Promise<unknown> {
  const refusal = await refusalOf(call);
  t.expectThat(refusal?.code === "MIGRATION_NOT_POSSIBLE", `${what} was not refused as a move that is not possible`, {
    expected: "MIGRATION_NOT_POSSIBLE",
    got: refusal ?? "success",
  });
  return (refusal?.details as { readonly reason?: unknown } | undefined)?.reason;
}

/** Checks that a call is refused because of a format that the driver does not know, without an effect. */
export async function expectUnknownFormat(t: CheckContext, call: Promise<unknown>, what: string): Promise<void> {
  const { details } = await t.expectError(call, "MIGRATION_NOT_POSSIBLE", { effect: "none" });
  t.expectEqual(details["reason"], "unknown-format", `reason in the refusal of ${what}`);
}
