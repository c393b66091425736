// Finds the nodes that a run builds its instances on, once.
import type { NodeInfo } from "@virt-driver-kit/spec";

import type { CallWatch } from "./call-watch.ts";
import { given } from "./given.ts";
import { readNodes } from "./read-all.ts";
import type { SessionKeeper } from "./session-keeper.ts";
import { Violation } from "./violation.ts";

const UNENDING = new AbortController().signal;

/**
 * Makes the function that finds the nodes. It asks the driver until it has found one.
 *
 * @param wanted - The uuid or name of the node to prefer; the first that is listed if left out.
 * @returns The nodes, the preferred one first. Rejects with Blocked by `listNodes` if the driver lists no such node.
 */
export function nodeFinder(
  keeper: SessionKeeper,
  watch: CallWatch,
  wanted?: string,
): () => Promise<readonly [NodeInfo, ...NodeInfo[]]> {
  let found: readonly [NodeInfo, ...NodeInfo[]] | undefined;
  return async () => {
    found ??= await given("listNodes", async () => {
      const { connection } = await keeper.session();
      const nodes = await readNodes(watch.watch(connection.driver, UNENDING));
      const preferred = pick(nodes, wanted);
      return [preferred, ...nodes.filter((node) => node !== preferred)];
    });
    return found;
  };
}

function pick(nodes: readonly NodeInfo[], wanted: string | undefined): NodeInfo {
  const node = wanted === undefined ? nodes[0] : nodes.find(({ uuid, name }) => uuid === wanted || name === wanted);
  if (node !== undefined) return node;
  const names = nodes.map(({ uuid, name }) => `"${name}" (${uuid})`);
  if (wanted === undefined)
    throw new Violation("listNodes lists no node to build instances on", { expected: "at least one", got: [] });
  throw new Violation(`listNodes lists no node "${wanted}"`, { expected: wanted, got: names });
}
