/** Reads what every node of the driver takes, what it has, how much of it is in use, and which instances are counted in that. */
import type { AvailableResource, DriverConnection, NodeInfo } from "@virt-driver-kit/spec";
import { LONGEST_PAGE, pieceReader } from "../driver/ask-for-less.ts";
import { readStates } from "./read-states.ts";

/** A reading of one node. */
export interface NodeReading {
  readonly info: NodeInfo;
  readonly resource: AvailableResource;
}

/** A reading of all nodes. */
export interface NodesReading {
  /** In the driver's order. */
  readonly nodes: readonly NodeReading[];
  /** The instances, by uuid, that the driver holds and has counted in its figures. */
  readonly held: ReadonlySet<string>;
}

/** How often the nodes are read until no instance comes or goes meanwhile. */
const ATTEMPTS = 3;

/**
 * Reads all nodes between two lists of the driver's instances, which say whom the figures contain.
 *
 * An instance that comes or goes meanwhile may be counted or not, so all is read again. If that goes on, only those count as held that are
 * in both lists: rather one counted twice than a node overfilled.
 */
export async function readNodes(connection: DriverConnection): Promise<NodesReading> {
  let seen = await readHeld(connection);
  for (let attempt = 1; ; attempt += 1) {
    const nodes = await readFigures(connection);
    const after = await readHeld(connection);
    const held = new Set([...after].filter((uuid) => seen.has(uuid)));
    if (attempt === ATTEMPTS || (held.size === seen.size && held.size === after.size)) return { nodes, held };
    seen = after;
  }
}

async function readHeld(connection: DriverConnection): Promise<Set<string>> {
  return new Set((await readStates(connection)).states.keys());
}

async function readFigures({ driver }: DriverConnection): Promise<NodeReading[]> {
  const readPiece = pieceReader(LONGEST_PAGE);
  const readings: NodeReading[] = [];
  let from: { cursor?: string } | undefined = {};
  while (from !== undefined) {
    const start: { cursor?: string } = from;
    const { nodes, nextCursor } = await readPiece((limit) => driver.listNodes({ ...start, limit }));
    for (const info of nodes) {
      const { resource } = await driver.getAvailableResource({ node: info.uuid });
      readings.push({ info, resource });
    }
    from = nextCursor === undefined ? undefined : { cursor: nextCursor };
  }
  return readings;
}
