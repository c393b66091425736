/** The operations of group `guest`. */

import { type Call, type ComputeDriver, DriverError, type SetAdminPasswordParams } from "@virt-driver-kit/spec";
import { executedBy, FIRMWARE_MS } from "../guest/guest-run.ts";
import { passwordDigest } from "../guest/password-digest.ts";
import type { StepContext } from "../hypervisor/backend-link.ts";
import { invalidState } from "../hypervisor/invalid-state.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import { assertState, begin } from "./begin.ts";
import type { DriverContext } from "./driver-context.ts";
import { withEffect } from "./with-effect.ts";

/** How long an agent may take to answer, in milliseconds of virtual time. */
const AGENT_TIMEOUT_MS = 10_000;

/** Between two requests to an agent that is silent, in milliseconds of virtual time. */
const RETRY_MS = 1000;

/** What an agent makes of a request; `silent` if nobody took it. */
type Answer = "done" | "refused" | "silent";

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
    if (answer === "refused") throw refused(step, record, user);
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
): Answer {
  hypervisor.settle(record);
  const { run, guest, uuid } = record;
  if (run === null) throw invalidState(attempt, record);
  if (guest.agent === "silent" || executedBy(run, clock.now()) < FIRMWARE_MS) return "silent";
  if (guest.agent === "refuses") return "refused";
  record.passwords[user] = passwordDigest(password, `${uuid}/${user}`);
  hypervisor.host.changed(record);
  return "done";
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
