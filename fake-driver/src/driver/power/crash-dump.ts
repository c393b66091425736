import type { Call, TriggerCrashDumpParams } from "@virt-driver-kit/spec";
import { interruptRun } from "../../guest/guest-run.ts";
import { invalidState } from "../../hypervisor/invalid-state.ts";
import { assertState, begin } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { powerAttempt } from "./power-attempt.ts";

/**
 * Sends a guest a non-maskable interrupt.
 *
 * What it does then is the guest's affair. The probe says so on its console and goes on. That it was interrupted is also seen where the
 * hypervisor counts it, in `getInstanceDiagnostics`.
 *
 * @see Requirements `triggerCrashDump/reaches-the-guest`, `triggerCrashDump/changes-no-power-state`
 */
export async function triggerCrashDump(
  context: DriverContext,
  { instanceUuid }: TriggerCrashDumpParams,
  call: Call,
): Promise<Record<string, never>> {
  const { hypervisor } = context;
  const { step, record } = begin(context, powerAttempt("triggerCrashDump", instanceUuid), call);
  assertState(step, record, ["running"]);
  await hypervisor.change("interruptGuest", step, () => {
    hypervisor.settle(record);
    if (record.run === null) throw invalidState(step.attempt, record);
    interruptRun(record.run, hypervisor.bootDisk(record)?.probe ?? null, record.console);
    hypervisor.host.changed(record);
  });
  return {};
}
