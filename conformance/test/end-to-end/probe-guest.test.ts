// The probe guest on real firmware, and beside it the one of the fake driver: of the same disks both tell the same.
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { type ConfigDrive, connectDriver, type VolumeAttachment } from "@virt-driver-kit/spec";
import { expect, it, onTestFinished } from "vitest";

import { parseConsole } from "../../src/harness/console-reading.ts";
import { readFileSystem } from "../../src/harness/file-system.ts";
import { readGuestDisk } from "../../src/harness/guest-disk.ts";
import type { ImageVariant } from "../../src/harness/image-variant.ts";
import { digestOf, probeImage } from "../../src/harness/probe-image.ts";
import { probeKernel } from "../../src/harness/probe-kernel.ts";
import { describeWithQemu, RealGuest } from "./real-guest.ts";

const MIB = 1 << 20;
const LONG = { timeout: 90_000 };

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "vdk-probe-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function file(directory: string, name: string, bytes: Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
}

/** Disks with something at their beginning, in the middle, in the last sector, and where nobody looks. */
function disks(directory: string): string[] {
  const sizes = [3 * MIB, MIB + 512, 70_144];
  return sizes.map((size, index) => {
    const bytes = Buffer.alloc(size);
    bytes.write(`disk ${index}`, 0);
    bytes.write("middle", 65_536);
    bytes.write("nobody looks here", Math.min(size - 1024, MIB + 512));
    bytes.write("end", size - 3);
    return file(directory, `disk-${index}`, bytes);
  });
}

/** The same disks on three buses, in the order in which SeaBIOS counts them. */
const onThreeBuses = ([ide, scsi, virtio]: readonly string[]): string[] =>
  [
    ["-drive", `if=none,id=d0,format=raw,file=${ide}`, "-device", "ide-hd,drive=d0"],
    ["-device", "virtio-scsi-pci", "-drive", `if=none,id=d1,format=raw,file=${scsi}`, "-device", "scsi-hd,drive=d1"],
    ["-drive", `if=virtio,format=raw,file=${virtio}`],
  ].flat();

interface FakeGuest {
  /** What the guest has written by its third tick. */
  text(): Promise<string>;
  reboot(): Promise<unknown>;
}

/** The guest of the fake driver, with these disks as its volumes. */
async function fakeGuest(
  directory: string,
  variant: ImageVariant,
  paths: readonly string[],
  configDrive?: ConfigDrive,
): Promise<FakeGuest> {
  const connection = await connectDriver({ kind: "memory", definition: fakeDriver(), log: () => undefined });
  onTestFinished(() => connection.close());
  await connection.initialize({ epoch: 1 });
  const { driver } = connection;
  const bytes = probeImage(variant);
  const path = file(directory, "probe.img", bytes);
  const uuid = randomUUID();
  const volumes = paths.map((of): VolumeAttachment => ({
    volumeId: randomUUID(),
    accessMode: "readWrite",
    connection: { protocol: "localFile", path: of, format: "raw" },
  }));
  await driver.spawn({
    instance: {
      uuid,
      name: "probe",
      flavor: { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 },
      image: { id: randomUUID(), name: "probe", diskFormat: "raw", ...digestOf(bytes), source: { kind: "file", path } },
      ...(configDrive !== undefined && { configDrive }),
    },
    node: (await driver.listNodes({})).nodes[0]?.uuid ?? "",
    powerOn: true,
    devices: { blockDevices: { volumes } },
  });
  return {
    text: async () => {
      await driver["simulation/advance"]({ durationMs: 800 });
      let text = "";
      for (let offset = 0; ;) {
        const { data, nextOffset, endOffset } = await driver.getConsoleOutput({ instanceUuid: uuid, offset });
        text += Buffer.from(data, "base64").toString("latin1");
        if (nextOffset >= endOffset) return text;
        offset = nextOffset;
      }
    },
    reboot: () => driver.reboot({ instanceUuid: uuid, type: "hard" }),
  };
}

/** What a guest says of its disks, and of its boots. */
const told = (text: string): string[] => text.split("\r\n").filter((line) => line !== "" && !line.startsWith("tick "));

function realGuest(directory: string, variant: ImageVariant, options: readonly string[]): RealGuest {
  return new RealGuest(directory, file(directory, "boot.raw", probeImage(variant)), options);
}

describeWithQemu("the probe guest on QEMU", () => {
  it("tells of no disk where there is none, and ticks", LONG, async () => {
    const guest = realGuest(temporaryDirectory(), { otherDisks: "show" }, []);
    expect(await guest.until(/tick 2/u)).toMatch(/^boot 1\r\ndisks 0\r\ntick 1\r\ntick 2\r\n/u);
  });

  it.each(["tell", "show"] as const)(
    "tells of disks what the simulated one does, asked to %s",
    LONG,
    async (otherDisks) => {
      const directory = temporaryDirectory();
      const paths = disks(directory);
      const fake = await fakeGuest(directory, { otherDisks }, paths);
      const real = realGuest(directory, { otherDisks }, onThreeBuses(paths));
      const text = await real.until(/tick 1\r\n/u);
      expect(told(text)).toEqual(told(await fake.text()));
      const { current } = parseConsole(text);
      expect(current?.disks?.map(({ sizeBytes }) => sizeBytes)).toEqual([3 * MIB, MIB + 512, 70_144]);
      expect(current?.disks?.[0]?.parts).toHaveLength(otherDisks === "show" ? 3 : 0);
    },
  );

  it("writes to disks what the simulated one does, and finds it at its next boot", LONG, async () => {
    const [ours, theirs] = [temporaryDirectory(), temporaryDirectory()];
    const paths = disks(ours);
    const fake = await fakeGuest(theirs, { otherDisks: "write" }, disks(theirs));
    const firstOfFake = await fake.text();
    await fake.reboot();
    const real = realGuest(ours, { otherDisks: "write" }, onThreeBuses(paths));
    const first = await real.until(/tick 1\r\n/u);
    expect(told(first)).toEqual(told(firstOfFake));
    expect(parseConsole(first).current?.disks?.map(({ isWritten }) => isWritten)).toEqual([true, true, true]);
    await real.command("system_reset");
    const text = await real.until(/boot 2\r\n[^]*tick 1\r\n/u);
    expect(told(text)).toEqual(told(await fake.text()));
    expect(readFileSync(paths[0] ?? "").toString("latin1", 0, 32)).toBe("VDK PROBE WROTE VDK PROBE WROTE ");
  });

  it.each(["iso9660", "vfat"] as const)("finds a config drive of the fake driver: %s", LONG, async (format) => {
    const directory = temporaryDirectory();
    const data = Buffer.from('{"hostname":"vdk"}').toString("base64");
    const drive: ConfigDrive = { format, label: "VDK", files: [{ path: "openstack/latest/meta_data.json", data }] };
    const text = await (await fakeGuest(directory, { otherDisks: "show" }, [], drive)).text();
    const [shown] = parseConsole(text).current?.disks ?? [];
    if (shown === undefined) throw new TypeError("The simulated guest has no config drive");
    // All of the drive that is not blank was shown, so that the real guest can be given the same.
    const sizeBytes = shown.sizeBytes || readGuestDisk(shown, 16 * 2048 + 80, 4).readUInt32LE() * 2048;
    const bytes = Buffer.concat([readGuestDisk(shown, 0, Math.min(sizeBytes, MIB))], sizeBytes);
    const path = file(directory, "drive", bytes);
    const bus = format === "vfat" ? ["-drive", `if=virtio,readonly=on,format=raw,file=${path}`] : cdrom(path);
    const real = realGuest(directory, { otherDisks: "show" }, bus);
    const seen = await real.until(/tick 1\r\n/u);
    expect(told(seen)).toEqual(told(text));
    const [found] = parseConsole(seen).current?.disks ?? [];
    if (found === undefined) throw new TypeError("The real guest has no config drive");
    const { label, files } = readFileSystem((offset, length) => readGuestDisk(found, offset, length)) ?? {};
    expect(label).toBe("VDK");
    expect([...(files ?? [])].map(([name, content]) => [name, content.toString()])).toEqual([
      ["openstack/latest/meta_data.json", '{"hostname":"vdk"}'],
    ]);
  });

  it("cannot write to a disk that is for reading only, and says nothing of it", LONG, async () => {
    const directory = temporaryDirectory();
    const path = file(directory, "drive", Buffer.alloc(MIB, "drive"));
    const guest = realGuest(directory, { otherDisks: "write" }, [
      "-drive",
      `if=virtio,readonly=on,format=raw,file=${path}`,
    ]);
    const text = await guest.until(/tick 1\r\n/u);
    expect(parseConsole(text).current?.disks).toMatchObject([{ number: 1, isWritten: false }]);
    expect(readFileSync(path).equals(Buffer.alloc(MIB, "drive"))).toBe(true);
  });

  it("tells of disks as a kernel too, from the part of it that is on its disk", LONG, async () => {
    const directory = temporaryDirectory();
    const kernel = file(directory, "kernel", probeKernel({ otherDisks: "tell" }));
    const options = ["-kernel", kernel, "-append", "word for word", ...onThreeBuses(disks(directory))];
    const text = await realGuest(directory, {}, options).until(/tick 1\r\n/u);
    expect(text).toMatch(/^command line word for word\r\nRAM disk 00000000\r\nboot 1\r\ndisk 1 6144 sectors/u);
    expect(parseConsole(text).current?.disks).toHaveLength(3);
  });

  it("tells of each interrupt once, ticks on, and obeys the power button", LONG, async () => {
    const guest = realGuest(temporaryDirectory(), { otherDisks: "tell" }, []);
    await guest.until(/tick 1\r\n/u);
    await guest.command("inject-nmi");
    const tick = parseConsole(await guest.until(/nmi\r\n/u)).current?.lastTick ?? 0;
    await guest.until(new RegExp(`tick ${tick + 3}\r\n`, "u"));
    await guest.command("inject-nmi");
    await guest.command("system_powerdown");
    const { current, strangeLines } = parseConsole(await guest.until(/off\r\n/u));
    expect(current).toMatchObject({
      number: 1,
      interrupts: 2,
      ticksInOrder: true,
      sawPowerButton: true,
      saidOff: true,
    });
    expect(strangeLines).toEqual([]);
  });
});

const cdrom = (path: string): string[] => ["-drive", `if=ide,media=cdrom,format=raw,file=${path}`];
