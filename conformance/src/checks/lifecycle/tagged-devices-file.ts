// Checks of the file that tells the guest where its tagged devices are.
import type { ConfigDrive, GuestDevices, TaggedDevice } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import { type SeenDrive, drivesSeen, expectDrive, FORMATS } from "../steps/seen-config-drive.ts";
import { givenSilent, untilDisksSeen, untilDisksSeenAgain } from "../steps/seen-disks.ts";

const REQUIREMENT = "spawn/tells-the-guest-where-tagged-devices-are";
const PATH = "openstack/latest/tagged_devices.json";
const HINT = `Write the file when the addresses are known: an object whose "devices" is what the call answers.`;

function driveOf(format: NonNullable<ConfigDrive["format"]>, label = "config-2"): ConfigDrive {
  const data = Buffer.from("{}").toString("base64");
  return { format, label, files: [{ path: "openstack/latest/meta_data.json", data }], taggedDevicesPath: PATH };
}

function tagged(t: CheckContext): GuestDevices {
  return {
    networkInterfaces: [
      t.networkInterface({ tag: "vdk-first" }),
      t.networkInterface(),
      t.networkInterface({ tag: "vdk-second" }),
    ],
  };
}

async function withDrive(t: CheckContext, configDrive: ConfigDrive, devices: GuestDevices): Promise<NewInstance> {
  const params = await t.newInstance({ image: { otherDisks: "show" }, devices });
  return { ...params, instance: { ...params.instance, configDrive } };
}

/** Checks that a drive tells of the devices that a call has answered. */
function expectToldOn(
  t: CheckContext,
  { fileSystem: { files } }: SeenDrive,
  answer: { readonly taggedDevices?: readonly TaggedDevice[] },
  when: string,
): void {
  const file = files.get(PATH);
  t.expectThat(file !== undefined, `The guest finds no file of its tagged devices ${when}`, {
    expected: PATH,
    got: [...files.keys()],
    hint: HINT,
  });
  const devices = devicesIn(file?.toString("utf8") ?? "");
  t.expectThat(devices !== undefined, `The file of the tagged devices is no JSON object with "devices" ${when}`, {
    got: file?.toString("utf8"),
    hint: HINT,
  });
  t.expectEqual(
    byTag(devices ?? []),
    byTag(answer.taggedDevices ?? []),
    `devices in the file that the guest finds ${when}`,
    HINT,
  );
}

function byTag(list: readonly Partial<TaggedDevice>[]): Partial<TaggedDevice>[] {
  return list.toSorted((left, right) => ((left.tag ?? "") < (right.tag ?? "") ? -1 : 1));
}

function devicesIn(text: string): Partial<TaggedDevice>[] | undefined {
  try {
    const found = (JSON.parse(text) as { readonly devices?: unknown } | null)?.devices;
    return Array.isArray(found) ? (found as Partial<TaggedDevice>[]) : undefined;
  } catch {
    return undefined;
  }
}

/** The checks of that file. */
export const taggedDevicesFileChecks: readonly Check[] = [
  ...FORMATS.map((format): Check => ({
    id: `${REQUIREMENT}[${format}]`,
    requirement: REQUIREMENT,
    title: `spawn() puts a file of the tagged devices on a config drive of format ${format}, as it answers them`,
    needs: { probeGuest: true, capabilities: ["supportsConfigDrive", "supportsNetworkInterfaces"] },
    run: async (t) => {
      const params = await withDrive(t, driveOf(format), tagged(t));
      const answer = await t.driver.spawn(params);
      const seen = await untilDisksSeen(t, params.instance.uuid, "after spawn");
      expectToldOn(t, expectDrive(t, seen, "after spawn"), answer, "after spawn");
    },
  })),
  {
    id: `${REQUIREMENT}[rebuild]`,
    requirement: REQUIREMENT,
    title: "rebuild() with other tags puts them into the file on the config drive, and not those of before",
    needs: { probeGuest: true, capabilities: ["supportsConfigDrive", "supportsNetworkInterfaces", "supportsRebuild"] },
    run: async (t) => {
      const params = await withDrive(t, driveOf("iso9660"), tagged(t));
      await t.given("spawn", () => t.driver.spawn(params));
      const silent = await givenSilent(t, params.instance.uuid);
      const devices = { networkInterfaces: [t.networkInterface({ tag: "vdk-third" })] };
      const answer = await t.driver.rebuild({ instance: params.instance, powerOn: true, devices });
      const seen = await untilDisksSeenAgain(t, silent, "after rebuild");
      expectToldOn(t, expectDrive(t, seen, "after rebuild"), answer, "after rebuild");
    },
  },
  {
    id: `${REQUIREMENT}[rescue]`,
    requirement: REQUIREMENT,
    title: "rescue() puts a file of the tagged devices on the config drive of the rescue system, as it answers them",
    needs: { probeGuest: true, capabilities: ["supportsConfigDrive", "supportsNetworkInterfaces", "supportsRescue"] },
    run: async (t) => {
      const devices = tagged(t);
      const instance = await t.givenInstance({ devices, powerState: "shutdown" });
      const { image } = (await t.newInstance({ image: { otherDisks: "show" } })).instance;
      const answer = await t.driver.rescue({
        ...instance.target,
        image,
        devices,
        configDrive: driveOf("iso9660", "rescue-2"),
      });
      const seen = await untilDisksSeen(t, instance, "after rescue");
      if (seen.disks.every(({ number }) => number < FIRST_CD))
        t.notApplicable("The firmware of the guest shows it no CD drive");
      const drive = drivesSeen(seen).find(({ fileSystem }) => fileSystem.label === "rescue-2");
      expectToldOn(t, t.expectDefined(drive, "config drive of the rescue system"), answer, "after rescue");
    },
  },
];

/** From this number on the disks of a guest are CDs. */
const FIRST_CD = 96;
