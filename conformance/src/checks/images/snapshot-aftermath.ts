// Checks of what `snapshot` leaves behind: the guest as it was, and nothing in the sink if it failed.
import { existsSync, writeFileSync } from "node:fs";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { cancelAtEachMoment } from "../steps/cancelled-call.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import {
  expectStandstill,
  expectUndisturbed,
  givenGuestThatWasCutOff,
  givenTickingGuest,
  type TickingGuest,
} from "../steps/guest.ts";
import {
  givenFileSink,
  givenHttpSink,
  givenSink,
  SMALL_DISK,
  snapshotOf,
  unreachableSink,
} from "../steps/image-sinks.ts";
import { expectState } from "../steps/power-state.ts";
import { givenSuspendedGuest } from "../steps/suspended-guest.ts";

interface From {
  readonly state: "running" | "paused" | "shutdown" | "suspended";
  readonly needs?: Needs;
  readonly given: (t: CheckContext) => Promise<TickingGuest>;
  /** Checks that the guest can go on from there. */
  readonly goOn: (t: CheckContext, guest: TickingGuest) => Promise<void>;
}

const FROM: readonly From[] = [
  { state: "running", given: (t) => givenTickingGuest(t, SMALL_DISK), goOn: (t, guest) => undisturbed(t, guest) },
  {
    state: "paused",
    needs: { capabilities: ["supportsPause"] },
    given: async (t) => {
      const guest = await givenTickingGuest(t, SMALL_DISK);
      await t.given("pause", () => t.driver.pause(guest.instance.target));
      return guest;
    },
    goOn: async (t, guest) => {
      await expectStandstill(t, guest.instance, "after snapshot of a paused instance");
      await t.given("unpause", () => t.driver.unpause(guest.instance.target));
      await undisturbed(t, guest);
    },
  },
  {
    state: "shutdown",
    given: (t) => givenGuestThatWasCutOff(t, SMALL_DISK),
    goOn: (t, guest) => expectStandstill(t, guest.instance, "after snapshot of an instance that is off"),
  },
  {
    state: "suspended",
    needs: { capabilities: ["supportsSuspend"] },
    given: (t) => givenSuspendedGuest(t, SMALL_DISK),
    goOn: async (t, guest) => {
      await expectStandstill(t, guest.instance, "after snapshot of a suspended instance");
      await t.given("resume", () => t.driver.resume(guest.instance.target));
      await undisturbed(t, guest);
    },
  },
];

const undisturbed = (t: CheckContext, { instance, boot }: TickingGuest): Promise<void> =>
  expectUndisturbed(t, instance, boot, "by snapshot");

const returning: readonly Check[] = [
  ...FROM.map(({ state, needs, given, goOn }): Check => ({
    id: `snapshot/returns-the-guest-to-its-state[${state}]`,
    requirement: "snapshot/returns-the-guest-to-its-state",
    title: `An instance that is ${state} still is after snapshot(), whether it succeeded or failed, and its guest goes on from there`,
    needs: { ...needs, probeGuest: true },
    run: async (t) => {
      const guest = await given(t);
      const { sink } = await givenSink(t);
      await t.driver.snapshot(snapshotOf(t, guest.instance, sink));
      await expectState(t, guest.instance, state, "after snapshot");
      const failing = t.driver.snapshot(snapshotOf(t, guest.instance, unreachableSink(t)));
      await t.expectError(failing, "IMAGE_TRANSFER_FAILED");
      await expectState(t, guest.instance, state, "after snapshot failed");
      await goOn(t, guest);
    },
  })),
  {
    id: "snapshot/returns-the-guest-to-its-state[each-step]",
    requirement: "snapshot/returns-the-guest-to-its-state",
    title: "A running guest goes on in the same boot, whichever hypervisor call of snapshot() failed",
    needs: { probeGuest: true, simulation: true },
    run: async (t) => {
      const guest = await givenTickingGuest(t, SMALL_DISK);
      await sweepSteps(t, {
        operation: "snapshot",
        prepare: () => givenSink(t),
        call: ({ sink }) => t.driver.snapshot(snapshotOf(t, guest.instance, sink)),
        judge: async ({ step }) => {
          const when = `snapshot failed at its hypervisor call number ${step}`;
          await expectState(t, guest.instance, "running", `after ${when}`);
          await undisturbed(t, guest);
        },
      });
    },
  },
  {
    id: "snapshot/returns-the-guest-to-its-state[cancelled]",
    requirement: "snapshot/returns-the-guest-to-its-state",
    title: "A running guest goes on in the same boot after a snapshot() that was cancelled",
    needs: { probeGuest: true, simulation: true },
    run: async (t) => {
      const guest = await givenTickingGuest(t, SMALL_DISK);
      await cancelAtEachMoment(
        t,
        "snapshot",
        () => givenSink(t),
        ({ sink }, options) => t.driver.snapshot(snapshotOf(t, guest.instance, sink), options),
        async () => {
          await expectState(t, guest.instance, "running", "after snapshot was cancelled");
          await undisturbed(t, guest);
        },
      );
    },
  },
];

const HINT = "Write beside the place, and move the image there in one step when it is whole.";

const SINKS = [
  { variant: "file", name: "a file", given: givenFileSink, needs: {} as Needs },
  {
    variant: "http",
    name: "an HTTP server",
    given: givenHttpSink,
    needs: { capabilities: ["supportsHttpImages"] } as Needs,
  },
] as const;

const failing: readonly Check[] = SINKS.flatMap(({ variant, name, given, needs }): Check[] => [
  {
    id: `snapshot/leaves-nothing-when-it-fails[${variant}-each-step]`,
    requirement: "snapshot/leaves-nothing-when-it-fails",
    title: `snapshot() to ${name} answers effect none and leaves nothing there, whichever of its hypervisor calls failed`,
    needs: { ...needs, simulation: true },
    run: async (t) => {
      const instance = await t.givenInstance(SMALL_DISK);
      await sweepSteps(t, {
        operation: "snapshot",
        prepare: async () => given(t),
        call: ({ sink }) => t.driver.snapshot(snapshotOf(t, instance, sink)),
        judge: async ({ error, step, prepared: sink }) => {
          const when = `after snapshot failed at its hypervisor call number ${step}`;
          t.expectEqual(error.effect, "none", `effect in the answer ${when}`);
          t.expectEqual(sink.contents(), [], `contents of the sink ${when}`, HINT);
        },
      });
    },
  },
  {
    id: `snapshot/leaves-nothing-when-it-fails[${variant}-cancelled]`,
    requirement: "snapshot/leaves-nothing-when-it-fails",
    title: `snapshot() to ${name} that was cancelled answers effect none and leaves nothing there`,
    needs: { ...needs, simulation: true },
    run: async (t) => {
      const instance = await t.givenInstance(SMALL_DISK);
      await cancelAtEachMoment(
        t,
        "snapshot",
        async () => given(t),
        ({ sink }, options) => t.driver.snapshot(snapshotOf(t, instance, sink), options),
        async (sink, { effect }) => {
          t.expectEqual(effect, "none", "effect in the answer of a snapshot that was cancelled");
          t.expectEqual(sink.contents(), [], "contents of the sink after snapshot was cancelled", HINT);
        },
      );
    },
  },
]);

const refused: readonly Check[] = [
  {
    id: "snapshot/leaves-nothing-when-it-fails[unreachable]",
    requirement: "snapshot/leaves-nothing-when-it-fails",
    title: "snapshot() to a place that cannot be reached is IMAGE_TRANSFER_FAILED, and makes no such place",
    run: async (t) => {
      const instance = await t.givenInstance(SMALL_DISK);
      const sink = unreachableSink(t);
      await t.expectError(t.driver.snapshot(snapshotOf(t, instance, sink)), "IMAGE_TRANSFER_FAILED", {
        effect: "none",
      });
      if (sink.kind === "file") t.expectThat(!existsSync(sink.path), "The image is there although snapshot failed");
    },
  },
  {
    id: "snapshot/leaves-nothing-when-it-fails[replacing]",
    requirement: "snapshot/leaves-nothing-when-it-fails",
    title: "A file that was there before stays as it was, whichever hypervisor call of snapshot() failed",
    needs: { simulation: true },
    run: async (t) => {
      const instance = await t.givenInstance(SMALL_DISK);
      const before = Buffer.from("what was there before");
      await sweepSteps(t, {
        operation: "snapshot",
        prepare: async () => {
          const sink = givenFileSink(t);
          writeFileSync(sink.sink.path, before);
          return sink;
        },
        call: ({ sink }) => t.driver.snapshot(snapshotOf(t, instance, sink)),
        judge: async ({ step, prepared: sink }) => {
          const when = `after snapshot failed at its hypervisor call number ${step}`;
          t.expectEqual(sink.read()?.toString("latin1"), before.toString("latin1"), `file in the sink ${when}`, HINT);
          t.expectEqual(sink.contents().length, 1, `number of files in the sink's directory ${when}`, HINT);
        },
      });
    },
  },
  {
    id: "snapshot/leaves-nothing-when-it-fails[server-refuses]",
    requirement: "snapshot/leaves-nothing-when-it-fails",
    title:
      "snapshot() to a server that refuses the image, or breaks the connection, is IMAGE_TRANSFER_FAILED with effect none",
    needs: { capabilities: ["supportsHttpImages"] },
    run: async (t) => {
      const instance = await t.givenInstance(SMALL_DISK);
      for (const status of [500, undefined]) {
        const { sink, path, server } = await givenHttpSink(t);
        server.handle(path, (_request, response) => {
          if (status === undefined) response.destroy();
          else response.writeHead(status).end();
        });
        await t.expectError(t.driver.snapshot(snapshotOf(t, instance, sink)), "IMAGE_TRANSFER_FAILED", {
          effect: "none",
          hint: "Only an answer from 200 to 299 means that the server has the image.",
        });
      }
    },
  },
];

/** The checks of what `snapshot` leaves behind. */
export const snapshotAftermathChecks: readonly Check[] = [...returning, ...failing, ...refused];
