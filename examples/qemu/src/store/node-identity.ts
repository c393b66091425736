// The node this driver serves: one state directory on one host. Its identity is kept in the directory, so it survives every restart, and
// a directory without it is not the one that the instances are in.
import { randomUUID } from "node:crypto";
import { readdir, readFile, realpath } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

import { DriverError, type NodeInfo } from "@virt-driver-kit/spec";

import { makeDirectory } from "./make-directory.ts";
import { reasonOf, unusableDirectory } from "./unusable-directory.ts";
import { writeJson } from "./write-json.ts";

const NODE_FILE = "node.json";
/** What a driver leaves that dies while it makes a directory its own. */
const UNFINISHED_NODE_FILE = `${NODE_FILE}.new`;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const OTHER_DIRECTORY = "give a new or empty directory, or one that this driver made";

/** A node and the directory that holds its state. */
export interface StateDirectory {
  readonly node: NodeInfo;
  /** The absolute path, without symbolic links, so that it names the same processes in every run. */
  readonly path: string;
}

/**
 * Opens a state directory, and makes it a node's if it is new. A directory that holds anything else is left as it is.
 *
 * @param directory - Made if it is missing, readable for its owner only.
 * @param nodeName - The node's name if it is new. The host's own by default.
 * @throws {@link DriverError} `BACKEND_UNREACHABLE` if it cannot be made, read or written, if its `node.json` is broken, or if it is
 *   somebody else's: there are files in it, and none of them is `node.json`.
 */
export async function openStateDirectory(directory: string, nodeName?: string): Promise<StateDirectory> {
  await makeDirectory(directory);
  const path = await realpath(directory);
  // Listed first: if another driver makes the directory its own just now, its node.json is found.
  const names = await readdir(path).catch((error: unknown) => {
    throw unusableDirectory(path, `it cannot be listed (${reasonOf(error)})`, OTHER_DIRECTORY, error);
  });
  const known = await readNode(path);
  if (known !== undefined) return { path, node: known };
  expectEmpty(path, names);
  const node = { uuid: randomUUID(), name: nodeName ?? hostname() };
  await writeJson(join(path, NODE_FILE), node).catch((error: unknown) => {
    throw unusableDirectory(path, `nothing can be written in it (${reasonOf(error)})`, OTHER_DIRECTORY, error);
  });
  return { path, node };
}

/** Makes sure that a directory without a node is nobody else's. */
function expectEmpty(path: string, names: readonly string[]): void {
  const [first, ...more] = names.filter((name) => name !== UNFINISHED_NODE_FILE).toSorted();
  if (first === undefined) return;
  // Names may hold anything, and the message is one line.
  const found = more.length === 0 ? JSON.stringify(first) : `${JSON.stringify(first)} and ${more.length} more`;
  throw unusableDirectory(path, `it is not empty and has no ${NODE_FILE}: there is ${found}`, OTHER_DIRECTORY);
}

/**
 * Makes sure that the directory is still there, since an unmounted file system looks like one without instances.
 *
 * @throws {@link DriverError} `BACKEND_UNREACHABLE` if it is not.
 */
export async function checkStateDirectory({ path, node }: StateDirectory): Promise<void> {
  const found = await readNode(path).catch(() => undefined);
  if (found?.uuid === node.uuid) return;
  throw new DriverError("BACKEND_UNREACHABLE", `Cannot read "${path}": the state of node "${node.name}" is not there`, {
    effect: "none",
  });
}

/** Reads who the node is, or undefined if the directory does not say. */
async function readNode(path: string): Promise<NodeInfo | undefined> {
  const file = join(path, NODE_FILE);
  const nextStep = `restore "${file}", or give another directory`;
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw unusableDirectory(path, `its ${NODE_FILE} cannot be read (${reasonOf(error)})`, nextStep, error);
  });
  if (text === undefined) return undefined;
  const node = parseNode(text);
  if (node !== undefined) return node;
  throw unusableDirectory(path, `its ${NODE_FILE} is broken, or is not this driver's`, nextStep);
}

/** Understands the text of a `node.json`, or returns undefined. */
function parseNode(text: string): NodeInfo | undefined {
  try {
    const { uuid, name } = JSON.parse(text) as Record<keyof NodeInfo, unknown>;
    const isNode = typeof uuid === "string" && UUID.test(uuid) && typeof name === "string" && name !== "";
    return isNode ? { uuid, name } : undefined;
  } catch {
    // Not JSON, or null: broken all the same.
    return undefined;
  }
}
