// Checks of `hostPowerAction`, on simulated nodes only: nobody gets a real node back that does not start again.
import { DriverError } from "@virt-driver-kit/spec";
import type { HostPowerActionParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { OCCUPANTS } from "../steps/busy-nodes.ts";
import { expectOneMoreBoot, expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { expectReason } from "../steps/node-status.ts";
import { needOwnNode } from "../steps/own-node.ts";
import { allStates, expectState, stateInGetInfo } from "../steps/power-state.ts";

type Action = HostPowerActionParams["action"];

const CUTTING: readonly Action[] = ["shutdown", "reboot"];
const OFF = ["shutdown", "crashed"] as const;

async function act(t: CheckContext, action: Action, options: { readonly force?: true } = {}): Promise<void> {
  const on = action !== "shutdown";
  const answer = await t.driver.hostPowerAction({ node: t.node.uuid, action, ...options });
  t.expectEqual(answer.poweredOn, on, `poweredOn of hostPowerAction "${action}"`);
  await expectReason(t, "powered-off", !on, `after hostPowerAction "${action}"`);
}

/** Of a node that is to be switched off: starts it again when the check ends. */
async function startingAtTheEnd(t: CheckContext): Promise<void> {
  await needOwnNode(t);
  t.onCleanup(async () => {
    await t.driver.hostPowerAction({ node: t.node.uuid, action: "startup" }).catch(() => undefined);
  });
}

const reaching: readonly Check[] = [
  {
    variant: "off-and-on",
    what: "switches a node off and on, each asked for twice",
    actions: ["startup", "shutdown", "shutdown", "startup", "startup"],
  },
  { variant: "reboot", what: "reboots a node that is on", actions: ["reboot", "reboot"] },
  { variant: "reboot-of-off", what: "starts a node that is off by a reboot", actions: ["shutdown", "reboot"] },
].map(({ variant, what, actions }): Check => ({
  id: `hostPowerAction/reaches-the-state[${variant}]`,
  requirement: "hostPowerAction/reaches-the-state",
  title: `hostPowerAction() ${what}, and answer and status say so`,
  needs: { simulation: true },
  run: async (t) => {
    await startingAtTheEnd(t);
    for (const action of actions) await act(t, action as Action);
    await expectUsable(t);
  },
}));

/** The hypervisor of a node that is on is ready. */
async function expectUsable(t: CheckContext): Promise<void> {
  const params = await t.newInstance();
  await t.driver.spawn(params);
  await expectState(t, params.instance.uuid, "running", "after spawn on a node that was started");
}

const refusing = CUTTING.flatMap((action) =>
  OCCUPANTS.map(({ variant, what, needs, settle }): Check => ({
    id: `hostPowerAction/refuses-while-guests-run[${action}-${variant}]`,
    requirement: "hostPowerAction/refuses-while-guests-run",
    title: `hostPowerAction("${action}") of a node with ${what} is NODE_IN_USE without force, and the guest goes on`,
    needs,
    run: async (t) => {
      await startingAtTheEnd(t);
      const expectGoesOn = await settle(t);
      const call = t.driver.hostPowerAction({ node: t.node.uuid, action });
      await t.expectError(call, "NODE_IN_USE", { effect: "none", hint: "Cut off nobody unless force says so." });
      await expectReason(t, "powered-off", false, `after hostPowerAction "${action}" was refused`);
      await expectGoesOn(`by a hostPowerAction "${action}" that was refused`);
    },
  })),
);

/** Cuts off all guests of the node, and has it on afterwards. */
async function force(t: CheckContext, action: Action): Promise<void> {
  await act(t, action, { force: true });
  if (action === "shutdown") await act(t, "startup");
}

async function expectOff(t: CheckContext, instance: TestInstance, when: string): Promise<void> {
  const rows = await t.given("listInstanceStates", () => allStates(t));
  const inList = rows.find(({ uuid }) => uuid === instance.uuid)?.powerState ?? "absent";
  const inInfo = await stateInGetInfo(t, instance);
  t.expectThat(
    OFF.some((state) => state === inList),
    `listInstanceStates shows the instance as ${inList} ${when}`,
    {
      expected: OFF,
    },
  );
  t.expectThat(
    OFF.some((state) => state === inInfo),
    `getInfo shows the instance as ${inInfo} ${when}`,
    { expected: OFF },
  );
}

const leaving = CUTTING.flatMap((action): readonly Check[] => [
  {
    id: `hostPowerAction/leaves-cut-off-guests-shutdown[${action}]`,
    requirement: "hostPowerAction/leaves-cut-off-guests-shutdown",
    title: `Instances that hostPowerAction("${action}") with force has cut off are off, and stay so`,
    needs: { simulation: true, capabilities: ["supportsPause"] },
    run: async (t) => {
      await startingAtTheEnd(t);
      const running = await t.givenInstance();
      const paused = await t.givenInstance({ powerState: "paused" });
      await force(t, action);
      for (const instance of [running, paused]) await expectOff(t, instance, "once its node is on again");
      await t.elapse(60_000);
      for (const instance of [running, paused]) await expectOff(t, instance, "a minute after its node was on again");
    },
  },
  {
    id: `hostPowerAction/leaves-cut-off-guests-shutdown[${action}-disks]`,
    requirement: "hostPowerAction/leaves-cut-off-guests-shutdown",
    title: `A guest that hostPowerAction("${action}") with force has cut off boots from its disk by powerOn()`,
    needs: { simulation: true, probeGuest: true },
    run: async (t) => {
      await startingAtTheEnd(t);
      const { instance, boot } = await givenTickingGuest(t);
      await force(t, action);
      await expectOff(t, instance, "once its node is on again");
      await t.driver.powerOn(instance.target);
      await expectOneMoreBoot(t, instance, boot, "by powerOn after its node was on again");
    },
  },
]);

/** What was answered, or undefined if the read says that the node cannot be reached. */
async function unlessUnreachable<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof DriverError && error.code === "BACKEND_UNREACHABLE") return undefined;
    throw error;
  }
}

const READS: readonly {
  readonly name: string;
  readonly read: (t: CheckContext) => Promise<ReadonlyMap<string, string>>;
}[] = [
  {
    name: "listInstances",
    read: async (t) => new Map((await ownedInstances(t)).map(({ uuid }) => [uuid, "shutdown"])),
  },
  {
    name: "listInstances of the node",
    read: async (t) => new Map((await ownedInstances(t, { node: t.node.uuid })).map(({ uuid }) => [uuid, "shutdown"])),
  },
  {
    name: "listInstanceStates",
    read: async (t) => new Map((await allStates(t)).map(({ uuid, powerState }) => [uuid, powerState])),
  },
];

async function expectNotEmpty(t: CheckContext): Promise<void> {
  await startingAtTheEnd(t);
  const wasOff = await t.givenInstance({ powerState: "shutdown" });
  const wasOn = await t.givenInstance();
  await t.given("hostPowerAction", () => act(t, "shutdown", { force: true }));
  for (const { name, read } of READS) {
    const states = await unlessUnreachable(read(t));
    if (states === undefined) continue;
    for (const [{ uuid }, was] of [[wasOff, "was off"] as const, [wasOn, "ran"] as const]) {
      const state = states.get(uuid) ?? "missing";
      t.expectThat(
        OFF.some((some) => some === state),
        `An instance that ${was} is ${state} in ${name} while its node is off`,
        {
          expected: [...OFF, "BACKEND_UNREACHABLE"],
          hint: "List what is stored of a node that cannot be asked, or answer that it cannot be reached.",
        },
      );
    }
  }
  for (const instance of [wasOff, wasOn]) {
    const state = await unlessUnreachable(stateInGetInfo(t, instance));
    const isRight = state === undefined || OFF.some((some) => some === state);
    t.expectThat(isRight, `getInfo shows an instance as ${state} while its node is off`, {
      expected: [...OFF, "BACKEND_UNREACHABLE"],
    });
  }
}

/** The checks of `hostPowerAction`. */
export const hostPowerActionChecks: readonly Check[] = [
  ...reaching,
  {
    id: "hostPowerAction/reaches-the-state[others]",
    requirement: "hostPowerAction/reaches-the-state",
    title: "hostPowerAction() switches off the node that it names, and guests of other nodes go on",
    needs: { simulation: true, probeGuest: true },
    run: async (t) => {
      const { nodes } = await t.given("listNodes", () => t.driver.listNodes({}));
      const other = nodes.find(({ uuid, status }) => uuid !== t.node.uuid && status?.acceptsInstances !== false);
      if (other === undefined) return t.notApplicable("The driver has no other node that takes instances");
      await startingAtTheEnd(t);
      const { instance, boot } = await givenTickingGuest(t, { node: other });
      await act(t, "shutdown");
      await expectReason(t, "powered-off", false, "after another node was switched off", other);
      await expectUndisturbed(t, instance, boot, "by hostPowerAction of another node");
    },
  },
  ...refusing,
  ...leaving,
  {
    id: "hostPowerAction/off-is-not-empty",
    requirement: "hostPowerAction/off-is-not-empty",
    title:
      "The instances of a node that is off are listed as shutdown or crashed, or reads of it are BACKEND_UNREACHABLE",
    needs: { simulation: true },
    run: expectNotEmpty,
  },
];
