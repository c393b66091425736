// The program as people start it.
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { temporaryDirectory } from "../support/temporary-directory.ts";

const program = fileURLToPath(new URL("../../src/bin/vdk-qemu-driver.ts", import.meta.url));

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const command = ["--conditions=@virt-driver-kit/source", program, ...args];
  return spawnSync(process.execPath, command, { input: "", encoding: "utf8", timeout: 30_000 });
}

describe("vdk-qemu-driver", () => {
  it("ends with its input, and says nothing on standard output", () => {
    const state = join(temporaryDirectory(), "state");
    expect(run("--state", state)).toMatchObject({ status: 0, stdout: "" });
    expect(existsSync(join(state, "node.json"))).toBe(true);
  });

  it("says in one line why it cannot start", () => {
    const file = join(temporaryDirectory(), "file");
    writeFileSync(file, "");
    const { status, stderr } = run("--state", file);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^vdk-qemu-driver: Cannot use state directory ".*" is there and is not a directory; .*\n$/u);
  });

  it("exits with 2 for a command line that makes no sense", () => {
    expect(run("--state")).toMatchObject({ status: 2 });
  });
});
