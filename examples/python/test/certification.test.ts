// The kit on the driver in Python, as README.md describes it: as a command, and on a unix socket.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { test, type TestContext } from "vitest";

const VDK = pathOf("../../../conformance/bin/vdk.js");
const DRIVER = pathOf("../driver.py");
/** A run takes about a minute and a half: guests tick and ignore their power buttons in real time. */
const PATIENCE = { timeout: 300_000, concurrent: true };

const HAS_PYTHON = spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"]).status === 0;
const REASON = HAS_PYTHON ? "" : " (skipped: there is no python3 of version 3.10 or later)";

function pathOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

function temporaryDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "vdk-python-"));
  t.onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Runs `vdk test`, and gives its exit code and what it printed. */
async function certify(...attachment: readonly string[]): Promise<{ code: unknown; output: string }> {
  const child = spawn(process.execPath, [VDK, "test", ...attachment], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const [code] = await once(child, "close");
  return { code, output };
}

/** Starts the driver on a socket, and returns when it says that it listens. */
async function startDriver(t: TestContext, directory: string, socket: string): Promise<ChildProcess> {
  const args = [DRIVER, "--state", join(directory, "state"), "--socket", socket];
  const child = spawn("python3", args, { stdio: ["ignore", "ignore", "pipe"] });
  t.onTestFinished(() => void child.kill("SIGKILL"));
  let log = "";
  child.stderr.setEncoding("utf8");
  for await (const text of child.stderr.iterator({ destroyOnReturn: false })) {
    log += String(text);
    if (log.includes("listening")) {
      break;
    }
  }
  child.stderr.resume();
  t.expect(log).toContain("listening");
  return child;
}

test.skipIf(!HAS_PYTHON)(`the driver in Python conforms as a command${REASON}`, PATIENCE, async (t) => {
  const state = join(temporaryDirectory(t), "state");
  const { code, output } = await certify("--exec", `python3 ${DRIVER} --state ${state}`);
  t.expect(output).toContain("Conforms");
  t.expect(code).toBe(0);
});

test.skipIf(!HAS_PYTHON)(`the driver in Python conforms on a socket${REASON}`, PATIENCE, async (t) => {
  const directory = temporaryDirectory(t);
  const socket = join(directory, "driver.sock");
  const driver = await startDriver(t, directory, socket);
  const { code, output } = await certify("--connect", `unix:${socket}`);
  t.expect(output).toContain("Conforms");
  t.expect(code).toBe(0);
  driver.kill("SIGTERM");
  const [status] = await once(driver, "exit");
  t.expect(status).toBe(0);
});
