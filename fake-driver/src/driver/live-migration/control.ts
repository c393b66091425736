/** Signals to a live migration in progress. Neither waits for it. */

import { DriverError } from "@virt-driver-kit/spec";
import type { Transfer } from "../../hypervisor/migration/transfer.ts";
import type { DriverContext } from "../driver-context.ts";

/**
 * Calls a migration off. It ends as `cancelled`.
 *
 * @throws {@link DriverError} `MIGRATION_NOT_RUNNING`, or `BACKEND_FAILED` if the guest executes at its destination already.
 * @see Requirement `liveMigrationAbort/ends-as-cancelled`
 */
export function abortMigration(context: DriverContext, instanceUuid: string): void {
  const attempt = `call off the migration of instance "${instanceUuid}"`;
  const transfer = transferOf(context, instanceUuid, attempt);
  if (transfer.hasLeft) {
    throw new DriverError("BACKEND_FAILED", `Cannot ${attempt}: the guest executes at its destination already`, {
      effect: "none",
      details: { step: "switchOver" },
    });
  }
  transfer.cancel();
}

/**
 * Makes a migration come to its end. One that is about to anyway is left alone.
 *
 * @throws {@link DriverError} `MIGRATION_NOT_RUNNING`.
 * @see Requirements `liveMigrationForceComplete/ends-the-migration`, `liveMigrationForceComplete/post-copy-needs-permission`
 */
export function forceMigration(context: DriverContext, instanceUuid: string): void {
  transferOf(context, instanceUuid, `force the migration of instance "${instanceUuid}" to its end`).force();
}

function transferOf({ hypervisor }: DriverContext, instanceUuid: string, attempt: string): Transfer {
  hypervisor.look(attempt);
  const transfer = hypervisor.transfers.get(instanceUuid);
  if (transfer !== undefined) return transfer;
  throw new DriverError("MIGRATION_NOT_RUNNING", `Cannot ${attempt}: none is in progress on this host`, {
    effect: "none",
    details: { instanceUuid },
  });
}
