import { describe, expect, test } from "vitest";

import { splitCommand } from "../../src/engine/split-command.ts";
import { UsageError } from "../../src/engine/usage-error.ts";

describe("splitCommand()", () => {
  test.each([
    ["python3 driver.py --verbose", ["python3", "driver.py", "--verbose"]],
    ["  driver  ", ["driver"]],
    [`"my driver" 'two words' plain`, ["my driver", "two words", "plain"]],
    [String.raw`driver a\ b "say \"hi\"" 'back\slash'`, ["driver", "a b", 'say "hi"', String.raw`back\slash`]],
    [`sh -c 'a | b > c'`, ["sh", "-c", "a | b > c"]],
    [`driver --name=""`, ["driver", "--name="]],
    [`driver '' x`, ["driver", "", "x"]],
  ])("splits %s", (command, words) => {
    expect(splitCommand(command)).toEqual(words);
  });

  test.each([
    ["driver 'open", /quote ' is not closed/u],
    ["   ", /command is empty/u],
    ["driver | tee log", /"\|" is shell syntax/u],
    ["driver > log", /">" is shell syntax/u],
    ["driver $HOME", /sh -c/u],
  ])("refuses %s", (command, message) => {
    expect(() => splitCommand(command)).toThrow(UsageError);
    expect(() => splitCommand(command)).toThrow(message);
  });
});
