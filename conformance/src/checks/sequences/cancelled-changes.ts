// Changing calls that are cancelled at random moments: they come to one of two ends, leave nothing half done, and can be made again.
import type { DriverError } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { changeBy } from "../../model/change-by.ts";
import type { Command } from "../../model/commands.ts";
import type { ModelState } from "../../model/declared-outcome.ts";
import { type Expectation, expectationsOf, type InstanceModel, UNKNOWN } from "../../model/instance-model.ts";
import { simulates } from "../steps/guest-time.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { refusalOf } from "../steps/refusal.ts";
import { type Amounts } from "../steps/usage.ts";
import { infoOf, useOf } from "./judge-reads.ts";
import { offeredCommands } from "./offered-commands.ts";
import { perform } from "./perform.ts";
import { ifAsked } from "./requirement-of.ts";
import { givenStage, leaveStage, type Stage } from "./stage.ts";

/** Families whose commands come to one state, and that are about nothing but their instance. */
const FAMILIES: readonly string[] = ["spawn", "power", "pause", "suspend", "rescue", "rebuild", "reboot", "orderly"];
/** How many calls are cancelled; where each may take seconds, fewer. */
const ROUNDS = 24;
const REAL_ROUNDS = 5;
/** The longest that a call is left alone before it is cancelled, in milliseconds of guest time. */
const LONGEST_MS = 4_000;

/** One call that is cancelled. */
interface Round {
  readonly stage: Stage;
  readonly command: Command;
  readonly before: InstanceModel;
  /** What comes of it if nobody cancels it. */
  readonly expected: Expectation;
  readonly use: Amounts;
  readonly operationId: string;
}

/** One of the commands that change an instance, of those that were tried least often, with what comes of it. */
function drawChange(
  t: CheckContext,
  before: InstanceModel,
  commands: readonly Command[],
  tried: Map<Command, number>,
): readonly [Command, Expectation] {
  const changes = commands.flatMap((command) => {
    const expected = changeBy(before, command);
    return expected === undefined ? [] : [[command, expected] as const];
  });
  const timesOf = (command: Command): number => tried.get(command) ?? 0;
  const least = Math.min(...changes.map(([command]) => timesOf(command)));
  const drawn = t.random.pick(changes.filter(([command]) => timesOf(command) === least));
  tried.set(drawn[0], least + 1);
  return drawn;
}

/** Makes a call and cancels it a moment later. Most moments are early: what a driver does first is what it has to take back. */
async function cancelSoon(t: CheckContext, { stage, command, operationId }: Round): Promise<DriverError | undefined> {
  const afterMs = Math.floor(LONGEST_MS ** t.random.next());
  if (simulates(t)) await t.simulation.hold();
  const answer = refusalOf(perform(t, stage, { actor: 0, command }, { operationId }));
  answer.catch(() => undefined);
  if (simulates(t)) await t.simulation.advance(afterMs);
  else await Promise.race([t.elapse(afterMs), answer]);
  t.connection.cancelOperation(operationId);
  if (simulates(t)) await t.simulation.release();
  return answer;
}

/** Plays rounds on one instance, each from where the last one has left it. */
async function run(t: CheckContext): Promise<void> {
  const commands = offeredCommands(t, FAMILIES);
  const [first] = commands;
  if (first === undefined) return;
  const stage = await givenStage(t, [{ actor: 0, command: first }]);
  let instance = UNKNOWN;
  const tried = new Map<Command, number>();
  for (let round = 0; round < (simulates(t) ? ROUNDS : REAL_ROUNDS); round++) {
    const [command, expected] = drawChange(t, instance, commands, tried);
    const use = await useOf(t, stage);
    instance = await playRound(t, { stage, command, before: instance, expected, use, operationId: t.uuid() });
  }
  await leaveStage(t, stage);
}

/** Cancels a call, judges what is left, and makes the call again if it was not done. */
async function playRound(t: CheckContext, round: Round): Promise<InstanceModel> {
  const { stage, command, before, expected } = round;
  const refusal = await cancelSoon(t, round);
  const name = `${command.name} of an instance that was ${before.state}`;
  if (refusal !== undefined)
    t.expectEqual(
      refusal.code,
      "OPERATION_CANCELLED",
      `code of a cancelled ${name}`,
      "Answer as cancelled, or as done.",
    );
  // What is left may be any of several states, and the call is made again from whichever it is.
  const left: InstanceModel = { ...before, ...(await seenOf(t, stage)) };
  judgeState(t, round, refusal, left.state);
  await judgeTraces(t, round, refusal, name);
  if (refusal === undefined) return expected.after;
  const again = expectationsOf(left, command).find(({ outcome }) => outcome === "done");
  if (again === undefined) return left;
  const failure = await refusalOf(perform(t, stage, { actor: 0, command }, { operationId: t.uuid() }));
  if (failure !== undefined)
    t.fail(`${name} was answered ${failure.code} when it was made again after it was cancelled: ${failure.message}`, {
      requirement: ifAsked(t, "operations/failed-call-can-be-repeated"),
      expected: "success",
      got: failure.code,
    });
  const { state } = await seenOf(t, stage);
  t.expectThat(
    state === again.after.state,
    `The instance is ${state} after ${name}, which was cancelled and made again`,
    {
      expected: again.after.state,
      got: state,
    },
  );
  return again.after;
}

function judgeState(t: CheckContext, round: Round, refusal: DriverError | undefined, state: ModelState): void {
  const { command, before, expected } = round;
  const allowed = statesAfter(before.state, expected.after.state, refusal);
  if (allowed.includes(state)) return;
  const how = refusal === undefined ? "succeeded" : `was answered ${refusal.code} with effect "${refusal.effect}"`;
  t.fail(`The instance was ${before.state} and is ${state} after a ${command.name} that was cancelled and ${how}`, {
    requirement: refusal === undefined ? undefined : ifAsked(t, "operations/failure-tells-the-truth"),
    expected: allowed.join(" or "),
    got: state,
    hint: "A call that is cancelled is taken back, or comes to its end.",
  });
}

/** A call on its way from one state to another may have stopped the guest, and never loses the instance unless that is its aim. */
function statesAfter(from: ModelState, to: ModelState, refusal: DriverError | undefined): readonly ModelState[] {
  if (refusal === undefined) return [to];
  if (refusal.effect === "none") return [from];
  return [...new Set<ModelState>([from, to, "shutdown"])];
}

/** Checks that the lists and the use of the node tell the same as the state. */
async function judgeTraces(
  t: CheckContext,
  round: Round,
  refusal: DriverError | undefined,
  name: string,
): Promise<void> {
  const { stage, command, before, use, operationId } = round;
  const [actor] = stage.actors;
  if (actor === undefined) return;
  const isThere = (await infoOf(t, actor)) !== undefined;
  const entries = (await ownedInstances(t)).filter(({ uuid }) => uuid === actor.uuid).length;
  t.expectThat(
    entries === Number(isThere),
    `listInstances shows the instance ${entries} times after ${name} was cancelled`,
    {
      expected: Number(isThere),
      got: entries,
    },
  );
  const now = await useOf(t, stage);
  const came = Number(isThere) - Number(before.state !== "absent");
  const { vcpus, memoryMib } = actor.params.instance.flavor;
  if (now.vcpus - use.vcpus !== came * vcpus || now.memoryMib - use.memoryMib !== came * memoryMib)
    t.fail(`The use of the node tells of something else than what is there after ${name} was cancelled`, {
      requirement: ifAsked(
        t,
        command.operation === "spawn" && refusal !== undefined
          ? "spawn/leaves-nothing-when-cancelled"
          : "cleanup/no-effect-shows-nowhere",
      ),
      expected: { vcpus: use.vcpus + came * vcpus, memoryMib: use.memoryMib + came * memoryMib },
      got: { vcpus: now.vcpus, memoryMib: now.memoryMib },
    });
  const { state, error } = await t.given("getOperation", () => t.driver.getOperation({ operationId }));
  const told = state === "failed" ? error?.code : state;
  const expected = refusal?.code ?? "succeeded";
  if (told !== expected)
    t.fail(`getOperation says ${told} of ${name}, which was cancelled`, {
      requirement: refusal === undefined ? "getOperation/knows-successful-calls" : "getOperation/knows-failed-calls",
      expected,
      got: told,
    });
}

/** What `getInfo` shows of the instance of a stage. */
async function seenOf(t: CheckContext, { actors }: Stage): Promise<Pick<InstanceModel, "state" | "isRescued">> {
  const info = await infoOf(t, t.expectDefined(actors[0], "instance of the stage"));
  return { state: info?.powerState ?? "absent", isRescued: info?.rescued ?? false };
}

/** The checks of calls that are cancelled at random moments. */
export const cancelledChangesChecks: readonly Check[] = [
  {
    id: "cancelOperation/cancelled-call-answers[random-moments]",
    requirement: "cancelOperation/cancelled-call-answers",
    title:
      "Changing calls that are cancelled at random moments are done or taken back, tell which, and can be made again",
    run,
  },
];
