// Draws sequences by walking the model: most steps change something, the others are refused or repeat what was done.
import type { Command } from "./commands.ts";
import type { InstanceModel } from "./instance-model.ts";
import { emptySite, expectationsOfStep, type SiteModel, type Step, withInstance } from "./site-model.ts";

/** The randomness that a drawing needs. */
export interface Draws {
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
}

/** How a sequence is drawn. */
export interface DrawOptions {
  /** What there is to draw from. */
  readonly commands: readonly Command[];
  /** How many instances there are. */
  readonly actors: number;
  /** How many steps, with the `destroy` of each instance that ends the sequence. */
  readonly length: number;
  /** Whether what has been drawn seldom is drawn first. Left out, much is drawn again and again. */
  readonly isVaried?: boolean;
}

/** Of a hundred steps, how many are to change something. */
const CHANGING_PERCENT = 85;
/** Of a hundred steps, how many may end the life of an instance: the longer it is, the more has come before each step. */
const ENDING_PERCENT = 5;
/** Of a hundred steps, how many are about the first instance for certain; the others are there to be disturbed by it, and to disturb it. */
const FIRST_PERCENT = 30;
/** Draws a sequence. The same draws give the same steps. */
export function drawSequence({ commands, actors, length, isVaried = false }: DrawOptions, draws: Draws): Step[] {
  const steps: Step[] = [];
  const pairs = new Map<string, number>();
  const last: string[] = [];
  let site = emptySite(actors);
  while (steps.length < length - actors) {
    const actor = percent(draws, FIRST_PERCENT) ? 0 : draws.integer(0, actors - 1);
    const pairOf = ({ name }: Command): string => `${last[actor] ?? ""} ${name}`;
    const timesOf = (command: Command): number => pairs.get(pairOf(command)) ?? 0;
    const candidates = candidatesOf(site, actor, commands, draws);
    const least = Math.min(...candidates.map(({ command }) => timesOf(command)));
    const rare = candidates.filter(({ command }) => !isVaried || timesOf(command) === least);
    const { command, after, isChange } = rare[draws.integer(0, rare.length - 1)] as Candidate;
    pairs.set(pairOf(command), timesOf(command) + 1);
    if (isChange) last[actor] = command.name;
    steps.push({ actor, command });
    site = withInstance(site, actor, after);
  }
  const destroy = commands.find(({ name }) => name === "destroy");
  return destroy === undefined ? steps : [...steps, ...site.map((_, actor) => ({ actor, command: destroy }))];
}

/** A command, and what becomes of its instance. */
interface Candidate {
  readonly command: Command;
  readonly after: InstanceModel;
  readonly isChange: boolean;
}

/** Commands that make sense as the next step: mostly those that change something, and seldom one that ends the life of the instance. */
function candidatesOf(
  site: SiteModel,
  actor: number,
  commands: readonly Command[],
  draws: Draws,
): readonly Candidate[] {
  const possible = commands.flatMap((command): Candidate[] => {
    const [expected] = expectationsOfStep(site, { actor, command });
    if (expected === undefined) return [];
    return [{ command, after: expected.after, isChange: !isSame(expected.after, site[actor]) }];
  });
  const [wantsChange, mayEnd] = [percent(draws, CHANGING_PERCENT), percent(draws, ENDING_PERCENT)];
  const wanted = possible.filter(({ isChange }) => isChange === wantsChange);
  const lasting = wanted.filter(({ command }) => mayEnd || command.name !== "destroy");
  return [lasting, wanted].find(({ length }) => length > 0) ?? possible;
}

function percent(draws: Draws, chances: number): boolean {
  return draws.integer(1, 100) <= chances;
}

function isSame(one: InstanceModel, other: InstanceModel | undefined): boolean {
  const members = Object.keys(one) as (keyof InstanceModel)[];
  return members.every((member) => String(one[member]) === String(other?.[member]));
}
