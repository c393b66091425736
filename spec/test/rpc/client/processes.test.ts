import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { connectDriver } from "../../../src/index.ts";
import type { StdioEndpoint } from "../../../src/index.ts";
import { attachFixture, fixture, isAlive } from "../support/fixture.ts";
import { failureOf } from "../support/test-driver.ts";

function script(content: string, mode: number): string {
  const directory = mkdtempSync(join(tmpdir(), "vdk-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, "driver");
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

describe("a driver that cannot be started", () => {
  it.each<[string, () => Omit<StdioEndpoint, "kind">, string]>([
    [
      "has no command",
      () => ({ command: "no-such-driver" }),
      "there is no such command. Check its spelling and the PATH",
    ],
    [
      "may not be executed",
      () => ({ command: script("#!/bin/sh\n", 0o644) }),
      "the file may not be executed. Make it executable (chmod +x)",
    ],
    [
      "names an interpreter that is missing",
      () => ({ command: script("#!/no/python\n", 0o755) }),
      "the interpreter that its first line names",
    ],
    [
      "has no directory to run in",
      () => ({ command: "true", cwd: "/no/such/place" }),
      'there is no directory "/no/such/place"',
    ],
  ])("is told of in words: one that %s", async (_, endpoint, text) => {
    const error = await failureOf(connectDriver({ kind: "stdio", ...endpoint() }));
    expect(error).toMatchObject({
      name: "WireError",
      kind: "cannot-connect",
      blame: "caller",
      message: expect.stringContaining(text),
    });
  });

  it("by a shell that does not find it either, is told of by the shell's code", async () => {
    const connection = await connectDriver({ kind: "stdio", command: "sh", args: ["-c", "no-such-driver --flag"] });
    const error = await failureOf(connection.initialize({ epoch: 1 }));
    expect(error).toMatchObject({
      kind: "driver-exited",
      message: expect.stringContaining("exited with code 127"),
      hint: expect.stringContaining("did not find"),
    });
    await connection.close();
  });
});

describe("a driver that does not want to end", () => {
  it("is killed together with the processes that it started", async () => {
    const { promise: child, resolve } = Promise.withResolvers<number>();
    const connection = await attachFixture("ignores-eof", {
      closeGraceMs: 100,
      onStderr: (text) => resolve(Number(/child (\d+)/u.exec(text)?.[1])),
    });
    await connection.initialize({ epoch: 1 });
    const pids = [connection.process?.pid ?? 0, await child];
    expect(pids.map(isAlive)).toEqual([true, true]);
    await connection.close();
    await expect(connection.process?.exited).resolves.toEqual({ code: null, signal: "SIGKILL" });
    await gone(pids[1] ?? 0);
  });

  it("started by a shell is killed behind the shell", async () => {
    const { command, args = [] } = fixture("ignores-eof");
    const { promise: child, resolve } = Promise.withResolvers<number>();
    const connection = await connectDriver(
      { kind: "stdio", command: "sh", args: ["-c", `"${command}" "${args[0]}"; true`] },
      { closeGraceMs: 100, onStderr: (text) => resolve(Number(/child (\d+)/u.exec(text)?.[1])) },
    );
    await connection.initialize({ epoch: 1 });
    const pid = await child;
    await connection.close();
    await gone(pid);
  });
});

/** Resolves once a process that was killed has been reaped, which its new parent does when it gets to it. */
async function gone(pid: number): Promise<void> {
  await expect.poll(() => isAlive(pid)).toBe(false);
}
