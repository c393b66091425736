import type {
  Call,
  CheckCanLiveMigrateDestinationParams,
  CheckCanLiveMigrateDestinationResult,
  CpuInfo,
  Instance,
} from "@virt-driver-kit/spec";
import { assertFits } from "../../site/assert-fits.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import { assertAbsent } from "../assert-absent.ts";
import { type Attempt, stepOf } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { leaveProbe } from "../evacuation/storage-probe.ts";
import { claimOf } from "../lifecycle/claim-of.ts";
import { nodeOf } from "../not-found.ts";
import { refusePlacement } from "../placement/place-guest.ts";
import { asNotPossible } from "./as-not-possible.ts";
import { endpointFor } from "./endpoints.ts";
import { knownFormats } from "../moves/formats.ts";
import { notPossible } from "../moves/not-possible.ts";

/**
 * Finds out whether a node can take a running instance, and leaves a probe in its store.
 *
 * @throws `INSTANCE_EXISTS`, `NODE_NOT_FOUND`, `INSUFFICIENT_RESOURCES`, `MIGRATION_NOT_POSSIBLE`, and what the step
 *   throws. Nothing is then left.
 * @see Requirements `checkCanLiveMigrateDestination/refuses-a-foreign-cpu`, `checkCanLiveMigrateDestination/claims-nothing`
 */
export async function checkDestination(
  context: DriverContext,
  params: CheckCanLiveMigrateDestinationParams,
  call: Call,
): Promise<CheckCanLiveMigrateDestinationResult> {
  const { hypervisor } = context;
  const { instance, blockMigration, diskOverCommit } = params;
  const { uuid } = instance;
  const attempt = `check whether instance "${uuid}" can move to node "${params.node}"`;
  const about = { operation: "checkCanLiveMigrateDestination", attempt, instanceUuid: uuid };
  const host = hypervisor.look(attempt);
  assertAbsent(host, uuid, attempt);
  const node = nodeOf(host, params.node, attempt);
  if (params.sourceCpu !== undefined) assertCpuSuits(attempt, node, params.sourceCpu);
  assertFits(attempt, node, host.used(node.uuid), claimOf(instance.flavor, false));
  assertNodeSuits(context, about, node, instance);
  const pool = hypervisor.host.pool(node.uuid);
  const storageProbe = await leaveProbe(context, stepOf(about, call), uuid, pool);
  const sharedCpus = node.hardware.cells.flatMap((cell) => cell.sharedCpus);
  return {
    data: {
      destination: {
        node: node.uuid,
        acceptedFormats: knownFormats(context),
        endpoints: [endpointFor(context, uuid, node.uuid)],
      },
      ...(blockMigration !== undefined && { blockMigration }),
      diskOverCommit,
      destinationFreeBytes: pool.freeBytes,
      storageProbe,
      ...(sharedCpus.length > 0 && { sharedCpus }),
    },
  };
}

/** A guest's processor must have here all that it had there. */
function assertCpuSuits(attempt: string, { name, architecture, hardware: { cpu } }: NodeRecord, source: CpuInfo): void {
  const refuse = (problem: string): never => {
    throw notPossible(attempt, "incompatible-cpu", problem);
  };
  if (source.architecture !== architecture) {
    refuse(`node "${name}" has processors of architecture "${architecture}" and the source "${source.architecture}"`);
  }
  if (source.vendor !== undefined && source.vendor !== cpu.vendor) {
    refuse(`node "${name}" has processors by "${cpu.vendor}" and the source by "${source.vendor}"`);
  }
  const missing = (source.features ?? []).filter((feature) => !cpu.features.includes(feature));
  if (missing.length > 0) {
    refuse(`the processors of node "${name}" lack ${missing.map((feature) => `"${feature}"`).join(", ")}`);
  }
}

/** Where the guest's CPUs and memory lie is settled anew for this node, so how they lie at the source is no matter. */
function assertNodeSuits(context: DriverContext, about: Attempt, node: NodeRecord, instance: Instance): void {
  const { numaTopology: _, ...floating } = instance;
  try {
    refusePlacement(context, about, node, floating, null);
  } catch (thrown) {
    throw asNotPossible(about.attempt, thrown);
  }
}
