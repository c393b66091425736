// spawn: all or nothing. Everything is made in a directory that is marked as unfinished, and the mark is taken away last.
import { stat, truncate } from "node:fs/promises";

import { type Call, DriverError, type Instance, type SpawnParams, type SpawnResult } from "@virt-driver-kit/spec";

import type { Guest } from "../guest/guest.ts";
import type { QemuNode } from "../node/qemu-node.ts";
import { copyImage } from "../store/copy-image.ts";
import type { InstanceRecord, LocalDisk } from "../store/instance-record.ts";
import { makeLocalDisks } from "../store/local-disks.ts";
import { acceptImage, rootDiskBytes } from "./accept-image.ts";
import { attempting, causeOf } from "./instance-operation.ts";
import { localDisksOf } from "./local-disks.ts";

/** Builds an instance. See `ComputeDriver.spawn`. */
export async function spawnInstance(node: QemuNode, params: SpawnParams, call: Call): Promise<SpawnResult> {
  const { instance, powerOn } = params;
  const { uuid } = instance;
  await node.check();
  node.expectNode(params.node, "spawn on");
  if (node.instances.has(uuid)) throw instanceExists(uuid);
  acceptImage(instance);
  const localDisks = localDisksOf("spawn", params.devices);
  node.claims.claim(uuid, instance.flavor);
  const guest = await build(node, instance, recordOf(instance, localDisks), powerOn, call);
  const powerState = powerOn ? "running" : "shutdown";
  node.tell({ instanceUuid: uuid, transition: "spawned", powerState, ...causeOf(call) });
  if (guest !== undefined) node.guests.announceEnd(uuid, guest);
  return {};
}

/** Builds what was claimed, or takes everything back. */
async function build(
  node: QemuNode,
  instance: Instance,
  record: InstanceRecord,
  powerOn: boolean,
  call: Call,
): Promise<Guest | undefined> {
  const { uuid } = instance;
  // Until it is known that there is none, a disk that was kept stays.
  let keepDisk = true;
  try {
    return await attempting(`spawn instance "${uuid}"`, "none", call, async () => {
      keepDisk = await node.store.hasDisk(uuid);
      await node.store.begin(uuid, keepDisk);
      await makeDisk(node, instance, keepDisk, call);
      await makeLocalDisks(node.store.files(uuid).directory, record.localDisks ?? []);
      call.signal.throwIfAborted();
      if (powerOn) call.reportProgress({ step: "starting QEMU" });
      const guest = powerOn ? await node.start(record, call.signal) : undefined;
      await node.store.commit(record);
      node.instances.set(uuid, record);
      return guest;
    });
  } catch (error) {
    throw await undo(node, uuid, keepDisk, error);
  }
}

async function makeDisk(
  node: QemuNode,
  { uuid, image, flavor }: Instance,
  hasDisk: boolean,
  call: Call,
): Promise<void> {
  const { disk } = node.store.files(uuid);
  if (!hasDisk) {
    const onPercent = (percent: number): void => call.reportProgress({ step: "copying the image", percent });
    await copyImage({ image, disk, signal: call.signal, onPercent });
  }
  const { size } = await stat(disk);
  const wanted = rootDiskBytes(flavor.rootGib, image.sizeBytes);
  if (wanted > size) await truncate(disk, wanted);
}

/** Takes everything back that a failed spawn made, and finds the error to answer. */
async function undo(node: QemuNode, uuid: string, keepDisk: boolean, failure: unknown): Promise<DriverError> {
  const error = DriverError.from(failure);
  try {
    await node.guests.endProcess(uuid);
    await node.store.remove(uuid, keepDisk);
    node.claims.release(uuid);
    return withEffect(error, "none");
  } catch (problem) {
    node.host.log(`Cannot remove what is left of instance "${uuid}": ${DriverError.from(problem).message}`);
    node.claims.release(uuid);
    return withEffect(error, "partial");
  }
}

function withEffect(error: DriverError, effect: "none" | "partial"): DriverError {
  const { code, message, data } = error.toWire();
  return DriverError.fromWire({ code, message, data: { ...data, effect } });
}

function recordOf(
  { uuid, name, projectId, flavor, image }: Instance,
  localDisks: readonly LocalDisk[],
): InstanceRecord {
  const owner = projectId === undefined ? {} : { projectId };
  return { format: 1, uuid, name, ...owner, imageId: image.id, flavor, localDisks };
}

function instanceExists(instanceUuid: string): DriverError {
  return new DriverError("INSTANCE_EXISTS", `Cannot spawn instance "${instanceUuid}": it is already there`, {
    details: { instanceUuid },
  });
}
