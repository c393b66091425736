// Checks of `rebuild`: a new system under the old identity, and the old one for as long as nothing else is sure.
import type { ErrorCode, Instance, RebuildParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectInterfaces } from "../steps/guest-devices.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import {
  currentBoot,
  expectOneMoreBoot,
  expectUndisturbed,
  givenTickingGuest,
  type TickingGuest,
  untilRebooted,
  untilTicking,
} from "../steps/guest.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import type { Cell } from "../steps/operations-on-instances.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { stateMatrix } from "../steps/state-matrix.ts";
import { givenUsage } from "../steps/usage.ts";
import { expectVolumes, withVolumes } from "../steps/volumes.ts";

/** How long a guest is watched that should not run, or not boot again, in milliseconds. Long enough for a boot. */
const WATCHED_MS = 2_000;

/** No requirement speaks of an instance that is absent. */
function requirementOf({ from, when }: Cell): Check["requirement"] | undefined {
  if (from === "absent") return undefined;
  return when["powerOn"] === false ? "rebuild/obeys-power-on-false" : "rebuild/boots-the-new-image";
}

/** What a rebuild with nothing changed says. */
function sameAgain({ params }: Pick<TestInstance, "params">): RebuildParams {
  return { instance: params.instance, powerOn: true };
}

/** A guest that booted its disk twice, so that its boot counter tells that disk from a new one. */
async function givenSecondBoot(t: CheckContext): Promise<TickingGuest> {
  const { instance, boot } = await givenTickingGuest(t);
  const second = await t.given("reboot", async () => {
    await t.driver.reboot({ ...instance.target, type: "hard" });
    return untilRebooted(t, instance, boot, "after a hard reboot");
  });
  return { instance, boot: second };
}

/** Checks that a guest booted just once, from a disk that nobody booted before. */
async function expectFirstBoot(t: CheckContext, { instance, boot }: TickingGuest, when: string): Promise<void> {
  await untilRebooted(t, instance, boot, when);
  await t.elapse(WATCHED_MS);
  const { number } = await untilTicking(t, instance, when);
  t.expectThat(number === 1, `The guest is in boot ${number} ${when}`, {
    expected: "boot 1, of a fresh copy of the image",
    hint: "Make the root disk anew from the image, and start the guest once.",
  });
}

const newSystem: readonly Check[] = [
  {
    id: "rebuild/boots-the-new-image",
    requirement: "rebuild/boots-the-new-image",
    title: "rebuild() with another image boots that, and not the system of before",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance } = await givenTickingGuest(t);
      const { image } = (await t.newInstance({ image: { powerOffAfterTicks: 20 } })).instance;
      await t.driver.rebuild({ ...sameAgain(instance), instance: { ...instance.params.instance, image } });
      await expectState(t, instance, "running", "after rebuild");
      await t.elapse(WATCHED_MS);
      await t.waitFor(
        "the guest of the new image powers itself off after two seconds",
        async () => (await currentBoot(t, instance))?.saidOff,
        { hint: "Make the root disk from the image of the request." },
      );
    },
  },
  {
    id: "rebuild/boots-the-new-image[fresh-disk]",
    requirement: "rebuild/boots-the-new-image",
    title: "rebuild() with the same image boots a fresh copy of it, once",
    needs: { probeGuest: true },
    run: async (t) => {
      const guest = await givenSecondBoot(t);
      await t.driver.rebuild(sameAgain(guest.instance));
      await expectFirstBoot(t, guest, "after rebuild");
    },
  },
  {
    id: "rebuild/obeys-power-on-false",
    requirement: "rebuild/obeys-power-on-false",
    title: "rebuild() with powerOn false of a running instance leaves a new guest that has never executed",
    needs: { probeGuest: true },
    run: async (t) => {
      const guest = await givenSecondBoot(t);
      await t.driver.rebuild({ ...sameAgain(guest.instance), powerOn: false });
      await t.elapse(WATCHED_MS);
      await expectState(t, guest.instance, "shutdown", "some time after rebuild with powerOn false");
      await t.given("powerOn", () => t.driver.powerOn(guest.instance.target));
      await expectFirstBoot(t, guest, "at the first powerOn after rebuild with powerOn false");
    },
  },
];

const identity: readonly Check[] = [
  {
    id: "rebuild/keeps-identity",
    requirement: "rebuild/keeps-identity",
    title: "rebuild() leaves the instance its uuid, name, node and entry, once, and its use of the node",
    run: async (t) => {
      const instance = await t.givenInstance();
      const look = async (): Promise<object> => {
        const entries = (await ownedInstances(t)).filter(({ uuid }) => uuid === instance.uuid);
        const { uuid, name, node } = (await t.driver.getInfo(instance.target)).info;
        return { entries, info: { uuid, name, node }, usage: await givenUsage(t) };
      };
      const before = await t.given("getInfo", look);
      await t.driver.rebuild(sameAgain(instance));
      t.expectEqual(await look(), before, "entry, identity and use of an instance after rebuild");
    },
  },
  {
    id: "rebuild/keeps-identity[interfaces]",
    requirement: "rebuild/keeps-identity",
    title: "rebuild() leaves the guest the interfaces that it had, and gives it others only if the request says so",
    needs: { capabilities: ["supportsNetworkInterfaces", "supportsDiagnostics"] },
    run: async (t) => {
      const [first, second, other] = [t.networkInterface(), t.networkInterface(), t.networkInterface()];
      const instance = await t.givenInstance({ devices: { networkInterfaces: [first, second] } });
      await t.driver.rebuild(sameAgain(instance));
      await expectInterfaces(t, instance, [first, second], "after rebuild that said nothing of them");
      await t.driver.rebuild({ ...sameAgain(instance), devices: { networkInterfaces: [other] } });
      await expectInterfaces(t, instance, [other], "after rebuild with another list");
    },
  },
  {
    id: "rebuild/keeps-identity[volumes]",
    requirement: "rebuild/keeps-identity",
    title:
      "rebuild() leaves the guest the volumes that it had, with their contents, and gives it others only if the request says so",
    needs: { capabilities: ["supportsVolumes", "supportsDiagnostics"] },
    run: async (t) => {
      const [first, second, other] = [t.volume(), t.volume(), t.volume()];
      const contents = first.read(0, first.size());
      const instance = await t.givenInstance({ devices: withVolumes(first, second) });
      await t.driver.rebuild(sameAgain(instance));
      await expectVolumes(t, instance, [first, second], "after rebuild that said nothing of them");
      t.expectThat(first.read(0, first.size()).equals(contents), "rebuild has changed the contents of a volume", {
        hint: "Local disks are made anew. Volumes are their owner's.",
      });
      await t.driver.rebuild({ ...sameAgain(instance), devices: withVolumes(other) });
      await expectVolumes(t, instance, [other], "after rebuild with another list");
    },
  },
];

interface Refusal {
  readonly variant: string;
  readonly title: string;
  readonly code: ErrorCode;
  readonly change: (instance: Instance, t: CheckContext) => Promise<Instance>;
}

const REFUSALS: readonly Refusal[] = [
  {
    variant: "bad-digest",
    title: "an image whose digest is another one",
    code: "IMAGE_UNACCEPTABLE",
    change: async ({ image, ...rest }, t) => ({ ...rest, image: { ...image, id: t.uuid(), sha256: "0".repeat(64) } }),
  },
  {
    variant: "missing-image",
    title: "an image that cannot be read",
    code: "IMAGE_UNACCEPTABLE",
    change: async ({ image, ...rest }, t) => ({
      ...rest,
      image: { ...image, id: t.uuid(), source: { kind: "file", path: t.newFile("no-image") } },
    }),
  },
  {
    variant: "flavor-too-small",
    title: "a flavor below the image's minimum",
    code: "IMAGE_UNACCEPTABLE",
    change: async ({ image, flavor, ...rest }) => ({
      ...rest,
      flavor,
      image: { ...image, minMemoryMib: flavor.memoryMib + 1 },
    }),
  },
  {
    variant: "too-large",
    title: "a flavor that the node cannot hold",
    code: "INSUFFICIENT_RESOURCES",
    change: async ({ flavor, ...rest }, t) => {
      const { memoryMib } = (
        await t.given("getAvailableResource", () => t.driver.getAvailableResource({ node: t.node.uuid }))
      ).resource;
      return { ...rest, flavor: { ...flavor, memoryMib: memoryMib + 1 } };
    },
  },
];

/** Checks that nothing has happened to a running guest: it goes on in its boot, and its disk is the old one. */
async function expectAsBefore(t: CheckContext, { instance, boot }: TickingGuest, by: string): Promise<void> {
  await expectState(t, instance, "running", `after ${by}`, "Refuse what can be refused before the guest is touched.");
  await expectUndisturbed(t, instance, boot, `by ${by}`);
  await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
  await expectOneMoreBoot(t, instance, boot, `at the reboot after ${by}`);
}

const refusals: readonly Check[] = [
  ...REFUSALS.map(({ variant, title, code, change }): Check => ({
    id: `rebuild/refuses-before-it-begins[${variant}]`,
    requirement: "rebuild/refuses-before-it-begins",
    title: `rebuild() with ${title} is refused, and the guest ticks on, on its old disk`,
    needs: { probeGuest: true },
    run: async (t) => {
      const guest = await givenTickingGuest(t);
      const { params } = guest.instance;
      const instance = await change(params.instance, t);
      await t.expectError(t.driver.rebuild({ instance, powerOn: true }), code, {
        effect: "none",
        hint: "Fetch and check the image before the old disk goes.",
      });
      await expectAsBefore(t, guest, `a rebuild that was refused with ${code}`);
    },
  })),
  {
    id: "rebuild/refuses-before-it-begins[at-each-step]",
    requirement: "rebuild/refuses-before-it-begins",
    title: "rebuild() that fails at any step with effect none has not disturbed the guest",
    needs: { simulation: true, probeGuest: true },
    run: (t) =>
      sweepSteps(t, {
        operation: "rebuild",
        prepare: () => givenTickingGuest(t),
        call: ({ instance }) => t.driver.rebuild(sameAgain(instance)),
        judge: async ({ error, step, prepared: guest }) => {
          const by = `a rebuild that failed at its hypervisor call number ${step} with effect none`;
          if (error.effect === "none") await expectAsBefore(t, guest, by);
          await t.given("destroy", () => t.driver.destroy({ ...guest.instance.target, destroyDisks: true }));
        },
      }),
  },
];

const failure: Check = {
  id: "rebuild/failure-leaves-the-instance",
  requirement: "rebuild/failure-leaves-the-instance",
  title:
    "rebuild() that fails at any step with effect partial leaves the instance shutdown and listed, with no half disk to boot, and can be repeated",
  needs: { simulation: true, probeGuest: true },
  run: (t) =>
    sweepSteps(t, {
      operation: "rebuild",
      prepare: () => givenSecondBoot(t),
      call: ({ instance }) => t.driver.rebuild(sameAgain(instance)),
      judge: async ({ error, step, prepared: guest }) => {
        const { instance } = guest;
        if (error.effect !== "none") {
          const when = `after rebuild failed at its hypervisor call number ${step}`;
          await expectState(t, instance, "shutdown", when, "Leave the instance there, whatever has failed.");
          await t.expectListed(instance);
          if ((await refusalOf(t.driver.powerOn(instance.target))) === undefined)
            await expectFirstBoot(t, guest, `at a powerOn ${when}`);
          await t.driver.rebuild(sameAgain(instance));
          await expectState(t, instance, "running", `${when} and was repeated`);
          await expectFirstBoot(t, guest, `${when} and was repeated`);
        }
        await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
      },
    }),
};

/** The checks of `rebuild`, but for those of its local disks and of root volumes. */
export const rebuildChecks: readonly Check[] = [
  ...newSystem,
  ...identity,
  ...refusals,
  failure,
  ...stateMatrix("rebuild", requirementOf),
];
