// Checks of `umountShare`: mounted as long as anybody uses it, and not longer.
import type { Check } from "../../harness/check.ts";
import { expectInUse, mount, newShare } from "../steps/given-share.ts";

/** The checks of `umountShare`. */
export const umountShareChecks: readonly Check[] = [
  {
    id: "umountShare/keeps-it-for-others",
    requirement: "umountShare/keeps-it-for-others",
    title: "umountShare() says whether others use the share, and leaves it mounted for them",
    needs: { simulation: true },
    run: async (t) => {
      const share = newShare(t);
      const [first, last] = [t.uuid(), t.uuid()];
      const params = await t.newInstance({ devices: { shares: [share] } });
      const { uuid } = params.instance;
      await t.given("mountShare", async () => {
        for (const user of [first, last, uuid]) await mount(t, user, share);
      });
      await expectInUse(t, first, share, true, "while two others use the share");
      // A share that is mounted needs its server no more, and one that has to be mounted anew does.
      await t.simulation.injectFault({ kind: "shareLost", shareId: share.shareId });
      await t.driver.spawn(params);
      await t.given("destroy", () => t.driver.destroy({ instanceUuid: uuid, destroyDisks: true }));
      await expectInUse(t, uuid, share, true, "while another instance uses the share");
      await expectInUse(t, last, share, false, "of the last user");
    },
  },
  {
    id: "umountShare/keeps-it-for-others[last]",
    requirement: "umountShare/keeps-it-for-others",
    title:
      "umountShare() of the last user unmounts the share, so that a guest cannot have it and its server is asked again",
    needs: { simulation: true },
    run: async (t) => {
      const share = newShare(t);
      const params = await t.newInstance({ devices: { shares: [share] } });
      const { uuid } = params.instance;
      await t.given("mountShare", () => mount(t, uuid, share));
      await expectInUse(t, uuid, share, false, "of the only user");
      const hint = "Unmount the share when its last user is gone.";
      await t.expectError(t.driver.spawn(params), "SHARE_MOUNT_FAILED", { hint });
      await t.simulation.injectFault({ kind: "shareLost", shareId: share.shareId });
      await t.expectError(mount(t, uuid, share), ["SHARE_NOT_FOUND", "SHARE_MOUNT_FAILED"], { hint });
    },
  },
  {
    id: "umountShare/unused-share-succeeds",
    requirement: "umountShare/unused-share-succeeds",
    title:
      "umountShare() of a share that was never mounted succeeds, for an instance that is off and for one that is not there",
    run: async (t) => {
      const share = newShare(t);
      const { uuid } = await t.givenInstance({ powerState: "shutdown" });
      for (const user of [uuid, t.uuid()]) await expectInUse(t, user, share, false, "of a share that is not mounted");
    },
  },
  {
    id: "umountShare/unused-share-succeeds[used-by-others]",
    requirement: "umountShare/unused-share-succeeds",
    title: "umountShare() of an instance that does not use a share, or not any more, takes it from no other",
    needs: { simulation: true },
    run: async (t) => {
      const share = newShare(t);
      const params = await t.newInstance({ devices: { shares: [share] } });
      const { uuid } = params.instance;
      const other = t.uuid();
      await t.given("mountShare", async () => {
        for (const user of [uuid, other]) await mount(t, user, share);
      });
      for (const user of [other, other, t.uuid()])
        await expectInUse(t, user, share, true, "of an instance that does not use the share, or that gave it up");
      await t.driver.spawn(params);
    },
  },
];
