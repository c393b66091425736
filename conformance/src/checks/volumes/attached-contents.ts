// Checks of what a guest finds on a volume that `attachVolume` has given it, and of what it may do there.
import type { Check } from "../../harness/check.ts";
import { qcow2Image } from "../../harness/qcow2.ts";
import { attach, detach } from "../steps/connections.ts";
import { currentBoot } from "../steps/guest.ts";
import { refusalOf } from "../steps/refusal.ts";
import {
  asRoot,
  bootsOn,
  expectBootOn,
  givenGuestOn,
  givenOff,
  givenRootless,
  probeBytes,
  probeVolume,
  ROOT_NEEDS,
} from "../steps/root-volumes.ts";
import { expectVolumes } from "../steps/volumes.ts";

/** How long a guest is given to boot that should not, in milliseconds. */
const WATCHED_MS = 2_000;

const FORMAT_HINT = "Believe the request, and never look at the bytes: the guest has written them.";

/** The checks of what a guest finds on a volume. */
export const attachedContentsChecks: readonly Check[] = [
  {
    id: "attachVolume/read-only-means-read-only",
    requirement: "attachVolume/read-only-means-read-only",
    title: "A guest boots from a volume that is attached for reading, and changes no byte of it",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const instance = await givenRootless(t);
      const root = await probeVolume(t);
      const before = root.read(0, root.size());
      await attach(t, instance, asRoot(root, { accessMode: "readOnly" }));
      await t.driver.powerOn(instance.target);
      await t.waitFor(
        "the guest boots from a volume that it may only read, and meets an error when it writes",
        async () => {
          const { current, strangeLines, text } = await t.console(instance);
          return current !== undefined && (strangeLines.includes("disk error") || text.includes("disk error"));
        },
        { hint: "Give the guest a device that it can read and that refuses its writes." },
      );
      const after = root.read(0, root.size());
      t.expectThat(before.equals(after), "The guest has changed a volume that it may only read", {
        expected: "the bytes that were there before",
        got: `a boot counter of ${bootsOn(root)}`,
      });
    },
  },
  {
    id: "attachVolume/never-guesses-the-format[boot]",
    requirement: "attachVolume/never-guesses-the-format",
    title: "A volume said to be raw is presented byte for byte, though its bytes look like qcow2 with a system inside",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const instance = await givenRootless(t);
      const root = t.volume({ contents: qcow2Image(await probeBytes(t)) });
      const connection = { protocol: "localFile", path: root.path, format: "qcow2" } as const;
      const asQcow2 = asRoot(root, { connection });
      // That the file is one to boot from is seen first, so that a guest that stays silent afterwards says something.
      const refusal = await refusalOf(attach(t, instance, asQcow2));
      if (refusal?.code === "NOT_SUPPORTED") t.notApplicable("The driver takes no volumes of format qcow2 in files");
      if (refusal !== undefined) throw refusal;
      await t.given("powerOn", async () => {
        await t.driver.powerOn(instance.target);
        await t.waitFor("the guest boots from a qcow2 volume", async () => (await currentBoot(t, instance))?.lastTick);
      });
      await givenOff(t, instance);
      await t.given("detachVolume", () => detach(t, instance, asQcow2));
      const before = root.read(0, root.size());
      await attach(t, instance, asRoot(root));
      const { text } = await t.console(instance);
      // There is nothing to boot from in the raw bytes; a driver may notice.
      await refusalOf(t.driver.powerOn(instance.target));
      await t.elapse(WATCHED_MS);
      const more = (await t.console(instance)).text.slice(text.length);
      t.expectThat(!more.includes("boot"), "The guest booted from inside a volume that was said to be raw", {
        expected: "the raw bytes of the file, which nothing boots from",
        got: more,
        hint: FORMAT_HINT,
      });
      const isUnchanged = before.equals(root.read(0, root.size()));
      t.expectThat(isUnchanged, "The file of a volume that nobody could boot from has changed", { hint: FORMAT_HINT });
    },
  },
  {
    id: "attachVolume/never-guesses-the-format[size]",
    requirement: "attachVolume/never-guesses-the-format",
    title:
      "A volume said to be raw is as large for its guest as its file, though its bytes look like qcow2 of another size",
    needs: { capabilities: ["supportsExtendVolume"] },
    run: async (t) => {
      const root = t.volume({ contents: qcow2Image(Buffer.alloc(8 << 20)) });
      const instance = await t.givenInstance();
      const volume = await attach(t, instance, root.attachment());
      const { sizeBytes } = await t.driver.extendVolume({ ...instance.target, volume, sizeBytes: root.size() });
      t.expectEqual(sizeBytes, root.size(), "size of the device of a raw volume, by extendVolume", FORMAT_HINT);
    },
  },
  {
    id: "attachVolume/several-instances-share[guests]",
    requirement: "attachVolume/several-instances-share",
    title: "A guest that boots from a volume reads what another guest, which has it too, wrote there before",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const root = await probeVolume(t);
      const attachment = asRoot(root, { multiattach: true });
      const first = await givenGuestOn(t, attachment);
      const second = await givenRootless(t);
      await attach(t, second, attachment);
      await t.driver.powerOn(second.target);
      await expectBootOn(t, second, root, 1, "from a volume that another guest has booted from");
      await t.driver.reboot({ ...first.instance.target, type: "hard" });
      await expectBootOn(t, first.instance, root, 2, "from a volume that another guest has booted from since");
    },
  },
  {
    id: "attachVolume/several-instances-share",
    requirement: "attachVolume/several-instances-share",
    title: "attachVolume() with multiattach gives one volume to two guests at the same time",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const volume = t.volume();
      const [first, second] = [await t.givenInstance(), await t.givenInstance()];
      for (const instance of [first, second]) await attach(t, instance, volume.attachment({ multiattach: true }));
      for (const instance of [first, second]) await expectVolumes(t, instance, [volume], "that two guests share");
    },
  },
];
