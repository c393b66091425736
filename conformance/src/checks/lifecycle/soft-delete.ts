// Checks of `softDelete` and `restore`: an instance that looks deleted, and everything of it when it comes back.
import type { Check } from "../../harness/check.ts";
import { ownImage } from "../steps/own-image.ts";
import {
  expectOneMoreBoot,
  expectStandstill,
  givenGuestThatWasCutOff,
  givenTickingGuest,
  untilTicking,
} from "../steps/guest.ts";
import { expectInterfaces } from "../steps/guest-devices.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import type { Cell } from "../steps/operations-on-instances.ts";
import { expectState } from "../steps/power-state.ts";
import { expectNoResidue, takeDown } from "../steps/residue.ts";
import { stateMatrix } from "../steps/state-matrix.ts";
import { givenUsage } from "../steps/usage.ts";
import { expectVolumes, withVolumes } from "../steps/volumes.ts";

/** No requirement speaks of an instance that is absent. */
function requirementOfSoftDelete({ from }: Cell): Check["requirement"] | undefined {
  return from === "absent" ? undefined : "softDelete/stops-and-keeps";
}

/** Of an instance that is merely off, `restore` is `powerOn`. Of others no requirement speaks. */
function requirementOfRestore({ from }: Cell): Check["requirement"] | undefined {
  return from === "shutdown" || from === "crashed" ? "restore/brings-back-what-was-put-aside" : undefined;
}

const softDelete: readonly Check[] = [
  {
    id: "softDelete/stops-and-keeps",
    requirement: "softDelete/stops-and-keeps",
    title: "softDelete() returns when the guest executes no more, and its instance is listed and holds what it held",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance } = await givenTickingGuest(t);
      const usage = await givenUsage(t);
      await t.driver.softDelete(instance.target);
      await expectStandstill(t, instance, "after softDelete");
      await expectState(t, instance, "shutdown", "after softDelete");
      await t.expectListed(instance);
      t.expectEqual(await givenUsage(t), usage, "use of the node after softDelete");
    },
  },
  {
    id: "softDelete/stops-and-keeps[disk]",
    requirement: "softDelete/stops-and-keeps",
    title: "softDelete(), twice, leaves the disk as the guest left it",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await t.driver.softDelete(instance.target);
      await t.driver.softDelete(instance.target);
      await expectState(t, instance, "shutdown", "after softDelete, twice");
      await t.given("restore", () => t.driver.restore(instance.target));
      await expectOneMoreBoot(t, instance, boot, "after softDelete and restore");
    },
  },
  {
    id: "softDelete/does-not-stand-in-the-way-of-destroy",
    requirement: "softDelete/does-not-stand-in-the-way-of-destroy",
    title:
      "destroy() of an instance that was put aside leaves nothing of it, and a spawn() of its uuid starts from its image",
    needs: { probeGuest: true },
    run: async (t) => {
      // An image of its own, so that what is counted for images is the same before and after.
      const { params } = await ownImage(t);
      const { uuid } = params.instance;
      const target = { instanceUuid: uuid };
      const before = await takeDown(t, params);
      await t.given("spawn", () => t.driver.spawn(params));
      await t.given("spawn", () => untilTicking(t, uuid, "after spawn"));
      await t.given("softDelete", () => t.driver.softDelete(target));
      await t.driver.destroy({ ...target, destroyDisks: true });
      await expectNoResidue(t, before, "after softDelete and destroy");
      await t.driver.spawn(params);
      const { number } = await untilTicking(t, uuid, "after a second spawn of its uuid");
      t.expectEqual(number, 1, "boot counter that the guest finds after softDelete, destroy and spawn");
    },
  },
];

const restore: readonly Check[] = [
  {
    id: "restore/brings-back-what-was-put-aside",
    requirement: "restore/brings-back-what-was-put-aside",
    title: "restore() boots the guest once, from the disk and under the identity that it had at softDelete()",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      const entryOf = async (): Promise<object[]> =>
        (await ownedInstances(t)).filter(({ uuid }) => uuid === instance.uuid);
      const before = await t.given("listInstances", entryOf);
      await t.given("softDelete", () => t.driver.softDelete(instance.target));
      await t.driver.restore(instance.target);
      await expectState(t, instance, "running", "after restore");
      await expectOneMoreBoot(t, instance, boot, "after softDelete and restore");
      t.expectEqual(await entryOf(), before, "entries of listInstances after softDelete and restore");
    },
  },
  {
    id: "restore/brings-back-what-was-put-aside[off]",
    requirement: "restore/brings-back-what-was-put-aside",
    title: "restore() starts a guest that was off when it was put aside",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenGuestThatWasCutOff(t);
      await t.given("softDelete", () => t.driver.softDelete(instance.target));
      await t.driver.restore(instance.target);
      await expectOneMoreBoot(t, instance, boot, "after softDelete of an instance that was off, and restore");
    },
  },
  {
    id: "restore/brings-back-what-was-put-aside[interfaces]",
    requirement: "restore/brings-back-what-was-put-aside",
    title: "restore() gives the guest the interfaces that it had at softDelete()",
    needs: { capabilities: ["supportsNetworkInterfaces", "supportsDiagnostics"] },
    run: async (t) => {
      const networkInterfaces = [t.networkInterface(), t.networkInterface()];
      const instance = await t.givenInstance({ devices: { networkInterfaces } });
      await t.given("softDelete", () => t.driver.softDelete(instance.target));
      await t.driver.restore(instance.target);
      await expectInterfaces(t, instance, networkInterfaces, "after softDelete and restore");
    },
  },
  {
    id: "restore/brings-back-what-was-put-aside[volumes]",
    requirement: "restore/brings-back-what-was-put-aside",
    title: "restore() gives the guest the volumes that it had at softDelete()",
    needs: { capabilities: ["supportsVolumes", "supportsDiagnostics"] },
    run: async (t) => {
      const volumes = [t.volume(), t.volume()];
      const instance = await t.givenInstance({ devices: withVolumes(...volumes) });
      await t.given("softDelete", () => t.driver.softDelete(instance.target));
      await t.driver.restore(instance.target);
      await expectVolumes(t, instance, volumes, "after softDelete and restore");
    },
  },
];

/** The checks of `softDelete` and `restore`. */
export const softDeleteChecks: readonly Check[] = [
  ...softDelete,
  ...stateMatrix("softDelete", requirementOfSoftDelete),
  ...restore,
  ...stateMatrix("restore", requirementOfRestore),
];
