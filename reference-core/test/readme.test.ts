// The walk-through of the README is run as it is written, and prints what it says.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { programArguments } from "./support/programs.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** A folder in which the programs are found by name, run from source. */
function programsFolder(directory: string): string {
  const folder = join(directory, "bin");
  mkdirSync(folder);
  for (const program of ["vdk-core", "vdk-fake-driver"] as const) {
    const path = join(folder, program);
    const words = [process.execPath, ...programArguments(program)].map((word) => `'${word}'`);
    writeFileSync(path, `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`);
    chmodSync(path, 0o755);
  }
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

test("the walk-through does what it says", async () => {
  const directory = temporaryDirectory();
  const commands = [...README.matchAll(/^```sh\n(.*?)^```$/gmsu)].map(([, block]) => block).join("\n");
  const promised = [...commands.matchAll(/# -> (.*)$/gmu)].map(([, text]) => text);
  const script = `set -eu\n${commands.replaceAll("8774", String(await freePort()))}`;
  const shell = spawn("bash", ["-c", script], {
    cwd: directory,
    env: { ...process.env, PATH: `${programsFolder(directory)}:${process.env["PATH"] ?? ""}` },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const { pid } = shell;
  onTestFinished(() => {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  });
  let out = "";
  let error = "";
  shell.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  shell.stderr.setEncoding("utf8").on("data", (text: string) => (error += text));
  const [status] = await once(shell, "exit");
  expect({ status, lines: out.trimEnd().split("\n"), error }).toEqual({
    status: 0,
    lines: promised,
    error: expect.any(String),
  });
  expect(promised.length).toBeGreaterThan(5);
});
