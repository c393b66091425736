import { expect, test } from "vitest";
import { splitCommand } from "../../src/cli/split-command.ts";

test.each([
  ["driver", ["driver"]],
  ["  driver  --nodes 2 ", ["driver", "--nodes", "2"]],
  [`node "my driver.js" 'it''s'`, ["node", "my driver.js", "its"]],
  [String.raw`a\ b "say \"hi\"" 'c\d'`, ["a b", 'say "hi"', String.raw`c\d`]],
  ['driver ""', ["driver", ""]],
])("%s", (command, words) => {
  expect(splitCommand(command)).toEqual(words);
});

test.each(["", "  ", `node "driver`, "node 'driver", "driver \\"])("%j is refused", (command) => {
  expect(() => splitCommand(command)).toThrow(/^Cannot (read|start)/u);
});
