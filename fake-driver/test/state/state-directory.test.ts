import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeDriver, type FakeDriverOptions, SetupError } from "../../src/index.ts";
import { Attached } from "../support/attached.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
let count = 0;

function freshState(): string {
  count += 1;
  return join(directory, `state-${count}`);
}

const attach = (stateDirectory: string, options: FakeDriverOptions = {}): Promise<Attached> =>
  Attached.create({ ...options, stateDirectory }, image);

/** Everything in a directory, by name. */
function contentsOf(path: string): Record<string, string> {
  const names = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(names.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), "utf8")]));
}

/** A line of a journal, as the driver writes it. */
const signed = (body: string): string => `${createHash("sha256").update(body).digest("hex").slice(0, 16)} ${body}\n`;

/** A state directory with one running instance in it. */
async function usedState(): Promise<{ readonly state: string; readonly instanceUuid: string; readonly file: string }> {
  const state = freshState();
  const instanceUuid = await (await attach(state)).spawn();
  return { state, instanceUuid, file: join(state, "journal") };
}

describe("a fake driver with a state directory", () => {
  it("declares that it recovers, and without one does not", () => {
    expect(fakeDriver({ stateDirectory: freshState() }).capabilities.supportsRecovery).toBe(true);
    expect(fakeDriver().capabilities.supportsRecovery).toBeUndefined();
  });

  it("writes nothing for a call that only reads", async () => {
    const { fake, instanceUuid, file } = await (async () => {
      const state = freshState();
      const attached = await attach(state);
      return { fake: attached, instanceUuid: await attached.spawn(), file: join(state, "journal") };
    })();
    const before = readFileSync(file, "utf8");
    await fake.driver.listNodes();
    await fake.driver.listInstances();
    await fake.driver.getInfo({ instanceUuid });
    await fake.driver.getAvailableResource({ node: fake.node() });
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it("finds instances, guests, consoles and time again", async () => {
    const state = freshState();
    const before = await attach(state);
    const [running, paused, off] = [await before.spawn(), await before.spawn(), await before.spawn()];
    await before.driver.pause({ instanceUuid: paused });
    await before.driver.powerOff({ instanceUuid: off, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    const list = await before.driver.listInstances();
    const lines = await before.lines(running);
    const now = await before.advance(0);

    const after = await attach(state);
    expect(await after.advance(0)).toBe(now);
    expect(await after.driver.listInstances()).toEqual(list);
    expect(await after.powerState(running)).toBe("running");
    expect(await after.powerState(paused)).toBe("paused");
    expect(await after.powerState(off)).toBe("shutdown");
    expect(await after.lines(running)).toEqual(lines);
    expect(await after.used()).toEqual(await before.used());
    await after.advance(100);
    expect(await after.lines(running)).toEqual([...lines, `tick ${lines.length}`]);
    await after.driver.powerOn({ instanceUuid: off });
    await after.advance(400);
    expect((await after.lines(off)).at(-1)).toBe("boot 2");
  });

  it("tells of a guest that powers itself off after the restart", async () => {
    const state = freshState();
    const before = await attach(state);
    const instanceUuid = await before.spawn({ image: probeImage(directory, { powerOffAfterTicks: 100 }) });
    const after = await attach(state);
    await after.advance(60_000);
    expect(after.transitions(instanceUuid)).toEqual(["stopped"]);
    expect((await after.lines(instanceUuid)).at(-1)).toBe("off");
  });

  it("keeps disks without an instance, and forgets what is destroyed", async () => {
    const { state, instanceUuid } = await usedState();
    const second = await attach(state);
    await second.driver.destroy({ instanceUuid, destroyDisks: false });
    const third = await attach(state);
    await third.spawn({ uuid: instanceUuid });
    expect((await third.lines(instanceUuid))[0]).toBe("boot 2");
    await third.driver.destroy({ instanceUuid, destroyDisks: true });
    const fourth = await attach(state);
    expect((await fourth.driver.listInstances()).instances).toEqual([]);
    await fourth.spawn({ uuid: instanceUuid });
    expect((await fourth.lines(instanceUuid))[0]).toBe("boot 1");
  });

  it("takes back a spawn that was under way, whatever it had made", async () => {
    for (let elapsed = 100; elapsed < 20_000; elapsed += 3300) {
      const state = freshState();
      const before = await attach(state);
      await before.hold();
      const params = before.spawnParams();
      const spawning = before.driver.spawn(params);
      await before.advance(elapsed);
      const after = await attach(state);
      expect((await after.driver.listInstances()).instances).toEqual([]);
      expect(await after.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
      await after.spawn({ uuid: params.instance.uuid });
      expect((await after.lines(params.instance.uuid))[0]).toBe("boot 1");
      await before.hold(false);
      await spawning;
    }
  });

  it("leaves out the step that was being written when the driver was killed, wherever it was cut", async () => {
    const { state, file } = await usedState();
    const whole = readFileSync(file, "utf8");
    const lastLine = whole.lastIndexOf("\n", whole.length - 2) + 1;
    for (let end = lastLine; end < whole.length; end += 37) {
      writeFileSync(file, whole.slice(0, end));
      expect((await (await attach(state)).driver.listInstances()).instances.length).toBeLessThanOrEqual(1);
    }
  });

  it("ignores a journal that was being written anew when the driver was killed", async () => {
    const { state, file } = await usedState();
    writeFileSync(`${file}.new`, "0123");
    expect((await (await attach(state)).driver.listInstances()).instances).toHaveLength(1);
  });
});

describe("a state directory that cannot be used", () => {
  it.each<[string, (file: string) => void, RegExp]>([
    [
      "has a line that was changed",
      (file) =>
        writeFileSync(file, readFileSync(file, "utf8").replace('"powerState":"running"', '"powerState":"shutdown"')),
      /line \d+ is damaged/,
    ],
    ["has lost a part", (file) => writeFileSync(file, readFileSync(file, "utf8").replace("uuid", "")), /is damaged/],
    ["holds something else", (file) => writeFileSync(file, "[]\n"), /line 1 is damaged/],
    ["is empty", (file) => writeFileSync(file, ""), /no journal of this driver/],
    [
      "is of another version",
      (file) => writeFileSync(file, signed('{"format":"vdk-fake-driver","version":1,"settings":{}}')),
      /format version 1 and not 3/,
    ],
  ])("because a file %s is refused and left as it is", async (_problem, damage, message) => {
    const { state, file } = await usedState();
    damage(file);
    const before = contentsOf(state);
    const error = await attach(state).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SetupError);
    expect(String(error)).toMatch(message);
    expect(contentsOf(state)).toEqual(before);
  });

  it("because it was made with other settings is refused", async () => {
    const { state } = await usedState();
    await expect(attach(state, { nodes: 3 })).rejects.toThrow("it was made with nodes 2, not 3");
  });

  it("because it holds other files is refused", async () => {
    const other = freshState();
    mkdirSync(other);
    writeFileSync(join(other, "thesis.txt"), "");
    await expect(attach(other)).rejects.toThrow("it is not empty and has no journal");
    expect(readdirSync(other)).toEqual(["thesis.txt"]);
  });

  it("because what it lies in does not exist is refused", async () => {
    await expect(attach(join(directory, "absent", "state"))).rejects.toThrow(SetupError);
  });
});
