// Checks of the events of calls that stop and start a guest on their way to something else: one is told, and nothing of what lay between.
import type { EventParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { rescueImage } from "../steps/rescued-guest.ts";

/** A call that ends in one transition, and may pass through others. */
export interface Step {
  readonly operation: "suspend" | "resume" | "rescue" | "unrescue" | "rebuild" | "softDelete" | "restore";
  readonly transition: EventParams["transition"];
  readonly powerState: EventParams["powerState"];
  readonly call: (t: CheckContext, instance: TestInstance, options: { operationId: string }) => Promise<unknown>;
}

const SUSPEND: Step = {
  operation: "suspend",
  transition: "suspended",
  powerState: "suspended",
  call: (t, { target }, options) => t.driver.suspend(target, options),
};
const RESUME: Step = {
  operation: "resume",
  transition: "resumed",
  powerState: "running",
  call: (t, { target }, options) => t.driver.resume(target, options),
};
const RESCUE: Step = {
  operation: "rescue",
  transition: "rescued",
  powerState: "running",
  call: async (t, { target }, options) => t.driver.rescue({ ...target, image: await rescueImage(t) }, options),
};
const UNRESCUE: Step = {
  operation: "unrescue",
  transition: "unrescued",
  powerState: "running",
  call: (t, { target }, options) => t.driver.unrescue(target, options),
};

/** Checks that a call sends the event of its transition and no other of the instance. Blocks the check if it fails. */
export async function expectOneEvent(t: CheckContext, instance: TestInstance, step: Step): Promise<void> {
  const { operation, transition, powerState, call } = step;
  const operationId = t.uuid();
  await t.given("probe", () => t.driver.probe({}));
  t.events.clear();
  await t.given(operation, () => call(t, instance, { operationId }));
  await t.given("probe", () => t.driver.probe({}));
  const told = t.events.of(instance).map((event) => ({
    transition: event.transition,
    powerState: event.powerState,
    operationId: event.operationId,
  }));
  t.expectEqual(
    told,
    [{ transition, powerState, operationId }],
    `events of ${operation}`,
    "Send one event for the call, and none for what the hypervisor tells of it.",
  );
}

const PAIRS = [
  { requirement: "event/tells-suspend-and-resume", first: SUSPEND, second: RESUME, from: "running" },
  { requirement: "event/tells-rescue-and-unrescue", first: RESCUE, second: UNRESCUE, from: "shutdown" },
] as const;

/** The checks of the events of calls that stop and start a guest on their way. */
export const lastingModeEventChecks: readonly Check[] = PAIRS.flatMap(
  ({ requirement, first, second, from }): Check[] => [
    {
      id: `${requirement}[${first.operation}]`,
      requirement,
      title: `${first.operation}() sends one event "${first.transition}" with power state ${first.powerState}, and no other`,
      run: async (t) => expectOneEvent(t, await t.givenInstance({ powerState: from }), first),
    },
    {
      id: `${requirement}[${second.operation}]`,
      requirement,
      title: `${second.operation}() sends one event "${second.transition}" with power state ${second.powerState}, and no other`,
      run: async (t) => {
        const instance = await t.givenInstance({ powerState: from });
        await t.given(first.operation, () => first.call(t, instance, { operationId: t.uuid() }));
        await expectOneEvent(t, instance, second);
      },
    },
  ],
);
