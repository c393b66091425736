// Checks of the events of operations that start or stop guests besides those that are made for it, and of guests that stop by themselves:
// each is told once, and where a call asked for it before the call's answer.
import type { EventParams } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { watchCalls } from "../steps/calls-on-the-wire.ts";
import { simulates } from "../steps/guest-time.ts";
import { givenMove } from "../steps/live-move.ts";
import { needOwnNode } from "../steps/own-node.ts";

/** How long is listened for events too many, in milliseconds. */
const LISTENING_MS = 20_000;
const LISTENING_REAL_MS = 2_000;

/** An operation that starts or stops a guest by the way. */
interface OtherTransition {
  readonly variant: string;
  readonly needs: Needs;
  readonly from: "running" | "shutdown";
  readonly call: (t: CheckContext, instance: TestInstance, operationId: string) => Promise<unknown>;
  readonly transition: EventParams["transition"];
}

const OTHERS: readonly OtherTransition[] = [
  {
    variant: "resumeStateOnHostBoot",
    needs: { capabilities: ["supportsResumeOnHostBoot"] },
    from: "shutdown",
    call: (t, { target }, operationId) => t.driver.resumeStateOnHostBoot(target, { operationId }),
    transition: "started",
  },
  {
    variant: "finishRevertMigration-on",
    needs: { capabilities: ["supportsMigration"] },
    from: "shutdown",
    call: (t, instance, operationId) => revert(t, instance, true, operationId),
    transition: "started",
  },
  {
    variant: "finishRevertMigration-off",
    needs: { capabilities: ["supportsMigration"] },
    from: "running",
    call: (t, instance, operationId) => revert(t, instance, false, operationId),
    transition: "stopped",
  },
];

/** It goes on from whatever it finds, so also from an instance that has not begun to move. */
function revert(
  t: CheckContext,
  { params, node }: TestInstance,
  powerOn: boolean,
  operationId: string,
): Promise<unknown> {
  return t.driver.finishRevertMigration({ instance: params.instance, node: node.uuid, powerOn }, { operationId });
}

const asked = OTHERS.map(({ variant, needs, from, call, transition }): Check => ({
  id: `event/comes-before-the-answer[${variant}]`,
  requirement: "event/comes-before-the-answer",
  title: `The event "${transition}" of a guest that ${variant.split("-")[0]}() ${transition} comes once, and before the answer`,
  needs,
  run: async (t) => {
    const instance = await t.givenInstance({ powerState: from });
    const operationId = t.uuid();
    const events: { readonly operationId: string | undefined; readonly isEarly: boolean }[] = [];
    const calls = watchCalls(t);
    calls.onNotification("event", (notification) => {
      const event = notification as EventParams;
      const isMeant = event.instanceUuid === instance.uuid && event.transition === transition;
      const isEarly = calls.answered(operationId) === undefined;
      if (isMeant) events.push({ operationId: event.operationId, isEarly });
    });
    await t.given(variant, () => call(t, instance, operationId));
    await t.elapse(simulates(t) ? LISTENING_MS : LISTENING_REAL_MS);
    await t.given("probe", () => t.driver.probe({}));
    t.expectEqual(
      events,
      [{ operationId, isEarly: true }],
      `events "${transition}" of ${variant}`,
      "Whoever follows the events does not see the call: tell what it did, once, and then answer.",
    );
  },
}));

/** Listens for the events of an instance that a call causes, and for how long after the call it takes. */
async function listenedTo(
  t: CheckContext,
  uuid: string,
  operation: string,
  call: (operationId: string) => Promise<unknown>,
): Promise<readonly { readonly transition: string; readonly isEarly: boolean }[]> {
  const operationId = t.uuid();
  const events: { readonly transition: string; readonly isEarly: boolean }[] = [];
  const calls = watchCalls(t);
  calls.onNotification("event", (notification) => {
    const { instanceUuid, transition } = notification as EventParams;
    if (instanceUuid === uuid) events.push({ transition, isEarly: calls.answered(operationId) === undefined });
  });
  await t.given(operation, () => call(operationId));
  await t.elapse(simulates(t) ? LISTENING_MS : LISTENING_REAL_MS);
  await t.given("probe", () => t.driver.probe({}));
  return events;
}

const atOtherPlaces: readonly Check[] = [
  {
    id: "event/comes-before-the-answer[liveMigration]",
    requirement: "event/comes-before-the-answer",
    title: "The events of a guest that liveMigration() moves away are there when its answer comes",
    needs: { peer: true, capabilities: ["supportsLiveMigration"] },
    run: async (t) => {
      const move = await givenMove(t);
      const data = await move.givenPrepared();
      const events = await listenedTo(t, move.uuid, "liveMigration", (operationId) =>
        move.transfer(data, {}, { operationId }),
      );
      t.expectEqual(
        events.filter(({ isEarly }) => !isEarly),
        [],
        "events at the source after the answer of liveMigration",
        "Send the event, then answer.",
      );
      await t.given("event", async () =>
        t.expectThat(events.length > 0, "liveMigration has told nothing at the source"),
      );
    },
  },
  {
    id: "event/comes-before-the-answer[hostPowerAction]",
    requirement: "event/comes-before-the-answer",
    title: "A guest that hostPowerAction() has cut off is told of once, before the answer",
    needs: { simulation: true, capabilities: ["supportsHostPower"] },
    run: async (t) => {
      await needOwnNode(t);
      const { uuid } = await t.givenInstance();
      const node = t.node.uuid;
      t.onCleanup(async () => {
        await t.driver.hostPowerAction({ node, action: "startup" }).catch(() => undefined);
      });
      const events = await listenedTo(t, uuid, "hostPowerAction", (operationId) =>
        t.driver.hostPowerAction({ node, action: "shutdown", force: true }, { operationId }),
      );
      const stops = events.filter(({ transition }) => transition === "stopped" || transition === "crashed");
      t.expectEqual(
        stops.map(({ isEarly }) => isEarly),
        [true],
        "events of a guest that hostPowerAction has cut off, each early or not",
        "Tell of each guest that was cut off, once, and then answer.",
      );
    },
  },
];

/** Waits for what is told of a guest that has stopped, and for more of it. */
async function expectToldOnce(
  t: CheckContext,
  { uuid }: TestInstance,
  transitions: readonly EventParams["transition"][],
  what: string,
): Promise<void> {
  const told = (): EventParams[] => t.events.of(uuid).filter(({ transition }) => transitions.includes(transition));
  await t.waitFor(`the driver tells of ${what}`, () => told().length > 0);
  await t.elapse(simulates(t) ? LISTENING_MS : LISTENING_REAL_MS);
  await t.given("probe", () => t.driver.probe({}));
  t.expectEqual(told().length, 1, `number of events of ${what}`, "A second event looks like a second stop.");
  t.expectEqual(told()[0]?.operationId, undefined, `operationId of the event of ${what}`);
}

/** The checks of events of other transitions. */
export const otherTransitionChecks: readonly Check[] = [
  ...asked,
  ...atOtherPlaces,
  {
    id: "event/tells-what-the-guest-did[once]",
    requirement: "event/tells-what-the-guest-did",
    title: "A guest that powers itself off is told of once",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await t.givenInstance({ image: { powerOffAfterTicks: 10 } });
      await expectToldOnce(t, instance, ["stopped"], "a guest that has powered itself off");
    },
  },
  {
    id: "event/tells-what-the-guest-did[crash]",
    requirement: "event/tells-what-the-guest-did",
    title: "A guest that crashes is told of once, as crashed or as stopped",
    needs: { simulation: true },
    run: async (t) => {
      const instance = await t.givenInstance();
      await t.simulation.injectFault({ kind: "guestCrash", instanceUuid: instance.uuid });
      await expectToldOnce(t, instance, ["crashed", "stopped"], "a guest that has crashed");
    },
  },
];
