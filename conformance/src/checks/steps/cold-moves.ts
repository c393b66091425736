// Moving an instance that is off, as a caller does it: to the second host, or from a host to itself.
import type {
  ColdMigrationData,
  ConfirmMigrationParams,
  DriverState,
  FinishMigrationParams,
  FinishRevertMigrationParams,
  Flavor,
  Instance,
  MigrateDiskAndPowerOffParams,
} from "@virt-driver-kit/spec";

import type { Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { atPeer } from "./two-hosts.ts";

/** Where an instance moves to. */
export interface Route {
  /** Names the check. */
  readonly variant: "same-host" | "other-host";
  /** The end of a sentence, such as `to another host`. */
  readonly to: string;
  readonly needs: Needs;
  /** The route in a check that runs. */
  readonly open: (t: CheckContext) => Promise<Way>;
}

/** A route in a check that runs. */
export interface Way {
  /** The source. */
  readonly here: CheckContext;
  /** The destination. */
  readonly there: CheckContext;
  readonly isSameHost: boolean;
}

/** From a host to itself. */
export const SAME_HOST: Route = {
  variant: "same-host",
  to: "on the same host",
  needs: { capabilities: ["supportsMigrateToSameHost"] },
  open: async (t) => ({ here: t, there: t, isSameHost: true }),
};

/** To the second host. */
export const OTHER_HOST: Route = {
  variant: "other-host",
  to: "to another host",
  needs: { peer: true },
  open: async (t) => {
    const there = await atPeer(t);
    if (there.session.capabilities.supportsMigration !== true)
      t.notApplicable('The driver of the second host does not declare "supportsMigration"');
    return { here: t, there, isSameHost: false };
  },
};

/** All routes. */
export const ROUTES: readonly Route[] = [SAME_HOST, OTHER_HOST];

/** What a check on a route needs, with what it needs besides. */
export function alongRoute({ needs }: Route, more: Needs = {}): Needs {
  return { ...needs, ...more, capabilities: [...(needs.capabilities ?? []), ...(more.capabilities ?? [])] };
}

/** How a guest is stopped at once. */
const AT_ONCE = { timeoutSeconds: 0, retryIntervalSeconds: 0 };

/** What every call on a move is told of the route. */
export function sameHostOn({ isSameHost }: Way): { readonly sameHost?: true } {
  return isSameHost ? { sameHost: true } : {};
}

/** The parameters of the first half, with a destination that was just read. The guest is cut off unless `changes` say otherwise. */
export async function moveParams(
  way: Way,
  instance: Pick<TestInstance, "uuid" | "params">,
  changes: Partial<MigrateDiskAndPowerOffParams> = {},
): Promise<MigrateDiskAndPowerOffParams> {
  const { flavor } = instance.params.instance;
  const base = { instanceUuid: instance.uuid, flavor, ...AT_ONCE, ...devicesOf(instance), ...changes };
  if (way.isSameHost) return { sameHost: true, ...base };
  const { there } = way;
  const { destination } = await there.given("getMigrationDestination", () =>
    there.driver.getMigrationDestination({ instanceUuid: instance.uuid, node: there.node.uuid }),
  );
  return { destination, ...base };
}

/** The first half. */
export async function moveAway(
  way: Way,
  instance: Pick<TestInstance, "uuid" | "params">,
  changes: Partial<MigrateDiskAndPowerOffParams> = {},
): Promise<ColdMigrationData> {
  return (await way.here.driver.migrateDiskAndPowerOff(await moveParams(way, instance, changes))).data;
}

/** The first half, as a preparation. */
export function givenMovedAway(
  way: Way,
  instance: Pick<TestInstance, "uuid" | "params">,
  changes: Partial<MigrateDiskAndPowerOffParams> = {},
): Promise<ColdMigrationData> {
  return way.here.given("migrateDiskAndPowerOff", () => moveAway(way, instance, changes));
}

/** The parameters of the second half. The guest runs and its disks keep their size unless `changes` say otherwise. */
export function finishParams(
  way: Way,
  instance: Pick<TestInstance, "params">,
  data: ColdMigrationData,
  changes: Partial<FinishMigrationParams> = {},
): FinishMigrationParams {
  return {
    instance: instance.params.instance,
    node: way.isSameHost ? instance.params.node : way.there.node.uuid,
    data,
    ...sameHostOn(way),
    resizeDisks: false,
    ...devicesOf(instance),
    powerOn: true,
    ...changes,
  };
}

/** The second half. */
export async function finish(
  way: Way,
  instance: Pick<TestInstance, "params">,
  data: ColdMigrationData,
  changes: Partial<FinishMigrationParams> = {},
): Promise<void> {
  await way.there.driver.finishMigration(finishParams(way, instance, data, changes));
}

/** Both halves, as a preparation. */
export async function givenMoved(
  way: Way,
  instance: Pick<TestInstance, "uuid" | "params">,
  changes: Partial<FinishMigrationParams> = {},
): Promise<ColdMigrationData> {
  const flavor = changes.instance?.flavor ?? instance.params.instance.flavor;
  const data = await givenMovedAway(way, instance, { flavor });
  await way.there.given("finishMigration", () => finish(way, instance, data, changes));
  return data;
}

/** Removes the guest at the destination and keeps what the source needs, as a caller has to before it takes a move back. */
export async function givenGoneThere(way: Way, { target }: TestInstance, data: ColdMigrationData): Promise<void> {
  const destroyDisks = !way.isSameHost && !data.sharedStorage;
  await way.there.given("destroy", () => way.there.driver.destroy({ ...target, destroyDisks }));
}

/** The parameters of the way back. The guest runs unless `changes` say otherwise. */
export function revertParams(
  way: Way,
  instance: Pick<TestInstance, "params">,
  changes: Partial<FinishRevertMigrationParams> = {},
): FinishRevertMigrationParams {
  return {
    instance: instance.params.instance,
    node: instance.params.node,
    ...sameHostOn(way),
    ...devicesOf(instance),
    powerOn: true,
    ...changes,
  };
}

/** The way back, at the source. */
export async function revert(
  way: Way,
  instance: Pick<TestInstance, "params">,
  changes: Partial<FinishRevertMigrationParams> = {},
): Promise<void> {
  await way.here.driver.finishRevertMigration(revertParams(way, instance, changes));
}

/** The end, at the source. */
export async function confirm(
  way: Way,
  instance: Pick<TestInstance, "target" | "params">,
  data?: ColdMigrationData,
  driverState?: DriverState,
): Promise<void> {
  const params: ConfirmMigrationParams = {
    ...instance.target,
    ...(data && { data }),
    ...sameHostOn(way),
    // On one host the guest goes on with them.
    ...(!way.isSameHost && devicesOf(instance)),
    ...(driverState && { driverState }),
  };
  await way.here.driver.confirmMigration(params);
}

/** The same way for an instance that goes back where it came from. */
export function turned({ here, there, isSameHost }: Way): Way {
  return { here: there, there: here, isSameHost };
}

/** An instance with another flavor. */
export function resized({ instance }: TestInstance["params"], changes: Partial<Flavor>): Instance {
  return { ...instance, flavor: { ...instance.flavor, ...changes } };
}

/** The same devices at both hosts: files that both reach, and ports that are bound in the same way. */
function devicesOf({ params: { devices } }: Pick<TestInstance, "params">): Pick<TestInstance["params"], "devices"> {
  return devices === undefined ? {} : { devices };
}
