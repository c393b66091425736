// What is on a node that the run did not make.
import type { DriverClient, InstanceSummary, NodeInfo } from "@virt-driver-kit/spec";

import { given } from "./given.ts";
import { readInstances } from "./read-all.ts";

/**
 * Lists the guests on a node that a run did not make: instances of others, and foreign guests.
 *
 * @param runId - With which the uuids of the run's own instances begin.
 * @throws Blocked if the driver cannot list its instances.
 */
export async function strangersOn(
  driver: DriverClient,
  { uuid: node }: Pick<NodeInfo, "uuid">,
  runId: string,
): Promise<InstanceSummary[]> {
  const listed = await given("listInstances", () => readInstances(driver));
  return listed.filter((one) => one.node === node && !(one.ownership === "owned" && one.uuid.startsWith(runId)));
}
