import { type ConfigurationSetting, type ConfigurationValue, connectDriver } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { fakeSite } from "../../src/index.ts";
import { Attached, failureOf } from "../support/attached.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const image = probeImage(temporaryDirectory());
const SECRET = "correct horse battery staple";

const text = (value: string): ConfigurationValue => ({ type: "string", value });
const number = (value: number): ConfigurationValue => ({ type: "integer", value });
const setting = (key: string, value: ConfigurationValue): ConfigurationSetting => ({ key, value });

const dumps = (value: boolean): { settings: ConfigurationSetting[] } => ({
  settings: [setting("guests.crashDumps", { type: "boolean", value })],
});

async function statOf(fake: Attached, key: string): Promise<string | undefined> {
  const { resource } = await fake.driver.getAvailableResource({ node: fake.node() });
  return resource.stats?.find((stat) => stat.key === key)?.value;
}

describe("describeConfiguration", () => {
  it("describes options of every type, with defaults that it would accept", async () => {
    const fake = await Attached.create();
    const { options, settings } = await fake.driver.describeConfiguration();
    expect(settings).toEqual([]);
    expect(new Set(options.map(({ key }) => key)).size).toBe(options.length);
    expect(new Set(options.map(({ type }) => type))).toEqual(
      new Set(["string", "secret", "integer", "boolean", "list"]),
    );
    const defaults = options.flatMap(({ key, default: value }) => (value === undefined ? [] : [setting(key, value)]));
    expect(await fake.driver.configure({ settings: defaults })).toEqual({ waiting: [] });
    expect((await fake.driver.describeConfiguration()).settings).toEqual(defaults);
  });

  it("shows no secret, only that one is set", async () => {
    const fake = await Attached.create();
    await fake.driver.configure({ settings: [setting("management.password", { type: "secret", value: SECRET })] });
    const described = await fake.driver.describeConfiguration();
    expect(described.settings).toEqual([]);
    expect(described.options.filter(({ isSet }) => isSet === true).map(({ key }) => key)).toEqual([
      "management.password",
    ]);
    expect(JSON.stringify(described)).not.toContain(SECRET);
    expect(await statOf(fake, "managementLogin")).toBe("root, with a password");
  });

  it("has no options for what the driver does not do", async () => {
    const fake = await Attached.create({ without: ["supportsCrashDump", "supportsHostPower"] });
    const keys = (await fake.driver.describeConfiguration()).options.map(({ key }) => key);
    expect(keys).not.toContain("guests.crashDumps");
    expect(keys).not.toContain("nodes.powerTimeoutSeconds");
  });

  it("and configure are answered while the hypervisor cannot be reached", async () => {
    const fake = await Attached.create();
    await fake.driver["simulation/injectFault"]({ fault: { kind: "backendUnreachable" } });
    await fake.driver.configure({ settings: [setting("management.user", text("operator"))] });
    expect((await fake.driver.describeConfiguration()).settings).toHaveLength(1);
    expect((await fake.driver.probe()).backend).toBe("unreachable");
  });
});

describe("configure", () => {
  it("takes effect at once, and takes back what it leaves out", async () => {
    const fake = await Attached.create();
    expect(await statOf(fake, "managementLogin")).toBe("root, anonymous");
    await fake.driver.configure({ settings: [setting("management.user", text("operator"))] });
    expect(await statOf(fake, "managementLogin")).toBe("operator, anonymous");
    await fake.driver.configure({ settings: [setting("nodes.stats", { type: "list", value: ["guests"] })] });
    expect(await statOf(fake, "managementLogin")).toBeUndefined();
    expect(await statOf(fake, "guests")).toBe("0 of 0 instances have a guest");
    await fake.driver.configure({ settings: [] });
    expect(await statOf(fake, "managementLogin")).toBe("root, anonymous");
    expect((await fake.driver.describeConfiguration()).settings).toEqual([]);
  });

  it.each<[string, ConfigurationSetting]>([
    ["an unknown key", setting("no.such.option", text(SECRET))],
    ["a key of which there is one already", setting("management.user", text("other"))],
    ["a value of another type", setting("management.password", text(SECRET))],
    ["a value that is no choice", setting("guests.firmware", text("open-firmware"))],
    ["a list with what is no choice", setting("nodes.stats", { type: "list", value: ["guests", "weather"] })],
    ["a number below the least", setting("guests.serialPorts", number(0))],
    ["a number above the greatest", setting("guests.serialPorts", number(5))],
  ])("refuses %s, and changes nothing", async (_, wrong) => {
    const fake = await Attached.create();
    await fake.driver.configure({ settings: [setting("management.user", text("before"))] });
    const before = await fake.driver.describeConfiguration();
    const settings = [setting("management.user", text("after")), wrong];
    const { code, message, details } = await failureOf(fake.driver.configure({ settings }));
    expect(code).toBe("CONFIGURATION_INVALID");
    expect(details).toMatchObject({ key: wrong.key });
    expect(message + JSON.stringify(details)).not.toContain(SECRET);
    expect(await fake.driver.describeConfiguration()).toEqual(before);
  });

  it("lets an option that needs a restart wait, and says so", async () => {
    const fake = await Attached.create();
    const key = "nodes.powerTimeoutSeconds";
    const inForce = async (): Promise<unknown> => (await fake.driver.describeConfiguration()).settings;
    expect(await fake.driver.configure({ settings: [setting(key, number(60))] })).toEqual({ waiting: [] });
    expect(await inForce()).toEqual([setting(key, number(60))]);
    expect(await fake.driver.configure({ settings: [setting(key, number(90))] })).toEqual({ waiting: [key] });
    expect(await inForce()).toEqual([setting(key, number(60))]);
    expect(await fake.driver.configure({ settings: [] })).toEqual({ waiting: [key] });
    expect(await inForce()).toEqual([setting(key, number(60))]);
    expect(await fake.driver.configure({ settings: [setting(key, number(60))] })).toEqual({ waiting: [] });
  });

  it("takes a capability back before it answers, and gives it again", async () => {
    const fake = await Attached.create({}, image);
    const told: unknown[] = [];
    fake.connection.onNotification("capabilitiesChanged", ({ capabilities }) => {
      told.push(capabilities.supportsCrashDump ?? false);
    });
    const instanceUuid = await fake.spawn();
    await fake.driver.configure(dumps(true));
    expect(told).toEqual([]);
    await fake.driver.configure(dumps(false));
    expect(told).toEqual([false]);
    const refused = await fake.connection.request("triggerCrashDump", { instanceUuid });
    expect(refused.error?.data).toMatchObject({ code: "NOT_SUPPORTED" });
    await fake.driver.configure(dumps(false));
    expect(told).toEqual([false]);
    await fake.driver.configure({ settings: [] });
    expect(told).toEqual([false, true]);
    expect(fake.connection.session?.capabilities.supportsCrashDump).toBe(true);
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });

  it("holds for the run: another session finds it, another run does not", async () => {
    const site = fakeSite();
    const connect = async (epoch: number): Promise<Awaited<ReturnType<typeof connectDriver>>> => {
      const connection = await connectDriver({ kind: "memory", definition: site.driver() });
      await connection.initialize({ epoch });
      return connection;
    };
    const first = await connect(1);
    await first.driver.configure({ settings: [setting("management.user", text("operator"))] });
    await first.initialize({ epoch: 2 });
    expect((await first.driver.describeConfiguration()).settings).toHaveLength(1);
    await first.close();
    const second = await connect(1);
    expect((await second.driver.describeConfiguration()).settings).toEqual([]);
    await second.close();
  });
});
