import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const image = probeImage(temporaryDirectory());

function setAgent(fake: Attached, instanceUuid: string, agent: "answers" | "silent" | "refuses"): Promise<object> {
  return fake.driver["simulation/injectFault"]({ fault: { kind: "guestBehaviour", instanceUuid, agent } });
}

describe("quiesce", () => {
  it("ends by itself when its time is up, and not before", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.quiesce({ instanceUuid, autoThawSeconds: 60 });
    await fake.advance(59_000);
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: true });
    await fake.driver.quiesce({ instanceUuid, autoThawSeconds: 60 });
    await fake.advance(60_000);
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: false });
  });

  it("begins its time anew when it is repeated", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    for (let round = 0; round < 3; round += 1) {
      await fake.driver.quiesce({ instanceUuid, autoThawSeconds: 60 });
      await fake.advance(50_000);
    }
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: true });
  });

  it("lasts over a restart of the driver, and ends without a caller", async () => {
    const stateDirectory = temporaryDirectory();
    const first = await Attached.create({ stateDirectory }, image);
    const [short, long] = [await first.spawn(), await first.spawn()];
    await first.driver.quiesce({ instanceUuid: short, autoThawSeconds: 10 });
    await first.driver.quiesce({ instanceUuid: long, autoThawSeconds: 1000 });
    await first.connection.close();
    const second = await Attached.create({ stateDirectory }, image);
    await second.advance(10_000);
    expect(await second.driver.unquiesce({ instanceUuid: short })).toEqual({ wasQuiesced: false });
    expect(await second.driver.unquiesce({ instanceUuid: long })).toEqual({ wasQuiesced: true });
  });

  it("says whether the agent is silent or refuses, and freezes nothing later", async () => {
    const fake = await Attached.create({}, image);
    const params = fake.spawnParams();
    const instanceUuid = params.instance.uuid;
    const quiesce = (): Promise<object> => fake.driver.quiesce({ instanceUuid, autoThawSeconds: 60 });
    await fake.driver.spawn(params);
    await setAgent(fake, instanceUuid, "silent");
    expect(await failureOf(quiesce())).toMatchObject({
      code: "GUEST_AGENT_UNAVAILABLE",
      effect: "none",
      details: { instanceUuid },
    });
    await fake.driver["simulation/clearFaults"]();
    await fake.advance(1000);
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: false });
    await setAgent(fake, instanceUuid, "refuses");
    expect(await failureOf(quiesce())).toMatchObject({
      code: "GUEST_REFUSED",
      effect: "none",
      details: { instanceUuid },
    });
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: false });
  });

  it("finds no agent in a guest that has not booted", async () => {
    const fake = await Attached.create({}, image);
    const params = fake.spawnParams();
    await fake.driver.spawn(params);
    const quiesce = { instanceUuid: params.instance.uuid, autoThawSeconds: 60 };
    expect(await failureOf(fake.driver.quiesce(quiesce))).toMatchObject({ code: "GUEST_AGENT_UNAVAILABLE" });
    await fake.driver.quiesce(quiesce);
  });

  it("is refused unless the guest runs, and leaves it writing when it fails", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 1 } });
    const failed = await failureOf(fake.driver.quiesce({ instanceUuid, autoThawSeconds: 60 }));
    expect(failed).toMatchObject({ code: "BACKEND_FAILED", effect: "none", details: { step: "freezeGuest" } });
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: false });
    for (const operation of ["pause", "suspend", "powerOff"] as const) {
      if (operation === "powerOff")
        await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
      else await fake.driver[operation]({ instanceUuid });
      const error = await failureOf(fake.driver.quiesce({ instanceUuid, autoThawSeconds: 60 }));
      expect(error).toMatchObject({ code: "INVALID_STATE", effect: "none" });
      expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: false });
      if (operation === "pause") await fake.driver.unpause({ instanceUuid });
    }
    const absent = await failureOf(fake.driver.quiesce({ instanceUuid: image.id, autoThawSeconds: 60 }));
    expect(absent).toMatchObject({ code: "INSTANCE_NOT_FOUND" });
    expect(await failureOf(fake.driver.unquiesce({ instanceUuid: image.id }))).toMatchObject({
      code: "INSTANCE_NOT_FOUND",
    });
  });
});

describe("unquiesce", () => {
  it("says of the next call that there was nothing to end", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.quiesce({ instanceUuid, autoThawSeconds: 60 });
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: true });
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: false });
  });

  it("finds nothing to end in a guest that was rebooted or is off", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.quiesce({ instanceUuid, autoThawSeconds: 3600 });
    await fake.driver.reboot({ instanceUuid, type: "hard" });
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: false });
    await fake.advance(500);
    await fake.driver.quiesce({ instanceUuid, autoThawSeconds: 3600 });
    await fake.driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } });
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: false });
  });

  it("fails while the agent is silent, and the driver goes on trying when the time is up", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.quiesce({ instanceUuid, autoThawSeconds: 60 });
    await setAgent(fake, instanceUuid, "silent");
    const error = await failureOf(fake.driver.unquiesce({ instanceUuid }));
    expect(error).toMatchObject({ code: "GUEST_AGENT_UNAVAILABLE", effect: "none" });
    await fake.advance(100_000);
    expect(await failureOf(fake.driver.unquiesce({ instanceUuid }))).toMatchObject({ code: "GUEST_AGENT_UNAVAILABLE" });
    await fake.driver["simulation/clearFaults"]();
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: false });
  });

  it("leaves the guest quiesced when the hypervisor fails", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.quiesce({ instanceUuid, autoThawSeconds: 60 });
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 1 } });
    expect(await failureOf(fake.driver.unquiesce({ instanceUuid }))).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "none",
      details: { step: "thawGuest" },
    });
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: true });
  });

  it("lasts over a suspend, and ends when the guest goes on", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.quiesce({ instanceUuid, autoThawSeconds: 60 });
    await fake.driver.suspend({ instanceUuid });
    await fake.advance(100_000);
    expect(await failureOf(fake.driver.unquiesce({ instanceUuid }))).toMatchObject({ code: "GUEST_AGENT_UNAVAILABLE" });
    await fake.driver.resume({ instanceUuid });
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: false });
  });
});
