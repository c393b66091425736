import { expect, test } from "vitest";

import { type Command, commandNamed } from "../../src/model/commands.ts";
import { timeline } from "../../src/model/timeline.ts";

const [powerOff, pause] = ["powerOff", "pause"].map((name) => commandNamed(name)) as [Command, Command];

test("a timeline shows when each call began and was answered, in the order in which they began", () => {
  const lines = timeline([
    { command: pause, begin: 7, end: 9, outcome: "INSTANCE_BUSY" },
    { command: powerOff, begin: 4, end: 12, outcome: "done" },
    { command: pause, begin: 20, end: 21, outcome: "INVALID_STATE" },
  ]);
  expect(lines).toEqual([
    "powerOff  |-----|      done",
    "pause       |-|        INSTANCE_BUSY",
    "pause             |-|  INVALID_STATE",
  ]);
});

test("a timeline of nothing is empty", () => {
  expect(timeline([])).toEqual([]);
});
