// What the guest must do after a step, as its console tells: boot once from the right disk, go on where it was, or stand still.
import type { RequirementId } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { BootReading, ConsoleReading } from "../../harness/console-reading.ts";
import { Violation } from "../../harness/violation.ts";
import { bootOf } from "../../model/instance-model.ts";
import { instanceOf } from "../../model/site-model.ts";
import { breaks, nameOf, type Scene } from "./scene.ts";

/** No guest ticks sooner than this after it was started, in milliseconds; looking earlier is in vain. */
const EARLIEST_MS = 600;
/** Ticks that show that a guest goes on; one may have been on its way. */
const MORE_TICKS = 2;
/** As long as it takes a guest to tick so often, in milliseconds. */
const MORE_TICKS_MS = 250;
/** How long a guest is watched that should stand still, in milliseconds. It would tick about five times. */
const WATCHED_MS = 500;
/** Until what a guest has already written has arrived, in milliseconds. */
const SETTLING_MS = 200;
/** Ticks after which a boot has certainly counted itself on its disk. */
const ENOUGH_TICKS = 1;

/** What was last seen of a guest that ran. */
export interface Sighting {
  readonly boot: BootReading;
  /** How many boots the console told of. */
  readonly boots: number;
}

/**
 * Checks the guest of an instance after a step on it.
 *
 * @param seen - What was last seen of it, if it ever ran.
 * @returns What is to be compared with next time.
 */
export async function judgeGuest(
  t: CheckContext,
  scene: Scene,
  seen: Sighting | undefined,
): Promise<Sighting | undefined> {
  const { state } = instanceOf(scene.after, scene.step.actor);
  if (state === "absent") return undefined;
  if (scene.expected.boots) return judgeBoot(t, scene, seen);
  if (state === "running") return seen === undefined ? undefined : judgeGoingOn(t, scene, seen);
  // A call that was refused has started nothing that its state does not show.
  return scene.expected.outcome === "done" ? judgeStandstill(t, scene) : seen;
}

async function judgeBoot(t: CheckContext, scene: Scene, seen: Sighting | undefined): Promise<Sighting> {
  const number = bootOf(instanceOf(scene.after, scene.step.actor));
  await t.elapse(EARLIEST_MS);
  let last: ConsoleReading | undefined;
  const look = async (): Promise<Sighting | undefined> => {
    last = await t.console(scene.actor.uuid);
    const { current, boots } = last;
    if (current === undefined || current.lastTick < ENOUGH_TICKS || !isAnother(last, seen)) return undefined;
    return { boot: current, boots: boots.length };
  };
  const found = await t.waitFor("the guest boots", look).catch((error: unknown) => {
    if (!(error instanceof Violation)) throw error;
    // A driver that keeps the log of one boot only cannot be asked how many there were.
    if (last?.current?.number === number && last.boots.length === 1) return { boot: last.current, boots: 1 };
    return breaks(t, scene, `The guest did not boot by ${nameOf(scene)}`, {
      expected: `boot ${number}`,
      got: last?.current ?? "no boot",
    });
  });
  if (found.boot.number !== number)
    breaks(t, scene, `The guest is in boot ${found.boot.number} after ${nameOf(scene)}, and not in boot ${number}`, {
      requirement: requirementOfDisk(scene),
      expected: `boot ${number}, by the counter on the disk that it has to boot from`,
      got: found.boot,
    });
  return found;
}

/** Whether the console tells of a boot since a guest was last seen. */
function isAnother({ current, boots }: ConsoleReading, seen: Sighting | undefined): boolean {
  if (seen === undefined || current === undefined) return current !== undefined;
  return current.number !== seen.boot.number || boots.length > seen.boots || current.lastTick < seen.boot.lastTick;
}

/** Which requirement says what disk a guest boots from. */
function requirementOfDisk({ was, step, after }: Scene): RequirementId | undefined {
  const { operation } = step.command;
  const isRescued = instanceOf(after, step.actor).isRescued;
  if (isRescued) return was.isRescued && operation !== "rescue" ? "rescue/outlives-power-cycles" : undefined;
  if (was.hasKeptDisks || was.diskIsFrom === "kept") return "destroy/keeps-disks-when-asked";
  if (operation === "spawn" || was.diskIsFrom === "spawn") return "destroy/removes-disks-when-asked";
  return was.diskIsFrom === "rebuild" ? "rebuild/boots-the-new-image" : undefined;
}

/** A guest that was restarted writes nothing until it has booted, so what it has written before the answer proves nothing. */
async function judgeGoingOn(t: CheckContext, scene: Scene, { boot, boots }: Sighting): Promise<Sighting> {
  const atAnswer = (await t.console(scene.actor.uuid)).current ?? boot;
  const isRestarted = ({ number, lastTick }: BootReading): boolean =>
    number !== boot.number || lastTick < boot.lastTick || (number === atAnswer.number && lastTick < atAnswer.lastTick);
  await t.elapse(MORE_TICKS_MS);
  let last: ConsoleReading | undefined;
  const look = async (): Promise<BootReading | undefined> => {
    last = await t.console(scene.actor.uuid);
    const { current } = last;
    if (current === undefined) return undefined;
    return isRestarted(current) || current.lastTick >= atAnswer.lastTick + MORE_TICKS ? current : undefined;
  };
  const now = await t.waitFor("the guest goes on", look).catch((error: unknown) => {
    if (!(error instanceof Violation)) throw error;
    return breaks(t, scene, `The guest stands still after ${nameOf(scene)}`, {
      expected: `more than tick ${atAnswer.lastTick} of boot ${boot.number}`,
      got: last?.current ?? "nothing on the console",
    });
  });
  if (isRestarted(now))
    breaks(t, scene, `The guest was restarted by ${nameOf(scene)}`, {
      expected: `boot ${boot.number} beyond tick ${atAnswer.lastTick}`,
      got: now,
    });
  return { boot: now, boots: last?.boots.length ?? boots };
}

async function judgeStandstill(t: CheckContext, scene: Scene): Promise<Sighting | undefined> {
  await t.elapse(SETTLING_MS);
  const before = await t.console(scene.actor.uuid);
  await t.elapse(WATCHED_MS);
  const now = await t.console(scene.actor.uuid);
  if (now.text !== before.text)
    breaks(t, scene, `The guest goes on after ${nameOf(scene)}`, {
      expected: "a console that does not grow",
      got: now.text.slice(before.text.length),
      hint: "Return only when the virtual CPUs have stopped.",
    });
  return now.current === undefined ? undefined : { boot: now.current, boots: now.boots.length };
}
