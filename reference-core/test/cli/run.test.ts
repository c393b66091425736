// The command line: one clear message and status 2 for everything that keeps the core from starting.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { probeImage } from "../support/probe-image.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

async function runCore(...args: string[]): Promise<{ status: number; out: string; error: string }> {
  let out = "";
  let error = "";
  const surroundings = {
    writeOut: (text: string) => void (out += text),
    writeError: (text: string) => void (error += text),
    stop: AbortSignal.abort(),
  };
  return { status: await run(args, surroundings), out, error };
}

const FAKE_DRIVER = new URL("../../../fake-driver/src/bin/vdk-fake-driver.ts", import.meta.url).pathname;
const DRIVER = `${process.execPath} --conditions=@virt-driver-kit/source ${FAKE_DRIVER}`;

test("--help and --version are answered", async () => {
  expect(await runCore("--help")).toMatchObject({
    status: 0,
    out: expect.stringContaining("--driver-connect"),
    error: "",
  });
  expect(await runCore("--version")).toMatchObject({ status: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u) });
});

test.each([
  [["--database", "x", "--frobnicate"], "unknown option '--frobnicate'"],
  [[], "required option '--database <file>' not specified"],
  [["--database", "x", "--driver-exec", "a", "--driver-connect", "unix:b"], "cannot be used with option"],
  [["--database", "x"], "No driver was named: give --driver-exec or --driver-connect"],
  [["--database", "x", "--driver-connect", "http://here"], 'Cannot read the address "http://here"'],
  [["--database", "x", "--driver-exec", "a", "--listen", "0.0.0.0:1"], "the API has no authentication"],
  [["--database", "x", "--driver-exec", "a", "--sync-interval", "0"], "It has to be a number above 0"],
  [["--database", "x", "--driver-exec", "a", "--flavor", "small"], 'Cannot read flavor "small"'],
  [["--database", "x", "--driver-exec", "a", "--image", "a=/nowhere"], 'Cannot read image "a"'],
  [["--database", "x", "--driver-exec", "a", "extra"], "too many arguments"],
])("%j: one message and status 2", async (args, message) => {
  const directory = temporaryDirectory();
  const { status, out, error } = await runCore(...args.map((arg) => (arg === "x" ? join(directory, "core.db") : arg)));
  expect({ status, out, error }).toEqual({ status: 2, out: "", error: expect.stringContaining(message) });
  expect(error).not.toContain("    at ");
});

test.each([
  ["unix:/nowhere/driver.sock", "there is no such socket"],
  ["tcp:127.0.0.1:1", "nothing listens there"],
])("a driver that is not at %s: one message and status 2", async (address, message) => {
  const database = join(temporaryDirectory(), "core.db");
  const { status, error } = await runCore("--database", database, "--driver-connect", address);
  expect([status, error]).toEqual([2, expect.stringContaining(message)]);
});

test.each([
  ["/nowhere/driver", "there is no such command"],
  [`${process.execPath} -e "console.log('hello')"`, "carries text outside any message"],
  [`${process.execPath} -e "process.exit(3)"`, "exit"],
])("a driver command that is none (%s): the message says why, and status 2", async (command, message) => {
  const database = join(temporaryDirectory(), "core.db");
  const { status, error } = await runCore("--database", database, "--driver-exec", command);
  expect([status, error]).toEqual([2, expect.stringContaining(message)]);
});

test("a database that cannot be used is left alone: one message and status 2", async () => {
  const path = join(temporaryDirectory(), "core.db");
  writeFileSync(path, "not a database at all, but long enough to be looked at as one ".repeat(20));
  const before = readFileSync(path);
  const { status, error } = await runCore("--database", path, "--driver-exec", DRIVER);
  expect([status, error]).toEqual([
    2,
    `vdk-core: Cannot open the database "${path}": it is not a database; name another file\n`,
  ]);
  expect(readFileSync(path)).toEqual(before);
});

test("an address that is taken: one message, status 2, and the driver is let go", async () => {
  const directory = temporaryDirectory();
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  mkdirSync(join(directory, "state"));
  const args = ["--database", join(directory, "core.db"), "--driver-exec", DRIVER, "--listen", `127.0.0.1:${port}`];
  const { status, error } = await runCore(...args);
  expect([status, error]).toEqual([2, expect.stringContaining("EADDRINUSE")]);
});

test("a core that is told to stop has served, and ends in good order", async () => {
  const directory = temporaryDirectory();
  const image = `probe=${probeImage(directory)}`;
  const args = [
    "--database",
    join(directory, "core.db"),
    "--driver-exec",
    DRIVER,
    "--listen",
    "127.0.0.1:0",
    "--image",
    image,
  ];
  const { status, out } = await runCore(...args, "--flavor", "small=1:64:1");
  expect([status, out]).toEqual([0, expect.stringMatching(/^vdk-core: serving on http:\/\/127\.0\.0\.1:\d+\n$/u)]);
});
