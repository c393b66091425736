// Checks of `snapshot` with `quiesce`: the guest is quiesced if it must be, and no longer than the call lasts.
import type { DriverError, SnapshotParams } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { cancelAtEachMoment } from "../steps/cancelled-call.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { givenTickingGuest } from "../steps/guest.ts";
import { type GivenSink, givenSink, SMALL_DISK, snapshotOf, unreachableSink } from "../steps/image-sinks.ts";
import { expectQuiesced, givenQuiesced } from "../steps/quiesced-guest.ts";
import { refusalOf } from "../steps/refusal.ts";

const NEEDS: Needs = { probeGuest: true, capabilities: ["supportsQuiesce"] };
const SIMULATED: Needs = { ...NEEDS, simulation: true };
const HINT = "Thaw the guest on every way out.";

/** Far more than a check takes, in seconds. */
const LONG_SECONDS = 3_600;

const MODES = ["required", "preferred"] as const;

async function givenGuest(t: CheckContext): Promise<TestInstance> {
  return (await givenTickingGuest(t, SMALL_DISK)).instance;
}

/** A guest that can be quiesced, for sure. */
async function givenQuiescible(t: CheckContext): Promise<TestInstance> {
  const instance = await givenGuest(t);
  await givenQuiesced(t, instance, LONG_SECONDS);
  await t.given("unquiesce", () => t.driver.unquiesce(instance.target));
  return instance;
}

type Quiesce = NonNullable<SnapshotParams["quiesce"]>;

function quiescing(t: CheckContext, instance: TestInstance, sink: GivenSink, quiesce: Quiesce): SnapshotParams {
  return { ...snapshotOf(t, instance, sink.sink), quiesce };
}

const thawing: readonly Check[] = [
  ...MODES.map((quiesce): Check => ({
    id: `snapshot/thaws-what-it-froze[${quiesce}]`,
    requirement: "snapshot/thaws-what-it-froze",
    title: `A guest is no longer quiesced after snapshot() with quiesce ${quiesce}, whether it succeeded or failed`,
    needs: NEEDS,
    run: async (t) => {
      const instance = await givenQuiescible(t);
      const { quiesced } = await t.driver.snapshot(quiescing(t, instance, await givenSink(t), quiesce));
      await t.given("snapshot", async () => t.expectEqual(quiesced, true, "quiesced in the answer of snapshot"));
      await expectQuiesced(t, instance, false, "after snapshot", HINT);
      const failing = t.driver.snapshot({ ...snapshotOf(t, instance, unreachableSink(t)), quiesce });
      await t.given("snapshot", () => t.expectError(failing, "IMAGE_TRANSFER_FAILED"));
      await expectQuiesced(t, instance, false, "after snapshot failed", HINT);
    },
  })),
  {
    id: "snapshot/thaws-what-it-froze[quiesced-before]",
    requirement: "snapshot/thaws-what-it-froze",
    title: "A guest that was quiesced before is still quiesced after snapshot(), with quiesce or without",
    needs: NEEDS,
    run: async (t) => {
      const instance = await givenGuest(t);
      for (const quiesce of [undefined, ...MODES]) {
        await givenQuiesced(t, instance, LONG_SECONDS);
        const { sink } = await givenSink(t);
        const params = { ...snapshotOf(t, instance, sink), ...(quiesce !== undefined && { quiesce }) };
        await t.driver.snapshot(params);
        const how = quiesce === undefined ? "without quiesce" : `with quiesce ${quiesce}`;
        await expectQuiesced(t, instance, true, `after quiesce and snapshot ${how}`, "Thaw only what you froze.");
      }
    },
  },
  {
    id: "snapshot/thaws-what-it-froze[each-step]",
    requirement: "snapshot/thaws-what-it-froze",
    title: "A guest is no longer quiesced, whichever hypervisor call of snapshot() failed",
    needs: SIMULATED,
    run: async (t) => {
      const instance = await givenGuest(t);
      await sweepSteps(t, {
        operation: "snapshot",
        prepare: () => givenSink(t),
        call: (sink) => t.driver.snapshot(quiescing(t, instance, sink, "required")),
        judge: ({ step }) =>
          expectQuiesced(t, instance, false, `after snapshot failed at its hypervisor call number ${step}`, HINT),
      });
    },
  },
  {
    id: "snapshot/thaws-what-it-froze[cancelled]",
    requirement: "snapshot/thaws-what-it-froze",
    title: "A guest is no longer quiesced after a snapshot() that was cancelled",
    needs: SIMULATED,
    run: async (t) => {
      const instance = await givenGuest(t);
      await cancelAtEachMoment(
        t,
        "snapshot",
        () => givenSink(t),
        (sink, options) => t.driver.snapshot(quiescing(t, instance, sink, "required"), options),
        () => expectQuiesced(t, instance, false, "after snapshot was cancelled", HINT),
      );
    },
  },
];

const AGENTS = [
  { agent: "silent", code: "GUEST_AGENT_UNAVAILABLE" },
  { agent: "refuses", code: "GUEST_REFUSED" },
] as const;

const requiring: readonly Check[] = [
  ...AGENTS.map(({ agent, code }): Check => ({
    id: `snapshot/required-quiesce-is-required[${agent}]`,
    requirement: "snapshot/required-quiesce-is-required",
    title: `snapshot() of a guest whose agent ${agent === "silent" ? "is silent" : agent} is ${code} if quiesce is required, and goes on without if it is preferred`,
    needs: SIMULATED,
    run: async (t) => {
      const instance = await givenGuest(t);
      await t.simulation.injectFault({ kind: "guestBehaviour", instanceUuid: instance.uuid, agent });
      const sink = await givenSink(t);
      await t.expectError(t.driver.snapshot(quiescing(t, instance, sink, "required")), code, { effect: "none" });
      t.expectEqual(sink.contents(), [], `contents of the sink after ${code}`);
      await expectWithout(t, instance);
    },
  })),
  {
    id: "snapshot/required-quiesce-is-required[no-agent]",
    requirement: "snapshot/required-quiesce-is-required",
    title:
      "snapshot() of a guest without an agent fails if quiesce is required, and goes on without if it is preferred",
    needs: { ...NEEDS, undeclared: ["supportsSimulation"] },
    run: async (t) => {
      const instance = await givenGuest(t);
      const sink = await givenSink(t);
      const call = t.driver.snapshot(quiescing(t, instance, sink, "required"));
      const refusal: DriverError | undefined = await refusalOf(call);
      if (refusal === undefined) {
        const { quiesced } = await call;
        t.expectThat(quiesced === true, "snapshot with quiesce required succeeded and did not quiesce the guest");
        return t.notApplicable("The guest has an agent");
      }
      await t.expectError(call, ["GUEST_AGENT_UNAVAILABLE", "GUEST_REFUSED"], { effect: "none" });
      t.expectEqual(sink.contents(), [], "contents of the sink after a snapshot that was refused");
      await expectWithout(t, instance);
    },
  },
  {
    id: "snapshot/required-quiesce-is-required[off]",
    requirement: "snapshot/required-quiesce-is-required",
    title: "snapshot() of a guest that is off succeeds although quiesce is required",
    needs: { capabilities: ["supportsQuiesce"] },
    run: async (t) => {
      const instance = await t.givenInstance({ ...SMALL_DISK, powerState: "shutdown" });
      await t.driver.snapshot(quiescing(t, instance, await givenSink(t), "required"));
    },
  },
];

/** Checks that an image is made of a guest that cannot be quiesced, and that the answer says so. */
async function expectWithout(t: CheckContext, instance: TestInstance): Promise<void> {
  const sink = await givenSink(t);
  const { quiesced } = await t.driver.snapshot(quiescing(t, instance, sink, "preferred"));
  t.expectEqual(quiesced ?? false, false, "quiesced in the answer of a snapshot of a guest that cannot be quiesced");
  t.expectDefined(sink.read(), "image in the sink after snapshot with quiesce preferred");
}

/** The checks of `snapshot` with `quiesce`. */
export const snapshotQuiescingChecks: readonly Check[] = [...thawing, ...requiring];
