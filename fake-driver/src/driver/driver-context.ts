/** What every operation of the fake driver works with. */

import type { Call, DriverEvent, DriverHost } from "@virt-driver-kit/spec";
import { timestampOf } from "@virt-driver-kit/spec";
import type { VirtualClock } from "../clock/virtual-clock.ts";
import type { Hypervisor } from "../hypervisor/hypervisor.ts";
import type { InstanceRecord } from "../hypervisor/instance-record.ts";

/** What happened to an instance. */
export type Transition = DriverEvent["transition"];

/** The surroundings of the fake driver's operations. */
export interface DriverContext {
  readonly host: DriverHost;
  readonly clock: VirtualClock;
  readonly hypervisor: Hypervisor;
}

/**
 * Tells the caller of a transition, at the present virtual time.
 *
 * @param context - The driver's surroundings.
 * @param record - The instance, already in its new state.
 * @param transition - What happened.
 * @param cause - The call that asked for it; left out if none did.
 * @see Requirements `event/comes-before-the-answer`, `event/names-its-cause`
 */
export function tell(
  { host, clock }: Pick<DriverContext, "host" | "clock">,
  { uuid, node, powerState }: InstanceRecord,
  transition: Transition,
  cause?: Call,
): void {
  host.emitEvent({
    instanceUuid: uuid,
    node,
    transition,
    powerState: transition === "destroyed" ? "absent" : powerState,
    observedAt: timestampOf(clock.now()),
    ...(cause?.operationId === undefined ? {} : { operationId: cause.operationId }),
  });
}
