import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { passwordDigest } from "../../src/guest/password-digest.ts";
import { Attached, failureOf } from "../support/attached.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const image = probeImage(temporaryDirectory());
const attach = (): Promise<Attached> => Attached.create({}, image);

const PASSWORD = "correct horse battery staple";

const behave = (fake: Attached, instanceUuid: string, agent: "answers" | "silent" | "refuses"): Promise<unknown> =>
  fake.driver["simulation/injectFault"]({ fault: { kind: "guestBehaviour", instanceUuid, agent } });

/** All that a driver has stored. */
const stored = (directory: string): string =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => readFileSync(join(directory, name), "utf8"))
    .join("");

describe("setAdminPassword", () => {
  it("has the agent set exactly this password for exactly this user, and keeps no copy", async () => {
    const stateDirectory = temporaryDirectory();
    const fake = await Attached.create({ stateDirectory }, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.setAdminPassword({ instanceUuid, adminPassword: PASSWORD });
    await fake.driver.setAdminPassword({ instanceUuid, adminPassword: "another", userName: "cloud-user" });
    await fake.connection.close();
    const state = stored(stateDirectory);
    expect(state).toContain(`"root":"${passwordDigest(PASSWORD, `${instanceUuid}/root`)}"`);
    expect(state).toContain(`"cloud-user":"${passwordDigest("another", `${instanceUuid}/cloud-user`)}"`);
    expect(state).not.toContain(PASSWORD);
  });

  it("sets the password of the administrator that Windows has by itself", async () => {
    const stateDirectory = temporaryDirectory();
    const fake = await Attached.create({ stateDirectory }, image);
    const instanceUuid = await fake.spawn({ image: { ...image, properties: { os: { type: "windows" } } } });
    await fake.driver.setAdminPassword({ instanceUuid, adminPassword: PASSWORD });
    await fake.connection.close();
    expect(stored(stateDirectory)).toContain('"Administrator":');
  });

  it("waits for an agent that is silent in bounded time, and can succeed later", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await behave(fake, instanceUuid, "silent");
    const before = await fake.advance(0);
    const error = await failureOf(fake.driver.setAdminPassword({ instanceUuid, adminPassword: PASSWORD }));
    expect(error).toMatchObject({ code: "GUEST_AGENT_UNAVAILABLE", effect: "none", details: { instanceUuid } });
    expect(error.message).not.toContain(PASSWORD);
    expect((await fake.advance(0)) - before).toBeLessThan(15_000);
    await behave(fake, instanceUuid, "answers");
    await fake.driver.setAdminPassword({ instanceUuid, adminPassword: PASSWORD });
  });

  it("waits for the agent of a guest that is still booting", async () => {
    const fake = await attach();
    const params = fake.spawnParams();
    await fake.driver.spawn(params);
    const before = await fake.advance(0);
    await fake.driver.setAdminPassword({ instanceUuid: params.instance.uuid, adminPassword: PASSWORD });
    expect((await fake.advance(0)) - before).toBeGreaterThan(400);
  });

  it("tells of an agent that refuses, and the old password still holds", async () => {
    const stateDirectory = temporaryDirectory();
    const fake = await Attached.create({ stateDirectory }, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.setAdminPassword({ instanceUuid, adminPassword: PASSWORD });
    await behave(fake, instanceUuid, "refuses");
    const error = await failureOf(fake.driver.setAdminPassword({ instanceUuid, adminPassword: "weak" }));
    expect(error).toMatchObject({ code: "GUEST_REFUSED", effect: "none", details: { instanceUuid } });
    await fake.connection.close();
    const state = stored(stateDirectory);
    expect(state).toContain(passwordDigest(PASSWORD, `${instanceUuid}/root`));
    expect(state).not.toContain(passwordDigest("weak", `${instanceUuid}/root`));
  });

  it("does not know which password holds when the way to the agent breaks", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 1 } });
    const error = await failureOf(fake.driver.setAdminPassword({ instanceUuid, adminPassword: PASSWORD }));
    expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "unknown", details: { step: "setPassword" } });
    await fake.driver.setAdminPassword({ instanceUuid, adminPassword: PASSWORD });
  });

  it("in a guest that does not run, or is not there, is refused", async () => {
    const fake = await attach();
    const set = (instanceUuid: string): Promise<unknown> =>
      fake.driver.setAdminPassword({ instanceUuid, adminPassword: PASSWORD });
    expect(await failureOf(set(randomUUID()))).toMatchObject({ code: "INSTANCE_NOT_FOUND", effect: "none" });
    const instanceUuid = await fake.spawn();
    await fake.driver.pause({ instanceUuid });
    const paused = await failureOf(set(instanceUuid));
    expect(paused).toMatchObject({ code: "INVALID_STATE", effect: "none", details: { powerState: "paused" } });
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    expect(await failureOf(set(instanceUuid))).toMatchObject({ code: "INVALID_STATE" });
  });
});
