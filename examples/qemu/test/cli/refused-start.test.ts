// How the program ends when it cannot start: with 2 and one line, and with nothing written.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { temporaryDirectory } from "../support/temporary-directory.ts";

const program = fileURLToPath(new URL("../../src/bin/vdk-qemu-driver.ts", import.meta.url));

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const command = ["--conditions=@virt-driver-kit/source", program, ...args];
  return spawnSync(process.execPath, command, { input: "", encoding: "utf8", timeout: 20_000 });
}

function expectRefusal(state: string, complaint: RegExp): void {
  const { status, stdout, stderr } = run("--state", state);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^vdk-qemu-driver: Cannot use state directory ".*": .*; (?:give|restore) .*\n$/u);
  expect(stderr).toMatch(complaint);
}

describe("vdk-qemu-driver that cannot start", () => {
  it("does not take over a directory that is not its own", () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "hosts"), "");
    expectRefusal(directory, /there is "hosts"/u);
    expect(readdirSync(directory)).toEqual(["hosts"]);
  });

  it("does not overwrite a broken node.json", () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "node.json"), "{");
    expectRefusal(directory, /its node\.json is broken/u);
    expect(readFileSync(join(directory, "node.json"), "utf8")).toBe("{");
    expect(readdirSync(directory)).toEqual(["node.json"]);
  });

  it.skipIf(!existsSync("/proc/self"))("does not hang where nothing can be made", () => {
    expectRefusal("/proc/vdk-foo", /nothing can be made in "\/proc"/u);
  });

  it("says what is wrong with the command line before it looks at the directory", () => {
    const directory = join(temporaryDirectory(), "state");
    expect(run("--bogus")).toMatchObject({ status: 2, stderr: expect.stringContaining("--bogus") });
    expect(run("--state", directory, "--vcpus", "0")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--vcpus"),
    });
    expect(existsSync(directory)).toBe(false);
  });
});
