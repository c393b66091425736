// Checks of the topic `ownership`: instances are the driver's, whoever asks for them.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { foreignGuestsChecks } from "./foreign-guests.ts";
import { expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { givenNextSession } from "../steps/next-session.ts";
import { expectUnchanged, givenOverview } from "../steps/overview.ts";

const STRANGER = { name: "another cloud core", version: "7.7.7" };
const AFTERWARDS = "in a session of another caller";
const HINT = "A session says who controls the driver, and nothing of what is there. Only destroy removes an instance.";

/** Checks that another caller, who has never named them, finds the instances as they are. */
async function expectStay(t: CheckContext, comes: () => Promise<unknown>): Promise<void> {
  const before = await givenOverview(t);
  await comes();
  await expectUnchanged(t, before, AFTERWARDS, HINT);
}

/** The checks of the topic `ownership`. */
export const ownershipChecks: readonly Check[] = [
  {
    id: "ownership/orphans-stay",
    requirement: "ownership/orphans-stay",
    title: "Another caller finds a running and a powered-off instance in its session, as they were",
    run: async (t) => {
      await t.givenInstance();
      await t.givenInstance({ powerState: "shutdown" });
      await expectStay(t, () => givenNextSession(t, { caller: STRANGER }));
    },
  },
  {
    id: "ownership/orphans-stay[paused]",
    requirement: "ownership/orphans-stay",
    title: "Another caller finds a paused instance in its session, as it was",
    needs: { capabilities: ["supportsPause"] },
    run: async (t) => {
      await t.givenInstance({ powerState: "paused" });
      await expectStay(t, () => givenNextSession(t, { caller: STRANGER }));
    },
  },
  {
    id: "ownership/orphans-stay[guest]",
    requirement: "ownership/orphans-stay",
    title: "A guest goes on ticking, without a boot, when another caller opens its session",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await givenNextSession(t, { caller: STRANGER });
      await expectUndisturbed(t, instance, boot, "by a session of another caller");
    },
  },
  {
    id: "ownership/orphans-stay[connection]",
    requirement: "ownership/orphans-stay",
    title:
      "Instances are listed as they were in a session on a new connection, after the connection of the first was lost",
    needs: { sessions: true },
    run: async (t) => {
      await t.givenInstance();
      await t.givenInstance({ powerState: "shutdown" });
      await expectStay(t, () => t.restartDriver("disconnect"));
    },
  },
  ...foreignGuestsChecks,
];
