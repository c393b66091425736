/** What to do when the driver reports a power state that the instance should not have. Decided here, done elsewhere. */
import type { PowerState } from "@virt-driver-kit/spec";
import type { VmState } from "./vm-state.ts";

/** `record` the reading and no more; `stop` the instance; `warn` the operator, because only people can know what happened. */
export type SyncDecision = "record" | "stop" | "warn";

type Row = Readonly<Record<PowerState, SyncDecision>>;

const RECORD: Row = {
  pending: "record",
  running: "record",
  paused: "record",
  shutdown: "record",
  crashed: "record",
  suspended: "record",
};

const DECISIONS: Readonly<Record<VmState, Row>> = {
  active: { ...RECORD, pending: "warn", paused: "warn", shutdown: "stop", crashed: "stop", suspended: "stop" },
  paused: { ...RECORD, pending: "warn", running: "warn", suspended: "warn", shutdown: "stop", crashed: "stop" },
  stopped: { ...RECORD, running: "stop", paused: "stop", suspended: "stop" },
  building: RECORD,
  error: RECORD,
  deleted: RECORD,
};

/**
 * Decides for an instance with no task in progress.
 *
 * @param vmState - What the core's records say.
 * @param powerState - What the driver says; `pending` also for an instance that the hypervisor does not have.
 * @returns What to do. The reading is recorded in any case.
 * @see Nova nova/compute/manager.py _sync_instance_power_state
 */
export function decideSync(vmState: VmState, powerState: PowerState): SyncDecision {
  return DECISIONS[vmState][powerState];
}
