// Instances that live by chance: what is called on them next, and what each may be when a call was cut short.
import type { OperationName } from "@virt-driver-kit/spec";

import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import type { BootReading } from "../../harness/console-reading.ts";
import { cutOff } from "./guest.ts";
import type { SeenState } from "./power-state.ts";

/** What an instance is when nothing is in progress on it. */
export type Rest = "absent" | "running" | "paused" | "shutdown";

/** An instance, as it is known to be. */
export interface Life {
  readonly params: NewInstance;
  readonly target: { readonly instanceUuid: string };
  state: Rest;
  /** What its guest was last seen to do; absent before that, and again once a call has changed something. */
  seen?: BootReading | undefined;
  /** The highest number of a boot that was seen of its present disk. */
  boots: number;
}

/** A call that may be made on an instance. */
export interface Move {
  readonly operation: OperationName;
  readonly to: Rest;
  /** What the instance may be beside what it was and what it is to be, if the call is cut short. */
  readonly onTheWay: readonly SeenState[];
  /** Whether the call, made again, succeeds whatever the first one has done. */
  readonly canBeRepeated: boolean;
  /** Whether the guest may still do what it was asked to when nobody waits for it any more. */
  readonly isUpToTheGuest: boolean;
  readonly call: () => Promise<unknown>;
}

/** Time enough for the probe guest to obey the power button, in seconds. */
const SOFT_SECONDS = 10;
/** A guest that is being ended, by whichever means the hypervisor has. */
const ENDING: readonly SeenState[] = ["shutdown", "crashed"];

/** An instance that is not there yet. */
export async function unborn(t: CheckContext): Promise<Life> {
  const params = await t.newInstance();
  return { params, target: { instanceUuid: params.instance.uuid }, state: "absent", boots: 0 };
}

/** What may be called on an instance next. */
export function movesOf(t: CheckContext, life: Life): Move[] {
  const { target, params } = life;
  const spawn = (powerOn: boolean): Move => ({
    operation: "spawn",
    to: powerOn ? "running" : "shutdown",
    onTheWay: ["shutdown", "pending", "paused"],
    canBeRepeated: false,
    isUpToTheGuest: false,
    call: () => t.driver.spawn({ ...params, powerOn }),
  });
  if (life.state === "absent") return [spawn(true), spawn(true), spawn(false)];
  const moves = [destroyOf(t, target), rebootOf(t, target, "hard")];
  if (life.state === "shutdown") return [...moves, powerOnOf(t, target)];
  moves.push(powerOffOf(t, target, 0));
  if (life.state === "paused") return [...moves, simple("unpause", "running", () => t.driver.unpause(target))];
  const soft = [powerOffOf(t, target, SOFT_SECONDS), rebootOf(t, target, "soft")];
  const pause = simple("pause", "paused", () => t.driver.pause(target));
  return [...moves, ...soft, ...(t.session.capabilities.supportsPause === true ? [pause] : [])];
}

type Target = Life["target"];

function simple(operation: "pause" | "unpause", to: Rest, call: Move["call"]): Move {
  return { operation, to, onTheWay: [], canBeRepeated: false, isUpToTheGuest: false, call };
}

function powerOnOf(t: CheckContext, target: Target): Move {
  const call = (): Promise<unknown> => t.driver.powerOn(target);
  return {
    operation: "powerOn",
    to: "running",
    onTheWay: ["paused"],
    canBeRepeated: true,
    isUpToTheGuest: false,
    call,
  };
}

function powerOffOf(t: CheckContext, target: Target, timeoutSeconds: number): Move {
  const patience = { timeoutSeconds, retryIntervalSeconds: timeoutSeconds === 0 ? 0 : 1 };
  const call = (): Promise<unknown> => t.driver.powerOff({ ...cutOff({ target }), ...patience });
  const isUpToTheGuest = timeoutSeconds > 0;
  return { operation: "powerOff", to: "shutdown", onTheWay: ENDING, canBeRepeated: true, isUpToTheGuest, call };
}

/** Boots a guest again. A hard one works from every state. */
export function rebootOf(t: CheckContext, target: Target, type: "hard" | "soft"): Move {
  const patience = type === "soft" ? { timeoutSeconds: SOFT_SECONDS } : {};
  const call = (): Promise<unknown> => t.driver.reboot({ ...target, type, ...patience });
  const onTheWay = [...ENDING, "paused"] as const;
  const isSoft = type === "soft";
  return { operation: "reboot", to: "running", onTheWay, canBeRepeated: !isSoft, isUpToTheGuest: isSoft, call };
}

/** Removes an instance, with all that it has. */
export function destroyOf(t: CheckContext, target: Target): Move {
  const call = (): Promise<unknown> => t.driver.destroy({ ...target, destroyDisks: true });
  return { operation: "destroy", to: "absent", onTheWay: ENDING, canBeRepeated: true, isUpToTheGuest: false, call };
}

/** Notes that a call has come to its end. */
export function moved(life: Life, { operation, to }: Move): void {
  if (operation === "spawn" || to === "absent") life.boots = 0;
  life.state = to;
  life.seen = undefined;
}
