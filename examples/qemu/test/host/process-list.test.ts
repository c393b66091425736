// What is seen of real processes.
import { spawn } from "node:child_process";
import { once } from "node:events";

import { describe, expect, it } from "vitest";

import { commandLineOf, listProcesses } from "../../src/host/process-list.ts";

describe("listProcesses() and commandLineOf()", () => {
  it("show a process with its arguments while it lives, and not afterwards", async () => {
    const script = "process.stdin.resume(); console.log('up')";
    const child = spawn(process.execPath, ["-e", script, "a mark"]);
    await once(child.stdout, "data");
    const pid = child.pid ?? 0;
    const entry = (await listProcesses()).find((process) => process.pid === pid);
    expect(entry?.commandLine).toContain("a mark");
    expect(await commandLineOf(pid)).toBe(entry?.commandLine);
    child.stdin.end();
    await once(child, "exit");
    expect(await commandLineOf(pid)).toBe("");
  });
});
