// Reads a list or a log to its end, piece by piece.
import type { DriverClient, InstanceState, InstanceSummary, NodeInfo } from "@virt-driver-kit/spec";

import { Violation } from "./violation.ts";

const MOST_PAGES = 10_000;

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | undefined;
}

/** Everything that `listInstances` shows. */
export function readInstances(driver: DriverClient): Promise<InstanceSummary[]> {
  return readPages("listInstances", async (cursor) => {
    const { instances, nextCursor } = await driver.listInstances(cursor === undefined ? {} : { cursor });
    return { items: instances, nextCursor };
  });
}

/** Everything that `listInstanceStates` shows. */
export function readStates(driver: DriverClient): Promise<InstanceState[]> {
  return readPages("listInstanceStates", async (cursor) => {
    const { states, nextCursor } = await driver.listInstanceStates(cursor === undefined ? {} : { cursor });
    return { items: states, nextCursor };
  });
}

/** Everything that `listNodes` shows. */
export function readNodes(driver: DriverClient): Promise<NodeInfo[]> {
  return readPages("listNodes", async (cursor) => {
    const { nodes, nextCursor } = await driver.listNodes(cursor === undefined ? {} : { cursor });
    return { items: nodes, nextCursor };
  });
}

async function readPages<T>(operation: string, read: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, nextCursor } = await read(cursor);
    all.push(...items);
    if (nextCursor === undefined) return all;
    cursor = nextCursor;
  }
  throw new Violation(`${operation} still offers a nextCursor after ${MOST_PAGES} pages`, {
    expected: "a last page, without nextCursor",
    got: cursor,
  });
}

/** The whole console log of an instance, as text. Bytes beyond ASCII are replaced. */
export async function readConsole(driver: DriverClient, instanceUuid: string): Promise<string> {
  const pieces: Buffer[] = [];
  let offset = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    const piece = await driver.getConsoleOutput({ instanceUuid, offset });
    pieces.push(Buffer.from(piece.data, "base64"));
    if (piece.nextOffset >= piece.endOffset || piece.nextOffset <= offset)
      return Buffer.concat(pieces).toString("latin1");
    offset = piece.nextOffset;
  }
  throw new Violation(`getConsoleOutput did not come to an end after ${MOST_PAGES} pieces`, {
    got: `offset ${offset}`,
  });
}
