// Plays a sequence on the driver and judges each step of it by the model.
import { DriverError } from "@virt-driver-kit/spec";
import type { ErrorCode } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { Violation } from "../../harness/violation.ts";
import type { Expectation, InstanceModel } from "../../model/instance-model.ts";
import { sequenceText } from "../../model/sequence-text.ts";
import {
  emptySite,
  expectationsOfStep,
  instanceOf,
  type SiteModel,
  type Step,
  withInstance,
} from "../../model/site-model.ts";
import { simulates } from "../steps/guest-time.ts";
import { refusalOf } from "../steps/refusal.ts";
import type { Amounts } from "../steps/usage.ts";
import { judgeDevices, type Unseen } from "./judge-devices.ts";
import { judgeEvents } from "./judge-events.ts";
import { judgeGuest, type Sighting } from "./judge-guest.ts";
import { expectationSeen, judgeLists, judgeUse, read, useOf } from "./judge-reads.ts";
import { perform } from "./perform.ts";
import { breaks, nameOf, type Scene } from "./scene.ts";
import { type Actor, givenStage, leaveStage, type Stage } from "./stage.ts";

/** A sequence whose last step broke a requirement. */
export class BrokenSequence extends Violation {
  /** The steps, up to the one that broke it. */
  readonly steps: readonly Step[];

  /**
   * @param steps - The steps, up to the one that broke it.
   * @param breach - What the step did.
   */
  constructor(steps: readonly Step[], breach: Violation) {
    const sequence = sequenceText(steps);
    const { expected, got, hint, requirement } = breach;
    super(
      `${breach.message}; the sequence was "${sequence}"`,
      { expected, got, hint, requirement, sequence },
      { cause: breach.cause },
    );
    this.name = "BrokenSequence";
    this.steps = steps;
  }
}

/** A sequence on its way. */
interface Play {
  readonly stage: Stage;
  site: SiteModel;
  use: Amounts;
  readonly sightings: (Sighting | undefined)[];
  readonly unseen: Unseen;
  /** By volume: the operation by which it was last taken from an instance. */
  readonly freed: Map<number, string>;
}

/** How a sequence is played. */
export interface PlayOptions {
  /** Asked before each step; the sequence ends when it says no. */
  readonly goesOn?: () => boolean;
  /** The instances of earlier tries, to which those of this one are added. */
  readonly cast?: Actor[];
}

/**
 * Plays a sequence with instances of its own, which are removed at its end.
 *
 * @param options - What is not as usual.
 * @throws BrokenSequence at the first step that breaks a requirement.
 */
export async function playSequence(
  t: CheckContext,
  steps: readonly Step[],
  { goesOn = () => true, cast = [] }: PlayOptions = {},
): Promise<void> {
  const stage = await givenStage(t, steps, cast);
  cast.push(...stage.actors.slice(cast.length));
  const [site, use] = [emptySite(stage.actors.length), await useOf(t, stage)];
  const play: Play = { stage, site, use, sightings: [], unseen: new Map(), freed: new Map() };
  try {
    for (const [index, step] of steps.entries()) {
      if (!goesOn()) return;
      await takeStep(t, play, step).catch((error: unknown) => {
        throw asBreach(error, steps.slice(0, index + 1));
      });
    }
  } finally {
    await leaveStage(t, stage).catch(() => undefined);
  }
}

/** A refusal that no judge has expected is one of a read. */
function asBreach(error: unknown, steps: readonly Step[]): unknown {
  if (error instanceof Violation) return new BrokenSequence(steps, error);
  if (!(error instanceof DriverError)) return error;
  const message = `A read was answered ${error.code}: ${error.message}`;
  return new BrokenSequence(steps, new Violation(message, { expected: "an answer" }, { cause: error }));
}

async function takeStep(t: CheckContext, play: Play, step: Step): Promise<void> {
  const { stage, site } = play;
  const was = instanceOf(site, step.actor);
  const possible = expectationsOfStep(site, step).filter(({ outcome }) => isPossible(t, was, outcome));
  if (possible.length === 0) return;
  const operationId = t.uuid();
  const actor = t.expectDefined(stage.actors[step.actor], "instance of the sequence");
  const eventsBefore = t.events.all.length;
  const refusal = await refusalOf(perform(t, stage, step, { operationId }));
  const answered = answersThat(t, { step, was }, possible, refusal, play.freed.get(step.command.device ?? 0));
  const reading = await read(t, stage, actor);
  const expected = expectationSeen(t, { step, was }, answered, reading);
  const after = withInstance(site, step.actor, expected.after);
  const events = t.events.all.slice(eventsBefore);
  const scene: Scene = { stage, step, actor, before: site, was, expected, after, operationId, events };

  judgeLists(t, scene, reading);
  judgeUse(t, scene, play.use, reading.use);
  judgeEvents(t, scene);
  const { supportsConsoleOutput, supportsDiagnostics } = t.session.capabilities;
  if (supportsConsoleOutput === true)
    play.sightings[step.actor] = await judgeGuest(t, scene, play.sightings[step.actor]);
  if (supportsDiagnostics === true) await judgeDevices(t, scene, play.unseen);
  for (const volume of was.volumes)
    if (!expected.after.volumes.includes(volume)) play.freed.set(volume, step.command.operation ?? "");
  play.site = after;
  play.use = reading.use;
}

/** The probe has no driver that lets go of devices; a simulated guest that runs does. */
function isPossible(t: CheckContext, { state }: InstanceModel, outcome: Expectation["outcome"]): boolean {
  return outcome !== "DEVICE_DETACH_FAILED" || !simulates(t) || state !== "running";
}

/** What may come of a step that was answered so. */
function answersThat(
  t: CheckContext,
  scene: Pick<Scene, "step" | "was">,
  possible: readonly Expectation[],
  refusal: DriverError | undefined,
  freedBy: string | undefined,
): readonly Expectation[] {
  const outcome: "done" | ErrorCode = refusal?.code ?? "done";
  const answered = possible.filter((expectation) => expectation.outcome === outcome);
  if (answered.length > 0) return answered;
  const expected = [...new Set(possible.map((expectation) => expectation.outcome))].join(" or ");
  const what = refusal === undefined ? "succeeded" : `was answered ${refusal.code}: ${refusal.message}`;
  const isLeaked = refusal?.code === "VOLUME_IN_USE" && freedBy === "detachVolume";
  return breaks(t, scene, `${nameOf(scene)}, ${what}`, {
    ...(isLeaked && { requirement: "detachVolume/released-when-it-returns" }),
    expected,
    got: outcome,
  });
}
