// What a driver does when it starts: takes its state directory, finds the processes of the instances it knows, and cleans up what an
// earlier run left half done.
import { DriverError, type DriverHost } from "@virt-driver-kit/spec";

import { GuestProcess } from "../guest/guest-process.ts";
import { isStartedWith } from "../guest/qemu-arguments.ts";
import { lockDirectory } from "../host/directory-lock.ts";
import { listProcesses } from "../host/process-list.ts";
import type { CompleteOptions } from "../options.ts";
import { openStateDirectory } from "../store/node-identity.ts";
import { QemuNode } from "./qemu-node.ts";

/**
 * Opens a node, for as long as the driver is served.
 *
 * @throws {@link DriverError} `BACKEND_UNREACHABLE` if another driver works in the directory or an instance in it cannot be read.
 */
export async function openNode(options: CompleteOptions, host: DriverHost): Promise<QemuNode> {
  const state = await openStateDirectory(options.stateDirectory, options.nodeName);
  const lock = await lockDirectory(state.path, host.clock);
  const node = new QemuNode(state, options, host);
  const close = async (): Promise<void> => {
    node.guests.release();
    await lock.release();
  };
  try {
    await recoverInstances(node);
  } catch (error) {
    await close();
    throw error;
  }
  host.closing.addEventListener("abort", () => void close(), { once: true });
  return node;
}

async function recoverInstances(node: QemuNode): Promise<void> {
  const { records, leftovers } = await node.store.load();
  const processes = await listProcesses();
  const pidOf = (uuid: string): number | undefined =>
    processes.find(({ commandLine }) => isStartedWith(commandLine, node.store.files(uuid).pid))?.pid;

  for (const record of records) {
    node.instances.set(record.uuid, record);
    node.claims.count(record.uuid, record.flavor);
  }
  await Promise.all(records.map(({ uuid }) => recoverGuest(node, uuid, pidOf(uuid))));
  await Promise.all(leftovers.map((uuid) => removeLeftover(node, uuid, pidOf(uuid))));
}

async function recoverGuest(node: QemuNode, uuid: string, pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  try {
    await node.guests.recover(uuid, pid);
  } catch (error) {
    // One instance that does not answer must not keep the driver from serving the others.
    node.host.log(DriverError.from(error).message);
  }
}

async function removeLeftover(node: QemuNode, uuid: string, pid: number | undefined): Promise<void> {
  if (pid !== undefined) await new GuestProcess(pid, node.store.files(uuid).pid, node.host.clock).kill();
  await node.store.removeLeftover(uuid);
}
