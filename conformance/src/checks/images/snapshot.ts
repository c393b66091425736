// Checks of `snapshot`: what the image holds, what is said of it, and in which order it is told.
import { createHash } from "node:crypto";

import type { DiskFormat, ProgressParams, SnapshotResult } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectBoot, givenGuestThatBootedTwice } from "../steps/boot-counter.ts";
import { watchCalls } from "../steps/calls-on-the-wire.ts";
import { givenGuestThatWasCutOff, givenTickingGuest } from "../steps/guest.ts";
import {
  type GivenSink,
  givenFileSink,
  givenHttpSink,
  givenSink,
  newInstanceFrom,
  SMALL_DISK,
  snapshotOf,
} from "../steps/image-sinks.ts";
import { refusalOf } from "../steps/refusal.ts";
import { rescue } from "../steps/rescued-guest.ts";
import { FORMATS, type KnownFormat } from "./disk-formats.ts";

/** Checks that an instance spawned from an image boots with a boot counter that is one higher than that of the disk copied. */
async function expectBootsOn(t: CheckContext, result: SnapshotResult, sink: GivenSink, boots: number): Promise<void> {
  const params = await newInstanceFrom(t, result, sink);
  await t.driver.spawn(params);
  await expectBoot(t, params.instance, boots + 1, "a copy of the root disk", "after spawn from the image of snapshot");
}

interface Copied {
  readonly variant: string;
  readonly of: string;
  readonly needs?: Check["needs"];
  /** Makes an instance, and says how often its own root disk was booted. */
  readonly given: (t: CheckContext) => Promise<{ readonly instance: TestInstance; readonly boots: number }>;
}

const COPIED: readonly Copied[] = [
  {
    variant: "running",
    of: "a running instance",
    given: async (t) => {
      const { instance, boot } = await givenTickingGuest(t, SMALL_DISK);
      return { instance, boots: boot.number };
    },
  },
  {
    variant: "shutdown",
    of: "an instance that is off",
    given: async (t) => {
      const { instance, boot } = await givenGuestThatWasCutOff(t, SMALL_DISK);
      return { instance, boots: boot.number };
    },
  },
  {
    variant: "rescued",
    of: "a rescued instance",
    needs: { capabilities: ["supportsRescue"] },
    given: async (t) => {
      const { instance, boot } = await givenGuestThatBootedTwice(t, SMALL_DISK);
      await t.given("rescue", async () => {
        await rescue(t, instance);
        await expectBoot(t, instance, 1, "the rescue disk", "after rescue");
      });
      return { instance, boots: boot.number };
    },
  },
];

const holding = COPIED.map(({ variant, of, needs, given }): Check => ({
  id: `snapshot/holds-the-root-disk[${variant}]`,
  requirement: "snapshot/holds-the-root-disk",
  title: `An instance from the image that snapshot() made of ${of} boots with what was on its own root disk`,
  needs: { ...needs, probeGuest: true },
  run: async (t) => {
    const { instance, boots } = await given(t);
    const sink = await givenSink(t);
    await expectBootsOn(t, await t.driver.snapshot(snapshotOf(t, instance, sink.sink)), sink, boots);
  },
}));

/** Checks that a description is that of the bytes in the sink. */
function expectDescribed(t: CheckContext, { image }: SnapshotResult, sink: GivenSink): Buffer {
  const bytes = t.expectDefined(
    sink.read(),
    "image in the sink when snapshot has answered",
    "Answer when it is whole.",
  );
  t.expectEqual(image.sizeBytes, bytes.length, "sizeBytes in the answer of snapshot");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  t.expectEqual(image.sha256, sha256, "sha256 in the answer of snapshot", "Measure what the sink was sent.");
  return bytes;
}

/** Makes an image in one format; undefined if the driver does not write that. */
async function writtenAs(
  t: CheckContext,
  instance: TestInstance,
  diskFormat: DiskFormat,
  sink: GivenSink,
): Promise<SnapshotResult | undefined> {
  const params = { ...snapshotOf(t, instance, sink.sink), diskFormats: [diskFormat] };
  let result: SnapshotResult | undefined;
  const refusal = await refusalOf(
    t.driver.snapshot(params).then((answer) => {
      result = answer;
    }),
  );
  if (refusal !== undefined && refusal.code !== "IMAGE_UNACCEPTABLE") throw refusal;
  return result;
}

const described = FORMATS.map((known: KnownFormat): Check => ({
  id: `snapshot/describes-what-it-wrote[${known.format}]`,
  requirement: "snapshot/describes-what-it-wrote",
  title: `The answer of snapshot() into a ${known.format} gives the format, the sizes and the digest of what is in the sink`,
  run: async (t) => {
    const instance = await t.givenInstance({ ...SMALL_DISK, powerState: "shutdown" });
    const sink = await givenSink(t);
    const result = await writtenAs(t, instance, known.format, sink);
    if (result === undefined) return t.notApplicable(`The driver writes no images in format "${known.format}"`);
    const bytes = expectDescribed(t, result, sink);
    const { diskFormat, virtualSizeBytes } = result.image;
    t.expectEqual(diskFormat, known.format, "diskFormat in the answer of snapshot");
    t.expectThat(known.isIn(bytes), `The image in the sink is no ${known.format}`, {
      expected: known.mark,
      got: bytes.subarray(0, 16).toString("latin1"),
    });
    const inside = known.virtualSizeOf(bytes);
    if (inside !== undefined) t.expectEqual(virtualSizeBytes, inside, "virtualSizeBytes in the answer of snapshot");
  },
}));

const choosing: readonly Check[] = [
  {
    id: "snapshot/writes-the-first-format-it-can",
    requirement: "snapshot/writes-the-first-format-it-can",
    title: "snapshot() writes the first of the formats that it can write, whatever their order",
    run: async (t) => {
      const instance = await t.givenInstance({ ...SMALL_DISK, powerState: "shutdown" });
      const can: DiskFormat[] = [];
      const cannot: DiskFormat[] = ["other"];
      for (const { format } of FORMATS)
        ((await writtenAs(t, instance, format, await givenSink(t))) === undefined ? cannot : can).push(format);
      t.expectThat(can.length > 0, "The driver writes images in none of the formats that the kit knows", {
        expected: FORMATS.map(({ format }) => format),
      });
      for (const order of [[...cannot, ...can], can.toReversed(), [...can.toReversed(), ...cannot]]) {
        const { sink } = await givenSink(t);
        const { image } = await t.driver.snapshot({ ...snapshotOf(t, instance, sink), diskFormats: order });
        const first = order.find((format) => can.includes(format));
        t.expectEqual(image.diskFormat, first, `format of an image that may be ${order.join(", ")}`);
      }
    },
  },
  {
    id: "snapshot/writes-the-first-format-it-can[none]",
    requirement: "snapshot/writes-the-first-format-it-can",
    title: "snapshot() in no format that it can write is IMAGE_UNACCEPTABLE, and writes nothing",
    run: async (t) => {
      const instance = await t.givenInstance({ ...SMALL_DISK });
      const sink = await givenSink(t);
      const params = snapshotOf(t, instance, sink.sink);
      const call = t.driver.snapshot({ ...params, diskFormats: ["other"] });
      const refusal = await t.expectError(call, "IMAGE_UNACCEPTABLE", { effect: "none" });
      t.expectEqual(
        refusal.details,
        { imageId: params.imageId, problem: "format" },
        "details of IMAGE_UNACCEPTABLE for a format",
      );
      t.expectEqual(sink.contents(), [], "contents of the sink after a snapshot that was refused");
    },
  },
];

/** The phases that a call has told, in their order, each once. */
function watchPhases(t: CheckContext, operationId: string): readonly string[] {
  const phases: string[] = [];
  const calls = watchCalls(t);
  calls.onNotification("progress", (params) => {
    const { step, operationId: about } = params as ProgressParams;
    if (about !== operationId || calls.answered(operationId) !== undefined) return;
    if (PHASES.includes(step) && phases.at(-1) !== step) phases.push(step);
  });
  return phases;
}

const PHASES = ["copying", "uploading"];

const phases: readonly Check[] = [
  {
    id: "snapshot/tells-its-phases",
    requirement: "snapshot/tells-its-phases",
    title: "snapshot() tells that it is copying, and then that it is uploading, before it answers",
    run: async (t) => {
      const instance = await t.givenInstance({ ...SMALL_DISK });
      const { sink } = await givenSink(t);
      const operationId = t.uuid();
      const told = watchPhases(t, operationId);
      await t.given("snapshot", () => t.driver.snapshot(snapshotOf(t, instance, sink), { operationId }));
      t.expectEqual(told, PHASES, "phases told in progress of snapshot, before its answer");
    },
  },
  {
    id: "snapshot/tells-its-phases[http]",
    requirement: "snapshot/tells-its-phases",
    title: "snapshot() has told that it is uploading by the time the sink is sent the image",
    needs: { capabilities: ["supportsHttpImages"] },
    run: async (t) => {
      const instance = await t.givenInstance({ ...SMALL_DISK });
      const { sink, path, server } = await givenHttpSink(t);
      const operationId = t.uuid();
      const told = watchPhases(t, operationId);
      let toldBefore: readonly string[] = [];
      // The sink answers late, so that what was told before cannot come after.
      server.handle(path, (_request, response) => {
        void untilTold(t, told).then(() => {
          toldBefore = [...told];
          response.writeHead(201).end();
        });
      });
      await t.given("snapshot", () => t.driver.snapshot(snapshotOf(t, instance, sink), { operationId }));
      t.expectEqual(toldBefore, PHASES, "phases told in progress of snapshot while the sink had not answered");
    },
  },
];

/** Waits until all phases were told, for no longer than what was told before takes to come. */
async function untilTold(t: CheckContext, told: readonly string[]): Promise<void> {
  if (told.length < PHASES.length) await t.grace();
}

/** The checks of the image that `snapshot` makes. */
export const snapshotChecks: readonly Check[] = [
  ...holding,
  ...described,
  {
    id: "snapshot/describes-what-it-wrote[http]",
    requirement: "snapshot/describes-what-it-wrote",
    title: "The answer of snapshot() to an HTTP server gives the size and the digest of what the server has received",
    needs: { capabilities: ["supportsHttpImages"] },
    run: async (t) => {
      const instance = await t.givenInstance({ ...SMALL_DISK, powerState: "shutdown" });
      const sink = await givenHttpSink(t);
      expectDescribed(t, await t.driver.snapshot(snapshotOf(t, instance, sink.sink)), sink);
      const methods = sink.server.requests.map(({ method }) => method);
      t.expectEqual(methods, ["PUT"], "requests that the sink was sent", "Send the image whole, in one PUT.");
    },
  },
  {
    id: "snapshot/describes-what-it-wrote[replaced]",
    requirement: "snapshot/describes-what-it-wrote",
    title: "snapshot() to a file that is there already replaces it by the image that it describes",
    run: async (t) => {
      const instance = await t.givenInstance({ ...SMALL_DISK, powerState: "shutdown" });
      const sink = givenFileSink(t);
      await t.given("snapshot", () => t.driver.snapshot(snapshotOf(t, instance, sink.sink)));
      const first = sink.read();
      await t.given("powerOn", () => t.driver.powerOn(instance.target));
      await t.elapse(1_000);
      expectDescribed(t, await t.driver.snapshot(snapshotOf(t, instance, sink.sink)), sink);
      t.expectThat(first !== undefined, "The first snapshot wrote nothing");
      t.expectEqual(sink.contents().length, 1, "number of files in the sink's directory");
    },
  },
  ...choosing,
  ...phases,
];
