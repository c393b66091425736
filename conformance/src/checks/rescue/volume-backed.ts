// Checks of `rescue` where the root disk is a volume: the guest's boot counter is on it, where the kit reads it too.
import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { expectBoot } from "../steps/boot-counter.ts";
import { cutOff } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";
import { expectRescued, OWN_BOOTS, OWN_DISK, rescue, RESCUE_DISK, rescueImage } from "../steps/rescued-guest.ts";
import { rawBytes } from "../steps/usual-image.ts";

const NEEDS: Needs = { probeGuest: true, capabilities: ["supportsBootFromVolume"] };

/** Where the probe keeps its boot counter. */
const COUNTER_OFFSET = 512;

interface VolumeBacked {
  readonly instance: Pick<TestInstance, "uuid" | "target">;
  readonly root: TestVolume;
  readonly further: TestVolume;
}

/** How often a guest has booted from a volume. */
const bootsOf = (volume: TestVolume): number => volume.read(COUNTER_OFFSET, 4).readUInt32LE();

/** An instance on a volume of its own, with another volume, that is off after two boots. Blocks the check if there is none to be had. */
async function givenVolumeBacked(t: CheckContext): Promise<VolumeBacked> {
  const params = await t.newInstance();
  const { image, uuid } = params.instance;
  const root = t.volume({ contents: rawBytes(t, image) });
  const further = t.volume();
  const { id, name, diskFormat } = image;
  const source = { kind: "volume" } as const;
  const volumes = [root.attachment({ bootIndex: 0 }), further.attachment()];
  const instance = { uuid, target: { instanceUuid: uuid } };
  await t.given("spawn", async () => {
    await t.driver.spawn({
      ...params,
      instance: { ...params.instance, image: { id, name, diskFormat, sizeBytes: root.size(), source } },
      devices: { blockDevices: { volumes } },
    });
    await expectBoot(t, instance, 1, "the root volume", "after spawn");
  });
  await t.given("reboot", async () => {
    await t.driver.reboot({ ...instance.target, type: "hard" });
    await expectBoot(t, instance, OWN_BOOTS, "the root volume", "after a hard reboot");
  });
  await t.given("powerOff", async () => {
    await t.driver.powerOff(cutOff(instance));
    await expectState(t, uuid, "shutdown", "after powerOff");
  });
  return { instance, root, further };
}

/** The checks of `rescue` where the root disk is a volume. */
export const volumeBackedRescueChecks: readonly Check[] = [
  {
    id: "rescue/works-for-volume-backed-instances",
    requirement: "rescue/works-for-volume-backed-instances",
    title: "An instance on a volume boots from the rescue disk, and from its unchanged volume after unrescue()",
    needs: NEEDS,
    run: async (t) => {
      const { instance, root } = await givenVolumeBacked(t);
      await rescue(t, instance);
      await expectRescued(t, instance, true, "running", "after rescue");
      await expectBoot(t, instance, 1, RESCUE_DISK, "after rescue of an instance on a volume");
      t.expectEqual(bootsOf(root), OWN_BOOTS, "number of boots on the root volume after rescue");
      await t.driver.unrescue(instance.target);
      await expectRescued(t, instance, false, "running", "after unrescue");
      await expectBoot(t, instance, OWN_BOOTS + 1, OWN_DISK, "after unrescue of an instance on a volume");
    },
  },
  {
    id: "rescue/works-for-volume-backed-instances[volumes]",
    requirement: "rescue/works-for-volume-backed-instances",
    title:
      "rescue() of an instance on a volume answers what came of each of its volumes, with the same after unrescue()",
    needs: NEEDS,
    run: async (t) => {
      const { instance, root, further } = await givenVolumeBacked(t);
      const volumes = [root.attachment({ bootIndex: 0 }), further.attachment()];
      const expected = volumes.map(({ volumeId }) => volumeId).toSorted();
      const devices = { blockDevices: { volumes } };
      const image = await rescueImage(t);
      for (const [operation, call] of [
        ["rescue", () => t.driver.rescue({ ...instance.target, image, devices })],
        ["unrescue", () => t.driver.unrescue({ ...instance.target, devices })],
      ] as const) {
        const { attachedVolumes = [] } = await call();
        const got = attachedVolumes.map(({ volumeId }) => volumeId).toSorted();
        t.expectEqual(got, expected, `attachedVolumes of ${operation} of an instance on a volume`);
      }
    },
  },
];
