// Checks of guests whose kernel is not on their disk. The probe as a kernel says what it was loaded with, before each boot.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";

import type { KernelBoot, KernelImage, SpawnParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { probeKernel } from "../../harness/probe-kernel.ts";
import { expectBoot } from "../steps/boot-counter.ts";
import { newImage } from "../steps/cached-images.ts";
import { cutOff } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";
import { RESCUE_DISK, rescue } from "../steps/rescued-guest.ts";

/** Single and double blanks, and what shells and formats would make something else of. */
const COMMAND_LINE = 'vdk.one=1  vdk.two="a, b" %s $HOME console=ttyS0';

const RAMDISK_BYTES = 5_000;

/** About one second after its boot, a guest's end. */
const SHORT_LIFE = { powerOffAfterTicks: 10 };

/** Puts something into a file for a host to load. */
function fileOf(t: CheckContext, bytes: Buffer): KernelImage {
  const id = t.uuid();
  const path = t.newFile(`kernel-${id}`);
  writeFileSync(path, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { id, sizeBytes: bytes.length, sha256, source: { kind: "file", path } };
}

function fullKernel(t: CheckContext): KernelBoot & { ramdisk: KernelImage } {
  const ramdisk = fileOf(t, Buffer.alloc(RAMDISK_BYTES, "vdk"));
  return { kernel: fileOf(t, probeKernel()), ramdisk, commandLine: COMMAND_LINE };
}

/** Parameters of a spawn from an image of its own, with a kernel. */
async function newInstanceWith(t: CheckContext, kernelBoot: KernelBoot): Promise<SpawnParams> {
  const { params } = await newImage(t);
  return { ...params, instance: { ...params.instance, image: { ...params.instance.image, kernelBoot } } };
}

/** What a kernel was loaded with. */
interface Loaded {
  readonly commandLine: string;
  readonly ramdiskBytes: number;
}

/** What the last boot of a guest was loaded with; undefined if it booted what is on its disk. */
async function lastLoaded(t: CheckContext, instanceUuid: string): Promise<Loaded | undefined> {
  const { text } = await t.console(instanceUuid);
  const lines = text.split(/\r?\n/u);
  const boot = lines.findLastIndex((line) => line.startsWith("boot "));
  const [, commandLine] = /^command line (.*)$/u.exec(lines[boot - 2] ?? "") ?? [];
  const [, ramdisk] = /^RAM disk ([0-9a-f]{8})$/u.exec(lines[boot - 1] ?? "") ?? [];
  if (commandLine === undefined || ramdisk === undefined) return undefined;
  return { commandLine, ramdiskBytes: Number.parseInt(ramdisk, 16) };
}

/** Checks that a guest is in a boot of the kernel that it was given. */
async function expectLoaded(
  t: CheckContext,
  params: SpawnParams,
  boot: number,
  expected: Loaded | undefined,
  when: string,
): Promise<void> {
  const { uuid } = params.instance;
  await expectBoot(t, { uuid }, boot, "its own disk", when);
  const loaded = await lastLoaded(t, uuid);
  if (loaded === undefined && expected !== undefined)
    t.fail(`The guest booted what is on its disk ${when}, and not the kernel of its image`, { expected });
  t.expectEqual(loaded, expected, `command line and RAM disk of the guest's kernel ${when}`);
}

const GIVEN: Loaded = { commandLine: COMMAND_LINE, ramdiskBytes: RAMDISK_BYTES };

interface Again {
  readonly variant: string;
  readonly when: string;
  readonly boot: (t: CheckContext, target: { readonly instanceUuid: string }) => Promise<unknown>;
}

const AGAIN: readonly Again[] = [
  {
    variant: "reboot",
    when: "after a hard reboot",
    boot: (t, target) => t.driver.reboot({ ...target, type: "hard" }),
  },
  {
    variant: "power-cycle",
    when: "after powerOff and powerOn",
    boot: async (t, target) => {
      await t.given("powerOff", () => t.driver.powerOff(cutOff({ target })));
      await t.driver.powerOn(target);
    },
  },
];

const given: readonly Check[] = [
  {
    id: "placement/kernel-is-the-one-given[spawn]",
    requirement: "placement/kernel-is-the-one-given",
    title: "spawn() boots the kernel of the image with its RAM disk and exactly its command line",
    needs: { probeGuest: true },
    run: async (t) => {
      const params = await newInstanceWith(t, fullKernel(t));
      await t.driver.spawn(params);
      await expectLoaded(t, params, 1, GIVEN, "after spawn");
    },
  },
  {
    id: "placement/kernel-is-the-one-given[no-ramdisk]",
    requirement: "placement/kernel-is-the-one-given",
    title: "A kernel that comes without a RAM disk boots without one",
    needs: { probeGuest: true },
    run: async (t) => {
      const params = await newInstanceWith(t, { kernel: fileOf(t, probeKernel()), commandLine: COMMAND_LINE });
      await t.driver.spawn(params);
      await expectLoaded(t, params, 1, { ...GIVEN, ramdiskBytes: 0 }, "after spawn without a RAM disk");
    },
  },
  {
    id: "placement/kernel-is-the-one-given[this-kernel]",
    requirement: "placement/kernel-is-the-one-given",
    title: "A guest whose kernel powers itself off after a second does so, although what is on its disk would not",
    needs: { probeGuest: true },
    run: async (t) => {
      const params = await newInstanceWith(t, { kernel: fileOf(t, probeKernel(SHORT_LIFE)) });
      await t.driver.spawn(params);
      await t.waitFor(
        "the kernel given powers the guest off after a second",
        async () => (await t.driver.getInfo({ instanceUuid: params.instance.uuid })).info.powerState === "shutdown",
      );
    },
  },
  ...AGAIN.map(({ variant, when, boot }): Check => ({
    id: `placement/kernel-is-the-one-given[${variant}]`,
    requirement: "placement/kernel-is-the-one-given",
    title: `A guest boots the kernel of its image again ${when}`,
    needs: { probeGuest: true },
    run: async (t) => {
      const params = await newInstanceWith(t, fullKernel(t));
      await t.given("spawn", async () => {
        await t.driver.spawn(params);
        await expectLoaded(t, params, 1, GIVEN, "after spawn");
      });
      await boot(t, { instanceUuid: params.instance.uuid });
      await expectLoaded(t, params, 2, GIVEN, when);
    },
  })),
  {
    id: "placement/kernel-is-the-one-given[none]",
    requirement: "placement/kernel-is-the-one-given",
    title: "A guest whose image has no kernel boots what is on its disk, also beside one that has a kernel",
    needs: { probeGuest: true },
    run: async (t) => {
      const other = await newInstanceWith(t, fullKernel(t));
      await t.given("spawn", () => t.driver.spawn(other));
      const params = await t.newInstance();
      await t.driver.spawn(params);
      await expectLoaded(t, params, 1, undefined, "after spawn from an image without a kernel");
    },
  },
  {
    id: "placement/kernel-is-the-one-given[rescue]",
    requirement: "placement/kernel-is-the-one-given",
    title: "A rescue image without a kernel boots what is on its disk, and not the kernel of the instance's own image",
    needs: { probeGuest: true, capabilities: ["supportsRescue"] },
    run: async (t) => {
      const params = await newInstanceWith(t, fullKernel(t));
      const { uuid } = params.instance;
      const target = { instanceUuid: uuid };
      await t.given("spawn", () => t.driver.spawn(params));
      await t.given("spawn", () => expectLoaded(t, params, 1, GIVEN, "after spawn"));
      await t.given("reboot", () => t.driver.reboot({ ...target, type: "hard" }));
      await t.given("reboot", () => expectLoaded(t, params, 2, GIVEN, "after a hard reboot"));
      await t.given("powerOff", () => t.driver.powerOff(cutOff({ target })));
      await t.given("rescue", () => rescue(t, { target }));
      await t.given("rescue", () => expectBoot(t, { uuid }, 1, RESCUE_DISK, "after rescue"));
      t.expectEqual(
        await lastLoaded(t, uuid),
        undefined,
        "kernel that the rescue image, which has none, was booted with",
      );
    },
  },
];

interface Wrong {
  readonly variant: string;
  readonly what: string;
  readonly make: (file: KernelImage) => KernelImage;
}

const WRONG: readonly Wrong[] = [
  { variant: "checksum", what: "has another digest", make: (file) => ({ ...file, sha256: "0".repeat(64) }) },
  { variant: "size", what: "has another size", make: (file) => ({ ...file, sizeBytes: file.sizeBytes + 1 }) },
  {
    variant: "unreadable",
    what: "cannot be read",
    make: (file) => ({ ...file, source: { kind: "file", path: "/nonexistent/vdk-kernel" } }),
  },
];

const checked = (["kernel", "ramdisk"] as const).flatMap((part) =>
  WRONG.map(({ variant, what, make }): Check => ({
    id: `placement/kernel-is-checked[${part}-${variant}]`,
    requirement: "placement/kernel-is-checked",
    title: `spawn() with a ${part === "kernel" ? part : "RAM disk"} that ${what} is IMAGE_UNACCEPTABLE by its id, and builds nothing`,
    run: async (t) => {
      const right = fullKernel(t);
      // A driver that takes no kernel at all proves nothing by refusing.
      const other = await newInstanceWith(t, right);
      await t.given("spawn", () => t.driver.spawn(other));
      const fresh = fullKernel(t);
      const wrong = { ...fresh, [part]: make({ ...fresh[part], id: t.uuid() }) };
      const params = await newInstanceWith(t, wrong);
      const { details } = await t.expectError(t.driver.spawn(params), "IMAGE_UNACCEPTABLE", { effect: "none" });
      t.expectEqual(details["imageId"], wrong[part].id, "imageId in the details of IMAGE_UNACCEPTABLE");
      await expectState(t, params.instance.uuid, "absent", `after spawn with a ${part} that ${what}`);
    },
  })),
);

/** The checks of kernels that are not on the disk. */
export const kernelChecks: readonly Check[] = [...given, ...checked];
