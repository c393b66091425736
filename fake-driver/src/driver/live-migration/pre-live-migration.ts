/**
 * The preparation of a node for a guest that is about to arrive, all or nothing.
 *
 * @see Requirements `preLiveMigration/prepares-all-devices`, `preLiveMigration/refuses-an-existing-disk`,
 *   `preLiveMigration/leaves-nothing-when-it-fails`
 */

import {
  type Call,
  DriverError,
  type LiveMigrateData,
  type NetworkInterface,
  type PreLiveMigrationParams,
  type PreLiveMigrationResult,
} from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { incomingOf } from "../../hypervisor/migration/arrival.ts";
import { assertFits } from "../../site/assert-fits.ts";
import type { Claim } from "../../site/claim.ts";
import { type InstanceRecord, newInstanceRecord } from "../../site/instance-record.ts";
import type { IncomingRecord } from "../../site/live-migration-record.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { PlacementRecord } from "../../site/placement-record.ts";
import { assertAbsent } from "../assert-absent.ts";
import { type Attempt, stepOf } from "../begin.ts";
import { allocateConsoles } from "../consoles/allocate-consoles.ts";
import { serialPortsOf } from "../consoles/console-addresses.ts";
import { giveInterfaces } from "../devices/give-interfaces.ts";
import { giveVolumes } from "../devices/give-volumes.ts";
import { refuseDevices } from "../devices/give-devices.ts";
import { giveShares } from "../devices/guest-shares.ts";
import type { DriverContext } from "../driver-context.ts";
import { claimOf } from "../lifecycle/claim-of.ts";
import { described } from "../lifecycle/described.ts";
import { hasRootVolume } from "../lifecycle/root-volume.ts";
import { nodeOf } from "../not-found.ts";
import { placementOf } from "../placement/place-guest.ts";
import { UndoList } from "../undo-list.ts";
import { withEffect } from "../with-effect.ts";
import { endpointFor } from "./endpoints.ts";
import { assertReadable } from "../moves/formats.ts";
import { keepDevices } from "./keep-devices.ts";
import { makeDisks } from "./make-disks.ts";
import { notPossible } from "../moves/not-possible.ts";
import { keepTravelledSecret } from "../moves/travelling-secret.ts";

/**
 * Prepares a node for a guest. A repeat finds what is prepared and adds what is missing.
 *
 * @throws {@link DriverError} One of the codes that `preLiveMigration` may answer, with effect `none`; the node is then as it was before.
 */
export async function preLiveMigration(
  context: DriverContext,
  params: PreLiveMigrationParams,
  call: Call,
): Promise<PreLiveMigrationResult> {
  const { uuid } = params.instance;
  const attempt = `prepare node "${params.node}" for instance "${uuid}"`;
  const about = { operation: "preLiveMigration", attempt, instanceUuid: uuid };
  const node = assertCanPrepare(context, about, params);
  const undo = new UndoList();
  try {
    const incoming = await expect(context, stepOf(about, call), node, params, undo);
    const prepared = await prepare(context, stepOf(about, call), call, { params, incoming, undo });
    return {
      data: {
        ...params.data,
        destination: { ...params.data.destination, endpoints: [endpointFor(context, about.instanceUuid, node.uuid)] },
        ...consolesOf(context, params.data, prepared),
      },
      attachedVolumes: prepared.volumes.map(({ attached }) => attached),
    };
  } catch (thrown) {
    throw withEffect(thrown, undo.run() ? "none" : "unknown");
  }
}

function assertCanPrepare(context: DriverContext, about: Attempt, params: PreLiveMigrationParams): NodeRecord {
  const { instance, data, devices } = params;
  const { attempt } = about;
  const host = context.hypervisor.look(attempt);
  assertAbsent(host, instance.uuid, attempt);
  const node = nodeOf(host, params.node, attempt);
  assertReadable(context, attempt, data);
  if (data.destination.node !== node.uuid) {
    throw notPossible(attempt, "other", `the data is about a move to node "${data.destination.node}"`);
  }
  assertFits(attempt, node, host.used(node.uuid), claimFor(params));
  assertNoForeignDisk(context, about, params);
  const { blockDevices, networkInterfaces, shares } = devices ?? {};
  refuseDevices(context, about, node.uuid, null, {
    ...(blockDevices !== undefined && { blockDevices }),
    ...(networkInterfaces !== undefined && { networkInterfaces }),
    ...(shares !== undefined && { shares }),
  });
  return node;
}

/** A disk that nobody has made for this migration is somebody's, and nobody has said that it may go. */
function assertNoForeignDisk(
  { hypervisor }: DriverContext,
  { attempt, instanceUuid }: Attempt,
  { node, data }: PreLiveMigrationParams,
): void {
  if (data.sharedInstanceStorage === true) return;
  const made = incomingOf(hypervisor.host, instanceUuid)?.madeDisks ?? [];
  const disk = hypervisor.host
    .pool(node)
    .disks(instanceUuid)
    .find(({ name }) => !made.includes(name));
  if (disk === undefined) return;
  const state = `disk "${disk.name}" of the instance is there already; remove it with destroy if nobody needs it`;
  throw new DriverError("DESTINATION_DISK_EXISTS", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { instanceUuid },
  });
}

/** Keeps the guest's devices and its place, and begins the record of the instance as it is going to be. */
async function expect(
  context: DriverContext,
  step: StepContext,
  node: NodeRecord,
  params: PreLiveMigrationParams,
  undo: UndoList,
): Promise<IncomingRecord> {
  const { instance, data } = params;
  const { hypervisor } = context;
  const known = incomingOf(hypervisor.host, instance.uuid);
  const placement = known?.placement ?? placementFrom(node, params);
  const incoming = await keepDevices(
    context,
    step,
    { instanceUuid: instance.uuid, node: node.uuid, data, placement },
    undo,
  );
  if (incoming.prepared !== null) return incoming;
  const { uuid, name } = instance;
  const blank = newInstanceRecord(
    { uuid, name, claim: claimFor(params), description: described(instance) },
    0,
    node.uuid,
  );
  await hypervisor.change("prepareGuest", step, () => {
    incoming.prepared = { ...blank, placement };
    hypervisor.host.recordChanged();
  });
  undo.push(() =>
    hypervisor.undo("dropGuest", step, () => {
      incoming.prepared = null;
      hypervisor.host.recordChanged();
    }),
  );
  return incoming;
}

/** The steps in the order in which a guest that is built goes through them. */
async function prepare(
  context: DriverContext,
  step: StepContext,
  call: Call,
  { params, incoming, undo }: { params: PreLiveMigrationParams; incoming: IncomingRecord; undo: UndoList },
): Promise<InstanceRecord> {
  const { data, devices, instance } = params;
  const { prepared } = incoming;
  if (prepared === null) throw context.hypervisor.failure("prepareGuest", step.attempt);
  if (data.blockMigration === true) await makeDisks(context, step, call, { incoming, instance, data, undo });
  await keepTravelledSecret(context, step, prepared, data, undo);
  await giveVolumes(context, step, prepared, devices?.blockDevices?.volumes, { undo });
  await giveInterfaces(context, step, prepared, interfacesOf(params), { undo });
  if (devices?.shares !== undefined) await giveShares(context, step, prepared, devices.shares);
  if (prepared.reservedConsoleSlot === null) await allocateConsoles(context, step, prepared, undo);
  return prepared;
}

/** The interfaces in the order in which the guest sees them, each as the data binds it to this host. */
function interfacesOf({ data, devices }: PreLiveMigrationParams): readonly NetworkInterface[] | undefined {
  const bound = data.networkInterfaces?.map(({ destination }) => destination);
  if (bound === undefined || devices?.networkInterfaces === undefined) return bound ?? devices?.networkInterfaces;
  const ofPort = new Map(bound.map((networkInterface) => [networkInterface.portId, networkInterface]));
  const ordered = devices.networkInterfaces.map((given) => ofPort.get(given.portId) ?? given);
  return [...ordered, ...bound.filter(({ portId }) => !ordered.some((listed) => listed.portId === portId))];
}

function claimFor({ instance, devices, data }: PreLiveMigrationParams): Claim {
  const volumes = devices?.blockDevices?.volumes;
  const isVolumeBacked =
    volumes === undefined ? data.disks?.every(({ use }) => use !== "root") === true : hasRootVolume(devices, null);
  return claimOf(instance.flavor, isVolumeBacked);
}

/** The place of a guest for which none is kept: as the caller describes it now. */
function placementFrom(node: NodeRecord, { data, instance }: PreLiveMigrationParams): PlacementRecord | null {
  return data.numa === undefined || instance.numaTopology === undefined
    ? null
    : placementOf(node, instance.numaTopology);
}

function consolesOf(
  { persona }: DriverContext,
  { consoles }: LiveMigrateData,
  prepared: InstanceRecord,
): Pick<LiveMigrateData, "consoles"> {
  const slot = prepared.reservedConsoleSlot;
  if (slot === null || persona.accepts.consoleTypes?.includes("serial") !== true) return {};
  return { consoles: { ...consoles, serialPorts: serialPortsOf(slot) } };
}
