import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectDriver } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.ts";
import { temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

async function runWith(...args: string[]): Promise<Outcome> {
  let [out, error] = ["", ""];
  const status = await run(args, {
    writeOut: (text) => void (out += text),
    writeError: (text) => void (error += text),
    stop: AbortSignal.abort(),
    kill: () => undefined,
  });
  return { status, out, error };
}

describe("vdk-fake-driver", () => {
  it("explains its options", async () => {
    const { status, out } = await runWith("--help");
    expect(status).toBe(0);
    for (const option of [
      "--socket",
      "--tcp",
      "--state",
      "--nodes",
      "--vcpus",
      "--memory-mib",
      "--disk-gib",
      "--latency",
      "--seed",
      "--faults",
    ]) {
      expect(out).toContain(option);
    }
  });

  it("tells its version", async () => {
    expect(await runWith("--version")).toMatchObject({ status: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it.each([
    [["--bogus"], "unknown option '--bogus'"],
    [["surplus"], "too many arguments"],
    [["--nodes", "many"], "It has to be a whole number"],
    [["--nodes", "0"], '"nodes" is 0 and has to be a whole number from 1 to 1000'],
    [["--latency", "-1"], '"latencyScale" is -1 and has to be a number from 0 to 1000'],
    [["--seed", "5000000000"], '"seed" is 5000000000'],
    [["--tcp", "70000"], "It has to be at most 65535"],
    [["--tcp", "0", "--socket", "x"], "cannot be used with option"],
    [["--without", "supportsFlying"], "Allowed choices are"],
    [["--faults", "pause-does-nothing"], 'Cannot use fault plan "pause-does-nothing": there is none of that name'],
    [["--state", "/dev/null/x"], 'Cannot open "/dev/null/x"'],
    [["--persona", "kvm"], 'Cannot take persona "kvm": there is none of that name; there are bhyve'],
    [["--hosts", "2"], "--hosts above 1 and --peers go together"],
  ])("refuses %j in one message, with status 2", async (args, message) => {
    const { status, error } = await runWith(...args);
    expect(status).toBe(2);
    expect(error).toContain(message);
    expect(error).not.toContain("    at ");
  });

  it("ends where the first host cannot be served, although another one already is", async () => {
    const peers = mkdtempSync(join(directory, "peers-"));
    const taken = join(peers, "taken");
    writeFileSync(taken, "");
    const { status, error } = await runWith("--hosts", "2", "--peers", peers, "--socket", taken);
    expect(status).toBe(2);
    expect(error).toContain("the path exists and is not a socket");
  });

  it("refuses a damaged state directory with status 2", async () => {
    const state = mkdtempSync(join(directory, "state-"));
    writeFileSync(join(state, "journal"), "{");
    const { status, error } = await runWith("--state", state);
    expect(status).toBe(2);
    expect(error).toContain(join(state, "journal"));
  });

  it("serves on a unix socket until it is stopped", async () => {
    const path = join(directory, "driver.sock");
    const stop = new AbortController();
    const serving = Promise.withResolvers<string>();
    const writeError = (text: string): void => serving.resolve(text);
    const status = run(["--socket", path, "--nodes", "3"], {
      writeOut: () => undefined,
      writeError,
      stop: stop.signal,
      kill: () => undefined,
    });
    expect(await serving.promise).toBe(`vdk-fake-driver: serving on unix:${path}, seed 1\n`);
    const connection = await connectDriver({ kind: "unix", path });
    await connection.initialize({ epoch: 1 });
    expect((await connection.driver.listNodes()).nodes).toHaveLength(3);
    await connection.close();
    stop.abort();
    expect(await status).toBe(0);
  });
});
