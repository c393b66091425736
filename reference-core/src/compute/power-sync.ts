/**
 * Brings the records in line with what the driver reads: when the session opens, periodically, and on events.
 *
 * @see Nova nova/compute/manager.py _sync_power_states, _query_driver_power_state_and_sync, _sync_instance_power_state
 */
import type { ComputeContext } from "./compute-context.ts";
import { decideSync } from "./decide-sync.ts";
import type { Instance } from "./instance.ts";
import { recordedState, tryReadPowerState } from "./read-power-state.ts";
import { readStates } from "./read-states.ts";
import type { StatesReading } from "./read-states.ts";

/**
 * Reads all instances at once and finds those that need a closer look.
 *
 * An instance that the driver has and the records do not is nobody's business here: it is mentioned and left alone.
 *
 * @param look - Called for each instance whose reading differs from its record, or is not as it should be.
 * @throws SessionEndedError if this core is stopped or fenced first.
 * @see Requirements `destroy/only-what-the-caller-knows`, `ownership/orphans-are-reported`
 */
export async function syncAll(context: ComputeContext, look: (instanceUuid: string) => void): Promise<StatesReading> {
  const reading = await context.session.read(readStates);
  const instances = context.instances.list();
  const known = new Set(instances.map(({ uuid }) => uuid));
  const strangers = [...reading.states.keys()].filter((uuid) => !known.has(uuid));
  if (strangers.length > 0) {
    context.log(
      `Leaving alone ${strangers.length} instance(s) of the driver that this core has no record of: ${strangers.join(", ")}`,
    );
  }
  for (const instance of instances) if (differs(instance, reading)) look(instance.uuid);
  return reading;
}

function differs(instance: Instance, { states }: StatesReading): boolean {
  const { uuid, vmState, powerState } = instance;
  if (!isIdle(instance)) return false;
  const read = recordedState(states.get(uuid) ?? "absent");
  return read !== powerState || decideSync(vmState, read) !== "record";
}

/**
 * Reads one instance, records its power state, and has it stopped if it should not be in that state.
 *
 * Does nothing for an instance that is unknown, deleted, on no node, or has a task in progress, and nothing if the driver gives no reading
 * now.
 *
 * @returns Whether the instance now has the task `powering-off`, which is then to be worked on.
 * @throws SessionEndedError if this core is stopped or fenced.
 * @see Requirements `event/is-a-hint`, `getInfo/answer-is-authoritative`
 */
export async function syncInstance(context: ComputeContext, instanceUuid: string): Promise<boolean> {
  const { instances, locks, log } = context;
  if (!isIdle(instances.find(instanceUuid))) return false;
  return locks.hold(instanceUuid, async () => {
    if (!isIdle(instances.find(instanceUuid))) return false;
    const reading = await tryReadPowerState(context, instanceUuid);
    const before = instances.find(instanceUuid);
    if (reading === undefined || !isIdle(before)) return false;
    const powerState = recordedState(reading);
    if (powerState !== before.powerState) instances.update(instanceUuid, [null], { powerState });
    const decision = decideSync(before.vmState, powerState);
    if (decision === "record") return false;
    log(`Instance "${instanceUuid}" is ${before.vmState} and its power state is ${powerState}: ${decision}`);
    if (decision === "warn") return false;
    return instances.update(instanceUuid, [null], { taskState: "powering-off" }) !== undefined;
  });
}

/** Whether an instance is on a node and nothing is in progress on it. */
function isIdle(instance: Instance | undefined): instance is Instance {
  return (
    instance !== undefined && instance.vmState !== "deleted" && instance.node !== null && instance.taskState === null
  );
}
