import { DriverError } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { DriverContext } from "../driver-context.ts";

/** How long a guest may take to let go of a device if nobody says, in milliseconds of virtual time. */
const USUAL_TIMEOUT_MS = 20_000;

/** Between two requests to the guest to let go, in milliseconds of virtual time. */
const RETRY_MS = 1000;

/** What is to be detached. */
export interface Detachment {
  /** What errors call the device. */
  readonly device: string;
  /** Takes the device out of the record. */
  readonly remove: () => void;
  /** How long the guest may take, in milliseconds of virtual time; the driver decides if left out. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Takes a device from an instance, and waits until its guest has let go of it. A guest that holds on is asked again every second.
 *
 * @throws {@link DriverError} `DEVICE_DETACH_FAILED` if the guest did not let go in time: it has the device still. What a step throws, or the
 *   signal's reason.
 */
export async function detachFromGuest(
  { hypervisor, clock }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  { device, remove, timeoutMs = USUAL_TIMEOUT_MS }: Detachment,
): Promise<void> {
  const deadline = clock.now() + timeoutMs;
  for (;;) {
    const isKept = await hypervisor.change("detachDevice", step, () => {
      hypervisor.settle(record);
      const isHeldOnTo = record.run !== null && record.guest.keepsDevices;
      if (!isHeldOnTo) remove();
      else if (clock.now() >= deadline) throw notLetGo(step, device, timeoutMs);
      return isHeldOnTo;
    });
    if (!isKept) return;
    await clock.sleep(Math.min(RETRY_MS, Math.max(0, deadline - clock.now())), step.signal);
  }
}

function notLetGo({ attempt }: StepContext, device: string, timeoutMs: number): DriverError {
  const state = `the guest has not let go of "${device}" after ${timeoutMs / 1000} s; stop it, or try again later`;
  return new DriverError("DEVICE_DETACH_FAILED", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { device },
  });
}
