import { asyncProperty, check } from "fast-check";
import { describe, expect, test } from "vitest";

import { COMMANDS } from "../../src/model/commands.ts";
import { parseSequence, sequenceText } from "../../src/model/sequence-text.ts";
import { sequences } from "../../src/model/sequences-arbitrary.ts";
import type { Step } from "../../src/model/site-model.ts";

const OPTIONS = { commands: COMMANDS, actors: 2, length: 120 };

/** The number of steps in which a pattern is met, one step after the other with others between; `undefined` if it is not. */
function metWithin(steps: readonly Step[], pattern: readonly Step[]): number | undefined {
  let met = 0;
  const last = steps.findIndex((step) => {
    const next = pattern[met];
    if (next !== undefined && sequenceText([step]) === sequenceText([next])) met += 1;
    return met === pattern.length;
  });
  return last < 0 ? undefined : last + 1;
}

/** Shrinks a sequence in which a pattern is met. */
async function shrink(
  pattern: string,
  seed: number,
): Promise<{ readonly text: string | undefined; readonly tries: number }> {
  const steps = parseSequence(pattern);
  let taken: number | undefined;
  let tries = 0;
  const property = asyncProperty(
    sequences(OPTIONS, () => taken),
    async (sequence) => {
      tries += 1;
      const within = metWithin(sequence, steps);
      taken = within ?? taken;
      return within === undefined;
    },
  );
  const { counterexample } = await check(property, { seed, numRuns: 500 });
  return { text: counterexample === null ? undefined : sequenceText(counterexample[0].slice(0, taken)), tries };
}

describe("shrinking a sequence", () => {
  test.for([
    ["a:pause a:unpause a:pause", 1],
    ["a:suspend a:destroy", 2],
    ["a:rescue a:powerOff b:spawn a:unrescue", 3],
    ["a:snapshot", 4],
    ["a:rebuild a:attachVolume-1 a:softDelete a:restore a:detachVolume-1", 5],
  ] as const)("comes down to %s", async ([pattern, seed]) => {
    expect(await shrink(pattern, seed)).toMatchObject({ text: pattern });
  });

  test("says what is left in the usual way if that shows the same", async () => {
    let taken: number | undefined;
    const property = asyncProperty(
      sequences(OPTIONS, () => taken),
      async (sequence) => {
        const met = sequence.findIndex(({ command }) => command.operation === "reboot");
        taken = met < 0 ? taken : met + 1;
        return met < 0;
      },
    );
    const { counterexample } = await check(property, { seed: 6, numRuns: 100 });
    expect(sequenceText(counterexample?.[0] ?? [])).toBe("a:reboot-hard");
  });
});
