// Checks of the config drive: the guest has it from its first boot on, by the count of its disks.
import type { ConfigDrive, SpawnParams } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { diskCount } from "../steps/guest-disks.ts";
import { STARTS } from "../steps/starts.ts";
import { cutOff } from "../steps/guest.ts";
import { asRoot, probeVolume, rootVolumeParams } from "../steps/root-volumes.ts";

const NEEDS: Needs = { capabilities: ["supportsDiagnostics"] };

const DRIVE: ConfigDrive = {
  files: [
    { path: "openstack/latest/meta_data.json", data: Buffer.from(`{"hostname":"vdk"}`).toString("base64") },
    { path: "openstack/latest/user_data", data: "" },
  ],
};

/** The same guest with a config drive, under a uuid of its own. */
async function withDrive(t: CheckContext, params: SpawnParams): Promise<SpawnParams> {
  const { uuid, name } = (await t.newInstance()).instance;
  return { ...params, instance: { ...params.instance, uuid, name, configDrive: DRIVE } };
}

/** How many block devices a guest has that is built and started. */
async function disksAfter(t: CheckContext, params: SpawnParams): Promise<number> {
  await t.driver.spawn(params);
  return diskCount(t, { target: { instanceUuid: params.instance.uuid } });
}

function expectDrive(t: CheckContext, found: number, without: number, when: string): void {
  t.expectEqual(
    found - without,
    1,
    `number of disks that the guest has ${when}, beside those of a guest without config drive`,
  );
}

interface Pair {
  readonly target: { readonly instanceUuid: string };
  readonly params: SpawnParams;
  /** How many block devices it would have without its config drive. */
  readonly without: number;
}

/** A running instance with a config drive. */
async function givenDrive(t: CheckContext): Promise<Pair> {
  const plain = await t.newInstance();
  const without = await t.given("spawn", () => disksAfter(t, plain));
  const params = await withDrive(t, plain);
  await t.given("spawn", async () => expectDrive(t, await disksAfter(t, params), without, "after spawn"));
  return { target: { instanceUuid: params.instance.uuid }, params, without };
}

const HINT = "Keep the drive with the instance, and give it to the guest at each start.";

const keeping: readonly Check[] = STARTS.map(({ operation, from, call }): Check => ({
  id: `spawn/keeps-the-config-drive[${operation}]`,
  requirement: "spawn/keeps-the-config-drive",
  title: `${operation}() gives a guest the config drive that it had at spawn(), however often`,
  needs: NEEDS,
  run: async (t) => {
    const { target, without } = await givenDrive(t);
    for (const time of ["once", "twice"]) {
      if (from === "shutdown") await t.given("powerOff", () => t.driver.powerOff(cutOff({ target })));
      await call(t, { target });
      expectDrive(t, await diskCount(t, { target }), without, `after ${operation}, ${time}`);
    }
  },
}));

/** The checks of the config drive. */
export const configDriveChecks: readonly Check[] = [
  {
    id: "spawn/attaches-the-config-drive",
    requirement: "spawn/attaches-the-config-drive",
    title:
      "spawn() with a config drive gives the guest one disk more than it has without, for each file system and label",
    needs: NEEDS,
    run: async (t) => {
      const plain = await t.newInstance();
      const without = await t.given("spawn", () => disksAfter(t, plain));
      for (const options of [{}, { format: "iso9660", label: "config-2" }, { format: "vfat", label: "VDK" }] as const) {
        const params = await withDrive(t, plain);
        const instance = { ...params.instance, configDrive: { ...DRIVE, ...options } };
        const when = `with a config drive of format "${"format" in options ? options.format : "iso9660"}"`;
        expectDrive(t, await disksAfter(t, { ...params, instance }), without, when);
      }
    },
  },
  {
    id: "spawn/attaches-the-config-drive[root-volume]",
    requirement: "spawn/attaches-the-config-drive",
    title: "spawn() with a config drive gives a guest that boots from a volume one disk more than it has without",
    needs: { capabilities: ["supportsDiagnostics", "supportsVolumes", "supportsBootFromVolume"] },
    run: async (t) => {
      const onVolume = async (): Promise<SpawnParams> => rootVolumeParams(t, [asRoot(await probeVolume(t))]);
      const plain = await onVolume();
      const without = await t.given("spawn", () => disksAfter(t, plain));
      const params = await withDrive(t, await onVolume());
      expectDrive(t, await disksAfter(t, params), without, "with a config drive and a root volume");
    },
  },
  ...keeping,
  {
    id: "spawn/keeps-the-config-drive[rebuild]",
    requirement: "spawn/keeps-the-config-drive",
    title: "rebuild() gives a guest the config drive of the request, and takes it if the request has none",
    needs: { capabilities: ["supportsDiagnostics", "supportsRebuild"] },
    run: async (t) => {
      const { target, params, without } = await givenDrive(t);
      const { configDrive: _, ...plain } = params.instance;
      await t.driver.rebuild({ instance: params.instance, powerOn: true });
      expectDrive(t, await diskCount(t, { target }), without, "after rebuild with a config drive");
      await t.driver.rebuild({ instance: plain, powerOn: true });
      t.expectEqual(
        await diskCount(t, { target }),
        without,
        "number of disks after rebuild without config drive",
        HINT,
      );
      await t.driver.rebuild({ instance: params.instance, powerOn: true });
      expectDrive(t, await diskCount(t, { target }), without, "after rebuild with a config drive again");
      await t.given("reboot", () => t.driver.reboot({ ...target, type: "hard" }));
      expectDrive(t, await diskCount(t, { target }), without, "after rebuild with a config drive and a hard reboot");
    },
  },
];
