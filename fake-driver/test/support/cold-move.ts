/** Moving instances that are off between two hosts, as a caller does it. */

import type {
  ColdMigrationData,
  FinishMigrationParams,
  FinishMigrationResult,
  FinishRevertMigrationParams,
  Instance,
  MigrateDiskAndPowerOffParams,
  MigrationDestination,
} from "@virt-driver-kit/spec";
import type { Attached } from "./attached.ts";
import type { AttachedSite } from "./attached-site.ts";

/** The flavor that {@link Attached.spawnParams} gives, and a larger one. */
export const SMALL = { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 };
export const LARGE = { name: "large", vcpus: 2, memoryMib: 128, rootGib: 2 };

/** How a guest is stopped at once. */
export const AT_ONCE = { timeoutSeconds: 0, retryIntervalSeconds: 0 };

/** Where an instance can move to, as the destination says it. */
export async function destinationFor(site: AttachedSite, instanceUuid: string): Promise<MigrationDestination> {
  const node = site.destination.node();
  return (await site.destination.driver.getMigrationDestination({ instanceUuid, node })).destination;
}

/** The first half. */
export async function moveAway(
  site: AttachedSite,
  instanceUuid: string,
  changes: Partial<MigrateDiskAndPowerOffParams> = {},
): Promise<ColdMigrationData> {
  const destination = await destinationFor(site, instanceUuid);
  const params = { instanceUuid, destination, flavor: SMALL, ...AT_ONCE, ...changes };
  return (await site.source.driver.migrateDiskAndPowerOff(params)).data;
}

/** The second half. */
export async function finish(
  { destination }: AttachedSite,
  instance: Instance,
  data: ColdMigrationData,
  changes: Partial<FinishMigrationParams> = {},
): Promise<FinishMigrationResult> {
  const params = { instance, node: destination.node(), data, resizeDisks: false, powerOn: true, ...changes };
  const result = await destination.driver.finishMigration(params);
  await destination.advance(500);
  return result;
}

/** The way back, at the source. */
export async function revert(
  { source }: AttachedSite,
  instance: Instance,
  changes: Partial<FinishRevertMigrationParams> = {},
): Promise<void> {
  await source.driver.finishRevertMigration({ instance, node: source.node(), powerOn: true, ...changes });
  await source.advance(500);
}

/** An instance as {@link Attached.spawn} made it. */
export function instanceOf(site: AttachedSite, uuid: string, changes: Partial<Instance> = {}): Instance {
  return { ...site.instanceOf(uuid), ...changes };
}

/** How often the guest of an instance has booted from its disk, as it has written on its console last. */
export async function bootsOf({ driver }: Attached, instanceUuid: string): Promise<number> {
  let text = "";
  for (let offset = 0; ;) {
    const { data, nextOffset, endOffset } = await driver.getConsoleOutput({ instanceUuid, offset });
    text += Buffer.from(data, "base64").toString();
    if (nextOffset >= endOffset) break;
    offset = nextOffset;
  }
  return Number([...text.matchAll(/^boot (\d+)/gm)].at(-1)?.[1] ?? 0);
}

/** Whether a host reaches disks of an instance from its first node. */
export async function hasDisks(host: Attached, instanceUuid: string): Promise<boolean> {
  return (await host.driver.instanceOnDisk({ instanceUuid, node: host.node() })).onDisk;
}

/** Makes the step of a driver fail that comes so many steps from now. */
export async function failStep(host: Attached, step: number): Promise<void> {
  await host.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
}
