// Drivers whose `snapshot` copies, describes, tells, freezes or cleans up wrongly.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname } from "node:path";

import type { Call, ComputeDriver, SnapshotParams, SnapshotResult } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

import { faulty, misreading, misreporting, planned } from "./faulty.ts";
import { isRefusal, type Mutant, replacing, stateOf } from "./mutant.ts";

/** A call that no caller cancels. */
const CALL: Call = { signal: new AbortController().signal, reportProgress: () => undefined };

type Snapshot = Required<ComputeDriver>["snapshot"];

/** Replaces `snapshot`. */
function snapshotting(
  change: (
    proceed: Snapshot,
    params: SnapshotParams,
    call: Call,
    driver: Required<ComputeDriver>,
  ) => Promise<SnapshotResult>,
): ReturnType<typeof replacing> {
  return replacing((driver) => ({ snapshot: (params, call) => change(driver.snapshot, params, call, driver) }));
}

/** Does something when `snapshot` has failed. */
function onFailure(
  act: (params: SnapshotParams, driver: Required<ComputeDriver>, error: unknown) => Promise<unknown>,
): ReturnType<typeof replacing> {
  return snapshotting(async (proceed, params, call, driver) =>
    proceed(params, call).catch(async (error: unknown) => {
      await act(params, driver, error);
      throw error;
    }),
  );
}

/** A call that is not told of one step. */
function withoutPhase(call: Call, phase: string): Call {
  return {
    ...(call.operationId !== undefined && { operationId: call.operationId }),
    signal: call.signal,
    reportProgress: (progress) => {
      if (progress.step !== phase) call.reportProgress(progress);
    },
  };
}

/** Puts other bytes into a file sink, and describes them. */
async function rewritten(
  { sink }: SnapshotParams,
  change: (bytes: Buffer) => Buffer,
  result: SnapshotResult,
): Promise<SnapshotResult> {
  if (sink.kind !== "file") return result;
  const bytes = change(readFileSync(sink.path));
  writeFileSync(sink.path, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { ...result, image: { ...result.image, sizeBytes: bytes.length, sha256 } };
}

const only = (requirement: string): readonly string[] => [`${requirement}*`];

const HOLDS = "snapshot/holds-the-root-disk";
const DESCRIBES = "snapshot/describes-what-it-wrote";
const FORMAT = "snapshot/writes-the-first-format-it-can";
const PHASES = "snapshot/tells-its-phases";

const written: readonly Mutant[] = [
  {
    id: `${HOLDS}: blank`,
    requirement: HOLDS,
    title: "snapshot writes zeros",
    message: "a copy of the root disk",
    only: only(HOLDS),
    driver: snapshotting(async (proceed, params, call) =>
      rewritten(
        params,
        (bytes) => Buffer.alloc(bytes.length),
        await proceed({ ...params, diskFormats: ["raw"] }, call),
      ),
    ),
  },
  {
    id: `${HOLDS}: the image of before`,
    requirement: HOLDS,
    title: "snapshot copies the image that the disk was made from",
    message: "The guest is in boot 1 after spawn from the image of snapshot, and not in boot 2",
    only: only(HOLDS),
    driver: replacing((driver) => {
      const images = new Map<string, Buffer>();
      return {
        spawn: (params, call) => {
          const { uuid, image } = params.instance;
          if (image.source.kind === "file") images.set(uuid, readFileSync(image.source.path));
          return driver.spawn(params, call);
        },
        snapshot: async (params, call) =>
          rewritten(
            params,
            (bytes) => images.get(params.instanceUuid) ?? bytes,
            await driver.snapshot({ ...params, diskFormats: ["raw"] }, call),
          ),
      };
    }),
  },
  {
    id: `${HOLDS}: ends before the copy`,
    requirement: HOLDS,
    title: "snapshot answers before it has copied anything",
    message: "No image in the sink after snapshot",
    only: only(HOLDS),
    driver: planned("snapshot-ends-before-the-copy"),
  },
  {
    id: `${DESCRIBES}: ends before the copy`,
    requirement: DESCRIBES,
    title: "snapshot answers before it has sent anything",
    message: "No image in the sink when snapshot has answered",
    only: only(DESCRIBES),
    driver: planned("snapshot-ends-before-the-copy"),
  },
  {
    id: `${DESCRIBES}: believes the header`,
    requirement: DESCRIBES,
    title: "snapshot takes a raw disk for a qcow2",
    message: "Unexpected diskFormat in the answer of snapshot",
    only: only(DESCRIBES),
    driver: planned("snapshot-believes-the-disks-header"),
  },
  ...(["sizeBytes", "virtualSizeBytes", "sha256"] as const).map((member): Mutant => ({
    id: `${DESCRIBES}: ${member}`,
    requirement: DESCRIBES,
    title: `snapshot gives a wrong ${member}`,
    message: `Unexpected ${member} in the answer of snapshot`,
    only: only(DESCRIBES),
    driver: faulty(
      misreporting("snapshot", {
        pointer: `/image/${member}`,
        json: member === "sha256" ? `"${"0".repeat(64)}"` : "1024",
      }),
    ),
  })),
  {
    id: `${DESCRIBES}: appends`,
    requirement: DESCRIBES,
    title: "snapshot appends to a file that is there already",
    message: "Unexpected sizeBytes in the answer of snapshot",
    only: only(`${DESCRIBES}[replaced]`),
    driver: snapshotting(async (proceed, params, call) => {
      const { sink } = params;
      const before = sink.kind === "file" && existsSync(sink.path) ? readFileSync(sink.path) : Buffer.alloc(0);
      const result = await proceed(params, call);
      if (sink.kind === "file") appendFileSync(sink.path, before);
      return result;
    }),
  },
  {
    id: `${DESCRIBES}: in two requests`,
    requirement: DESCRIBES,
    title: "snapshot sends the image to an HTTP server twice",
    message: "Unexpected requests that the sink was sent",
    only: only(`${DESCRIBES}[http]`),
    driver: snapshotting(async (proceed, params, call) => {
      await proceed(params, call);
      return proceed(params, call);
    }),
  },
  {
    id: `${FORMAT}: the last`,
    requirement: FORMAT,
    title: "snapshot writes the last format that it can",
    message: "Unexpected format of an image that may be",
    only: only(FORMAT),
    driver: snapshotting((proceed, params, call) =>
      proceed({ ...params, diskFormats: params.diskFormats.toReversed() }, call),
    ),
  },
  {
    id: `${FORMAT}: its own`,
    requirement: FORMAT,
    title: "snapshot writes a qcow2 if it can write none of the formats",
    message: "succeeded instead of being refused with IMAGE_UNACCEPTABLE",
    only: only(FORMAT),
    driver: snapshotting((proceed, params, call) => {
      const diskFormats = params.diskFormats.includes("other")
        ? [...params.diskFormats, "qcow2" as const]
        : params.diskFormats;
      return proceed({ ...params, diskFormats }, call);
    }),
  },
  {
    id: `${FORMAT}: other problem`,
    requirement: FORMAT,
    title: "snapshot in no format that it can write says that the image is damaged",
    message: "Unexpected details of IMAGE_UNACCEPTABLE for a format",
    only: only(FORMAT),
    driver: snapshotting(async (proceed, params, call) =>
      proceed(params, call).catch((error: unknown) => {
        if (!(error instanceof DriverError) || error.code !== "IMAGE_UNACCEPTABLE") throw error;
        const details = { imageId: params.imageId, problem: "checksum" } as const;
        throw new DriverError("IMAGE_UNACCEPTABLE", error.message, { effect: "none", details });
      }),
    ),
  },
  ...(["copying", "uploading"] as const).map((phase): Mutant => ({
    id: `${PHASES}: not ${phase}`,
    requirement: PHASES,
    title: `snapshot does not tell that it is ${phase}`,
    message: "Unexpected phases told in progress of snapshot, before its answer",
    only: [PHASES],
    patience: 0.05,
    driver: snapshotting((proceed, params, call) => proceed(params, withoutPhase(call, phase))),
  })),
  {
    id: `${PHASES}: the wrong way round`,
    requirement: PHASES,
    title: "snapshot tells the upload before the copy",
    message: "Unexpected phases told in progress of snapshot, before its answer",
    only: [PHASES],
    patience: 0.05,
    driver: snapshotting((proceed, params, call) => {
      call.reportProgress({ step: "uploading" });
      return proceed(params, call);
    }),
  },
  {
    id: `${PHASES}: afterwards`,
    requirement: PHASES,
    title: "snapshot tells that it is uploading when it has",
    message: "Unexpected phases told in progress of snapshot while the sink had not answered",
    only: only(PHASES),
    patience: 0.05,
    driver: snapshotting(async (proceed, params, call) => {
      const result = await proceed(params, withoutPhase(call, "uploading"));
      call.reportProgress({ step: "uploading" });
      return result;
    }),
  },
];

const RETURNS = "snapshot/returns-the-guest-to-its-state";
const NOTHING = "snapshot/leaves-nothing-when-it-fails";

const returning: readonly Mutant[] = [
  ...(["running", "paused", "shutdown", "suspended"] as const).map((state): Mutant => ({
    id: `${RETURNS}: forgets the ${state}`,
    requirement: RETURNS,
    title: `snapshot of an instance that is ${state} ends in another state`,
    message: `The instance is ${state === "running" ? "paused" : "running"} after snapshot`,
    only: only(`${RETURNS}[${state}]`),
    driver: snapshotting(async (proceed, params, call, driver) => {
      const { instanceUuid } = params;
      const result = await proceed(params, call);
      if (state === "running") await driver.pause({ instanceUuid }, CALL);
      if (state === "paused") await driver.unpause({ instanceUuid }, CALL);
      if (state === "shutdown") await driver.powerOn({ instanceUuid }, CALL);
      if (state === "suspended") await driver.resume({ instanceUuid }, CALL);
      return result;
    }),
  })),
  {
    id: `${RETURNS}: reboots`,
    requirement: RETURNS,
    title: "snapshot of a running instance reboots it",
    message: "The guest was restarted by snapshot",
    only: only(`${RETURNS}[running]`),
    driver: snapshotting(async (proceed, params, call, driver) => {
      await driver.reboot({ instanceUuid: params.instanceUuid, type: "hard" }, CALL);
      return proceed(params, call);
    }),
  },
  {
    id: `${RETURNS}: paused by failure`,
    requirement: RETURNS,
    title: "A snapshot that fails leaves the guest paused",
    message: "The instance is paused after snapshot failed",
    only: [`${RETURNS}[running]`, `${RETURNS}[each-step]`],
    driver: onFailure((params, driver) => driver.pause({ instanceUuid: params.instanceUuid }, CALL)),
  },
  {
    id: `${RETURNS}: paused by cancellation`,
    requirement: RETURNS,
    title: "A snapshot that is cancelled leaves the guest paused",
    message: "The instance is paused after snapshot was cancelled",
    only: [`${RETURNS}[cancelled]`],
    driver: onFailure((params, driver) => driver.pause({ instanceUuid: params.instanceUuid }, CALL)),
  },
];

type FileSink = Extract<SnapshotParams["sink"], { kind: "file" }>;

const onFileFailure = (act: (sink: FileSink) => void): ReturnType<typeof replacing> =>
  onFailure(async ({ sink }) => {
    if (sink.kind === "file" && existsSync(dirname(sink.path))) act(sink);
  });

const failing: readonly Mutant[] = [
  {
    id: `${NOTHING}: half an image`,
    requirement: NOTHING,
    title: "A snapshot that fails leaves half an image",
    message: "Unexpected contents of the sink after snapshot failed",
    only: only(`${NOTHING}[file-each-step]`),
    driver: onFileFailure(({ path }) => writeFileSync(path, "half an image")),
  },
  {
    id: `${NOTHING}: a working file`,
    requirement: NOTHING,
    title: "A snapshot that is cancelled leaves a file beside the image's place",
    message: "Unexpected contents of the sink after snapshot was cancelled",
    only: only(`${NOTHING}[file-cancelled]`),
    driver: onFileFailure(({ path }) => writeFileSync(`${path}.part`, "half an image")),
  },
  ...(["each-step", "cancelled"] as const).map((variant): Mutant => ({
    id: `${NOTHING}: a whole request, ${variant}`,
    requirement: NOTHING,
    title: `A snapshot that is ${variant === "cancelled" ? variant : "failing"} ends its request as if it were whole`,
    message: "Unexpected contents of the sink after snapshot",
    only: [`${NOTHING}[http-${variant}]`],
    driver: onFailure(async ({ sink }) => {
      if (sink.kind === "http") await fetch(sink.url, { method: "PUT", body: "half an image" });
    }),
  })),
  {
    id: `${NOTHING}: makes the place`,
    requirement: NOTHING,
    title: "A snapshot to a directory that is not there makes it, fails, and leaves the image",
    message: "The image is there although snapshot failed",
    only: only(`${NOTHING}[unreachable]`),
    driver: onFailure(async ({ sink }) => {
      if (sink.kind !== "file") return;
      mkdirSync(dirname(sink.path), { recursive: true });
      writeFileSync(sink.path, "half an image");
    }),
  },
  {
    id: `${NOTHING}: removes what was there`,
    requirement: NOTHING,
    title: "A snapshot that fails has removed the file that was there before",
    message: "Unexpected file in the sink after snapshot failed",
    only: only(`${NOTHING}[replacing]`),
    driver: onFileFailure(({ path }) => rmSync(path, { force: true })),
  },
  {
    id: `${NOTHING}: partial`,
    requirement: NOTHING,
    title: "A snapshot that fails says that it has left something",
    message: "Unexpected effect in the answer after snapshot failed",
    only: only(`${NOTHING}[file-each-step]`),
    driver: onFailure(async (_params, _driver, error) => {
      if (!isRefusal(error, "BACKEND_FAILED")) return;
      const details = { step: "copyDisk" };
      throw new DriverError("BACKEND_FAILED", error.message, { effect: "partial", details });
    }),
  },
  {
    id: `${NOTHING}: takes a refusal for success`,
    requirement: NOTHING,
    title: "snapshot succeeds although the server did not take the image",
    message: "succeeded instead of being refused with IMAGE_TRANSFER_FAILED",
    only: only(`${NOTHING}[server-refuses]`),
    driver: snapshotting((proceed, params, call) =>
      proceed(params, call).catch((error: unknown) => {
        if (!(error instanceof DriverError) || error.code !== "IMAGE_TRANSFER_FAILED") throw error;
        const image = { diskFormat: "qcow2", sizeBytes: 1, sha256: "0".repeat(64), virtualSizeBytes: 512 } as const;
        return { image };
      }),
    ),
  },
];

const THAWS = "snapshot/thaws-what-it-froze";
const REQUIRED = "snapshot/required-quiesce-is-required";

async function freezeForLong(driver: Required<ComputeDriver>, instanceUuid: string): Promise<void> {
  if ((await stateOf(driver, instanceUuid, CALL)) === "running")
    await driver.quiesce({ instanceUuid, autoThawSeconds: 3_600 }, CALL);
}

const quiescing: readonly Mutant[] = [
  {
    id: `${THAWS}: leaves it frozen`,
    requirement: THAWS,
    title: "snapshot does not thaw the guest that it froze",
    message: "Unexpected wasQuiesced of unquiesce after snapshot",
    only: [`${THAWS}[required]`, `${THAWS}[preferred]`],
    driver: snapshotting(async (proceed, params, call, driver) => {
      const result = await proceed(params, call);
      if (params.quiesce !== undefined) await freezeForLong(driver, params.instanceUuid);
      return result;
    }),
  },
  ...(["each-step", "cancelled"] as const).map((variant): Mutant => ({
    id: `${THAWS}: not if ${variant}`,
    requirement: THAWS,
    title: `snapshot does not thaw the guest when it is ${variant === "cancelled" ? variant : "failing"}`,
    message: `Unexpected wasQuiesced of unquiesce after snapshot ${variant === "cancelled" ? "was cancelled" : "failed"}`,
    only: [`${THAWS}[${variant}]`],
    driver: onFailure((params, driver) => freezeForLong(driver, params.instanceUuid)),
  })),
  {
    id: `${THAWS}: whoever froze it`,
    requirement: THAWS,
    title: "snapshot thaws a guest that somebody else had quiesced",
    message: "Unexpected wasQuiesced of unquiesce after quiesce and snapshot without quiesce",
    only: [`${THAWS}[quiesced-before]`],
    driver: snapshotting(async (proceed, params, call, driver) => {
      const result = await proceed(params, call);
      await driver.unquiesce({ instanceUuid: params.instanceUuid }, CALL);
      return result;
    }),
  },
  {
    id: `${REQUIRED}: preferred`,
    requirement: REQUIRED,
    title: "snapshot takes required for preferred",
    message: "succeeded instead of being refused with GUEST_AGENT_UNAVAILABLE",
    only: only(REQUIRED),
    driver: faulty(misreading("snapshot", { pointer: "/quiesce", json: '"preferred"' })),
  },
  {
    id: `${REQUIRED}: required`,
    requirement: REQUIRED,
    title: "snapshot takes preferred for required",
    message: "GUEST_REFUSED",
    only: only(`${REQUIRED}[refuses]`),
    driver: faulty(misreading("snapshot", { pointer: "/quiesce", was: '"preferred"', json: '"required"' })),
  },
  {
    id: `${REQUIRED}: lies`,
    requirement: REQUIRED,
    title: "snapshot always says that the guest was quiesced",
    message: "Unexpected quiesced in the answer of a snapshot of a guest that cannot be quiesced",
    only: only(REQUIRED),
    driver: faulty(misreporting("snapshot", { pointer: "/quiesced", json: "true" })),
  },
  {
    id: `${REQUIRED}: asks what is off`,
    requirement: REQUIRED,
    title: "snapshot of a guest that is off wants its agent",
    message: "GUEST_AGENT_UNAVAILABLE",
    only: only(`${REQUIRED}[off]`),
    driver: snapshotting(async (proceed, params, call, driver) => {
      const { instanceUuid } = params;
      if (params.quiesce !== "required" || (await stateOf(driver, instanceUuid, call)) !== "shutdown")
        return proceed(params, call);
      throw new DriverError("GUEST_AGENT_UNAVAILABLE", "Cannot make an image: the guest is off", {
        effect: "none",
        details: { instanceUuid },
      });
    }),
  },
];

/** The mutants of `snapshot`. */
export const snapshotMutants: readonly Mutant[] = [...written, ...returning, ...failing, ...quiescing];
