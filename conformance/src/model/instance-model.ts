// One instance as a right driver has it, and what comes of each command. Which command is legal in which power state, and what it ends in,
// is read from the spec's tables; written here is only what its sentences say beside them: rescue mode, disks, and boots.
import { specModel } from "@virt-driver-kit/spec";
import type { ErrorCode, EventParams } from "@virt-driver-kit/spec";

import type { Command } from "./commands.ts";
import { declaredOutcome, isRefusal, type ModelState } from "./declared-outcome.ts";

/** What is true of an instance. */
export interface InstanceModel {
  readonly state: ModelState;
  /** Whether it is in rescue mode. */
  readonly isRescued: boolean;
  /** Whether it was put aside by `softDelete`. */
  readonly isAside: boolean;
  /** How often its own root disk was booted since it was made, as the probe guest counts it there. Also of a disk that was kept. */
  readonly ownBoots: number;
  /** The same of the rescue disk. */
  readonly rescueBoots: number;
  /** What made the own root disk what it is, as long as no boot has shown it. */
  readonly diskIsFrom: "spawn" | "kept" | "rebuild" | undefined;
  /** Whether it is absent and its disks were kept. */
  readonly hasKeptDisks: boolean;
  /** The volumes that it has, in a fixed order. */
  readonly volumes: readonly number[];
  /** The network interfaces that it has. */
  readonly interfaces: readonly number[];
}

/** An instance that nobody has spawned yet. */
export const UNKNOWN: InstanceModel = {
  state: "absent",
  isRescued: false,
  isAside: false,
  ownBoots: 0,
  rescueBoots: 0,
  diskIsFrom: undefined,
  hasKeptDisks: false,
  volumes: [],
  interfaces: [],
};

type Transition = EventParams["transition"];

/** One thing that may come of a command on a right driver. */
export interface Expectation {
  /** How the call is answered. */
  readonly outcome: "done" | ErrorCode;
  readonly after: InstanceModel;
  /** Whether the guest boots, once. */
  readonly boots: boolean;
  /** The transition that is told, or several of which one is; none: nothing may be told; absent: the spec does not say. */
  readonly told?: readonly Transition[];
}

/** The transition that each operation tells of. */
const TRANSITIONS: Readonly<Record<string, Transition>> = {
  spawn: "spawned",
  destroy: "destroyed",
  powerOn: "started",
  powerOff: "stopped",
  reboot: "rebooted",
  pause: "paused",
  unpause: "unpaused",
  suspend: "suspended",
  resume: "resumed",
  rescue: "rescued",
  unrescue: "unrescued",
  rebuild: "rebuilt",
  softDelete: "softDeleted",
  restore: "restored",
};

/** Operations that make the guest anew whatever it does. */
const REMAKING: ReadonlySet<string | undefined> = new Set(["reboot", "rebuild"]);

/** Of an instance that was put aside, the spec speaks of these alone. */
const FOR_THOSE_ASIDE: ReadonlySet<string> = new Set(["softDelete", "restore", "destroy", "spawn"]);

/**
 * Tells what may come of a command. Devices are not its business; see `site-model.ts`.
 *
 * @returns One expectation, or several where the spec leaves a choice; none where it says nothing, so that nobody may try.
 */
export function expectationsOf(before: InstanceModel, command: Command): readonly Expectation[] {
  const { operation, when } = command;
  if (operation === undefined) return spontaneous(before, command);
  if (before.isAside && !FOR_THOSE_ASIDE.has(command.name)) return [];
  const declared = declaredOutcome(operation, when, before.state);
  if (isRefusal(declared)) return [refusedWith(declared, before)];
  // The table speaks of instances that are not rescued.
  const endsRescue = operation === "unrescue" && before.isRescued;
  const stays = declared === "unchanged" ? before.state : declared;
  const state = endsRescue ? "running" : stays;
  const boots = state === "running" && (endsRescue || REMAKING.has(operation) || isOff(before.state));
  const after = counted(changed(before, command, state), boots);
  const told = toldBy(operation, before, after);
  return [{ outcome: "done", after, boots, ...(told && { told }) }];
}

/** An answer that leaves all as it was. */
export function refusedWith(outcome: ErrorCode, before: InstanceModel): Expectation {
  return { outcome, after: before, boots: false, told: [] };
}

/** The number of the boot that the guest is in, by the counter on its disk. */
export function bootOf({ isRescued, ownBoots, rescueBoots }: InstanceModel): number {
  return isRescued ? rescueBoots : ownBoots;
}

/** No memory of the guest is left. */
function isOff(state: ModelState): boolean {
  return state === "absent" || state === "shutdown" || state === "crashed";
}

/** What a guest does by itself; how a crash reads is the driver's choice (`getInfo/sees-a-crashed-guest`). */
function spontaneous(before: InstanceModel, { guest }: Command): readonly Expectation[] {
  if (before.state !== "running") return [];
  const cause: readonly ModelState[] = guest === "stops" ? ["shutdown"] : ["crashed", "shutdown"];
  return specModel.spontaneous
    .filter(({ from, to }) => from === "running" && cause.includes(to as ModelState))
    .map(({ to }) => ({ outcome: "done", after: { ...before, state: to as ModelState }, boots: false }));
}

function changed(before: InstanceModel, { operation, keepsDisks }: Command, state: ModelState): InstanceModel {
  switch (operation) {
    case "destroy": {
      if (keepsDisks !== true) return UNKNOWN;
      const hasKeptDisks = before.hasKeptDisks || before.state !== "absent";
      return { ...UNKNOWN, ownBoots: before.ownBoots, hasKeptDisks };
    }
    case "spawn":
      return { ...UNKNOWN, ownBoots: before.ownBoots, diskIsFrom: before.hasKeptDisks ? "kept" : "spawn", state };
    case "rebuild":
      return { ...before, state, isRescued: false, isAside: false, ownBoots: 0, rescueBoots: 0, diskIsFrom: "rebuild" };
    case "rescue":
      return { ...before, state, isRescued: true, rescueBoots: 0 };
    case "unrescue":
      return { ...before, state, isRescued: false, rescueBoots: 0 };
    case "softDelete":
      return { ...before, state, isAside: true };
    case "restore":
      return { ...before, state, isAside: false };
    default:
      return { ...before, state };
  }
}

function counted(instance: InstanceModel, boots: boolean): InstanceModel {
  if (!boots) return instance;
  const { isRescued, ownBoots, rescueBoots } = instance;
  if (isRescued) return { ...instance, rescueBoots: rescueBoots + 1 };
  return { ...instance, ownBoots: ownBoots + 1, diskIsFrom: undefined };
}

/** A call that changes nothing tells nothing (`event/tells-only-what-happened`). */
function toldBy(operation: string, before: InstanceModel, after: InstanceModel): readonly Transition[] | undefined {
  const transition = TRANSITIONS[operation];
  const isAnew = REMAKING.has(operation) || operation === "rescue";
  const isChanged =
    isAnew || (["state", "isRescued", "isAside"] as const).some((member) => before[member] !== after[member]);
  if (!isChanged) return [];
  if (transition === undefined) return undefined;
  // Of a guest that is off, these are as much a start.
  const isStart = isOff(before.state) && (operation === "reboot" || (operation === "restore" && !before.isAside));
  return isStart ? [transition, "started"] : [transition];
}
