/**
 * What a destination keeps for a guest that is to arrive: PCI devices, mediated devices, and its place on the node.
 *
 * @see Requirement `rollbackLiveMigrationAtDestination/removes-what-was-prepared`
 */

import type { DriverError, LiveMigrateData, LiveMigrationMediatedDevice } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { Hypervisor } from "../../hypervisor/hypervisor.ts";
import { incomingOf } from "../../hypervisor/migration/arrival.ts";
import type { IncomingRecord, KeptMediatedDevice } from "../../site/live-migration-record.ts";
import type { PlacementRecord } from "../../site/placement-record.ts";
import { assertPciDevice, unavailable } from "../devices/assert-device.ts";
import { freeMediatedDevices } from "../devices/mediated-devices.ts";
import type { DriverContext } from "../driver-context.ts";
import type { UndoList } from "../undo-list.ts";

/** For whom something is kept, where, and what. */
export interface Expected {
  readonly instanceUuid: string;
  readonly node: string;
  readonly data: Pick<LiveMigrateData, "pciDevices" | "mediatedDevices">;
  /** Where its CPUs and memory are to lie; null for a guest that floats. */
  readonly placement: PlacementRecord | null;
}

/**
 * Keeps for a guest what it is to have. What is kept for it already stays as it is; where that is all, no step is taken.
 *
 * @param step - What for.
 * @param undo - Is told how to give back what this call keeps.
 * @returns What is kept.
 * @throws {@link DriverError} `DEVICE_UNAVAILABLE` if a device is not there, is taken, or is kept for another guest; what the step throws.
 */
export async function keepDevices(
  { hypervisor }: DriverContext,
  step: StepContext,
  expected: Expected,
  undo: UndoList,
): Promise<IncomingRecord> {
  const { instanceUuid, node, placement } = expected;
  const { host } = hypervisor;
  const before = incomingOf(host, instanceUuid);
  const known = before?.node === node ? before : undefined;
  const choose = (): IncomingRecord => ({
    instanceUuid,
    node,
    placement,
    pciDevices: keepPciDevices(hypervisor, step, expected),
    mediatedDevices: keepMediatedDevices(hypervisor, step, expected, known?.mediatedDevices ?? []),
    prepared: known?.prepared ?? null,
    madeDisks: known?.madeDisks ?? [],
  });
  const wanted = choose();
  if (known !== undefined && JSON.stringify(known) === JSON.stringify(wanted)) return known;
  const work = (): IncomingRecord => setIncoming(hypervisor, choose());
  const made = await hypervisor.change("claimDevice", step, work, () => wanted);
  undo.push(() =>
    hypervisor.undo("releaseDevice", step, () => {
      removeIncoming(hypervisor, instanceUuid);
      if (before !== undefined) setIncoming(hypervisor, before);
    }),
  );
  return made;
}

/** Notes what is kept for a guest, in place of what was kept for it before. */
function setIncoming(hypervisor: Hypervisor, incoming: IncomingRecord): IncomingRecord {
  removeIncoming(hypervisor, incoming.instanceUuid);
  hypervisor.host.record.incoming.push(incoming);
  return incoming;
}

/** Gives back all that is kept for a guest, in one step. Takes none where nothing is kept. */
export async function keepNothing(
  { hypervisor }: DriverContext,
  step: StepContext,
  instanceUuid: string,
): Promise<void> {
  if (incomingOf(hypervisor.host, instanceUuid) === undefined) return;
  await hypervisor.change("releaseDevice", step, () => removeIncoming(hypervisor, instanceUuid));
}

/** Forgets all that is kept for a guest. */
export function removeIncoming({ host }: Hypervisor, instanceUuid: string): void {
  host.record.incoming = host.record.incoming.filter((incoming) => incoming.instanceUuid !== instanceUuid);
  host.recordChanged();
}

function keepPciDevices({ host }: Hypervisor, step: StepContext, expected: Expected): IncomingRecord["pciDevices"] {
  const { pciDevices = [] } = expected.data;
  for (const { destination } of pciDevices) assertPciDevice(step, host, expected, destination);
  return pciDevices.map(({ source, destination }) => ({ source, destination }));
}

/** For each device of the guest the one that the data names, or else the one that is kept for it, or else the first that is free. */
function keepMediatedDevices(
  { host }: Hypervisor,
  step: StepContext,
  { node, data: { mediatedDevices = [] } }: Expected,
  known: readonly KeptMediatedDevice[],
): KeptMediatedDevice[] {
  const kept: KeptMediatedDevice[] = [];
  for (const wanted of mediatedDevices) {
    const candidates = [
      ...known.filter(({ source }) => source === wanted.source).map(({ device }) => device),
      ...freeMediatedDevices(host, node),
    ].filter(({ type, uuid }) => type === wanted.type && !kept.some(({ device }) => device.uuid === uuid));
    const device = candidates.find(({ uuid }) => wanted.destination === undefined || wanted.destination === uuid);
    if (device === undefined) throw noMediatedDevice(step, wanted);
    kept.push({ source: wanted.source, device });
  }
  return kept;
}

function noMediatedDevice(step: StepContext, { source, type, destination }: LiveMigrationMediatedDevice): DriverError {
  const state = `no mediated device of type "${type}" is free that could take the place of "${source}"`;
  return unavailable(step, destination ?? source, state);
}
