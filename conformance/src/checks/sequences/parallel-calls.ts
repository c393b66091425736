// Changing calls that meet at an instance: whatever comes of them must be what comes of some order of them.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { Random } from "../../harness/random.ts";
import { changeBy } from "../../model/change-by.ts";
import type { Command } from "../../model/commands.ts";
import type { InstanceModel } from "../../model/instance-model.ts";
import { linearize } from "../../model/linearize.ts";
import { letterOf } from "../../model/sequence-text.ts";
import { emptySite, instanceOf, type SiteModel, type Step } from "../../model/site-model.ts";
import { timeline } from "../../model/timeline.ts";
import { simulates } from "../steps/guest-time.ts";
import { stateInGetInfo } from "../steps/power-state.ts";
import { infoOf } from "./judge-reads.ts";
import { offeredCommands } from "./offered-commands.ts";
import { type RecordedCall, Recorder, unjustlyBusy } from "./recorder.ts";
import { givenStage, leaveStage, type Stage } from "./stage.ts";

/** Commands that end soon, whatever the guest does, and are about nothing but their instance. */
const FAMILIES: readonly string[] = ["spawn", "power", "pause", "suspend", "rescue", "rebuild", "reboot"];
/** How many calls meet at an instance, at most. */
const MOST_CALLS = 5;

/** How often calls are made to meet, and how long that takes. */
interface Pace {
  readonly rounds: number;
  /** The longest time between two calls, in milliseconds of guest time. */
  readonly longestPauseMs: number;
  /** Within this time after the last answer nothing may change any more, in milliseconds of guest time. */
  readonly aftermathMs: number;
}

const SIMULATED: Pace = { rounds: 12, longestPauseMs: 1_000, aftermathMs: 1_000 };
const REAL: Pace = { rounds: 3, longestPauseMs: 200, aftermathMs: 500 };

function paceOf(t: CheckContext): Pace {
  return simulates(t) ? SIMULATED : REAL;
}

const HINT =
  "Hold an instance from the moment at which a call is accepted until all of its work is done, and refuse others meanwhile.";

interface Plan {
  readonly variant: string;
  readonly actors: number;
  readonly title: string;
}

const PLANS: readonly Plan[] = [
  {
    variant: "history-of-one",
    actors: 1,
    title: "Calls that meet at an instance come to what some order of them explains",
  },
  {
    variant: "history-of-many",
    actors: 4,
    title:
      "Calls that meet at four instances at the same time come, at each of them, to what some order of them explains",
  },
];

/** Calls on one instance: most of them make sense where it is, or where the ones before would have left it. */
function drawCalls(random: Random, commands: readonly Command[], before: InstanceModel): Command[] {
  let later = before;
  return Array.from({ length: random.integer(2, MOST_CALLS) }, (_, index) => {
    const from = index > 0 && random.integer(0, 1) === 0 ? before : later;
    const sensible = commands.filter((command) => changeBy(from, command) !== undefined);
    const command = random.pick(random.integer(0, 4) === 0 || sensible.length === 0 ? commands : sensible);
    later = changeBy(later, command)?.after ?? later;
    return command;
  });
}

/** Mixes the calls on several instances; those on one stay in their order. */
function interleave(random: Random, calls: readonly Step[]): Step[] {
  const queues = [...Map.groupBy(calls, ({ actor }) => actor).values()];
  const order = random.shuffle(calls.map(({ actor }) => actor));
  return order.flatMap((actor) => queues.find(([next]) => next?.actor === actor)?.shift() ?? []);
}

/** Has calls meet, and waits for all answers. A simulator's clock is held, so that none is done before the others have begun, and moved a little. */
async function meet(t: CheckContext, recorder: Recorder, calls: readonly Step[]): Promise<readonly RecordedCall[]> {
  if (simulates(t)) await t.simulation.hold();
  for (const call of calls) {
    recorder.begin(call);
    if (t.random.integer(0, 1) === 0) await pass(t, t.random.integer(1, paceOf(t).longestPauseMs));
  }
  if (simulates(t)) await t.simulation.release();
  return recorder.answered();
}

/** Lets time pass, also where the clock is held. */
function pass(t: CheckContext, durationMs: number): Promise<void> {
  return simulates(t) ? t.simulation.advance(durationMs) : t.elapse(durationMs);
}

/** Checks what came of the calls on one instance; returns the instance as it is now. */
async function judge(
  t: CheckContext,
  stage: Stage,
  actor: number,
  before: InstanceModel,
  calls: readonly RecordedCall[],
): Promise<InstanceModel> {
  const { target } = t.expectDefined(stage.actors[actor], "instance of the history");
  const { powerState: seen = "absent", rescued = false } = (await infoOf(t, { target })) ?? {};
  const own = calls.filter((call) => call.actor === actor);
  const after = linearize(own, before, ({ state, isRescued }) => state === seen && isRescued === rescued);
  if (after !== undefined) return after;
  const picture = [`${before.state} before`, ...timeline(own), `${seen} after`].map((line) => `  ${line}`);
  return t.fail(
    `No order of the calls on instance ${letterOf(actor)} explains what came of them:\n${picture.join("\n")}`,
    {
      expected: "what would have come of the calls one after the other, but for those that were INSTANCE_BUSY",
      got: own.map(({ command, outcome }) => `${command.name}: ${outcome}`),
      hint: HINT,
    },
  );
}

async function run(t: CheckContext, { actors }: Plan): Promise<void> {
  const commands = offeredCommands(t, FAMILIES);
  const [anyCommand] = commands;
  if (anyCommand === undefined) return;
  const stage = await givenStage(t, [{ actor: actors - 1, command: anyCommand }]);
  const recorder = new Recorder(t, stage);
  let site = emptySite(actors);
  for (let round = 0; round < paceOf(t).rounds; round++) {
    const drawn = site.flatMap((instance, actor) =>
      drawCalls(t.random, commands, instance).map((command): Step => ({ actor, command })),
    );
    const calls = await meet(t, recorder, interleave(t.random, drawn));
    const [unjust] = unjustlyBusy(calls);
    if (unjust !== undefined)
      t.fail(`${unjust.command.name} was answered INSTANCE_BUSY, naming no call that was in progress on the instance`, {
        expected: calls.filter((call) => call.actor === unjust.actor).map(({ operationId }) => operationId),
        got: unjust.refusal?.details,
      });
    const before = site;
    site = await Promise.all(site.map((_, actor) => judge(t, stage, actor, instanceOf(before, actor), calls)));
    await expectStill(t, stage, site);
  }
  await leaveStage(t, stage);
}

/** Checks that nothing goes on when all has been answered. */
async function expectStill(t: CheckContext, stage: Stage, site: SiteModel): Promise<void> {
  await t.elapse(paceOf(t).aftermathMs);
  for (const [actor, { uuid }] of stage.actors.entries()) {
    const [now, { state }] = [await stateInGetInfo(t, uuid), instanceOf(site, actor)];
    t.expectThat(
      now === state,
      `An instance that was ${state} when all calls had been answered is ${now} a moment later`,
      {
        expected: state,
        got: now,
        hint: HINT,
      },
    );
  }
}

/** The checks of calls that meet at an instance. */
export const parallelCallsChecks: readonly Check[] = PLANS.map((plan): Check => ({
  id: `operations/busy-instance-is-refused[${plan.variant}]`,
  requirement: "operations/busy-instance-is-refused",
  title: plan.title,
  run: (t) => run(t, plan),
}));
