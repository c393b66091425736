// Checks of guests that power themselves off: a core hears of it by an event, by its periodic look, or by the gap that a lost event
// leaves in the sequence, and stops their servers.
import type { EventParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectAgreement, givenBefore } from "./agreement.ts";
import { expectStatus } from "./await-core.ts";
import { givenActive } from "./given-server.ts";
import { RunningCore, type Server } from "./running-core.ts";

/** Ticks after which a guest powers itself off, about ten of which make a second, and how long that takes at least. */
const SOON = { image: { powerOffAfterTicks: 20 }, atLeastMs: 2_500 };
const LATER = { image: { powerOffAfterTicks: 60 }, atLeastMs: 4_000 };
const SYNC_MS = 10;

/** Waits, as long as a guest may take, until the core has stopped its server. */
async function expectFollowed(t: CheckContext, core: RunningCore, server: Server, how: string): Promise<void> {
  await t.waitFor(
    `the reference core in the loop learns by ${how} that a guest has powered itself off`,
    async () => (await core.show(server))?.status === "SHUTOFF",
    { hint: "The transcript has what the driver told the core, and what it was asked." },
  );
  await expectStatus(t, core, server, "SHUTOFF", `after its guest powered itself off, told by ${how}`);
}

/** The checks of guests on their own. */
export const guestsOnTheirOwnChecks: readonly Check[] = [
  {
    id: "event/tells-what-the-guest-did[core-in-the-loop]",
    requirement: "event/tells-what-the-guest-did",
    title: "A server whose guest powers itself off is stopped by a core that hears the event",
    needs: { probeGuest: true },
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      const server = await givenActive(t, core, { image: SOON.image });
      await t.elapse(SOON.atLeastMs);
      await expectFollowed(t, core, server, "an event");
      await expectAgreement(t, core, before, "after a guest powered itself off");
    },
  },
  {
    id: "getInfo/sees-a-guest-that-stopped-itself[core-in-the-loop]",
    requirement: "getInfo/sees-a-guest-that-stopped-itself",
    title:
      "A server whose guest powers itself off is stopped by a core that hears no event and looks from time to time",
    needs: { probeGuest: true },
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t, { syncIntervalMs: SYNC_MS, hears: () => false });
      const server = await givenActive(t, core, { image: SOON.image });
      await t.elapse(SOON.atLeastMs);
      await expectFollowed(t, core, server, "its periodic look");
      await expectAgreement(t, core, before, "after a guest powered itself off, and no event was heard");
    },
  },
  {
    id: "listInstanceStates/names-the-last-event[core-in-the-loop]",
    requirement: "listInstanceStates/names-the-last-event",
    title: "A core that missed the event of one guest finds the gap with the event of another, and stops both servers",
    needs: { probeGuest: true },
    run: async (t) => {
      const before = await givenBefore(t);
      const missed = new Set<string>();
      const hears = ({ instanceUuid, operationId }: EventParams): boolean =>
        operationId !== undefined || !missed.has(instanceUuid);
      const core = await RunningCore.on(t, { hears });
      const first = await givenActive(t, core, { image: SOON.image });
      missed.add(first.id);
      const second = await givenActive(t, core, { image: LATER.image });
      await t.elapse(SOON.atLeastMs + LATER.atLeastMs);
      await expectFollowed(t, core, second, "an event after a gap");
      await expectFollowed(t, core, first, "a gap in the events");
      await expectAgreement(t, core, before, "after an event was missed");
    },
  },
];
