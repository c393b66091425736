import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { connectDriver, serveDriver } from "@virt-driver-kit/spec";
import type { DriverServer, SpawnParams } from "@virt-driver-kit/spec";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";

import { imageStore } from "../../src/harness/image-store.ts";
import { beginJournal, readJournal } from "../../src/harness/journal.ts";
import { cli } from "../fixtures/cli.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";

const directory = temporaryDirectory();
const path = join(directory, "driver.sock");
const RUN = "0badcafe";
const uuids = ["a", "b", "c"].map((digit) => `${RUN}-1111-4111-8111-11111111111${digit}`);
let server: DriverServer;
let node = "";
let epoch = 0;

/** No process has this id: it is above the largest that Linux gives. */
const DEAD = 2 ** 22 + 1;
const images = imageStore({ directory, uuid: () => "99999999-1111-4111-8111-111111111111" });

/** Asks the driver, in a session of its own, which the next command then takes over. */
async function ask<T>(
  question: (driver: Awaited<ReturnType<typeof connectDriver>>["driver"]) => Promise<T>,
): Promise<T> {
  const connection = await connectDriver({ kind: "unix", path });
  try {
    await connection.initialize({ epoch: ++epoch * 1_000 });
    return await question(connection.driver);
  } finally {
    await connection.close();
  }
}

function entry(uuid: string): { uuid: string; name: string; node: string; check: string } {
  return { uuid, name: `vdk-${RUN}-${uuid.slice(-1)}`, node, check: "spawn/starts-the-guest" };
}

function spawnOf({ uuid, name }: ReturnType<typeof entry>): SpawnParams {
  const flavor = { name: "f", vcpus: 1, memoryMib: 64, rootGib: 1 };
  return { instance: { uuid, name, flavor, image: images.image() }, node, powerOn: false };
}

const listed = () =>
  ask(async (driver) =>
    (await driver.listInstances()).instances.flatMap((one) => (one.ownership === "owned" ? [one.uuid] : [])),
  );

beforeAll(async () => {
  vi.stubEnv("TMPDIR", directory);
  server = await serveDriver(fakeDriver(), { transport: { kind: "unix", path } });
  node = await ask(async (driver) => (await driver.listNodes()).nodes[0]?.uuid ?? "");
});
afterEach(() =>
  ask((driver) => Promise.all(uuids.map((instanceUuid) => driver.destroy({ instanceUuid, destroyDisks: true })))),
);
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

async function leaveBehind(): Promise<void> {
  await ask(async (driver) => {
    for (const uuid of uuids) await driver.spawn(spawnOf(entry(uuid)));
  });
}

describe("vdk sweep", () => {
  test("removes what the journal of a dead run names, and nothing else", async () => {
    await leaveBehind();
    const file = join(directory, "journal.jsonl");
    const journal = beginJournal(file, { run: RUN, pid: DEAD, prefix: `vdk-${RUN}` });
    for (const uuid of uuids.slice(0, 2)) journal.planned(entry(uuid));
    const { code, stdout } = await cli(["sweep", "--connect", `unix:${path}`, "--journal", file], directory);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "run 0badcafe: 2 of 2 instances are gone\n" });
    expect(await listed()).toEqual(uuids.slice(2));
    expect(readJournal(file).outstanding).toEqual([]);
  });

  test("finds the journals of all runs that died, and puts them away", async () => {
    await leaveBehind();
    const run = join(directory, "vdk-runs", "0badcafe");
    const alive = join(directory, "vdk-runs", "aaaaaaaa");
    for (const each of [run, alive]) mkdirSync(each, { recursive: true });
    beginJournal(join(run, "journal.jsonl"), { run: RUN, pid: DEAD, prefix: `vdk-${RUN}` }).planned(
      entry(uuids[0] ?? ""),
    );
    beginJournal(join(alive, "journal.jsonl"), { run: "aaaaaaaa", pid: process.pid, prefix: `vdk-${RUN}` }).planned(
      entry(uuids[1] ?? ""),
    );
    const { code, stdout } = await cli(["sweep", "--connect", `unix:${path}`], directory);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "run 0badcafe: 1 of 1 instances are gone\n" });
    expect(await listed()).toEqual(uuids.slice(1));
    expect([existsSync(run), existsSync(alive)]).toEqual([false, true]);
    expect((await cli(["sweep", "--connect", `unix:${path}`], directory)).stdout).toContain("Nothing to sweep");
  });

  test("leaves a journal alone whose instances are on another driver's nodes", async () => {
    const run = join(directory, "vdk-runs", "0badcafe");
    mkdirSync(run, { recursive: true });
    const elsewhere = { ...entry(uuids[0] ?? ""), node: "eeeeeeee-1111-4111-8111-111111111111" };
    const file = join(run, "journal.jsonl");
    beginJournal(file, { run: RUN, pid: DEAD, prefix: `vdk-${RUN}` }).planned(elsewhere);
    const all = await cli(["sweep", "--connect", `unix:${path}`], directory);
    expect(all).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("left alone what is on nodes that this driver does not have") as string,
    });
    const named = await cli(["sweep", "--connect", `unix:${path}`, "--journal", file], directory);
    expect(named.code).toBe(1);
    expect(readJournal(file).outstanding).toEqual([elsewhere]);
    rmSync(run, { recursive: true });
  });

  test("names a file that is no journal, and sweeps the others", async () => {
    await leaveBehind();
    const [broken = "", run = ""] = ["0badbad0", "0badcafe"].map((name) => join(directory, "vdk-runs", name));
    for (const each of [broken, run]) mkdirSync(each, { recursive: true });
    writeFileSync(join(broken, "journal.jsonl"), "");
    beginJournal(join(run, "journal.jsonl"), { run: RUN, pid: DEAD, prefix: `vdk-${RUN}` }).planned(
      entry(uuids[0] ?? ""),
    );
    const { code, stdout } = await cli(["sweep", "--connect", `unix:${path}`], directory);
    expect(code).toBe(0);
    expect(stdout).toContain("run 0badcafe: 1 of 1 instances are gone");
    expect(stdout).toMatch(/Cannot read journal ".*0badbad0/u);
    expect(await listed()).toEqual(uuids.slice(1));
    rmSync(broken, { recursive: true });
  });

  test("removes by name where there is no journal any more", async () => {
    await leaveBehind();
    const { code, stdout } = await cli(["sweep", "--connect", `unix:${path}`, "--prefix", "vdk-0badcafe-a"], directory);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'names that begin with "vdk-0badcafe-a": 1 of 1 instances are gone\n',
    });
    expect(await listed()).toEqual(uuids.slice(1));
  });

  describe("of what the kit did not make", () => {
    const foreign = `dddddddd-1111-4111-8111-111111111111`;
    const named = { ...entry(foreign), name: `vdk-${RUN}-9` };
    /** An instance of somebody else's, whatever it is called. */
    const withForeign = async (sweep: () => ReturnType<typeof cli>) => {
      await ask((driver) => driver.spawn({ ...spawnOf({ ...named, node }), powerOn: true }));
      const before = await ask((driver) => driver.getInfo({ instanceUuid: foreign }));
      try {
        const end = await sweep();
        expect(await ask((driver) => driver.getInfo({ instanceUuid: foreign }))).toEqual(before);
        return end;
      } finally {
        await ask((driver) => driver.destroy({ instanceUuid: foreign, destroyDisks: true }));
      }
    };

    test("leaves an instance alone that is named like the kit's and has a uuid that no run makes", async () => {
      const end = await withForeign(() => cli(["sweep", "--connect", `unix:${path}`, "--prefix", "vdk-"], directory));
      expect(end.code).toBe(0);
      expect(end.stdout).toContain("left alone what the kit did not make");
      expect(end.stdout).toContain(`${foreign} "vdk-${RUN}-9"`);
    });

    test("leaves an instance alone that a journal names, and whose uuid is not of the journal's run", async () => {
      const file = join(directory, "forged.jsonl");
      beginJournal(file, { run: RUN, pid: DEAD, prefix: `vdk-${RUN}` }).planned({ ...named, node });
      const end = await withForeign(() => cli(["sweep", "--connect", `unix:${path}`, "--journal", file], directory));
      expect(end.code).toBe(1);
      expect(end.stdout).toContain("left alone what the kit did not make");
    });

    test("leaves an instance alone that has a uuid of the run, and a name that the run did not give it", async () => {
      await leaveBehind();
      const file = join(directory, "renamed.jsonl");
      const journal = beginJournal(file, { run: RUN, pid: DEAD, prefix: `vdk-${RUN}` });
      journal.planned({ ...entry(uuids[0] ?? ""), name: `vdk-${RUN}-other` });
      journal.planned(entry(uuids[1] ?? ""));
      const end = await cli(["sweep", "--connect", `unix:${path}`, "--journal", file], directory);
      expect(end.code).toBe(1);
      expect(end.stdout).toContain("left alone what the kit did not make");
      expect(end.stdout).toContain(`run ${RUN}: 1 of 1 instances are gone`);
      expect(await listed()).toEqual([uuids[0], uuids[2]]);
    });
  });

  test("tells the faults that a dead run had in force before it reaches for the driver", async () => {
    const file = join(directory, "faults.jsonl");
    const journal = beginJournal(file, { run: RUN, pid: DEAD, prefix: `vdk-${RUN}` });
    journal.faultBegins({ hook: "hostDown", endLine: "cd / && VDK_PHASE=end true" });
    const gone = await cli(["sweep", "--connect", `unix:${path}-none`, "--journal", file], directory);
    expect(gone.code).toBe(2);
    const { code, stdout } = await cli(["sweep", "--connect", `unix:${path}`, "--journal", file], directory);
    expect(code).toBe(1);
    for (const text of [gone.stdout, stdout]) {
      expect(text).toContain('it died while the fault of the hook "hostDown" was in force');
      expect(text).toContain("  cd / && VDK_PHASE=end true");
    }
  });

  test("refuses a prefix that might name anything, and a file that is no journal", async () => {
    expect(await cli(["sweep", "--connect", `unix:${path}`, "--prefix", "v"], directory)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("less than 3 characters") as string,
    });
    expect(await cli(["sweep", "--connect", `unix:${path}`, "--journal", "none"], directory)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Cannot read journal") as string,
    });
  });
});
