// The node this driver serves: one state directory on one host. Its identity is kept in the directory, so it survives every restart, and
// a directory without it is not the one that the instances are in.
import { randomUUID } from "node:crypto";
import { mkdir, readFile, realpath } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

import { DriverError, type NodeInfo } from "@virt-driver-kit/spec";

import { writeJson } from "./write-json.ts";

const NODE_FILE = "node.json";

/** A node and the directory that holds its state. */
export interface StateDirectory {
  readonly node: NodeInfo;
  /** The absolute path, without symbolic links, so that it names the same processes in every run. */
  readonly path: string;
}

/**
 * Opens a state directory, and makes it a node's if it is new.
 *
 * @param directory - Made if it is missing, readable for its owner only.
 * @param nodeName - The node's name if it is new. The host's own by default.
 */
export async function openStateDirectory(directory: string, nodeName?: string): Promise<StateDirectory> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = await realpath(directory);
  const known = await readNode(path);
  if (known !== undefined) return { path, node: known };
  const node = { uuid: randomUUID(), name: nodeName ?? hostname() };
  await writeJson(join(path, NODE_FILE), node);
  return { path, node };
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

async function readNode(path: string): Promise<NodeInfo | undefined> {
  const text = await readFile(join(path, NODE_FILE), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as NodeInfo);
}
