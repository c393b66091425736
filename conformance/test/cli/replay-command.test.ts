import { expect, test } from "vitest";

import { replayCommand } from "../../src/cli/replay-command.ts";
import { cli } from "../fixtures/cli.ts";

const CHECK = "getInfo/shows-the-state-on-return[sequence-of-all]";

test("a replay names the driver, the check and the seed", () => {
  expect(replayCommand(CHECK, 7, { driver: "./driver.ts" })).toBe(
    `npx vdk test --driver ./driver.ts --only '${CHECK}' --seed 7`,
  );
});

test("a replay of a random sequence names its steps", () => {
  expect(replayCommand(CHECK, 7, { exec: "python3 driver.py" }, "a:spawn b:pause")).toBe(
    `npx vdk test --exec 'python3 driver.py' --only '${CHECK}' --seed 7 --sequence 'a:spawn b:pause'`,
  );
});

test("a sequence with a step that is none is refused", async () => {
  const { code, stderr } = await cli(["test", "--exec", "true", "--sequence", "a:spawn a:explode"]);
  expect(code).toBe(2);
  expect(stderr).toContain('there is no command "explode"');
});
