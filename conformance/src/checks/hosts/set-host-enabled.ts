// Checks of `setHostEnabled`: a node is closed when it says so, for new instances only, and until the caller opens it.
import type { NodeInfo } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { cutOff, expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { allNodes } from "../steps/nodes.ts";
import { expectReason, statusOf } from "../steps/node-status.ts";
import { expectState } from "../steps/power-state.ts";

const NODE_IS_CLOSED = "on a node that was closed";

/** Opens the node again when the check ends, if it was open. */
async function reopening(t: CheckContext, node: NodeInfo = t.node): Promise<void> {
  const wasClosed = (await statusOf(t, node))?.reasons.includes("disabled") === true;
  t.onCleanup(async () => {
    await t.driver.setHostEnabled({ node: node.uuid, enabled: !wasClosed }).catch(() => undefined);
  });
}

async function givenClosed(t: CheckContext): Promise<void> {
  await reopening(t);
  await t.given("setHostEnabled", async () => {
    await t.driver.setHostEnabled({ node: t.node.uuid, enabled: false });
    await expectReason(t, "disabled", true, "after it was closed");
  });
}

async function expectSet(t: CheckContext, node: NodeInfo, enabled: boolean): Promise<void> {
  const answer = await t.driver.setHostEnabled({ node: node.uuid, enabled });
  t.expectEqual(answer.enabled, enabled, `enabled of setHostEnabled with enabled ${enabled}`);
  await expectReason(t, "disabled", !enabled, `after setHostEnabled with enabled ${enabled}`, node);
}

const lasting: readonly Check[] = [
  {
    id: "setHostEnabled/only-the-caller-opens-again[unreachable]",
    requirement: "setHostEnabled/only-the-caller-opens-again",
    title: "A node that was closed is closed after its hypervisor could not be reached for a while, until it is opened",
    needs: { fault: "backendUnreachable" },
    run: async (t) => {
      await givenClosed(t);
      await t.fault({ kind: "backendUnreachable" });
      await t.elapse(10_000);
      await t.endFaults();
      await expectReason(t, "disabled", true, "after its hypervisor could not be reached");
      await expectSet(t, t.node, true);
    },
  },
  ...(["shutdown", "kill"] as const).map((how): Check => ({
    id: `setHostEnabled/only-the-caller-opens-again[${how}]`,
    requirement: "setHostEnabled/only-the-caller-opens-again",
    title: `A node that was closed is closed after its driver was ended by ${how} and started again, until it is opened`,
    needs: {
      ...(how === "kill" ? { ownProcess: true } : { restart: true }),
      capabilities: ["supportsRecovery"],
    },
    run: async (t) => {
      await givenClosed(t);
      await t.restartDriver(how);
      await expectReason(t, "disabled", true, "after a restart of the driver");
      await expectSet(t, t.node, true);
    },
  })),
];

/** The checks of `setHostEnabled`. */
export const setHostEnabledChecks: readonly Check[] = [
  {
    id: "setHostEnabled/reaches-the-state",
    requirement: "setHostEnabled/reaches-the-state",
    title: "setHostEnabled() answers what was asked for, and the node's status says the same, when asked twice too",
    run: async (t) => {
      await reopening(t);
      for (const enabled of [true, false, false, true, true]) await expectSet(t, t.node, enabled);
    },
  },
  {
    id: "setHostEnabled/reaches-the-state[others]",
    requirement: "setHostEnabled/reaches-the-state",
    title: "setHostEnabled() closes the node that it names, and no other",
    run: async (t) => {
      const others = (await t.given("listNodes", () => allNodes(t))).filter(({ uuid }) => uuid !== t.node.uuid);
      const open = others.filter(({ status }) => status?.reasons.includes("disabled") !== true);
      if (open.length === 0) t.notApplicable("The driver has no other node that is open");
      await reopening(t);
      await expectSet(t, t.node, false);
      for (const node of open) await expectReason(t, "disabled", false, "after another node was closed", node);
    },
  },
  {
    id: "setHostEnabled/spares-instances[state]",
    requirement: "setHostEnabled/spares-instances",
    title: "Instances of a node that is closed keep their state, and can be stopped, started and destroyed",
    run: async (t) => {
      const running = await t.givenInstance();
      const off = await t.givenInstance({ powerState: "shutdown" });
      await givenClosed(t);
      await expectState(t, running, "running", NODE_IS_CLOSED);
      await expectState(t, off, "shutdown", NODE_IS_CLOSED);
      await t.driver.powerOn(off.target);
      await expectState(t, off, "running", `after powerOn ${NODE_IS_CLOSED}`);
      await t.driver.powerOff(cutOff(running));
      await expectState(t, running, "shutdown", `after powerOff ${NODE_IS_CLOSED}`);
      await t.driver.reboot({ ...off.target, type: "hard" });
      await expectState(t, off, "running", `after reboot ${NODE_IS_CLOSED}`);
      await t.driver.destroy({ ...off.target, destroyDisks: true });
      await expectState(t, off, "absent", `after destroy ${NODE_IS_CLOSED}`);
    },
  },
  {
    id: "setHostEnabled/spares-instances[guest]",
    requirement: "setHostEnabled/spares-instances",
    title: "A guest goes on ticking, without a boot, while its node is closed and opened",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await givenClosed(t);
      await expectUndisturbed(t, instance, boot, "by the closing of its node");
      await t.given("setHostEnabled", () => t.driver.setHostEnabled({ node: t.node.uuid, enabled: true }));
      await expectUndisturbed(t, instance, boot, "by the opening of its node");
    },
  },
  ...lasting,
];
