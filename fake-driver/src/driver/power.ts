/** The operations of group `power`. */

import type { Call, ComputeDriver, PowerOffParams, RebootParams } from "@virt-driver-kit/spec";
import type { StepContext } from "../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../hypervisor/instance-record.ts";
import { invalidState } from "../hypervisor/invalid-state.ts";
import { type DriverContext, tell } from "./driver-context.ts";
import { instanceOf } from "./not-found.ts";
import { withEffect } from "./with-effect.ts";

/** How long a guest may take to shut down in a soft reboot if the caller does not say, in seconds. */
const DEFAULT_REBOOT_TIMEOUT_SECONDS = 120;

const MS_PER_SECOND = 1000;

type PowerOperation = "powerOn" | "powerOff" | "reboot" | "pause" | "unpause";

/** Makes the operations of group `power`. */
export function powerOperations(context: DriverContext): Required<Pick<ComputeDriver, PowerOperation>> {
  const { hypervisor } = context;
  return {
    powerOff: (params, call) => powerOff(context, params, call),
    reboot: (params, call) => reboot(context, params, call),

    async powerOn({ instanceUuid }, call) {
      const { step, record } = begin(context, "power on", instanceUuid, call);
      if (record.powerState === "running") return {};
      assertState(step, record, ["shutdown", "crashed"]);
      await hypervisor.start(step, record);
      tell(context, record, "started", call);
      return {};
    },

    async pause({ instanceUuid }, call) {
      const { step, record } = begin(context, "pause", instanceUuid, call);
      if (record.powerState === "paused") return {};
      assertState(step, record, ["running"]);
      await hypervisor.pause(step, record);
      tell(context, record, "paused", call);
      return {};
    },

    async unpause({ instanceUuid }, call) {
      const { step, record } = begin(context, "unpause", instanceUuid, call);
      if (record.powerState === "running") return {};
      assertState(step, record, ["paused"]);
      await hypervisor.unpause(step, record);
      tell(context, record, "unpaused", call);
      return {};
    },
  };
}

async function powerOff(context: DriverContext, params: PowerOffParams, call: Call): Promise<Record<string, never>> {
  const { hypervisor } = context;
  const { step, record } = begin(context, "power off", params.instanceUuid, call);
  if (isOff(record)) return {};
  assertState(step, record, ["running", "paused", "crashed", "suspended"]);
  if (record.powerState === "running" && params.timeoutSeconds > 0) {
    await hypervisor.askToStop(step, record, {
      timeoutMs: params.timeoutSeconds * MS_PER_SECOND,
      retryIntervalMs: params.retryIntervalSeconds * MS_PER_SECOND,
      onStop: () => tell(context, record, "stopped", call),
    });
    if (isOff(record)) return {};
  }
  if (await hypervisor.stop(step, record)) tell(context, record, "stopped", call);
  return {};
}

async function reboot(context: DriverContext, params: RebootParams, call: Call): Promise<Record<string, never>> {
  const { hypervisor } = context;
  const { type, instanceUuid, timeoutSeconds = DEFAULT_REBOOT_TIMEOUT_SECONDS } = params;
  const { step, record } = begin(context, "reboot", instanceUuid, call);
  assertState(step, record, type === "soft" ? ["running"] : ["running", "paused", "shutdown", "crashed", "suspended"]);
  const patience = { timeoutMs: timeoutSeconds * MS_PER_SECOND, retryIntervalMs: 0, onStop: () => undefined };
  try {
    if (type === "soft") await hypervisor.askToStop(step, record, patience);
    if (!isOff(record)) await hypervisor.stop(step, record);
    await hypervisor.start(step, record);
  } catch (thrown) {
    throw withEffect(thrown, "partial");
  }
  tell(context, record, "rebooted", call);
  return {};
}

function begin(
  { hypervisor }: DriverContext,
  verb: string,
  instanceUuid: string,
  { signal }: Call,
): { readonly step: StepContext; readonly record: InstanceRecord } {
  const attempt = `${verb} instance "${instanceUuid}"`;
  return { step: { attempt, signal }, record: instanceOf(hypervisor.look(attempt), instanceUuid, attempt) };
}

/** Looks at the power state as it is now; a guest may have stopped by itself while a step was waited for. */
function isOff(record: InstanceRecord): boolean {
  return record.powerState === "shutdown";
}

function assertState({ attempt }: StepContext, record: InstanceRecord, allowed: readonly string[]): void {
  if (!allowed.includes(record.powerState)) throw invalidState(attempt, record);
}
