import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { COMMANDS } from "../../src/model/commands.ts";
import { parseSequence, sequenceText } from "../../src/model/sequence-text.ts";

const steps = fc.array(fc.record({ actor: fc.nat(25), command: fc.constantFrom(...COMMANDS) }), { minLength: 1 });

describe("a sequence as text", () => {
  test("is read as it was written", () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        expect(parseSequence(sequenceText(sequence))).toEqual(sequence);
      }),
    );
  });

  test("names the instance by a letter and the command by its name", () => {
    expect(sequenceText(parseSequence(" a:spawn\n b:reboot-hard "))).toBe("a:spawn b:reboot-hard");
  });

  test.for([
    ["", "it has no step"],
    ["spawn", 'Cannot read step "spawn"'],
    ["a:spawn 1:spawn", 'Cannot read step "1:spawn"'],
    ["a:explode", 'there is no command "explode", only spawn,'],
  ] as const)("is refused if it is %j", ([text, message]) => {
    expect(() => parseSequence(text)).toThrow(message);
  });
});
