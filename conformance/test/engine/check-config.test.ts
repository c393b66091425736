import { describe, expect, test } from "vitest";

import { configProblem } from "../../src/engine/check-config.ts";

describe("configProblem()", () => {
  test("accepts an empty configuration and a full one", () => {
    expect(configProblem({})).toBeUndefined();
    const full = {
      driver: { exec: "driver" },
      profile: "base",
      node: "n1",
      flavor: { vcpus: 2, memoryMib: 128 },
      image: "probe.img",
      imageDirectory: "/tmp",
      pm1Base: 0x400,
      prefix: "vdk-",
      timeouts: { scale: 2, answerMs: 1000 },
      knownFailing: "known.yaml",
      report: "report",
    };
    expect(configProblem(full)).toBeUndefined();
  });

  test.each([
    [undefined, /^must be an object/u],
    [[], /^must be an object/u],
    [{ timeout: 3 }, /^"timeout" is not known; there are driver, /u],
    [{ driver: "python3 driver.py" }, /^"driver" must be an object/u],
    [{ driver: {} }, /^"driver" must have exactly one of exec, connect, module/u],
    [{ driver: { exec: "a", connect: "b" } }, /exactly one/u],
    [{ flavor: { memoryMib: "64" } }, /^"flavor": "memoryMib" must be a whole number from 1/u],
    [{ flavor: { memoryMb: 64 } }, /^"flavor": "memoryMb" is not known/u],
    [{ timeouts: { scale: 0 } }, /^"timeouts": "scale" must be a number above 0/u],
    [{ prefix: "a b" }, /^"prefix" must be letters/u],
    [{ profile: "" }, /^"profile" must be a text/u],
  ])("says what is wrong with %j", (config, problem) => {
    expect(configProblem(config)).toMatch(problem);
  });
});
