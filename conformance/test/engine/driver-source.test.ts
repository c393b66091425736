import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { describe, expect, test } from "vitest";

import { describeSource } from "../../src/engine/attach-driver.ts";
import { driverSource } from "../../src/engine/driver-source.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";

const directory = temporaryDirectory();

describe("driverSource()", () => {
  test("splits a command and runs it where the user is", () => {
    const source = driverSource({ exec: "python3 driver.py" }, directory);
    expect(source).toEqual({ kind: "exec", command: "python3", args: ["driver.py"], cwd: directory });
    expect(describeSource(source)).toBe("python3 driver.py");
  });

  test("reads addresses; a socket's path begins where the user is", () => {
    expect(driverSource({ connect: "unix:a.sock" }, directory)).toEqual({
      kind: "unix",
      path: join(directory, "a.sock"),
    });
    expect(driverSource({ connect: "tcp:127.0.0.1:99" }, directory)).toEqual({
      kind: "tcp",
      host: "127.0.0.1",
      port: 99,
    });
    expect(() => driverSource({ connect: "a.sock" }, directory)).toThrow(/unix:<path>/u);
  });

  test("finds a module as a file or as a package", () => {
    const path = join(directory, "driver.mjs");
    writeFileSync(path, "");
    expect(driverSource({ module: "./driver.mjs" }, directory)).toEqual({
      kind: "module",
      url: pathToFileURL(path).href,
    });
    const source = driverSource({ module: "@virt-driver-kit/spec/package.json" }, import.meta.dirname);
    expect(describeSource(source)).toMatch(/spec\/package\.json$/u);
  });

  test.each(["./none.mjs", "no-such-package"])("says that %s is not there", (module) => {
    expect(() => driverSource({ module }, directory)).toThrow(`Cannot find the driver module "${module}"`);
  });
});
