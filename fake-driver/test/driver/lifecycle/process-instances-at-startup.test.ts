import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { DriverState, StartupInstance, StartupVerdict } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached } from "../../support/attached.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

async function startedAgain(): Promise<{ fake: Attached; expected: StartupInstance; driverState: DriverState }> {
  const stateDirectory = join(directory, randomUUID());
  const before = await Attached.create({ stateDirectory }, image);
  const { instance, node } = before.spawnParams();
  const { driverState } = await before.driver.spawn({ instance, node, powerOn: true });
  if (driverState === undefined) throw new RangeError("The driver gave no state out");
  const fake = await Attached.create({ stateDirectory }, image);
  return { fake, expected: { instance: { ...instance, driverState }, node, powerState: "running" }, driverState };
}

async function verdictOn(fake: Attached, expected: StartupInstance): Promise<StartupVerdict | undefined> {
  return (await fake.driver.processInstancesAtStartup({ instances: [expected] })).verdicts[0];
}

describe("processInstancesAtStartup", () => {
  it("accepts what it has, with the state that it gave out and without", async () => {
    const { fake, expected } = await startedAgain();
    const { driverState: _, ...instance } = expected.instance;
    const instanceUuid = instance.uuid;
    expect(await verdictOn(fake, expected)).toEqual({ instanceUuid, verdict: "accepted" });
    expect(await verdictOn(fake, { ...expected, instance })).toEqual({ instanceUuid, verdict: "accepted" });
  });

  it("judges each instance once, in the order of the request", async () => {
    const { fake, expected } = await startedAgain();
    const uuids = [randomUUID(), expected.instance.uuid, randomUUID()];
    const instances = uuids.map((uuid) => ({ ...expected, instance: { ...expected.instance, uuid } }));
    const { verdicts } = await fake.driver.processInstancesAtStartup({ instances });
    expect(verdicts.map(({ instanceUuid }) => instanceUuid)).toEqual(uuids);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(["missing", "accepted", "missing"]);
    expect((await fake.driver.processInstancesAtStartup({ instances: [] })).verdicts).toEqual([]);
  });

  it("objects to a driver state that it cannot read, or that is another guest's", async () => {
    const { fake, expected, driverState } = await startedAgain();
    for (const wrong of [{ format: "another" }, { version: 2 }, { data: "" }, { data: "bm9uc2Vuc2U=" }]) {
      const instance = { ...expected.instance, driverState: { ...driverState, ...wrong } };
      const verdict = await verdictOn(fake, { ...expected, instance });
      expect(verdict).toMatchObject({ verdict: "objection", reason: "driver-state" });
    }
  });

  it("objects to an instance that is on another node", async () => {
    const { fake, expected } = await startedAgain();
    const verdict = await verdictOn(fake, { ...expected, node: fake.node(1) });
    expect(verdict).toMatchObject({ verdict: "objection", reason: "other-node" });
  });

  it("touches no guest", async () => {
    const { fake, expected } = await startedAgain();
    await verdictOn(fake, expected);
    expect(await fake.powerState(expected.instance.uuid)).toBe("running");
    expect(fake.events).toEqual([]);
  });
});
