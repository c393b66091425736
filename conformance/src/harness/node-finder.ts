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
 * @param wanted - The uuids or names of the nodes that may be used; all that are listed if left out.
 * @param usable - Where the uuids of the nodes that were found are noted.
 * @returns The nodes, the preferred one first. Rejects with Blocked by `listNodes` if the driver lists none, or not one that is wanted.
 */
export function nodeFinder(
  keeper: SessionKeeper,
  watch: CallWatch,
  wanted?: readonly string[],
  usable: Set<string> = new Set(),
): () => Promise<readonly [NodeInfo, ...NodeInfo[]]> {
  let found: readonly [NodeInfo, ...NodeInfo[]] | undefined;
  return async () => {
    found ??= await given("listNodes", async () => {
      const { connection } = await keeper.session();
      const nodes = await readNodes(watch.watch(connection.driver, UNENDING));
      return wanted === undefined ? asListed(nodes) : asWanted(nodes, wanted);
    });
    for (const { uuid } of found) usable.add(uuid);
    return found;
  };
}

type Nodes = readonly [NodeInfo, ...NodeInfo[]];

function asListed([first, ...others]: readonly NodeInfo[]): Nodes {
  if (first !== undefined) return [first, ...others];
  throw new Violation("listNodes lists no node to build instances on", { expected: "at least one", got: [] });
}

function asWanted(nodes: readonly NodeInfo[], wanted: readonly string[]): Nodes {
  const names = nodes.map(({ uuid, name }) => `"${name}" (${uuid})`);
  const found = wanted.map((one) => {
    const node = nodes.find(({ uuid, name }) => uuid === one || name === one);
    if (node !== undefined) return node;
    throw new Violation(`listNodes lists no node "${one}"`, { expected: one, got: names });
  });
  return asListed(found);
}
