/**
 * Holds a guest's writes, for copies that are made elsewhere, and lets it write again.
 *
 * @see Requirements `quiesce/ends-by-itself`, `quiesce/silent-agent-is-no-lack-of-support`, `unquiesce/ends-the-quiesce`
 */

import {
  type Call,
  DriverError,
  type QuiesceParams,
  type UnquiesceParams,
  type UnquiesceResult,
} from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { guestAgent } from "../../hypervisor/guest-agent.ts";
import { invalidState } from "../../hypervisor/invalid-state.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { assertState, begin } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { withEffect } from "../with-effect.ts";

const MS_PER_SECOND = 1000;

/** Quiesces a guest until `autoThawSeconds` from now. */
export async function quiesce(
  context: DriverContext,
  { instanceUuid, autoThawSeconds }: QuiesceParams,
  call: Call,
): Promise<Record<string, never>> {
  const about = { operation: "quiesce", attempt: `quiesce instance "${instanceUuid}"`, instanceUuid };
  const { step, record } = begin(context, about, call);
  assertState(step, record, ["running"]);
  await freeze(context, step, record, autoThawSeconds * MS_PER_SECOND);
  return {};
}

/** Ends a quiesce, if it has not ended by itself. */
export async function unquiesce(
  context: DriverContext,
  { instanceUuid }: UnquiesceParams,
  call: Call,
): Promise<UnquiesceResult> {
  const { hypervisor, clock } = context;
  const about = { operation: "unquiesce", attempt: `unquiesce instance "${instanceUuid}"`, instanceUuid };
  const { step, record } = begin(context, about, call);
  assertState(step, record, ["running", "paused", "shutdown", "crashed", "suspended"]);
  if (record.quiesce === null) return { wasQuiesced: false };
  const thaw = (): boolean => {
    hypervisor.settle(record);
    if (record.quiesce === null) return false;
    if (guestAgent(record, clock.now()) === "silent") throw agentUnavailable(step, record, "is still quiesced");
    record.quiesce = null;
    hypervisor.changed(record);
    return true;
  };
  return { wasQuiesced: await hypervisor.change("thawGuest", step, thaw, () => true).catch(withoutEffect) };
}

/**
 * Has a running guest flush its file systems and hold its writes.
 *
 * @param forMs - After how much virtual time it writes again by itself, in milliseconds. Where it is quiesced already the time begins anew.
 * @throws {@link DriverError} `GUEST_AGENT_UNAVAILABLE` or `GUEST_REFUSED`, and what the step throws; the guest writes as before.
 */
export async function freeze(
  { hypervisor, clock }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  forMs: number,
): Promise<void> {
  const hold = (): void => {
    hypervisor.settle(record);
    if (record.powerState !== "running") throw invalidState(step.attempt, record);
    const agent = guestAgent(record, clock.now());
    if (agent === "silent") throw agentUnavailable(step, record, "writes as before");
    if (agent === "refuses") throw refused(step, record);
    record.quiesce = { untilMs: clock.now() + forMs };
    hypervisor.changed(record);
  };
  await hypervisor.change("freezeGuest", step, hold).catch(withoutEffect);
}

/** Of a single step that did not take place nothing is left. */
function withoutEffect(thrown: unknown): never {
  throw withEffect(thrown, "none");
}

/** Makes the error of a guest whose agent does not answer. `state` says what the guest does meanwhile. */
export function agentUnavailable({ attempt }: StepContext, { uuid }: InstanceRecord, state: string): DriverError {
  const message = `Cannot ${attempt}: the agent in the guest does not answer, and the guest ${state}; try again when it has booted`;
  return new DriverError("GUEST_AGENT_UNAVAILABLE", message, { effect: "none", details: { instanceUuid: uuid } });
}

function refused({ attempt }: StepContext, { uuid }: InstanceRecord): DriverError {
  const message = `Cannot ${attempt}: the guest could not quiesce all of its file systems, and writes to all of them`;
  return new DriverError("GUEST_REFUSED", message, { effect: "none", details: { instanceUuid: uuid } });
}
