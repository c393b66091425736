import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const image = probeImage(temporaryDirectory());
const attach = (): Promise<Attached> => Attached.create({}, image);

const OPERATIONS = ["getVncConsole", "getSpiceConsole", "getRdpConsole", "getSerialConsole", "getMksConsole"] as const;
const STABLE = ["getVncConsole", "getSpiceConsole", "getRdpConsole", "getSerialConsole"] as const;

const powerOff = (fake: Attached, instanceUuid: string): Promise<unknown> =>
  fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });

describe.each(OPERATIONS)("%s", (operation) => {
  it("answers for a guest that runs or is paused, and for no other", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    const { console } = await fake.driver[operation]({ instanceUuid });
    expect(console.host).toBe("fake-host-1");
    await fake.driver.pause({ instanceUuid });
    expect((await fake.driver[operation]({ instanceUuid })).console.port).toBe(console.port);
    await powerOff(fake, instanceUuid);
    const off = await failureOf(fake.driver[operation]({ instanceUuid }));
    expect(off).toMatchObject({ code: "INVALID_STATE", effect: "none", details: { powerState: "shutdown" } });
    const absent = await failureOf(fake.driver[operation]({ instanceUuid: randomUUID() }));
    expect(absent).toMatchObject({ code: "INSTANCE_NOT_FOUND", effect: "none" });
  });

  it("answers for a crashed or suspended guest that nothing listens", async () => {
    const fake = await attach();
    const crashed = await fake.spawn();
    await fake.driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid: crashed } });
    const suspended = await fake.spawn();
    await fake.driver.suspend({ instanceUuid: suspended });
    for (const [instanceUuid, powerState] of [
      [crashed, "crashed"],
      [suspended, "suspended"],
    ] as const) {
      const error = await failureOf(fake.driver[operation]({ instanceUuid }));
      expect(error).toMatchObject({ code: "INVALID_STATE", details: { powerState } });
    }
  });
});

describe.each(STABLE)("%s", (operation) => {
  it("gives the same answer as long as the guest runs, and after a restart of the driver", async () => {
    const options = { stateDirectory: temporaryDirectory() };
    const first = await Attached.create(options, image);
    const instanceUuid = await first.spawn();
    const answer = await first.driver[operation]({ instanceUuid });
    await first.spawn();
    await first.driver.pause({ instanceUuid });
    await first.driver.unpause({ instanceUuid });
    expect(await first.driver[operation]({ instanceUuid })).toEqual(answer);
    await first.connection.close();
    const second = await Attached.create(options, image);
    expect(await second.driver[operation]({ instanceUuid })).toEqual(answer);
  });

  it("leads to no two guests at the same time, also after power cycles, reboots and suspends", async () => {
    const fake = await attach();
    const uuids = [await fake.spawn(), await fake.spawn(), await fake.spawn()] as const;
    const [one, two, three] = uuids;
    await powerOff(fake, one);
    await fake.driver.reboot({ instanceUuid: two, type: "hard" });
    await fake.driver.suspend({ instanceUuid: three });
    const fourth = await fake.spawn();
    await fake.driver.powerOn({ instanceUuid: one });
    await fake.driver.resume({ instanceUuid: three });
    await fake.driver.reboot({ instanceUuid: one, type: "soft" });
    const answers = [];
    for (const instanceUuid of [...uuids, fourth]) {
      answers.push(JSON.stringify(await fake.driver[operation]({ instanceUuid })));
    }
    expect(new Set(answers).size).toBe(4);
  });
});

describe("getMksConsole", () => {
  it("answers the same place and a new ticket each time, also after a restart of the driver", async () => {
    const options = { stateDirectory: temporaryDirectory() };
    const first = await Attached.create(options, image);
    const uuids = [await first.spawn(), await first.spawn()];
    const answers = [];
    for (const instanceUuid of [...uuids, ...uuids]) {
      answers.push((await first.driver.getMksConsole({ instanceUuid })).console);
    }
    await first.connection.close();
    const second = await Attached.create(options, image);
    for (const instanceUuid of uuids) answers.push((await second.driver.getMksConsole({ instanceUuid })).console);
    expect(new Set(answers.map(({ ticket }) => ticket)).size).toBe(6);
    expect(new Set(answers.map(({ host, port }) => `${host}:${port}`)).size).toBe(1);
    expect(answers[0]?.configurationFile).not.toBe(answers[1]?.configurationFile);
  });
});

describe("a guest without a display", () => {
  it("has a serial console and no other", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn({ image: { ...image, properties: { video: { model: "none" } } } });
    for (const operation of ["getVncConsole", "getSpiceConsole", "getRdpConsole", "getMksConsole"] as const) {
      const error = await failureOf(fake.driver[operation]({ instanceUuid }));
      expect(error).toMatchObject({
        code: "CONSOLE_TYPE_NOT_AVAILABLE",
        effect: "none",
        details: { instanceUuid },
      });
    }
    await fake.driver.getSerialConsole({ instanceUuid });
  });
});
