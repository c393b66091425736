// Checks of `quiesce` and `unquiesce`: a guest is held exactly as long as it is to be, and never by a call that failed.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { givenTickingGuest } from "../steps/guest.ts";
import { simulates } from "../steps/guest-time.ts";
import { givenSink, SMALL_DISK, snapshotOf, unreachableSink } from "../steps/image-sinks.ts";
import { expectQuiesced, givenQuiesced } from "../steps/quiesced-guest.ts";
import { refusalOf } from "../steps/refusal.ts";

/** Moments in the life of a quiesced guest. */
interface Span {
  /** How long it is quiesced at most, in seconds. */
  readonly thawSeconds: number;
  /** Within that time, although two of it make more than that, in milliseconds. */
  readonly shortMs: number;
  /** Past that time, in milliseconds. */
  readonly pastMs: number;
}

/** Ten seconds, or where time costs nothing a hundred, which leaves slow hypervisors more. */
function spanFor(t: CheckContext): Span {
  const scale = simulates(t) ? 10 : 1;
  return { thawSeconds: 10 * scale, shortMs: 6_000 * scale, pastMs: 11_000 * scale };
}

/** How long a guest that always writes is quiesced at most, in seconds: time enough for two images. */
const WRITING_SECONDS = 300;
/** Far more than a check takes, in seconds. */
const LONG_SECONDS = 3_600;

/** A running guest on a small disk that can be quiesced. */
async function givenGuest(t: CheckContext): Promise<TestInstance> {
  return (await givenTickingGuest(t, SMALL_DISK)).instance;
}

/** Whether a guest that always writes has written anything to its root disk in a second. */
async function writes(t: CheckContext, instance: TestInstance): Promise<boolean> {
  const contents = async (): Promise<string> => {
    const { sink } = await givenSink(t);
    const { image } = await t.given("snapshot", () => t.driver.snapshot(snapshotOf(t, instance, sink)));
    return image.sha256;
  };
  const before = await contents();
  await t.elapse(1_000);
  return (await contents()) !== before;
}

/** A guest that writes to its root disk all the time. Blocks the check if it does not. */
async function givenWritingGuest(t: CheckContext): Promise<TestInstance> {
  const instance = await givenGuest(t);
  await t.simulation.injectFault({ kind: "guestBehaviour", instanceUuid: instance.uuid, writesMibPerSecond: 1 });
  await t.given("simulation/injectFault", async () =>
    t.expectThat(await writes(t, instance), "A guest that is to write all the time does not write"),
  );
  return instance;
}

const WRITING = { probeGuest: true, simulation: true, capabilities: ["supportsSnapshot"] } as const;

/** The checks of `quiesce` and `unquiesce`. */
export const quiesceChecks: readonly Check[] = [
  {
    id: "quiesce/ends-by-itself",
    requirement: "quiesce/ends-by-itself",
    title: "A guest that nobody lets go is no longer quiesced after autoThawSeconds, and is before",
    needs: { probeGuest: true },
    run: async (t) => {
      const { thawSeconds, shortMs, pastMs } = spanFor(t);
      const instance = await givenGuest(t);
      await givenQuiesced(t, instance, thawSeconds);
      await t.elapse(shortMs);
      await expectQuiesced(t, instance, true, "before autoThawSeconds have passed since quiesce");
      await givenQuiesced(t, instance, thawSeconds);
      await t.elapse(pastMs);
      await expectQuiesced(t, instance, false, "after autoThawSeconds have passed since quiesce");
    },
  },
  {
    id: "quiesce/ends-by-itself[again]",
    requirement: "quiesce/ends-by-itself",
    title: "The time of a guest that is quiesced again begins anew",
    needs: { probeGuest: true },
    run: async (t) => {
      const { thawSeconds, shortMs } = spanFor(t);
      const instance = await givenGuest(t);
      await givenQuiesced(t, instance, thawSeconds);
      await t.elapse(shortMs);
      await t.driver.quiesce({ ...instance.target, autoThawSeconds: thawSeconds });
      await t.elapse(shortMs);
      await expectQuiesced(t, instance, true, "before autoThawSeconds have passed since the last of two quiesce");
    },
  },
  {
    id: "quiesce/ends-by-itself[writes]",
    requirement: "quiesce/ends-by-itself",
    title: "A guest that nobody lets go writes to its disk again after autoThawSeconds, and not before",
    needs: WRITING,
    run: async (t) => {
      const instance = await givenWritingGuest(t);
      await t.given("quiesce", () => t.driver.quiesce({ ...instance.target, autoThawSeconds: WRITING_SECONDS }));
      t.expectThat(!(await writes(t, instance)), "The guest has written to its disk while it was quiesced");
      await t.elapse(WRITING_SECONDS * 1_000);
      t.expectThat(
        await writes(t, instance),
        "The guest does not write to its disk although autoThawSeconds have passed since quiesce",
        { hint: "Have the agent thaw the guest when the time is up, whether somebody asks or not." },
      );
    },
  },
  {
    id: "quiesce/ends-by-itself[nobody-there]",
    requirement: "quiesce/ends-by-itself",
    title: "A guest is no longer quiesced after autoThawSeconds although its driver was killed meanwhile",
    needs: { probeGuest: true, capabilities: ["supportsRecovery"], ownProcess: true },
    run: async (t) => {
      const { thawSeconds, pastMs } = spanFor(t);
      const instance = await givenGuest(t);
      await givenQuiesced(t, instance, thawSeconds);
      await t.restartDriver("kill");
      await t.elapse(pastMs);
      await expectQuiesced(t, instance, false, "after the driver was killed and the time had passed");
    },
  },
  {
    id: "quiesce/silent-agent-is-no-lack-of-support",
    requirement: "quiesce/silent-agent-is-no-lack-of-support",
    title: "quiesce() of a guest whose agent is silent is GUEST_AGENT_UNAVAILABLE, and the guest is not quiesced",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await givenGuest(t);
      const agent = (is: "silent" | "answers"): Promise<void> =>
        t.simulation.injectFault({ kind: "guestBehaviour", instanceUuid: instance.uuid, agent: is });
      if (simulates(t)) await agent("silent");
      const call = t.driver.quiesce({ ...instance.target, autoThawSeconds: LONG_SECONDS });
      const refusal = await refusalOf(call);
      if (refusal === undefined && !simulates(t)) return t.notApplicable("The guest has an agent that answers");
      await t.expectError(call, "GUEST_AGENT_UNAVAILABLE", { effect: "none" });
      await expectQuiesced(t, instance, false, "after quiesce was answered GUEST_AGENT_UNAVAILABLE");
      if (simulates(t)) await agent("answers");
      await t.elapse(1_000);
      await expectQuiesced(t, instance, false, "when the agent was back after GUEST_AGENT_UNAVAILABLE");
    },
  },
  {
    id: "unquiesce/ends-the-quiesce",
    requirement: "unquiesce/ends-the-quiesce",
    title: "unquiesce() of a quiesced guest says wasQuiesced true, and the next one says false",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await givenGuest(t);
      await expectQuiesced(t, instance, false, "of a guest that nobody had quiesced");
      await givenQuiesced(t, instance, LONG_SECONDS);
      await expectQuiesced(t, instance, true, "after quiesce");
      await expectQuiesced(t, instance, false, "after unquiesce");
    },
  },
  {
    id: "unquiesce/ends-the-quiesce[failed-snapshot]",
    requirement: "unquiesce/ends-the-quiesce",
    title: "unquiesce() says wasQuiesced true although a snapshot() has failed in between",
    needs: { probeGuest: true, capabilities: ["supportsSnapshot"] },
    run: async (t) => {
      const instance = await givenGuest(t);
      await givenQuiesced(t, instance, LONG_SECONDS);
      const snapshot = t.driver.snapshot(snapshotOf(t, instance, unreachableSink(t)));
      await t.given("snapshot", () => t.expectError(snapshot, "IMAGE_TRANSFER_FAILED"));
      await expectQuiesced(t, instance, true, "after quiesce and a snapshot that failed");
      await expectQuiesced(t, instance, false, "after unquiesce");
    },
  },
  {
    id: "unquiesce/ends-the-quiesce[writes]",
    requirement: "unquiesce/ends-the-quiesce",
    title: "A guest writes to its disk again after unquiesce()",
    needs: WRITING,
    run: async (t) => {
      const instance = await givenWritingGuest(t);
      await t.given("quiesce", async () => {
        await t.driver.quiesce({ ...instance.target, autoThawSeconds: LONG_SECONDS });
        t.expectThat(!(await writes(t, instance)), "The guest has written to its disk while it was quiesced");
      });
      await t.driver.unquiesce(instance.target);
      t.expectThat(await writes(t, instance), "The guest does not write to its disk after unquiesce");
    },
  },
];
