// Checks of `mountShare`: an instance counts once, and not at all if it failed.
import type { Check } from "../../harness/check.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { expectInUse, mount, newShare, type Share } from "../steps/given-share.ts";
import type { CheckContext } from "../../harness/check-context.ts";

/** Checks that a share has no user: the next one is the first and the last. */
async function expectUnused(t: CheckContext, share: Share, when: string): Promise<void> {
  const other = t.uuid();
  await t.given("mountShare", () => mount(t, other, share));
  await expectInUse(t, other, share, false, `of the only user, ${when}`);
}

/** The checks of `mountShare`. */
export const mountShareChecks: readonly Check[] = [
  {
    id: "mountShare/counts-an-instance-once",
    requirement: "mountShare/counts-an-instance-once",
    title: "mountShare() twice for one instance is undone by one umountShare()",
    needs: { simulation: true },
    run: async (t) => {
      const share = newShare(t);
      const [twice, once] = [t.uuid(), t.uuid()];
      for (const user of [twice, once, twice]) await mount(t, user, share);
      await expectInUse(t, twice, share, true, "while another instance uses the share");
      await expectInUse(
        t,
        once,
        share,
        false,
        "of the last user, after the other's two mountShare and one umountShare",
      );
    },
  },
  {
    id: "mountShare/failed-mount-leaves-nothing[unreachable-server]",
    requirement: "mountShare/failed-mount-leaves-nothing",
    title: "mountShare() from a server that does not answer fails, and the instance is no user of the share",
    run: async (t) => {
      const share = newShare(t, "nobody.invalid");
      const user = t.uuid();
      await t.expectError(mount(t, user, share), ["SHARE_MOUNT_FAILED", "SHARE_NOT_FOUND"], {
        effect: "none",
        hint: "Say that it is mounted when it is.",
      });
      await expectInUse(t, t.uuid(), share, false, "of another instance, after mountShare failed");
    },
  },
  {
    id: "mountShare/failed-mount-leaves-nothing[lost-share]",
    requirement: "mountShare/failed-mount-leaves-nothing",
    title:
      "mountShare() of a share that its server does not know fails, leaves no user, and succeeds when the share is back",
    needs: { simulation: true },
    run: async (t) => {
      const share = newShare(t);
      const user = t.uuid();
      await t.simulation.injectFault({ kind: "shareLost", shareId: share.shareId });
      await t.expectError(mount(t, user, share), "SHARE_NOT_FOUND", {
        effect: "none",
        hint: "A server that answers and knows no such share is no server that does not answer: the caller gives up at once.",
      });
      await t.simulation.clearFaults();
      await expectUnused(t, share, "after mountShare failed for another");
      await mount(t, user, share);
      await expectInUse(t, t.uuid(), share, true, "of another instance, after mountShare was repeated");
    },
  },
  {
    id: "mountShare/failed-mount-leaves-nothing[at-each-step]",
    requirement: "mountShare/failed-mount-leaves-nothing",
    title: "mountShare() that failed at any step leaves no user, and succeeds when it is repeated",
    needs: { simulation: true },
    run: (t) =>
      sweepSteps(t, {
        operation: "mountShare",
        prepare: async () => ({ share: newShare(t), user: t.uuid() }),
        call: ({ share, user }) => mount(t, user, share),
        judge: async ({ error, step, prepared: { share, user } }) => {
          const when = `after mountShare failed at its hypervisor call number ${step}`;
          t.expectEqual(error.effect, "none", `effect in the answer ${when}`);
          await expectUnused(t, share, when);
          await mount(t, user, share);
          await expectInUse(t, t.uuid(), share, true, `of another instance, ${when} and was repeated`);
        },
      }),
  },
];
