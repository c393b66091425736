/** The operations of group `guest`. */

import { type Call, type ComputeDriver, DriverError, type SetAdminPasswordParams } from "@virt-driver-kit/spec";
import { passwordDigest } from "../guest/password-digest.ts";
import type { StepContext } from "../hypervisor/backend-link.ts";
import { guestAgent } from "../hypervisor/guest-agent.ts";
import { invalidState } from "../hypervisor/invalid-state.ts";
import type { GuestTraits } from "../site/guest-record.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import { assertState, begin } from "./begin.ts";
import type { DriverContext } from "./driver-context.ts";
import { withEffect } from "./with-effect.ts";

/** How long an agent may take to answer, in milliseconds of virtual time. */
const AGENT_TIMEOUT_MS = 10_000;

/** Between two requests to an agent that is silent, in milliseconds of virtual time. */
const RETRY_MS = 1000;

/** Makes the operations of group `guest`. */
export function guestOperations(context: DriverContext): Required<Pick<ComputeDriver, "setAdminPassword">> {
  return { setAdminPassword: (params, call) => setAdminPassword(context, params, call) };
}

/**
 * Has the agent inside the guest set a password. The agent is there once the guest has left its firmware.
 *
 * @see Requirements `setAdminPassword/sets-the-password`, `setAdminPassword/silent-agent-may-come-back`,
 *   `setAdminPassword/refusal-is-final`
 */
async function setAdminPassword(
  context: DriverContext,
  { instanceUuid, adminPassword, userName }: SetAdminPasswordParams,
  call: Call,
): Promise<Record<string, never>> {
  const { hypervisor, clock } = context;
  const attempt = `set a password in instance "${instanceUuid}"`;
  const { step, record } = begin(context, { operation: "setAdminPassword", attempt, instanceUuid }, call);
  assertState(step, record, ["running"]);
  const user = userName ?? administratorOf(record);
  const deadline = clock.now() + AGENT_TIMEOUT_MS;
  for (;;) {
    const answer = await hypervisor
      .change("setPassword", step, () => askAgent(context, step, record, user, adminPassword))
      .catch((thrown: unknown) => {
        throw afterTheRequest(thrown);
      });
    if (answer === "refuses") throw refused(step, record, user);
    if (answer !== "silent") return {};
    if (clock.now() >= deadline) throw unanswered(step, record);
    await clock.sleep(RETRY_MS, step.signal);
  }
}

function askAgent(
  { hypervisor, clock }: DriverContext,
  { attempt }: StepContext,
  record: InstanceRecord,
  user: string,
  password: string,
): GuestTraits["agent"] {
  hypervisor.settle(record);
  if (record.run === null) throw invalidState(attempt, record);
  const answer = guestAgent(record, clock.now());
  if (answer !== "answers") return answer;
  record.passwords[user] = passwordDigest(password, `${record.uuid}/${user}`);
  hypervisor.host.changed(record);
  return answer;
}

/** The administrator that the guest's operating system has by itself. */
function administratorOf({ description }: InstanceRecord): string {
  return description.image.properties?.os?.type === "windows" ? "Administrator" : "root";
}

/** Of a request that the hypervisor broke off nobody knows whether the agent still had it. */
function afterTheRequest(thrown: unknown): unknown {
  return thrown instanceof DriverError && thrown.code === "BACKEND_FAILED" ? withEffect(thrown, "unknown") : thrown;
}

function refused({ attempt }: StepContext, { uuid }: InstanceRecord, user: string): DriverError {
  const message = `Cannot ${attempt}: the agent in the guest refuses it for user "${user}"`;
  return new DriverError("GUEST_REFUSED", message, { effect: "none", details: { instanceUuid: uuid } });
}

function unanswered({ attempt }: StepContext, { uuid }: InstanceRecord): DriverError {
  const state = `no agent in the guest has answered for ${AGENT_TIMEOUT_MS / 1000} s; try again when it has started`;
  return new DriverError("GUEST_AGENT_UNAVAILABLE", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { instanceUuid: uuid },
  });
}
