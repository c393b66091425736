// Random sequences, drawn from the run's seed: of everything that a driver can do, and of few things that are done again and again.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { Command } from "../../model/commands.ts";
import { parseSequence } from "../../model/sequence-text.ts";
import { simulates } from "../steps/guest-time.ts";
import { huntForBreach } from "./hunt.ts";
import { offeredCommands } from "./offered-commands.ts";
import { playSequence } from "./play.ts";
import { canStage } from "./stage.ts";

/** What a sequence is drawn from. */
interface Plan {
  readonly variant: string;
  /** The families of commands; left out: all. A sequence of few does much of the same, and shows what only that brings out. */
  readonly families?: readonly string[];
  /** How many steps it has on a simulator, where none takes real time. */
  readonly length: number;
  /** Whether it is played, with fewer steps, also where each of them may take seconds. */
  readonly isShort?: true;
}

const LONG = 100;
const FOCUSED = 40;

const PLANS: readonly Plan[] = [
  { variant: "sequence-of-all", length: LONG, isShort: true },
  { variant: "sequence-of-all-again", length: LONG, isShort: true },
  { variant: "sequence-of-pause-and-suspend", families: ["pause", "suspend"], length: FOCUSED, isShort: true },
  { variant: "sequence-of-rescue-and-rebuild", families: ["rescue", "rebuild"], length: FOCUSED },
  { variant: "sequence-of-reboots", families: ["orderly", "reboot"], length: FOCUSED },
  { variant: "sequence-of-kept-disks", families: ["kept-disks", "snapshot"], length: FOCUSED },
  { variant: "sequence-of-soft-deletes", families: ["soft-delete", "guest"], length: FOCUSED },
  { variant: "sequence-of-devices", families: ["Volume", "Interface"], length: FOCUSED },
];

/** In every sequence. */
const ALWAYS: readonly string[] = ["spawn", "power"];

/** How many steps a sequence has where each may take seconds. */
const REAL_LENGTH = 14;
/** How many instances a sequence is about. */
const ACTORS = 2;

/** What there is to draw from on a driver. Not applicable if that is no more than is in every sequence. */
function commandsOf(t: CheckContext, { families }: Plan): readonly Command[] {
  const offered = offeredCommands(t, families && [...families, ...ALWAYS]).filter((command) => canStage(t, command));
  if (offered.every(({ family }) => ALWAYS.includes(family)))
    t.notApplicable(`The driver offers nothing of ${families?.join(" and ") ?? "this"}`);
  return offered;
}

async function playRandom(t: CheckContext, plan: Plan): Promise<void> {
  const length = simulates(t) ? plan.length : REAL_LENGTH;
  const isVaried = plan.families === undefined;
  await huntForBreach(t, { commands: commandsOf(t, plan), actors: ACTORS, length, isVaried });
}

/** The checks that play random sequences. */
export const randomSequencesChecks: readonly Check[] = PLANS.map((plan): Check => ({
  id: `getInfo/shows-the-state-on-return[${plan.variant}]`,
  requirement: "getInfo/shows-the-state-on-return",
  title: `Every step of a random sequence of ${plan.families?.join(" and ") ?? "all"} commands ends as the spec says, whatever came before`,
  ...(!plan.isShort && { needs: { simulation: true } }),
  run: (t) => (t.sequence === undefined ? playRandom(t, plan) : playSequence(t, parseSequence(t.sequence))),
}));
