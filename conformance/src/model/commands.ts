// What a caller can do with an instance, and what its guest can do by itself: the alphabet of sequences.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability } from "@virt-driver-kit/spec";

import type { When } from "./declared-outcome.ts";

/** One thing that can be done. */
export interface Command {
  /** Its name in sequences: the operation's, with a word for the way in which it is called. Unique. */
  readonly name: string;
  /** The operation; absent for what a guest does by itself. */
  readonly operation?: string;
  /** The variant of the operation, as the spec's tables tell them apart. */
  readonly when: When;
  /** Commands of one family are drawn together, since each makes room for the other. */
  readonly family: string;
  /** For `destroy`: the local disks stay. */
  readonly keepsDisks?: true;
  /** The volume or interface that it is about, from 1. */
  readonly device?: number;
  /** What the guest does by itself. */
  readonly guest?: "stops" | "crashes";
}

function of(family: string, operation: string, more: Partial<Command> = {}): Command {
  return { name: operation, operation, when: {}, family, ...more };
}

function onDevice(kind: "Volume" | "Interface", device: number): readonly Command[] {
  return ["attach", "detach"].map((verb) => of(kind, `${verb}${kind}`, { name: `${verb}${kind}-${device}`, device }));
}

/** Every command. What a driver can do of it is for its capabilities to say. */
export const COMMANDS: readonly Command[] = [
  of("spawn", "spawn", { when: { powerOn: true } }),
  of("spawn", "spawn", { name: "spawn-off", when: { powerOn: false } }),
  of("spawn", "destroy"),
  of("kept-disks", "destroy", { name: "destroy-keeping", keepsDisks: true }),
  of("power", "powerOn"),
  of("power", "powerOff"),
  of("orderly", "powerOff", { name: "powerOff-orderly" }),
  of("orderly", "reboot", { name: "reboot-soft", when: { type: "soft" } }),
  of("reboot", "reboot", { name: "reboot-hard", when: { type: "hard" } }),
  of("reboot", "resumeStateOnHostBoot"),
  of("pause", "pause"),
  of("pause", "unpause"),
  of("suspend", "suspend"),
  of("suspend", "resume"),
  of("rescue", "rescue"),
  of("rescue", "unrescue"),
  of("rebuild", "rebuild", { when: { powerOn: true } }),
  of("rebuild", "rebuild", { name: "rebuild-off", when: { powerOn: false } }),
  of("soft-delete", "softDelete"),
  of("soft-delete", "restore"),
  of("snapshot", "snapshot"),
  ...onDevice("Volume", 1),
  ...onDevice("Volume", 2),
  ...onDevice("Interface", 1),
  { name: "guest-stops", when: {}, family: "guest", guest: "stops" },
  { name: "guest-crashes", when: {}, family: "guest", guest: "crashes" },
];

const BY_NAME = new Map(COMMANDS.map((command) => [command.name, command]));

/** Finds a command by its name. */
export function commandNamed(name: string): Command | undefined {
  return BY_NAME.get(name);
}

/** The capability without which there is no such command. What guests do by themselves only a simulator lets happen. */
export function capabilityOf({ operation }: Command): Capability | undefined {
  if (operation === undefined) return "supportsSimulation";
  return specModel.operations[operation]?.capability as Capability | undefined;
}
