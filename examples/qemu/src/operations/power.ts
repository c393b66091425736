// powerOn and powerOff.
import type { Call, PowerOffParams, PowerOffResult, PowerOnParams, PowerOnResult } from "@virt-driver-kit/spec";

import type { QemuNode } from "../node/qemu-node.ts";
import { attempting, causeOf, invalidState } from "./instance-operation.ts";
import { expectSameDisks } from "./local-disks.ts";

const MS_PER_SECOND = 1000;

/** Starts an instance that is off. See `ComputeDriver.powerOn`. */
export async function powerOnInstance(
  node: QemuNode,
  { instanceUuid, devices }: PowerOnParams,
  call: Call,
): Promise<PowerOnResult> {
  const record = await node.find(instanceUuid, "power on");
  expectSameDisks("powerOn", record, devices);
  const powerState = await node.guests.powerState(instanceUuid);
  if (powerState === "running") return {};
  if (powerState !== "shutdown" && powerState !== "crashed") throw invalidState("power on", instanceUuid, powerState);
  await attempting(`power on instance "${instanceUuid}"`, "none", call, async () => {
    // A guest that crashed may have left its process behind.
    const crashed = await node.guests.get(instanceUuid);
    if (crashed !== undefined) await node.guests.cutPower(crashed);
    const guest = await node.start(record, call.signal);
    node.tell({ instanceUuid, transition: "started", powerState: "running", ...causeOf(call) });
    node.guests.announceEnd(instanceUuid, guest);
  });
  return {};
}

/** Stops an instance, in good order if there is time. See `ComputeDriver.powerOff`. */
export async function powerOffInstance(node: QemuNode, params: PowerOffParams, call: Call): Promise<PowerOffResult> {
  const { instanceUuid, timeoutSeconds, retryIntervalSeconds } = params;
  await node.find(instanceUuid, "power off");
  // A process that does not answer can still be cut off.
  const powerState = await node.guests.powerState(instanceUuid).catch(() => undefined);
  if (powerState === "shutdown") return {};
  await attempting(`power off instance "${instanceUuid}"`, "none", call, async () => {
    const guest = powerState === "running" && timeoutSeconds > 0 ? await node.guests.get(instanceUuid) : undefined;
    if (guest !== undefined) {
      call.reportProgress({ step: "waiting for the guest to shut down" });
      await node.guests.askToShutDown(
        guest,
        timeoutSeconds * MS_PER_SECOND,
        retryIntervalSeconds * MS_PER_SECOND,
        call.signal,
      );
    }
    await node.guests.endProcess(instanceUuid);
  });
  node.tell({ instanceUuid, transition: "stopped", powerState: "shutdown", ...causeOf(call) });
  return {};
}
