/** What every operation of the fake driver works with. */

import type { Call, Capabilities, DriverEvent, DriverHost } from "@virt-driver-kit/spec";
import { timestampOf } from "@virt-driver-kit/spec";
import type { VirtualClock } from "../clock/virtual-clock.ts";
import type { Life } from "../faults/current-request.ts";
import type { Hypervisor } from "../hypervisor/hypervisor.ts";
import type { Persona } from "../personas/persona.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import type { Site } from "../site/site.ts";
import type { CallsInProgress } from "./calls-in-progress.ts";
import type { Configuration } from "./configuration/configuration.ts";
import type { ImagesInUse } from "./images/images-in-use.ts";

/** What happened to an instance. */
export type Transition = DriverEvent["transition"];

/** The surroundings of the fake driver's operations. */
export interface DriverContext {
  readonly host: DriverHost;
  readonly clock: VirtualClock;
  /** The hypervisor of the host that this driver serves. */
  readonly hypervisor: Hypervisor;
  /** The site with all hosts. Operations reach another host only as their own hypervisor does, over the network. */
  readonly site: Site;
  readonly persona: Persona;
  /** This run of the driver. */
  readonly life: Life;
  /** Kills the driver, as SIGKILL does. Where that only breaks its connections, nothing more is answered or told. */
  readonly kill: () => void;
  /** What the driver declares: what its persona offers, less what it was told to do without. */
  readonly capabilities: Capabilities;
  /** What is configured about this run of the driver. */
  readonly configuration: Configuration;
  /** The changing calls in progress. */
  readonly callsInProgress: CallsInProgress;
  /** The cached images that calls in progress are working with. */
  readonly imagesInUse: ImagesInUse;
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
  { uuid, node, powerState }: Pick<InstanceRecord, "uuid" | "node"> & Pick<DriverEvent, "powerState">,
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
