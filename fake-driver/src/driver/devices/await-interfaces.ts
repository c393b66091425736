/**
 * Holds a guest back until the network service has wired its interfaces.
 *
 * @see Requirements `waitForExternalEvents/guest-waits-for-its-interfaces`, `waitForExternalEvents/plugs-before-it-waits`,
 *   `waitForExternalEvents/waits-for-nothing-else`, `waitForExternalEvents/failure-fails-the-operation`
 */

import { type Call, DriverError, type ExternalEvent, type GuestDevices } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { DriverContext } from "../driver-context.ts";

const PLUGGED = "network-vif-plugged";

/**
 * Waits until each interface is wired that the request says to wait for. Called when all are plugged, just before the guest starts.
 *
 * Takes no virtual time. Others are served meanwhile.
 *
 * @param step - What for.
 * @param record - The instance.
 * @param call - The call on whose behalf the driver waits.
 * @param devices - What that call's request says; nothing is awaited of interfaces that it does not name.
 * @throws {@link DriverError} `EXTERNAL_EVENT_TIMEOUT` if the core's time is up, `EXTERNAL_EVENT_FAILED` if an event failed or the core gave
 *   no answer that says otherwise; the signal's reason if it aborts. The effect is for the operation to say.
 */
export async function awaitInterfaces(
  { host, clock }: DriverContext,
  { attempt, signal }: StepContext,
  record: InstanceRecord,
  call: Call,
  devices: GuestDevices | undefined,
): Promise<void> {
  const awaited = (devices?.networkInterfaces ?? []).filter(({ awaitPlugSeconds = 0 }) => awaitPlugSeconds > 0);
  if (awaited.length === 0 || call.operationId === undefined) return;
  const params = {
    operationId: call.operationId,
    instanceUuid: record.uuid,
    events: awaited.map(({ portId }) => ({ name: PLUGGED, tag: portId }) as const),
    timeoutSeconds: Math.max(...awaited.map(({ awaitPlugSeconds = 0 }) => awaitPlugSeconds)),
  };
  const { events } = await clock
    .outside(() => host.core.waitForExternalEvents(params, { signal }))
    .catch((thrown: unknown) => {
      signal.throwIfAborted();
      throw noAnswer(attempt, params.events[0]?.tag ?? "", thrown);
    });
  const failure = events.find(isFailed);
  if (failure !== undefined) throw failed(attempt, failure.tag, `is "${failure.status}"`);
  for (const { portId } of awaited) {
    if (!events.some(({ tag }) => tag === portId)) throw failed(attempt, portId, "is missing from the answer");
  }
}

const isFailed = ({ status }: ExternalEvent): boolean => status !== "completed" && status !== "waived";

/** A failure that the core names passes; any other answer, and none, says nothing of the port and so cannot be taken for success. */
function noAnswer(attempt: string, portId: string, thrown: unknown): DriverError {
  if (thrown instanceof DriverError && thrown.code === "EXTERNAL_EVENT_TIMEOUT") {
    const { event } = (thrown as DriverError<"EXTERNAL_EVENT_TIMEOUT">).details;
    return new DriverError("EXTERNAL_EVENT_TIMEOUT", `Cannot ${attempt}: event "${event}" did not come in time`, {
      effect: "none",
      details: { event },
      cause: thrown,
    });
  }
  return failed(attempt, portId, "is unknown, the core gave no answer", thrown);
}

function failed(attempt: string, portId: string, outcome: string, cause?: unknown): DriverError {
  const event = `${PLUGGED}:${portId}`;
  return new DriverError("EXTERNAL_EVENT_FAILED", `Cannot ${attempt}: event "${event}" ${outcome}`, {
    effect: "none",
    details: { event },
    cause,
  });
}
