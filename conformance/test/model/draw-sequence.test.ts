import { describe, expect, test } from "vitest";

import { seededRandom } from "../../src/harness/random.ts";
import { COMMANDS } from "../../src/model/commands.ts";
import { drawSequence } from "../../src/model/draw-sequence.ts";
import { sequenceText } from "../../src/model/sequence-text.ts";
import { emptySite, expectationsOfStep, type Step, withInstance } from "../../src/model/site-model.ts";

const OPTIONS = { commands: COMMANDS, actors: 2, length: 100, isVaried: true };
const SEEDS = [1, 2, 3, 4, 5];

/** Whether each step changes its instance; `undefined` where nothing is known of it. */
function changesOf(steps: readonly Step[]): (boolean | undefined)[] {
  let site = emptySite(OPTIONS.actors);
  return steps.map((step) => {
    const [expected] = expectationsOfStep(site, step);
    if (expected === undefined) return undefined;
    const isChanged = JSON.stringify(expected.after) !== JSON.stringify(site[step.actor]);
    site = withInstance(site, step.actor, expected.after);
    return isChanged;
  });
}

describe("drawSequence()", () => {
  test("draws the same from the same seed, and something else from another", () => {
    const [one, again, other] = [1, 1, 2].map((seed) => sequenceText(drawSequence(OPTIONS, seededRandom(seed))));
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  test.for(SEEDS)("draws steps that the model knows of, most of which change something, with seed %i", (seed) => {
    const steps = drawSequence(OPTIONS, seededRandom(seed));
    const changes = changesOf(steps);
    expect(steps).toHaveLength(OPTIONS.length);
    expect(changes).not.toContain(undefined);
    expect(changes.filter(Boolean).length).toBeGreaterThan(OPTIONS.length / 2);
    expect(changes.filter((isChange) => isChange === false).length).toBeGreaterThan(0);
  });

  test("ends with each instance destroyed", () => {
    const steps = drawSequence(OPTIONS, seededRandom(1));
    expect(sequenceText(steps.slice(-2))).toBe("a:destroy b:destroy");
  });

  test("draws every command sooner or later", () => {
    const drawn = new Set(
      SEEDS.flatMap((seed) => drawSequence(OPTIONS, seededRandom(seed))).map(({ command }) => command),
    );
    expect(COMMANDS.filter((command) => !drawn.has(command)).map(({ name }) => name)).toEqual([]);
  });
});
