// What a step must tell: the one event of its transition if it has changed the instance, and none if it has not.
import type { EventParams, RequirementId } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { instanceOf } from "../../model/site-model.ts";
import { breaks, nameOf, type Scene } from "./scene.ts";

const REQUIREMENTS: Readonly<Record<string, RequirementId>> = {
  suspend: "event/tells-suspend-and-resume",
  resume: "event/tells-suspend-and-resume",
  rescue: "event/tells-rescue-and-unrescue",
  unrescue: "event/tells-rescue-and-unrescue",
  rebuild: "event/tells-a-rebuild-as-one",
  softDelete: "event/tells-soft-delete-and-restore",
  restore: "event/tells-soft-delete-and-restore",
};

/** Checks the events of a step. What a guest did by itself may be told later, and is the business of others. */
export function judgeEvents(t: CheckContext, scene: Scene): void {
  const { step, expected, events, actor, operationId } = scene;
  const { operation } = step.command;
  const { told } = expected;
  if (operation === undefined || told === undefined) return;
  const own = events.filter(({ instanceUuid }) => instanceUuid === actor.uuid);
  const caused = own.filter((event) => event.operationId === operationId);
  if (told.length === 0) {
    if (caused.length > 0)
      breaks(t, scene, `${nameOf(scene)}, changed nothing and told "${caused[0]?.transition}"`, {
        requirement: "event/tells-only-what-happened",
        expected: [],
        got: caused.map(({ transition }) => transition),
      });
    return;
  }
  const { state } = instanceOf(scene.after, step.actor);
  const isOf = ({ transition }: EventParams): boolean => told.includes(transition);
  // That an event names its cause is the business of others, too.
  const right = caused.some(isOf)
    ? caused.filter(isOf)
    : own.filter((event) => event.operationId === undefined && isOf(event));
  if (right.length === 1 && right[0]?.powerState === state) return;
  breaks(t, scene, `${nameOf(scene)}, did not tell "${told.join('" or "')}" once`, {
    requirement: REQUIREMENTS[operation] ?? "event/tells-requested-transitions",
    expected: [{ transition: told.join(" or "), powerState: state }],
    got: own.map(({ transition, powerState }) => ({ transition, powerState })),
    hint: "Send the event once the state is really reached.",
  });
}
