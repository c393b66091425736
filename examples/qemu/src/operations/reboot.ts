// reboot: soft, which ends in hard if the guest does not obey, and hard, which works from every state.
import { type Call, DriverError, type RebootParams, type RebootResult } from "@virt-driver-kit/spec";

import type { Guest } from "../guest/guest.ts";
import type { QemuNode } from "../node/qemu-node.ts";
import type { InstanceRecord } from "../store/instance-record.ts";
import { attempting, causeOf, invalidState } from "./instance-operation.ts";
import { expectSameDisks } from "./local-disks.ts";

const DEFAULT_TIMEOUT_SECONDS = 120;
const MS_PER_SECOND = 1000;
/** How long to wait before the power button is pressed again. A guest that is still booting misses it. */
const RETRY_MS = 1000;

/** Restarts an instance's guest. See `ComputeDriver.reboot`. */
export async function rebootInstance(node: QemuNode, params: RebootParams, call: Call): Promise<RebootResult> {
  const { instanceUuid, type, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = params;
  const record = await node.find(instanceUuid, "reboot");
  expectSameDisks("reboot", record, params.devices);
  const powerState = await node.guests.powerState(instanceUuid).catch((error: unknown) => {
    // A process that does not answer is what a hard reboot is for.
    if (type === "hard") return undefined;
    throw error;
  });
  if (type === "soft" && powerState !== undefined && powerState !== "running") {
    throw invalidState("soft reboot", instanceUuid, powerState);
  }
  await attempting(`reboot instance "${instanceUuid}"`, "partial", call, async () => {
    const guest = powerState === "running" || powerState === "paused" ? await node.guests.get(instanceUuid) : undefined;
    if (type === "soft" && guest !== undefined) {
      call.reportProgress({ step: "waiting for the guest to shut down" });
      await node.guests.askToShutDown(guest, timeoutSeconds * MS_PER_SECOND, RETRY_MS, call.signal);
    }
    await bootAgain(node, record, guest, call);
  });
  return {};
}

/** Resets a guest that executes or is paused; starts any other anew, and also one that cannot be reset. */
async function bootAgain(node: QemuNode, record: InstanceRecord, guest: Guest | undefined, call: Call): Promise<void> {
  const { uuid } = record;
  const rebooted = { instanceUuid: uuid, transition: "rebooted", powerState: "running", ...causeOf(call) } as const;
  if (guest !== undefined && (await isReset(guest))) {
    node.guests.spare(guest);
    node.tell(rebooted);
    return;
  }
  await node.guests.endProcess(uuid);
  const started = await node.start(record, call.signal).catch((error: unknown) => {
    throw stayedOff(uuid, error);
  });
  node.tell(rebooted);
  node.guests.announceEnd(uuid, started);
}

/** Resets a guest, and tells whether it could be. One that has just shut down cannot. */
async function isReset(guest: Guest): Promise<boolean> {
  return guest.reset().then(
    () => true,
    () => false,
  );
}

/** The guest was off before it failed to start, or is off now. */
function stayedOff(uuid: string, cause: unknown): DriverError {
  const { message } = DriverError.from(cause);
  return new DriverError("BACKEND_FAILED", `Cannot reboot instance "${uuid}": ${message}`, {
    effect: "partial",
    details: { step: "start QEMU" },
    cause,
  });
}
