import type { StepContext } from "../../hypervisor/backend-link.ts";
import { freeConsoleSlot } from "../../site/console-slots.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { DriverContext } from "../driver-context.ts";
import type { UndoList } from "../undo-list.ts";

/** Types of console that listen at a port of their own for each guest. All guests of a host share the ports of the others. */
const WITH_PORTS = ["vnc", "spice", "serial"];

/**
 * Sets ports of the host aside for the consoles of a guest that is about to be started or resumed. The guest has them until it is off, and
 * then gives them back by itself. A host with no port left starts guests without consoles.
 *
 * @param step - What for.
 * @param record - The instance. Its guest is off.
 * @param undo - Is told how to give the ports back.
 * @throws What the step throws.
 * @see Requirements `getSerialConsole/same-answer-while-it-runs`, `getVncConsole/leads-to-the-instance`
 */
export async function allocateConsoles(
  { hypervisor, persona }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  undo: UndoList,
): Promise<void> {
  const { host } = hypervisor;
  if (!(persona.accepts.consoleTypes ?? []).some((type) => WITH_PORTS.includes(type))) return;
  await hypervisor.change("allocateConsole", step, () => {
    record.reservedConsoleSlot = freeConsoleSlot(host);
    host.changed(record);
  });
  undo.push(() =>
    hypervisor.undo("allocateConsole", step, () => {
      record.reservedConsoleSlot = null;
      host.changed(record);
    }),
  );
}
