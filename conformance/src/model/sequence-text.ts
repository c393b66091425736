// Sequences as text, for messages and for replays: `a:spawn b:spawn-off a:reboot-hard`.
import { COMMANDS, commandNamed } from "./commands.ts";
import type { Step } from "./site-model.ts";

const FIRST_LETTER = "a".codePointAt(0) ?? 0;
/** As many as there are letters. */
const MOST_ACTORS = 26;

/** The name of an instance in sequences. */
export function letterOf(actor: number): string {
  return String.fromCodePoint(FIRST_LETTER + actor);
}

/** Writes a sequence as text, to be read by {@link parseSequence}. */
export function sequenceText(steps: readonly Step[]): string {
  return steps.map(({ actor, command }) => `${letterOf(actor)}:${command.name}`).join(" ");
}

/**
 * Reads a sequence.
 *
 * @param text - Steps with blanks between them, each the letter of an instance, a colon and the name of a command.
 * @throws RangeError naming the first step that is none.
 */
export function parseSequence(text: string): Step[] {
  const words = text.split(/\s+/u).filter((word) => word !== "");
  if (words.length === 0) throw new RangeError("Cannot read a sequence: it has no step");
  return words.map(stepOf);
}

function stepOf(word: string): Step {
  const [, letter = "", name = ""] = /^([a-z]):(.+)$/u.exec(word) ?? [];
  const command = commandNamed(name);
  if (letter === "") throw new RangeError(`Cannot read step "${word}": it is not like "a:${COMMANDS[0]?.name}"`);
  if (command === undefined)
    throw new RangeError(
      `Cannot read step "${word}": there is no command "${name}", only ${COMMANDS.map((one) => one.name).join(", ")}`,
    );
  return { actor: ((letter.codePointAt(0) ?? 0) - FIRST_LETTER) % MOST_ACTORS, command };
}
