// Simpler ways to say a sequence: the usual way of a command for a special one, the first instance and the first device for others.
import { commandNamed } from "./commands.ts";
import type { Step } from "./site-model.ts";

/** The usual way of each command that has another. */
const USUAL: Readonly<Record<string, string>> = {
  "spawn-off": "spawn",
  "destroy-keeping": "destroy",
  "rebuild-off": "rebuild",
  "powerOff-orderly": "powerOff",
  "reboot-soft": "reboot-hard",
  "guest-stops": "powerOff",
  "attachVolume-2": "attachVolume-1",
  "detachVolume-2": "detachVolume-1",
};

/** Sequences of the same length that are simpler to read, the boldest first. Whether they show the same is to be tried. */
export function simpler(steps: readonly Step[]): readonly (readonly Step[])[] {
  const [first] = steps;
  const special = [...new Set(steps.map(({ command }) => command.name))].filter((name) => name in USUAL);
  const replaced = special.map((name) => steps.map((step) => (step.command.name === name ? usual(step) : step)));
  // With two volumes, each command for the second has to be replaced together with the other.
  const all = steps.map((step) => usual(step));
  const others = special.length > 1 ? [all, ...replaced] : replaced;
  const swapped = first === undefined || first.actor === 0 ? [] : [steps.map((step) => swap(step, first.actor))];
  return [...swapped, ...others];
}

function usual(step: Step): Step {
  const command = commandNamed(USUAL[step.command.name] ?? "");
  return command === undefined ? step : { ...step, command };
}

function swap({ actor, command }: Step, with0: number): Step {
  if (actor === with0) return { actor: 0, command };
  return { actor: actor === 0 ? with0 : actor, command };
}
