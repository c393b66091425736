// Checks of `setAdminPassword`: what the agent in the guest makes of it is what the caller is told.
// Which password a guest has nobody can see from outside; that the agent was asked can be seen when it does not do it.
import type { SimulatedFault } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { durationOf, simulates } from "../steps/guest-time.ts";
import { givenTickingGuest } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";

/** How long a driver may wait for an agent that is silent, in milliseconds of guest time. */
const LONGEST_MS = 300_000;

/** A guest that has booted, so that its agent, if it has one, is there. */
async function givenBootedGuest(t: CheckContext): Promise<{ instanceUuid: string; adminPassword: string }> {
  const { instance } = await givenTickingGuest(t);
  return { ...instance.target, adminPassword: `Vdk-${t.uuid()}` };
}

function behaving(instanceUuid: string, agent: "silent" | "refuses"): SimulatedFault {
  return { kind: "guestBehaviour", instanceUuid, agent };
}

/** The checks of `setAdminPassword`. */
export const setAdminPasswordChecks: readonly Check[] = [
  {
    id: "setAdminPassword/sets-the-password[with-the-agent]",
    requirement: "setAdminPassword/sets-the-password",
    title: "setAdminPassword() succeeds when the agent did it, for any user, and not when the way to the agent broke",
    needs: { simulation: true, probeGuest: true },
    run: async (t) => {
      const params = await givenBootedGuest(t);
      for (const user of [{}, { userName: "cloud-user" }]) {
        await t.driver.setAdminPassword({ ...params, ...user });
        await t.simulation.injectFault({ kind: "failStep", step: 1 });
        const hint = "Let the agent in the guest do it, and say what came of it.";
        await t.expectError(t.driver.setAdminPassword({ ...params, ...user }), "BACKEND_FAILED", { hint });
        await t.simulation.clearFaults();
        await t.driver.setAdminPassword({ ...params, ...user });
      }
    },
  },
  {
    id: "setAdminPassword/silent-agent-may-come-back",
    requirement: "setAdminPassword/silent-agent-may-come-back",
    title: "setAdminPassword() in a guest whose agent does not answer is GUEST_AGENT_UNAVAILABLE, before long",
    needs: { probeGuest: true },
    run: async (t) => {
      const params = await givenBootedGuest(t);
      // On a real hypervisor the probe is a guest without an agent.
      if (simulates(t)) await t.simulation.injectFault(behaving(params.instanceUuid, "silent"));
      const tookMs = await durationOf(t, () =>
        t.expectError(t.driver.setAdminPassword(params), "GUEST_AGENT_UNAVAILABLE", {
          effect: "none",
          hint: "An agent that is silent may come back: say so, and never that passwords cannot be set.",
        }),
      );
      t.expectThat(tookMs <= LONGEST_MS, `setAdminPassword waited ${tookMs} ms for an agent that is silent`, {
        expected: `at most ${LONGEST_MS} ms`,
      });
      await expectState(t, params.instanceUuid, "running", "after its agent did not answer");
    },
  },
  {
    id: "setAdminPassword/silent-agent-may-come-back[comes-back]",
    requirement: "setAdminPassword/silent-agent-may-come-back",
    title: "setAdminPassword() succeeds when an agent that was silent answers again",
    needs: { simulation: true, probeGuest: true },
    run: async (t) => {
      const params = await givenBootedGuest(t);
      await t.simulation.injectFault(behaving(params.instanceUuid, "silent"));
      await t.expectError(t.driver.setAdminPassword(params), "GUEST_AGENT_UNAVAILABLE");
      await t.simulation.clearFaults();
      await t.driver.setAdminPassword(params);
    },
  },
  {
    id: "setAdminPassword/refusal-is-final",
    requirement: "setAdminPassword/refusal-is-final",
    title: "setAdminPassword() that the agent refuses is GUEST_REFUSED, for the administrator and for another user",
    needs: { simulation: true, probeGuest: true },
    run: async (t) => {
      const params = await givenBootedGuest(t);
      await t.simulation.injectFault(behaving(params.instanceUuid, "refuses"));
      for (const user of [{}, { userName: "nobody" }]) {
        await t.expectError(t.driver.setAdminPassword({ ...params, ...user }), "GUEST_REFUSED", {
          effect: "none",
          hint: "Pass the agent's own refusal on, and nothing that sounds as if the host were broken.",
        });
      }
    },
  },
];
