// Drivers whose guests do not see on their disks, drives and volumes what they should.
import type { ConfigDrive, ConfigDriveFile, TaggedDevice, VolumeAttachment } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { faulty, misreading } from "./faulty.ts";
import { type DriverMutant, type Mutant, replacing, within } from "./mutant.ts";
import { rewritingConsole } from "./rewriting-console.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** A driver that makes another config drive in `spawn` than it was asked for. */
function driving(change: (drive: ConfigDrive) => ConfigDrive): DriverMutant["driver"] {
  return replacing((driver) => ({
    spawn: ({ instance, ...params }, call) => {
      const { configDrive } = instance;
      const changed = configDrive === undefined ? instance : { ...instance, configDrive: change(configDrive) };
      return driver.spawn({ ...params, instance: changed }, call);
    },
  }));
}

/** The same, file by file. */
function filing(change: (file: ConfigDriveFile) => ConfigDriveFile): DriverMutant["driver"] {
  return driving((drive) => ({ ...drive, files: drive.files.map(change) }));
}

const drives: readonly Mutant[] = [
  ...breaks(
    "spawn/attaches-the-config-drive",
    {
      word: "a file more",
      title: "spawn adds a file of its own to the config drive",
      message: "Unexpected files of the config drive",
      driver: driving((drive) => ({ ...drive, files: [...drive.files, { path: "driver.json", data: base64("{}") }] })),
    },
    {
      word: "rewritten",
      title: "spawn ends each file of the config drive with a line end",
      message: "Unexpected files of the config drive",
      driver: filing(({ path, data }) => ({ path, data: base64(`${Buffer.from(data, "base64").toString()}\n`) })),
    },
    {
      word: "cut off",
      title: "spawn writes one sector of each file to the config drive",
      message: "Unexpected files of the config drive",
      driver: filing(({ path, data }) => ({
        path,
        data: Buffer.from(data, "base64").subarray(0, 2048).toString("base64"),
      })),
    },
    {
      word: "small letters",
      title: "The names on the config drive are in small letters",
      message: "Unexpected files of the config drive",
      driver: filing(({ path, data }) => ({ path: path.toLowerCase(), data })),
    },
    {
      word: "short names",
      title: "The names on the config drive are no longer than 31 letters",
      message: "Unexpected files of the config drive",
      driver: filing(({ path, data }) => ({ path: path.replaceAll(/([^/]{31})[^/]*/gu, "$1"), data })),
    },
    {
      word: "one label",
      title: "spawn takes no notice of the label of the config drive",
      message: "Unexpected label of the config drive",
      driver: faulty(misreading("spawn", { pointer: "/instance/configDrive/label" })),
    },
    {
      word: "one format",
      title: "spawn takes no notice of the format of the config drive",
      message: "Unexpected file system of the config drive",
      only: ["spawn/attaches-the-config-drive[files-vfat]"],
      driver: faulty(misreading("spawn", { pointer: "/instance/configDrive/format" })),
    },
    {
      word: "writable",
      title: "A guest can write to its config drive",
      message: "The guest has written to its config drive",
      only: ["spawn/attaches-the-config-drive[read-only]"],
      driver: rewritingConsole((text) => text.replaceAll("disks 1\r\n", "wrote 1\r\ndisks 1\r\n")),
    },
  ),
  ...breaks(
    "spawn/keeps-the-config-drive",
    {
      word: "gone when it is started",
      title: "A guest that is started again has no config drive",
      message: "The guest has no config drive after powerOff and powerOn",
      only: ["spawn/keeps-the-config-drive[files]"],
      driver: rewritingConsole((text) => withoutDisks(text, 2)),
    },
    {
      word: "emptied",
      title: "A guest that is started again finds its config drive blank",
      message: "Unexpected number of file systems that the guest finds beside its own disk after powerOff and powerOn",
      only: ["spawn/keeps-the-config-drive[files]"],
      driver: rewritingConsole((text) => fromBoot(text, 2, (lines) => lines.replaceAll(/^data .*\r\n/gmu, ""))),
    },
  ),
];

/** Changes what a guest says from a boot on. */
function fromBoot(text: string, number: number, change: (lines: string) => string): string {
  const at = text.indexOf(`boot ${number}\r\n`);
  return at === -1 ? text : text.slice(0, at) + change(text.slice(at));
}

function withoutDisks(text: string, number: number): string {
  return fromBoot(text, number, (lines) =>
    lines.replaceAll(/^(?:disk|data) .*\r\n/gmu, "").replaceAll(/^disks \d+/gmu, "disks 0"),
  );
}

/** A driver that does not write the file of the tagged devices itself, but takes one that it is told. */
function telling(data: string): DriverMutant["driver"] {
  return driving(({ taggedDevicesPath, ...drive }) =>
    taggedDevicesPath === undefined
      ? drive
      : { ...drive, files: [...drive.files, { path: taggedDevicesPath, data: base64(data) }] },
  );
}

const elsewhere = (device: TaggedDevice, index: number): TaggedDevice => ({
  ...device,
  address: `0000:01:0${index}.0`,
});

const tagged: readonly Mutant[] = breaks(
  "spawn/tells-the-guest-where-tagged-devices-are",
  {
    word: "no file",
    title: "spawn writes no file of the tagged devices to the config drive",
    message: "The guest finds no file of its tagged devices after spawn",
    driver: faulty(misreading("spawn", { pointer: "/instance/configDrive/taggedDevicesPath" })),
  },
  {
    word: "elsewhere",
    title: "spawn writes the file of the tagged devices to where others have it",
    message: "The guest finds no file of its tagged devices after spawn",
    driver: faulty(misreading("spawn", { pointer: "/instance/configDrive/taggedDevicesPath", json: '"tagged.json"' })),
  },
  {
    word: "a list",
    title: "The file of the tagged devices is a list",
    message: 'The file of the tagged devices is no JSON object with "devices" after spawn',
    driver: telling("[]"),
  },
  {
    word: "no devices",
    title: "The file of the tagged devices has none of them",
    message: "Unexpected devices in the file that the guest finds after spawn",
    driver: telling('{"devices":[]}'),
  },
  {
    word: "other places",
    title: "spawn answers other addresses than the guest is told",
    message: "Unexpected devices in the file that the guest finds after spawn",
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        const answer = await driver.spawn(params, call);
        return { ...answer, taggedDevices: (answer.taggedDevices ?? []).map(elsewhere) };
      },
    })),
  },
  {
    word: "not in a rebuild",
    title: "rebuild leaves the file of the tagged devices as spawn has written it",
    message: "devices in the file that the guest finds after rebuild",
    driver: replacing((driver) => {
      const told = new Map<string, readonly TaggedDevice[]>();
      return {
        spawn: async (params, call) => {
          const answer = await driver.spawn(params, call);
          told.set(params.instance.uuid, answer.taggedDevices ?? []);
          return answer;
        },
        rebuild: ({ instance, ...params }, call) => {
          const { taggedDevicesPath: path, ...drive } = instance.configDrive ?? { files: [] };
          if (path === undefined) return driver.rebuild({ instance, ...params }, call);
          const data = base64(JSON.stringify({ devices: told.get(instance.uuid) ?? [] }));
          const configDrive = { ...drive, files: [...drive.files, { path, data }] };
          return driver.rebuild({ instance: { ...instance, configDrive }, ...params }, call);
        },
      };
    }),
  },
  {
    word: "not in a rescue",
    title: "rescue writes no file of the tagged devices",
    message: "The guest finds no file of its tagged devices after rescue",
    driver: faulty(misreading("rescue", { pointer: "/configDrive/taggedDevicesPath" })),
  },
);

/** A driver that gives running guests their volumes only until they are rebooted. */
const forgettingAtReboot: DriverMutant["driver"] = replacing((driver) => {
  const attached = new Map<string, VolumeAttachment>();
  return {
    attachVolume: async (params, call) => {
      attached.set(params.instanceUuid, params.volume);
      return driver.attachVolume(params, call);
    },
    reboot: async (params, call) => {
      const volume = attached.get(params.instanceUuid);
      const { instanceUuid } = params;
      if (volume !== undefined) await driver.detachVolume({ instanceUuid, volume, timeoutSeconds: 1 }, within(call));
      return driver.reboot(params, call);
    },
  };
});

const volumes: readonly Mutant[] = [
  ...breaks(
    "block-devices/guest-is-built-with-its-volumes",
    {
      word: "the guest misses one",
      title: "spawn gives the guest all volumes but one",
      message: "Unexpected disks that the guest sees after spawn with volumes",
      only: ["block-devices/guest-is-built-with-its-volumes[guest]"],
      driver: faulty(misreading("spawn", { pointer: "/devices/blockDevices/volumes/1" })),
    },
    {
      word: "not to its end",
      title: "The guest's devices are smaller than the volumes",
      message: "Unexpected disks that the guest sees after spawn with volumes",
      only: ["block-devices/guest-is-built-with-its-volumes[guest]"],
      driver: rewritingConsole((text) =>
        text.replaceAll(/^(disk \d+) (\d+)/gmu, (_, disk, sectors) => `${disk} ${sectors - 8}`),
      ),
    },
    {
      word: "something before it",
      title: "The guest's devices begin with something that is not the volume's",
      message: "Unexpected disks that the guest sees after spawn with volumes",
      only: ["block-devices/guest-is-built-with-its-volumes[guest]"],
      driver: rewritingConsole((text) => text.replaceAll(/ bytes [0-9a-f]{32}/gu, ` bytes ${"0".repeat(32)}`)),
    },
  ),
  ...breaks(
    "attachVolume/off-instance-has-it-at-the-next-boot",
    {
      word: "the guest never has it",
      title: "attachVolume to an instance that is off answers and does nothing",
      message: "Unexpected disks that the guest sees after attachVolume and powerOn",
      only: ["attachVolume/off-instance-has-it-at-the-next-boot[guest]"],
      driver: replacing(() => ({ attachVolume: async ({ volume: { volumeId } }) => ({ attached: { volumeId } }) })),
    },
    {
      word: "until a reboot",
      title: "A volume that was attached to a running guest is forgotten when it is rebooted",
      message: "Unexpected disks that the guest sees after attachVolume and a hard reboot",
      only: ["attachVolume/off-instance-has-it-at-the-next-boot[rebooted-guest]"],
      driver: forgettingAtReboot,
    },
  ),
  ...breaks("attachVolume/read-only-means-read-only", {
    word: "data volumes",
    title: "A guest can write to a data volume that it may only read",
    message: "The guest has written to a volume that it may only read",
    only: ["attachVolume/read-only-means-read-only[data]"],
    driver: faulty(misreading("spawn", { pointer: "/devices/blockDevices/volumes/*/accessMode", json: '"readWrite"' })),
  }),
  ...breaks(
    "detachVolume/stays-away",
    ...(["guest", "rebooted-guest"] as const).map((variant) => ({
      word: `the ${variant.replace("-", " ")} keeps it`,
      title: `detachVolume answers and takes nothing from the ${variant.replace("-", " ")}`,
      message: "Unexpected disks that the guest sees after detachVolume",
      only: [`detachVolume/stays-away[${variant}]`],
      driver: replacing(() => ({ detachVolume: async () => ({}) })),
    })),
  ),
  ...breaks("extendVolume/guest-sees-the-size", {
    word: "the guest does not",
    title: "The guest sees a volume that was extended in its old size, also after a reboot",
    message: "Unexpected disks that the guest sees after extendVolume and a hard reboot",
    only: ["extendVolume/guest-sees-the-size[guest]"],
    driver: rewritingConsole((text) => text.replaceAll(/^disk 1 6144 /gmu, "disk 1 2048 ")),
  }),
];

const rebuilt: readonly Mutant[] = [
  ...breaks("rebuild/ephemeral-disks-begin-blank", {
    word: "the guest finds its own",
    title: "rebuild preserves ephemeral disks unasked",
    message: "The guest finds something on its ephemeral disk after rebuild",
    only: ["rebuild/ephemeral-disks-begin-blank[guest]"],
    driver: replacing((driver) => ({
      rebuild: (params, call) => driver.rebuild({ ...params, preserveEphemeral: true }, call),
    })),
  }),
  ...breaks("rebuild/preserves-ephemeral-disks", {
    word: "makes them anew",
    title: "rebuild makes ephemeral disks anew that are to be preserved",
    message: "The guest does not find what it wrote to its ephemeral disk",
    only: ["rebuild/preserves-ephemeral-disks[guest]"],
    driver: faulty(misreading("rebuild", { pointer: "/preserveEphemeral" })),
  }),
];

const interrupts: readonly Mutant[] = breaks(
  "triggerCrashDump/reaches-the-guest",
  {
    word: "the guest hears nothing",
    title: "triggerCrashDump answers and interrupts nobody",
    message: "the guest tells of interrupt 1",
    only: ["triggerCrashDump/reaches-the-guest[guest]"],
    driver: replacing(() => ({ triggerCrashDump: async () => ({}) })),
  },
  {
    word: "twice",
    title: "triggerCrashDump interrupts the guest twice",
    message: "Unexpected number of interrupts that the guest tells of",
    only: ["triggerCrashDump/reaches-the-guest[guest]"],
    driver: replacing((driver) => ({
      triggerCrashDump: async (params, call) => {
        await driver.triggerCrashDump(params, within(call));
        return driver.triggerCrashDump(params, call);
      },
    })),
  },
);

/** The mutants of what guests tell of themselves and their disks. */
export const seenDisksMutants: readonly Mutant[] = [...drives, ...tagged, ...volumes, ...rebuilt, ...interrupts];
