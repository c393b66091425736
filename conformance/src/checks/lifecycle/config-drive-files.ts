// Checks of what the guest finds on its config drive.
import type { ConfigDrive } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import { cutOff } from "../steps/guest.ts";
import { expectDrive, expectDriveContents, FORMATS } from "../steps/seen-config-drive.ts";
import { type SeenDisks, untilDisksSeen } from "../steps/seen-disks.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Names of any length and case, files of any size, and folders in folders. */
const FILES: ConfigDrive["files"] = [
  { path: "openstack/latest/meta_data.json", data: base64(`{"hostname":"vdk"}`) },
  { path: "openstack/latest/user_data", data: "" },
  {
    path: "openstack/2012-08-10/a-name.That-is-longer-than-any-of-the-names_of_old_were-allowed.to.be.json",
    data: base64("{}"),
  },
  {
    path: "Large",
    data: Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7) % 251)).toString("base64"),
  },
];

const DRIVES: readonly (readonly [string, ConfigDrive])[] = [
  ["defaults", { files: FILES }],
  ...FORMATS.map((format) => [format, { format, label: "VDK", files: FILES }] as const),
];

function withDrive(t: CheckContext, configDrive: ConfigDrive, otherDisks: "show" | "write"): Promise<NewInstance> {
  return t
    .newInstance({ image: { otherDisks } })
    .then((params) => ({ ...params, instance: { ...params.instance, configDrive } }));
}

/** An instance that was spawned with a config drive. */
interface Guest {
  readonly target: { readonly instanceUuid: string };
  readonly seen: SeenDisks;
}

async function spawned(t: CheckContext, params: NewInstance): Promise<Guest> {
  await t.driver.spawn(params);
  const { uuid } = params.instance;
  return { target: { instanceUuid: uuid }, seen: await untilDisksSeen(t, uuid, "after spawn with a config drive") };
}

const files: readonly Check[] = DRIVES.map(([variant, drive]): Check => ({
  id: `spawn/attaches-the-config-drive[files-${variant}]`,
  requirement: "spawn/attaches-the-config-drive",
  title: `spawn() gives the guest a config drive with just the files asked for: ${variant}`,
  needs: { probeGuest: true },
  run: async (t) => {
    const { seen } = await spawned(t, await withDrive(t, drive, "show"));
    expectDriveContents(t, expectDrive(t, seen, "after spawn"), drive, "after spawn");
  },
}));

/** The checks of what is on the config drive. */
export const configDriveFilesChecks: readonly Check[] = [
  ...files,
  {
    id: "spawn/attaches-the-config-drive[read-only]",
    requirement: "spawn/attaches-the-config-drive",
    title: "A guest that writes to its config drive is refused, and finds it as it was at its next boot",
    needs: { probeGuest: true },
    run: async (t) => {
      const drive: ConfigDrive = { format: "vfat", files: FILES };
      const { target, seen } = await spawned(t, await withDrive(t, drive, "write"));
      const { disk } = expectDrive(t, seen, "after spawn");
      const hint = "Give it to the guest as a disk that refuses what is written.";
      t.expectThat(!disk.isWritten, "The guest has written to its config drive", { expected: "an error", hint });
      await t.given("reboot", () => t.driver.reboot({ ...target, type: "hard" }));
      const when = "after the guest has tried to write to it, and a hard reboot";
      const later = await untilDisksSeen(t, target.instanceUuid, when, seen.boot.number);
      expectDriveContents(t, expectDrive(t, later, when), drive, when);
    },
  },
  {
    id: "spawn/keeps-the-config-drive[files]",
    requirement: "spawn/keeps-the-config-drive",
    title: "A guest finds the files of its config drive again after powerOff() and powerOn()",
    needs: { probeGuest: true },
    run: async (t) => {
      const drive: ConfigDrive = { files: FILES };
      const { target, seen } = await spawned(t, await withDrive(t, drive, "show"));
      await t.given("spawn", async () => expectDrive(t, seen, "after spawn"));
      await t.given("powerOff", () => t.driver.powerOff(cutOff({ target })));
      await t.given("powerOn", () => t.driver.powerOn(target));
      const when = "after powerOff and powerOn";
      const later = await untilDisksSeen(t, target.instanceUuid, when, seen.boot.number);
      const hint = "Keep the drive with the instance, and give it to the guest at each start.";
      t.expectThat(later.disks.length > 0, `The guest has no config drive ${when}`, { hint });
      expectDriveContents(t, expectDrive(t, later, when), drive, when);
    },
  },
];
