// One driver per directory, however the last one ended.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { type Clock, systemClock } from "@virt-driver-kit/spec";
import { describe, expect, it, onTestFinished } from "vitest";

import { lockDirectory } from "../../src/host/directory-lock.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

/** A clock on which waiting takes no time. */
const impatient: Clock = { ...systemClock, sleep: () => Promise.resolve() };

describe("lockDirectory()", () => {
  it("refuses a directory that is held, and says what to do", async () => {
    const directory = temporaryDirectory();
    const lock = await lockDirectory(directory, systemClock);
    onTestFinished(() => lock.release());
    await expect(lockDirectory(directory, impatient)).rejects.toMatchObject({
      code: "BACKEND_UNREACHABLE",
      message: /another driver works in it, stop that one first/u,
    });
  });

  it("waits for a holder that is about to let go", async () => {
    const directory = temporaryDirectory();
    const first = await lockDirectory(directory, systemClock);
    const second = lockDirectory(directory, systemClock);
    await first.release();
    await (await second).release();
  });

  it("takes a directory over from a process that was killed", async () => {
    const directory = temporaryDirectory();
    const holder = spawn(process.execPath, [
      "-e",
      `require("net").createServer().listen(${JSON.stringify(join(directory, "driver.lock"))}, () => console.log("held"))`,
    ]);
    await once(holder.stdout, "data");
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const lock = await lockDirectory(directory, systemClock);
    await lock.release();
  });

  it("works in a directory whose path is longer than a socket's address", async () => {
    const directory = join(temporaryDirectory(), "x".repeat(150));
    mkdirSync(directory);
    const lock = await lockDirectory(directory, systemClock);
    await expect(lockDirectory(directory, impatient)).rejects.toMatchObject({ code: "BACKEND_UNREACHABLE" });
    await lock.release();
    await (await lockDirectory(directory, systemClock)).release();
  });
});
