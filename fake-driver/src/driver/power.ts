/** The operations of group `power`. */

import type { ComputeDriver } from "@virt-driver-kit/spec";
import { assertState, begin } from "./begin.ts";
import { bringBack } from "./bring-back.ts";
import { devicesOf } from "./devices/devices-of.ts";
import { type DriverContext, tell } from "./driver-context.ts";
import { triggerCrashDump } from "./power/crash-dump.ts";
import { powerAttempt, type PowerOperation } from "./power/power-attempt.ts";
import { powerOff } from "./power/power-off.ts";
import { reboot } from "./power/reboot.ts";
import { resume, suspend } from "./power/suspend.ts";

/** Makes the operations of group `power`. */
export function powerOperations(
  context: DriverContext,
): Required<Pick<ComputeDriver, PowerOperation | "suspend" | "resume">> {
  const { hypervisor } = context;
  return {
    powerOff: (params, call) => powerOff(context, params, call),
    reboot: (params, call) => reboot(context, params, call),

    async powerOn({ instanceUuid, devices }, call) {
      const about = powerAttempt("powerOn", instanceUuid);
      const { step, record } = begin(context, about, call);
      if (record.powerState === "running") return devicesOf(record);
      assertState(step, record, ["shutdown", "crashed"]);
      return bringBack(context, record, { about, step, call, devices, transition: "started" });
    },

    async resumeStateOnHostBoot({ instanceUuid, devices }, call) {
      const about = powerAttempt("resumeStateOnHostBoot", instanceUuid);
      const { step, record } = begin(context, about, call);
      assertState(step, record, ["running", "paused", "suspended", "shutdown", "crashed"]);
      if (record.powerState !== "shutdown" && record.powerState !== "crashed") return devicesOf(record);
      return bringBack(context, record, { about, step, call, devices, transition: "started", afresh: true });
    },

    triggerCrashDump: (params, call) => triggerCrashDump(context, params, call),
    suspend: (params, call) => suspend(context, params, call),
    resume: (params, call) => resume(context, params, call),

    async pause({ instanceUuid }, call) {
      const { step, record } = begin(context, powerAttempt("pause", instanceUuid), call);
      if (record.powerState === "paused") return {};
      assertState(step, record, ["running"]);
      await hypervisor.pause(step, record);
      tell(context, record, "paused", call);
      return {};
    },

    async unpause({ instanceUuid }, call) {
      const { step, record } = begin(context, powerAttempt("unpause", instanceUuid), call);
      if (record.powerState === "running") return {};
      assertState(step, record, ["paused"]);
      await hypervisor.unpause(step, record);
      tell(context, record, "unpaused", call);
      return {};
    },
  };
}
