// Checks of what is left of a live migration when it is over: no event, and no resource at the host that the guest has left.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { simulates } from "../steps/guest-time.ts";
import { givenMove, givenTickingMove, type LiveMove } from "../steps/live-move.ts";
import { expectEnd, givenTransfer } from "../steps/moves-on-the-way.ts";
import { type Amounts, givenUsage } from "../steps/usage.ts";

const SILENT = "migration/end-of-a-move-is-silent";
const RESOURCES = "migration/resources-follow-the-guest";

/** How long drivers are listened to that should say nothing, in milliseconds: longer than any holds an event back. */
const LISTENING_MS = 20_000;
const LISTENING_REAL_MS = 2_000;

/** Checks that neither driver tells anything of an instance while something is done, and for a while after. */
async function expectSilence(
  t: CheckContext,
  { there, uuid }: LiveMove,
  work: () => Promise<void>,
  what: string,
): Promise<void> {
  for (const host of [t, there]) {
    // Answers come after the events that went before them.
    await host.given("probe", () => host.driver.probe({}));
    host.events.clear();
  }
  await work();
  await t.elapse(simulates(t) ? LISTENING_MS : LISTENING_REAL_MS);
  for (const [host, name] of [
    [t, "source"],
    [there, "destination"],
  ] as const) {
    await host.given("probe", () => host.driver.probe({}));
    const told = host.events.of(uuid).map(({ transition, powerState }) => ({ transition, powerState }));
    t.expectEqual(told, [], `events at the ${name} of ${what}`, "The migration has told all that there is to tell.");
  }
}

function minus(one: Amounts, other: Amounts): Amounts {
  return {
    vcpus: one.vcpus - other.vcpus,
    memoryMib: one.memoryMib - other.memoryMib,
    localGib: one.localGib - other.localGib,
  };
}

/** The checks of what is left of live migrations. */
export const liveAftermathChecks: readonly Check[] = [
  {
    id: `${SILENT}[completed]`,
    requirement: SILENT,
    title: "What follows a completed live migration sends no event, at neither host",
    needs: { peer: true },
    run: async (t) => {
      const move = await givenMove(t);
      const data = await move.givenArrived();
      await t.elapse(1_000);
      await expectSilence(t, move, () => move.givenAftermath(data), "what follows a completed migration");
    },
  },
  {
    id: `${SILENT}[rolled-back]`,
    requirement: SILENT,
    title: "The rollback of a live migration that was cancelled sends no event, at neither host",
    needs: { peer: true, probeGuest: true, simulation: true },
    run: async (t) => {
      const transfer = await givenTransfer(t, await givenTickingMove(t));
      const { move, data } = transfer;
      t.connection.cancelOperation(transfer.operationId);
      await t.given("liveMigration", () => expectEnd(t, transfer, "when it is cancelled"));
      await expectSilence(t, move, () => move.givenRolledBack(data), "the rollback of a migration");
    },
  },
  {
    id: RESOURCES,
    requirement: RESOURCES,
    title:
      "When a live migration is over, the source's node counts nothing of the instance and the destination's all of it",
    needs: { peer: true },
    run: async (t) => {
      const empty = await givenUsage(t);
      const move = await givenMove(t);
      const { there } = move;
      const before = await givenUsage(there);
      const flavor = minus(await givenUsage(t), empty);
      await t.given("getAvailableResource", async () =>
        t.expectThat(flavor.memoryMib > 0, "The source's node counts no memory for the instance", { got: flavor }),
      );
      await move.givenCompleted();
      const when = "after a live migration and its clean-up";
      const hint = "A node counts what is on it: nothing stays behind, and what arrives is counted once.";
      t.expectEqual(await givenUsage(t), empty, `use of the source's node ${when}`, hint);
      t.expectEqual(minus(await givenUsage(there), before), flavor, `more use of the destination's node ${when}`, hint);
    },
  },
];
