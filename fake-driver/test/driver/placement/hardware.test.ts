import type { FlavorHardware, GuestHardware, ImageProperties, SpawnParams } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
const FLAVOR = { name: "small", vcpus: 4, memoryMib: 256, rootGib: 1 };

type Changes = Partial<SpawnParams["instance"]>;

const asking = (properties: ImageProperties, hardware?: FlavorHardware): Changes => ({
  image: { ...image, properties },
  flavor: { ...FLAVOR, ...(hardware === undefined ? {} : { hardware }) },
});

/** What a spawn is refused with, after making sure that it took no step. */
async function refusalOf(fake: Attached, changes: Changes): Promise<{ code: string; details: unknown }> {
  const before = await fake.advance(0);
  const { code, details, effect } = await failureOf(fake.driver.spawn(fake.spawnParams(changes)));
  expect({ effect, took: (await fake.advance(0)) - before }).toEqual({ effect: "none", took: 0 });
  expect((await fake.driver.listInstances()).instances).toEqual([]);
  return { code, details };
}

async function hardwareOf(fake: Attached, instanceUuid: string): Promise<GuestHardware> {
  const { hardware } = (await fake.driver.getInfo({ instanceUuid })).info;
  return hardware ?? {};
}

async function hardwareFor(fake: Attached, changes: Changes): Promise<GuestHardware> {
  return hardwareOf(fake, await fake.spawn(changes));
}

describe("the hardware of a guest", () => {
  it.each<[string, Changes]>([
    ["image.properties.platform.platformType", asking({ platform: { platformType: "pc-unheard-of" } })],
    ["image.properties.platform.iommuModel", asking({ platform: { iommuModel: "smmuv3" } })],
    ["image.properties.platform.emulatedArchitecture", asking({ platform: { emulatedArchitecture: "aarch64" } })],
    ["image.properties.disk.bus", asking({ disk: { bus: "xen" } })],
    ["image.properties.disk.scsiModel", asking({ disk: { scsiModel: "other" } })],
    ["image.properties.network.interfaceModel", asking({ network: { interfaceModel: "netfront" } })],
    ["image.properties.video.model", asking({ video: { model: "vmvga" } })],
    ["image.properties.devices.serialPortCount", asking({ devices: { serialPortCount: 5 } })],
    ["image.properties.devices.watchdogAction", asking({ devices: { watchdogAction: "other" } })],
    ["flavor.hardware.rng.model", asking({ rng: { model: "virtio" } }, { rng: { model: "other" } })],
    ["flavor.hardware.storagePolicy", asking({}, { storagePolicy: "unheard-of" })],
    ["flavor.hardware.cpuLimits.sharesLevel", asking({}, { cpuLimits: { sharesLevel: "other" } })],
    ["image.properties.cpu.physicalAddressBits", asking({ cpu: { physicalAddressBits: 52 } })],
    ["image.properties.tpm.version", asking({ tpm: { version: "other" } })],
    ["image.properties.tpm.model", asking({ tpm: { version: "1.2", model: "tpm-crb" } })],
    ["image.properties.memory.encryption", asking({ memory: { encryption: "amd-sev-snp" } })],
  ])("that cannot be obeyed in %s is refused with that path", async (path, changes) => {
    const fake = await Attached.create({}, image);
    expect(await refusalOf(fake, changes)).toEqual({
      code: "NOT_SUPPORTED",
      details: { operation: "spawn", path: `params.instance.${path}` },
    });
  });

  it("takes no notice of hints, whatever they say", async () => {
    const fake = await Attached.create({}, image);
    const properties = { os: { type: "other", distro: "no such system" }, requiredTraits: ["CUSTOM_X"] } as const;
    const hardware = { requiredTraits: ["CUSTOM_Y"], forbiddenTraits: ["HW_CPU_X86_AVX2"] };
    await fake.spawn(asking({ ...properties, requiredTraits: [...properties.requiredTraits] }, hardware));
  });

  it("is what the flavor says where the image says something else of the same member", async () => {
    const fake = await Attached.create({}, image);
    const ofImage = { sockets: 4, cores: 1, threads: 1 };
    const ofFlavor = { sockets: 1, cores: 2, threads: 2 };
    const hardware = await hardwareFor(
      fake,
      asking(
        { cpu: { topology: ofImage }, devices: { serialPortCount: 2, soundModel: "other" } },
        { cpu: { topology: ofFlavor }, devices: { soundModel: "ich9" }, platform: { platformType: "pc-i440fx-9.2" } },
      ),
    );
    expect(hardware).toMatchObject({ cpuTopology: ofFlavor, serialPortCount: 2, platformType: "pc-i440fx-9.2" });
  });

  it.each<[string, Changes]>([
    ["image.properties.cpu.topology", asking({ cpu: { topology: { sockets: 3, cores: 1, threads: 1 } } })],
    ["flavor.hardware.cpuLimits.sharesLevel", asking({}, { cpuLimits: { shares: 1, sharesLevel: "low" } })],
    ["flavor.hardware.cpuLimits.reservedMhz", asking({}, { cpuLimits: { reservedMhz: 2, limitMhz: 1 } })],
    ["flavor.hardware.memoryLimits.reservedMib", asking({}, { memoryLimits: { reservedMib: 257 } })],
    [
      "flavor.hardware.diskLimits.readBytesPerSecond",
      asking({}, { diskLimits: { totalBytesPerSecond: 1, readBytesPerSecond: 1 } }),
    ],
    [
      "flavor.hardware.interfaceLimits.outboundBytesPerSecond",
      asking({}, { interfaceLimits: { totalBytesPerSecond: 1, outboundBytesPerSecond: 1 } }),
    ],
    ["image.properties.devices.redirectedUsbPorts", asking({ devices: { usbModel: "none", redirectedUsbPorts: 1 } })],
    ["flavor.hardware.secureBoot", asking({ firmware: { type: "bios" } }, { secureBoot: "required" })],
    ["image.properties.memory.encryption", asking({ firmware: { type: "bios" }, memory: { encryption: "amd-sev" } })],
  ])("that contradicts itself in %s is refused", async (path, changes) => {
    const fake = await Attached.create({}, image);
    expect(await refusalOf(fake, changes)).toMatchObject({
      code: "INVALID_REQUEST",
      details: { path: `params.instance.${path}` },
    });
  });

  it("is of an architecture and a guest mode that the node names, or is refused", async () => {
    const fake = await Attached.create({}, image);
    const { resource } = await fake.driver.getAvailableResource({ node: fake.node() });
    for (const { architecture, guestMode } of resource.supportedInstances ?? []) {
      expect(await hardwareFor(fake, asking({ platform: { architecture, guestMode } }))).toMatchObject({
        architecture,
      });
    }
    const other = await Attached.create({}, image);
    for (const platform of [{ architecture: "s390x" }, { guestMode: "xen" }] as const) {
      const [member] = Object.keys(platform);
      expect(await refusalOf(other, asking({ platform }))).toMatchObject({
        code: "NOT_SUPPORTED",
        details: { path: `params.instance.image.properties.platform.${member}` },
      });
    }
  });

  it("boots what it is asked to, and what the driver thinks best where nobody asks", async () => {
    const fake = await Attached.create({}, image);
    const firmware = async (properties: ImageProperties, hardware?: FlavorHardware): Promise<unknown> => {
      const { firmwareType, secureBoot, statelessFirmware } = await hardwareFor(fake, asking(properties, hardware));
      return [firmwareType, secureBoot, statelessFirmware];
    };
    expect(await firmware({})).toEqual(["bios", false, false]);
    expect(await firmware({ firmware: { type: "uefi" } })).toEqual(["uefi", false, false]);
    expect(await firmware({ firmware: { type: "uefi", secureBoot: "required" } })).toEqual(["uefi", true, false]);
    expect(await firmware({ firmware: { type: "uefi", stateless: true } })).toEqual(["uefi", false, true]);
    const optional = { firmware: { type: "uefi", secureBoot: "optional" } } as const;
    expect(await firmware(optional)).toEqual(["uefi", true, false]);
    expect(await firmware(optional, { secureBoot: "disabled" })).toEqual(["uefi", false, false]);
    expect(await firmware({}, { secureBoot: "required" })).toEqual(["uefi", true, false]);
  });

  it("has a trusted platform module of the version asked for, which comes with its disks and goes with them", async () => {
    const fake = await Attached.create({}, image);
    const params = fake.spawnParams(asking({ tpm: { version: "1.2" } }, { tpm: { version: "2.0", model: "tpm-tis" } }));
    const secrets = [{ use: "vtpm" as const, value: "c2VjcmV0" }];
    await fake.driver.spawn({ ...params, devices: { secrets } });
    expect(await hardwareOf(fake, params.instance.uuid)).toMatchObject({ tpmVersion: "2.0" });
    expect(await hardwareFor(fake, {})).not.toHaveProperty("tpmVersion");
  });

  it("is encrypted in memory as long as the node has a context left", async () => {
    const fake = await Attached.create({}, image);
    const changes = asking({ memory: { encryption: "amd-sev-es" } });
    const guests: string[] = [];
    for (let context = 0; context < 8; context += 1) guests.push(await fake.spawn(changes));
    expect(await hardwareOf(fake, guests[0] ?? "")).toMatchObject({
      memoryEncryption: "amd-sev-es",
      firmwareType: "uefi",
    });
    const { code, details } = await failureOf(fake.driver.spawn(fake.spawnParams(changes)));
    expect({ code, details }).toEqual({
      code: "INSUFFICIENT_RESOURCES",
      details: { resource: "encryptionContexts", requested: 1, available: 0 },
    });
    await fake.spawn(asking({ memory: { encryption: "amd-sev" } }));
    await fake.driver.destroy({ instanceUuid: guests[0] ?? "", destroyDisks: true });
    await fake.spawn(changes);
  });

  it("stays as it was chosen over power cycles, reboots and restarts, whatever is configured meanwhile", async () => {
    const stateDirectory = temporaryDirectory();
    const fake = await Attached.create({ stateDirectory }, image);
    const instanceUuid = await fake.spawn({ flavor: FLAVOR });
    const chosen = await hardwareOf(fake, instanceUuid);
    expect(chosen).toMatchObject({
      architecture: "x86_64",
      platformType: "pc-q35-9.2",
      firmwareType: "bios",
      cpuTopology: { sockets: 4, cores: 1, threads: 1 },
      serialPortCount: 1,
    });
    await fake.driver.configure({
      settings: [
        { key: "guests.firmware", value: { type: "string", value: "uefi" } },
        { key: "guests.serialPorts", value: { type: "integer", value: 3 } },
      ],
    });
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await fake.driver.powerOn({ instanceUuid });
    await fake.driver.reboot({ instanceUuid, type: "hard" });
    expect(await hardwareOf(fake, instanceUuid)).toEqual(chosen);
    expect(await hardwareFor(fake, {})).toMatchObject({ firmwareType: "uefi", serialPortCount: 3 });
    await fake.connection.close();
    expect(await hardwareOf(await Attached.create({ stateDirectory }), instanceUuid)).toEqual(chosen);
  });
});
