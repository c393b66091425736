// Whether two hosts reach one storage, as their drivers find out together.
import type { CallOptions, CheckInstanceSharedStorageLocalResult, SharedStorageProbe } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";

/** What `checkInstanceSharedStorageLocal` answers. A probe that it left is removed when the check ends. */
export async function askLocally(
  t: CheckContext,
  instanceUuid: string,
  options: CallOptions = {},
): Promise<CheckInstanceSharedStorageLocalResult> {
  const node = t.node.uuid;
  const answer = await t.driver.checkInstanceSharedStorageLocal({ instanceUuid, node }, options);
  const { probe } = answer;
  if (probe !== undefined)
    t.onCleanup(async () => {
      await t.driver.checkInstanceSharedStorageCleanup({ instanceUuid, node, probe }).catch(() => undefined);
    });
  return answer;
}

/** Whether a host sees a probe. */
export async function sees(t: CheckContext, instanceUuid: string, probe: SharedStorageProbe): Promise<boolean> {
  return (await t.driver.checkInstanceSharedStorageRemote({ instanceUuid, node: t.node.uuid, probe })).shared;
}

/**
 * A probe that the driver has left beside the disks of an instance.
 *
 * @throws NotApplicable if it knows without one, or cannot tell.
 */
export async function givenProbe(t: CheckContext, instanceUuid: string): Promise<SharedStorageProbe> {
  const { verdict, probe } = await t.given("checkInstanceSharedStorageLocal", () => askLocally(t, instanceUuid));
  if (probe === undefined) t.notApplicable(`The driver leaves no probe: its verdict is "${verdict}"`);
  return t.expectDefined(probe, "probe");
}

/**
 * Whether another host reaches the disks of an instance, by what the two drivers make out. Blocks the check if a call fails.
 *
 * @throws NotApplicable if they cannot tell.
 */
export async function reachesStoreOf(here: CheckContext, there: CheckContext, instanceUuid: string): Promise<boolean> {
  const { verdict, probe } = await here.given("checkInstanceSharedStorageLocal", () => askLocally(here, instanceUuid));
  if (verdict === "cannotTell") here.notApplicable("The driver cannot tell whether the storage is shared");
  if (probe === undefined) return verdict === "shared";
  return here.given("checkInstanceSharedStorageRemote", () => sees(there, instanceUuid, probe));
}
