/** Reads what every node of the driver has and how much of it is in use. */
import type { AvailableResource, DriverConnection } from "@virt-driver-kit/spec";

/** One reading per node, in the driver's order. */
export async function readNodes({ driver }: DriverConnection): Promise<AvailableResource[]> {
  const readings: AvailableResource[] = [];
  let cursor: string | undefined;
  do {
    const page = await driver.listNodes(cursor === undefined ? {} : { cursor });
    for (const { uuid } of page.nodes) {
      const { resource } = await driver.getAvailableResource({ node: uuid });
      readings.push(resource);
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return readings;
}
