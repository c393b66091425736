/**
 * The transfer of a guest to the node that has prepared for it, and its outcome.
 *
 * @see Requirements `liveMigration/guest-goes-on-at-the-destination`, `liveMigration/failure-leaves-the-guest-at-the-source`,
 *   `liveMigration/too-late-is-an-error`, `liveMigration/can-be-cancelled`, `event/tells-a-live-migration-at-both-ends`
 */

import { type Call, DriverError, type LiveMigrationParams, type LiveMigrationResult } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { Transfer } from "../../hypervisor/migration/transfer.ts";
import { deviceBehind } from "../../site/host-devices.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { hostNameOf } from "../../site/plugs.ts";
import { assertState, begin } from "../begin.ts";
import { detachFromGuest } from "../devices/detach-from-guest.ts";
import { type DriverContext, tell } from "../driver-context.ts";
import { withEffect } from "../with-effect.ts";
import { assertAgreed } from "./assert-agreed.ts";
import { assertLetIn, type LivePeer, peerOf } from "./endpoints.ts";

const MS_PER_SECOND = 1000;
const LONGEST_PROBLEM = 1024;

/**
 * Moves a guest.
 *
 * @returns How it ended. With `cancelled` and `failed` the guest is here, in its power state of before.
 * @throws {@link DriverError} `INSTANCE_NOT_FOUND`, `INVALID_STATE`, `MIGRATION_NOT_POSSIBLE` before anything is done; with effect `unknown` what
 *   a step threw when the guest had gone on at its destination, and `BACKEND_UNREACHABLE` whenever it was.
 */
export async function migrate(
  context: DriverContext,
  params: LiveMigrationParams,
  call: Call,
): Promise<LiveMigrationResult> {
  const { instanceUuid, data } = params;
  const attempt = `migrate instance "${instanceUuid}" to node "${data.destination.node}"`;
  const { step, record } = begin(context, { operation: "liveMigration", attempt, instanceUuid }, call);
  assertState(step, record, ["running", "paused"]);
  assertAgreed(context, attempt, record, data);
  const peer = peerOf(context, attempt, data);
  const transfer = transferOf(context, { params, record, step, call, peer });
  const { transfers } = context.hypervisor;
  transfers.set(instanceUuid, transfer);
  try {
    assertLetIn(context, step, peer, data.destination.node);
    await leaveInterfacesBehind(context, transfer.step, record);
    await transfer.run();
  } catch (thrown) {
    transfer.giveUp();
    return outcomeOf(transfer, thrown);
  } finally {
    if (transfers.get(instanceUuid) === transfer) transfers.delete(instanceUuid);
    transfer.close();
  }
  tell(context, { ...record, powerState: "absent" }, "migrated", call);
  return { outcome: "completed", ...figuresOf(transfer) };
}

/** Who is to go where, and for whom. */
interface Wanted {
  readonly params: LiveMigrationParams;
  readonly record: InstanceRecord;
  readonly step: StepContext;
  readonly call: Call;
  readonly peer: LivePeer;
}

function transferOf(context: DriverContext, { params, record, step, call, peer }: Wanted): Transfer {
  const { hypervisor, persona } = context;
  const { data, permitPostCopy = false, completionTimeoutSeconds, onTimeout = "abort" } = params;
  return new Transfer({
    source: hypervisor,
    destination: peer.hypervisor,
    record,
    node: data.destination.node,
    copiesDisks: data.blockMigration === true,
    usesPostCopy: permitPostCopy && persona.behaviour.usesPostCopy === true,
    ...(completionTimeoutSeconds !== undefined && {
      limit: { afterMs: completionTimeoutSeconds * MS_PER_SECOND, action: onTimeout },
    }),
    step,
    onFigures: (migration, percent) => call.reportProgress({ step: "copying the guest", percent, migration }),
    onPostCopy: () => tell(context, { ...record, powerState: "absent" }, "postCopyStarted", call),
  });
}

/** A device of this host cannot go along: the guest does without it on the way, and gets it back at either end. */
async function leaveInterfacesBehind(context: DriverContext, step: StepContext, record: InstanceRecord): Promise<void> {
  for (const has of record.interfaces) {
    if (!has.isInGuest || deviceBehind(has.networkInterface) === undefined) continue;
    const remove = (): void => {
      has.isInGuest = false;
      context.hypervisor.changed(record);
    };
    await detachFromGuest(context, step, record, { device: hostNameOf(has.networkInterface), remove });
  }
}

/** What a transfer that has thrown amounts to. Nothing is `failed` or `cancelled` unless the guest is here for sure. */
function outcomeOf(transfer: Transfer, thrown: unknown): LiveMigrationResult {
  if (transfer.hasLeft) throw withEffect(thrown, "unknown");
  if (transfer.isCancelled) return { outcome: "cancelled", ...figuresOf(transfer) };
  if (!(thrown instanceof DriverError)) throw thrown;
  if (thrown.code === "BACKEND_UNREACHABLE") throw withEffect(thrown, "unknown");
  return { outcome: "failed", problem: thrown.message.slice(0, LONGEST_PROBLEM), ...figuresOf(transfer) };
}

function figuresOf({ figures }: Transfer): Pick<LiveMigrationResult, "progress"> {
  return figures === undefined ? {} : { progress: figures };
}
