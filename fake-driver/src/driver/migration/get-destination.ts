import type { GetMigrationDestinationParams, GetMigrationDestinationResult } from "@virt-driver-kit/spec";
import type { DriverContext } from "../driver-context.ts";
import { knownFormats } from "../moves/formats.ts";
import { nodeOf } from "../not-found.ts";
import { hostEndpoint, storeEndpoint } from "../moves/endpoint.ts";

/**
 * Tells what a node accepts of an instance that is to move to it, and where.
 *
 * @throws `NODE_NOT_FOUND` if the driver serves no such node.
 */
export function migrationDestination(
  context: DriverContext,
  { instanceUuid, node }: GetMigrationDestinationParams,
): GetMigrationDestinationResult {
  const attempt = `tell where instance "${instanceUuid}" can move to`;
  const host = context.hypervisor.look(attempt);
  nodeOf(host, node, attempt);
  const pool = host.pool(node);
  const endpoint = pool.isShared
    ? storeEndpoint(pool)
    : hostEndpoint(context.site, { instanceUuid, node, hostName: host.name });
  return { destination: { node, acceptedFormats: knownFormats(context), endpoints: [endpoint] } };
}
