import type {
  Call,
  CheckSourceMigrateDataAtDestinationParams,
  CheckSourceMigrateDataAtDestinationResult,
} from "@virt-driver-kit/spec";
import { DriverError, type GuestNumaTopology } from "@virt-driver-kit/spec";
import { assertPlaceFits } from "../../site/assert-place-fits.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { PlacementRecord } from "../../site/placement-record.ts";
import { assertAbsent } from "../assert-absent.ts";
import { type Attempt, stepOf } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { nodeOf } from "../not-found.ts";
import { placementOf } from "../placement/place-guest.ts";
import { UndoList } from "../undo-list.ts";
import { withEffect } from "../with-effect.ts";
import { assertReadable } from "../moves/formats.ts";
import { keepDevices } from "./keep-devices.ts";
import { notPossible } from "../moves/not-possible.ts";
import { numaOf } from "./numa.ts";

/**
 * Lets the destination refuse what the source has decided, and keeps for the guest what it is going to have here. A repeat keeps the same.
 *
 * @throws {@link DriverError} `INSTANCE_EXISTS`, `NODE_NOT_FOUND`, `MIGRATION_NOT_POSSIBLE`, `DEVICE_UNAVAILABLE`, and what the step throws.
 *   Nothing is then kept that was not kept before.
 * @see Requirements `checkSourceMigrateDataAtDestination/refuses-foreign-formats`,
 *   `checkSourceMigrateDataAtDestination/places-the-guest-as-claimed`
 */
export async function checkSourceData(
  context: DriverContext,
  params: CheckSourceMigrateDataAtDestinationParams,
  call: Call,
): Promise<CheckSourceMigrateDataAtDestinationResult> {
  const { instanceUuid, data, claimedNumaTopology } = params;
  const attempt = `keep a place on node "${params.node}" for instance "${instanceUuid}"`;
  const about = { operation: "checkSourceMigrateDataAtDestination", attempt, instanceUuid };
  const host = context.hypervisor.look(attempt);
  assertAbsent(host, instanceUuid, attempt);
  const node = nodeOf(host, params.node, attempt);
  assertReadable(context, attempt, data);
  const placement =
    claimedNumaTopology === undefined ? null : placeAsClaimed(context, about, node, claimedNumaTopology);
  const undo = new UndoList();
  try {
    const expected = { instanceUuid, node: node.uuid, data, placement };
    const { mediatedDevices } = await keepDevices(context, stepOf(about, call), expected, undo);
    const destinationOf = new Map(mediatedDevices.map(({ source, device }) => [source, device.uuid]));
    return {
      data: {
        ...data,
        ...(data.mediatedDevices !== undefined && {
          mediatedDevices: data.mediatedDevices.map((device) => ({
            ...device,
            destination: destinationOf.get(device.source) ?? device.source,
          })),
        }),
        ...(claimedNumaTopology !== undefined && { numa: numaOf(node, claimedNumaTopology) }),
      },
    };
  } catch (thrown) {
    throw withEffect(thrown, undo.run() ? "none" : "unknown");
  }
}

/** The place that the claim gives to the guest. Throws `MIGRATION_NOT_POSSIBLE` if the node has it not, or not any more. */
function placeAsClaimed(
  { hypervisor }: DriverContext,
  { attempt, instanceUuid: uuid }: Attempt,
  node: NodeRecord,
  claimed: GuestNumaTopology,
): PlacementRecord {
  const placement = placementOf(node, claimed);
  try {
    assertPlaceFits(attempt, hypervisor.look(attempt), node, { uuid, placement, hardware: null });
  } catch (thrown) {
    if (!(thrown instanceof DriverError)) throw thrown;
    throw notPossible(attempt, "insufficient-resources", thrown.message.replace(`Cannot ${attempt}: `, ""));
  }
  return placement;
}
