// Checks of `hostMaintenanceMode`, on simulated nodes only: a driver that is wrong would stop the guests of a real one.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { OCCUPANTS } from "../steps/busy-nodes.ts";
import { expectReason } from "../steps/node-status.ts";
import { needOwnNode } from "../steps/own-node.ts";
import { expectState } from "../steps/power-state.ts";
import { ownedInstances } from "../steps/list-instances.ts";

async function setMaintenance(t: CheckContext, maintenance: boolean): Promise<void> {
  const answer = await t.driver.hostMaintenanceMode({ node: t.node.uuid, maintenance });
  t.expectEqual(answer.maintenance, maintenance, `maintenance of hostMaintenanceMode with maintenance ${maintenance}`);
  await expectReason(t, "maintenance", maintenance, `after hostMaintenanceMode with maintenance ${maintenance}`);
}

/** Of a node that is to go into maintenance. */
async function leavingAtTheEnd(t: CheckContext): Promise<void> {
  await needOwnNode(t);
  t.onCleanup(async () => {
    await t.driver.hostMaintenanceMode({ node: t.node.uuid, maintenance: false }).catch(() => undefined);
  });
}

const refusing = OCCUPANTS.map(({ variant, what, needs, settle }): Check => ({
  id: `hostMaintenanceMode/refuses-while-guests-run[${variant}]`,
  requirement: "hostMaintenanceMode/refuses-while-guests-run",
  title: `hostMaintenanceMode() of a node with ${what} is NODE_IN_USE, and the guest goes on`,
  needs,
  run: async (t) => {
    await leavingAtTheEnd(t);
    const expectGoesOn = await settle(t);
    const call = t.driver.hostMaintenanceMode({ node: t.node.uuid, maintenance: true });
    const hint = "Move and stop nothing: the caller does that, and asks again.";
    await t.expectError(call, "NODE_IN_USE", { effect: "none", hint });
    await expectReason(t, "maintenance", false, "after hostMaintenanceMode was refused");
    await expectGoesOn("by a hostMaintenanceMode that was refused");
  },
}));

/** The checks of `hostMaintenanceMode`. */
export const hostMaintenanceModeChecks: readonly Check[] = [
  {
    id: "hostMaintenanceMode/reaches-the-state",
    requirement: "hostMaintenanceMode/reaches-the-state",
    title:
      "hostMaintenanceMode() answers what was asked for, and the node's status says the same, when asked twice too",
    needs: { simulation: true },
    run: async (t) => {
      await leavingAtTheEnd(t);
      for (const maintenance of [false, true, true, false, false]) await setMaintenance(t, maintenance);
    },
  },
  {
    id: "hostMaintenanceMode/reaches-the-state[instance-off]",
    requirement: "hostMaintenanceMode/reaches-the-state",
    title: "A node with an instance that is off goes into maintenance and lists it there, off and startable afterwards",
    needs: { simulation: true },
    run: async (t) => {
      await leavingAtTheEnd(t);
      const instance = await t.givenInstance({ powerState: "shutdown" });
      await setMaintenance(t, true);
      const uuids = (await t.given("listInstances", () => ownedInstances(t))).map(({ uuid }) => uuid);
      t.expectThat(uuids.includes(instance.uuid), "An instance of a node in maintenance is not listed any more", {
        got: uuids,
      });
      await expectState(t, instance, "shutdown", "on a node in maintenance");
      await setMaintenance(t, false);
      await t.driver.powerOn(instance.target);
      await expectState(t, instance, "running", "after powerOn on a node that came out of maintenance");
    },
  },
  ...refusing,
];
