// One step that was taken, with all that its judges need: what was there before, what the spec expects, and what the driver answered.
import type { EventParams, RequirementId } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { Violation, type ViolationDetails } from "../../harness/violation.ts";
import { letterOf } from "../../model/sequence-text.ts";
import type { Expectation, InstanceModel } from "../../model/instance-model.ts";
import type { SiteModel, Step } from "../../model/site-model.ts";
import { ifAsked, requirementOf } from "./requirement-of.ts";
import type { Actor, Stage } from "./stage.ts";

/** A step that was taken. */
export interface Scene {
  readonly stage: Stage;
  readonly step: Step;
  /** The instance that the step is about. */
  readonly actor: Actor;
  readonly before: SiteModel;
  /** That instance before the step. */
  readonly was: InstanceModel;
  /** What came of it, by its answer and the state that it ended in. */
  readonly expected: Expectation;
  readonly after: SiteModel;
  readonly operationId: string;
  /** The events that came since the step began. */
  readonly events: readonly EventParams[];
}

/** What a judge says of a breach. */
export interface Breach extends Omit<ViolationDetails, "requirement"> {
  /** What is broken. Left out: the requirement of the step's operation in the power state that it met. */
  readonly requirement?: RequirementId | undefined;
}

/** Ends a sequence, at a step that broke a requirement. */
export function breaks(
  t: CheckContext,
  { step, was }: Pick<Scene, "step" | "was">,
  message: string,
  { requirement, ...details }: Breach = {},
): never {
  const broken = ifAsked(t, requirement ?? requirementOf(step.command, was));
  throw new Violation(message, { ...details, requirement: broken });
}

/** Names a step's call for people, as in `pause of instance a, which was running`. */
export function nameOf({ step: { actor, command }, was }: Pick<Scene, "step" | "was">): string {
  return `${command.name} of instance ${letterOf(actor)}, which was ${was.state}`;
}
