// Checks of who has a guest while it moves, and after its move has failed: one host at every moment, and never none.
import { DriverError } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectOneMoreBoot } from "../steps/guest.ts";
import { givenTickingMove, type LiveMove, type TransferOptions } from "../steps/live-move.ts";
import { endOf, expectWentOn, isThere, momentOf, type Moment, watchMove } from "../steps/moved-guest.ts";
import { type FailedTransfer, makeBusy, sweepTransfers, wordFor } from "../steps/moves-on-the-way.ts";
import type { SeenState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

const ONE = "migration/one-running-copy";
const NEVER_NONE = "migration/never-none";
const ANSWERS = "migration/source-answers-until-the-guest-has-left";

/** A way in which a guest moves. */
interface Way {
  readonly variant: string;
  readonly name: string;
  readonly needs: Check["needs"];
  readonly state: Extract<SeenState, "running" | "paused">;
  readonly options?: TransferOptions;
}

const WAYS: readonly Way[] = [
  { variant: "running", name: "a running guest", needs: {}, state: "running" },
  { variant: "paused", name: "a paused guest", needs: { capabilities: ["supportsPause"] }, state: "paused" },
  {
    variant: "forced",
    name: "a guest that is forced to its end",
    needs: { simulation: true, capabilities: ["supportsLiveMigrationControl"] },
    state: "running",
    options: { completionTimeoutSeconds: 5, onTimeout: "forceComplete" },
  },
  {
    variant: "post-copy",
    name: "a guest whose memory may follow it",
    needs: { simulation: true, capabilities: ["supportsLiveMigrationControl"] },
    state: "running",
    options: { completionTimeoutSeconds: 5, onTimeout: "forceComplete", permitPostCopy: true },
  },
];

/** Moves a guest and gives all moments at which both hosts were looked at. Blocks the check if it does not arrive. */
async function givenMoments(t: CheckContext, { state, options = {} }: Way): Promise<readonly Moment[]> {
  const { move } = await givenTickingMove(t);
  if (state === "paused") await t.given("pause", async () => void (await t.driver.pause(move.target)));
  const data = await move.givenPrepared();
  if (options.onTimeout !== undefined) await makeBusy(t, move);
  const prepared = await momentOf(move);
  const { moments, answer } = await watchMove(move, () => endOf(move.transfer(data, options)));
  await t.given("liveMigration", async () => t.expectEqual(wordFor(answer), "completed", "end of liveMigration"));
  return [prepared, ...moments];
}

/** Whether both hosts have the guest at a moment: the source still has it after the destination was seen to. */
function isTwice({ before, here, listed }: Moment): boolean {
  return (isThere(before) && isThere(here)) || (isThere(listed.here) && isThere(listed.there));
}

const single = WAYS.map((way): Check => ({
  id: `${ONE}[${way.variant}]`,
  requirement: ONE,
  title: `At no moment of the migration of ${way.name} do both hosts say that they have it`,
  needs: { peer: true, probeGuest: true, ...way.needs },
  run: async (t) => {
    const moments = await givenMoments(t, way);
    const twice = moments.find(isTwice);
    t.expectThat(twice === undefined, "Both hosts have the guest", {
      expected: "one host that says running or paused",
      got: twice,
      hint: "A guest that arrives is pending at the destination, or not shown, until the source has let go of it.",
    });
  },
}));

const executing: Check = {
  id: `${ONE}[ticks]`,
  requirement: ONE,
  title: "At no moment of a migration does the guest tick at both hosts",
  needs: { peer: true, probeGuest: true, simulation: true },
  run: async (t) => {
    const { move } = await givenTickingMove(t);
    const data = await move.givenPrepared();
    let last = await lengthsOf(move);
    let ticked = 0;
    const look = async (): Promise<void> => {
      const now = await lengthsOf(move);
      const grew = { here: now.here > last.here, there: now.there > last.there };
      t.expectThat(!grew.here || !grew.there || last.there === 0, "The guest ticks at both hosts", {
        expected: "ticks at one host",
        got: { before: last, now },
      });
      if (grew.here || grew.there) ticked += 1;
      last = now;
    };
    await watchMove(move, () => endOf(move.transfer(data)), { onTheWay: look, stepMs: 200 });
    for (let looks = 0; looks < 5; looks++) {
      await t.elapse(200);
      await look();
    }
    t.expectThat(ticked > 0, "The guest ticked nowhere while it moved");
  },
};

/** How much a guest has written at either host, in characters; nothing where it is not shown. */
async function lengthsOf({ here, there, uuid }: LiveMove): Promise<{ readonly here: number; readonly there: number }> {
  const length = async (t: CheckContext): Promise<number> => {
    try {
      return (await t.console(uuid)).text.length;
    } catch (error) {
      if (error instanceof DriverError) return 0;
      throw error;
    }
  };
  return { here: await length(here), there: await length(there) };
}

const HINT =
  "The guest is the source's until it executes at the destination, where it is pending or not shown until then.";

const isOnTheWay = (seen: SeenState): boolean => seen === "absent" || seen === "pending";

/** Checks one look at a guest that may be on its way. */
function expectSource(t: CheckContext, moment: Moment, state: SeenState): void {
  const { before, here, after, listed } = moment;
  if (isThere(before) && !isThere(here)) return;
  // Between two reads the guest may have left; then the last one sees it where it has gone.
  const hasLeft = !isThere(here) && isThere(after);
  if (hasLeft) return;
  const isRight = here === state && isOnTheWay(before) && (isOnTheWay(after) || moment.isOver);
  t.expectThat(
    isRight,
    `The source shows the guest as ${here} and the destination as ${before} while it is on its way`,
    {
      expected: `${state} at the source, and absent or pending at the destination`,
      got: moment,
      hint: HINT,
    },
  );
  const isListed = listed.here === state && isOnTheWay(listed.there);
  const isListedThere = isOnTheWay(listed.here) && isThere(listed.there);
  t.expectThat(
    isListed || isListedThere,
    `listInstanceStates shows the guest as ${listed.here} at the source and as ${listed.there} at the destination`,
    { expected: `${state}, and absent or pending`, got: moment, hint: HINT },
  );
}

const answering = WAYS.filter(({ variant }) => variant !== "post-copy").map((way): Check => ({
  id: `${ANSWERS}[${way.variant}]`,
  requirement: ANSWERS,
  title: `While ${way.name} is on its way, the source shows it as before, and the destination not at all or as pending`,
  needs: { peer: true, probeGuest: true, ...way.needs },
  run: async (t) => {
    const moments = await givenMoments(t, way);
    for (const moment of moments) if (!moment.isOver) expectSource(t, moment, way.state);
  },
}));

/** Checks that one of two hosts has a guest, whole, and that both say so. */
async function expectOneHost(t: CheckContext, { move, boot, data, end, when }: FailedTransfer): Promise<void> {
  const isKnown = !(end instanceof DriverError);
  const hasStayed = isKnown && end.outcome !== "completed";
  if (hasStayed) await move.rollBack(data);
  // Who does not know what came of it may believe in a rollback, and is refused where that would be wrong.
  else await refusalOf(move.rollBackAtDestination(data));
  const { here, there } = move;
  const states = await momentOf(move);
  const counts = [isThere(states.here), isThere(states.after)].filter(Boolean).length;
  t.expectThat(counts === 1, `${counts} hosts have the guest ${when}`, {
    expected: "one host",
    got: { end: wordFor(end), here: states.here, there: states.after },
    hint: "Let go of the guest at one end only when the other one has it.",
  });
  const [host, other] = isThere(states.here) ? [here, there] : [there, here];
  await other.expectAbsent(move.uuid);
  await host.expectListed(move.uuid);
  await expectWentOn(host, move, boot, when);
  if (host === there) await move.givenAftermath(data);
  const rebooted = await refusalOf(host.driver.reboot({ ...move.target, type: "hard" }));
  t.expectThat(rebooted === undefined, `The guest has no disk ${when}`, { expected: "a reboot", got: rebooted });
  await expectOneMoreBoot(host, move.uuid, boot, when);
}

const found: readonly Check[] = [
  {
    id: `${NEVER_NONE}[each-step]`,
    requirement: NEVER_NONE,
    title: "One host has the guest with its disk and says so, whichever hypervisor call of liveMigration() failed",
    needs: { peer: true, probeGuest: true, simulation: true },
    run: async (t) => sweepTransfers(t, (failed) => expectOneHost(t, failed)),
  },
  {
    id: `${NEVER_NONE}[forced]`,
    requirement: NEVER_NONE,
    title:
      "One host has the guest with its disk and says so, whichever hypervisor call of a forced liveMigration() failed",
    needs: { peer: true, probeGuest: true, simulation: true, capabilities: ["supportsLiveMigrationControl"] },
    run: async (t) => {
      const options = { completionTimeoutSeconds: 5, onTimeout: "forceComplete" } as const;
      await sweepTransfers(t, (failed) => expectOneHost(t, failed), options);
    },
  },
];

/** The checks of who has a guest that moves. */
export const liveCopiesChecks: readonly Check[] = [...single, executing, ...answering, ...found];
