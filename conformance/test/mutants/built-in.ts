// Drivers that lose what a guest is built with, its config drive and its injected files, or leave it behind when it is not built.
import type { ConfigDrive } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { faulty, misreading, planned } from "./faulty.ts";
import { hiding, type Mutant, replacing, within } from "./mutant.ts";

/** The mutants of config drives and injected files. */
export const builtInMutants: readonly Mutant[] = [
  ...breaks(
    "spawn/attaches-the-config-drive",
    {
      word: "none",
      title: "spawn takes no notice of the config drive",
      message: "number of disks that the guest has with a config drive",
      driver: faulty(misreading("spawn", { pointer: "/instance/configDrive" })),
    },
    {
      word: "iso9660 only",
      title: "spawn makes no config drive but of format iso9660",
      message: 'number of disks that the guest has with a config drive of format "vfat"',
      driver: replacing((driver) => ({
        spawn: ({ instance, ...params }, call) => {
          const { configDrive, ...rest } = instance;
          const isMade = configDrive !== undefined && configDrive.format !== "vfat";
          return driver.spawn({ ...params, instance: isMade ? { ...rest, configDrive } : rest }, call);
        },
      })),
    },
    {
      word: "not with a root volume",
      title: "A guest that boots from a volume has no config drive",
      message: "number of disks that the guest has with a config drive and a root volume",
      driver: planned("config-drive-is-missing-with-a-root-volume"),
    },
  ),
  ...breaks(
    "spawn/keeps-the-config-drive",
    {
      word: "not in a rebuild",
      title: "rebuild takes no notice of the config drive",
      message: "number of disks that the guest has after rebuild with a config drive",
      driver: planned("rebuild-loses-the-config-drive"),
    },
    {
      word: "after a rebuild without",
      title: "A guest keeps its config drive when it is rebuilt without",
      message: "number of disks after rebuild without config drive",
      driver: replacing((driver) => {
        const drives = new Map<string, ConfigDrive>();
        return {
          rebuild: ({ instance, ...params }, call) => {
            const configDrive = instance.configDrive ?? drives.get(instance.uuid);
            if (configDrive === undefined) return driver.rebuild({ ...params, instance }, call);
            drives.set(instance.uuid, configDrive);
            return driver.rebuild({ ...params, instance: { ...instance, configDrive } }, call);
          },
        };
      }),
    },
    ...(["powerOn", "reboot"] as const).map((operation) => ({
      word: `not after ${operation}`,
      title: `A guest has no config drive any more after ${operation}`,
      message: `number of disks that the guest has after ${operation}`,
      driver: replacing((driver) => {
        const started = new Set<string>();
        return {
          [operation]: async (params: { instanceUuid: string; type: "hard" }, call: never) => {
            started.add(params.instanceUuid);
            return driver[operation](params, call);
          },
          getInstanceDiagnostics: async (params, call) => {
            const { diagnostics } = await driver.getInstanceDiagnostics(params, call);
            if (!started.has(params.instanceUuid)) return { diagnostics };
            const disks = diagnostics.disks.filter(({ deviceName }) => deviceName !== "/dev/sr0");
            return { diagnostics: { ...diagnostics, disks } };
          },
        };
      }),
    })),
  ),
  ...breaks(
    "spawn/leaves-nothing-when-it-fails",
    {
      word: "interfaces",
      title: "spawn that fails leaves its interfaces plugged",
      message: "The port is still plugged after spawn failed",
      driver: planned("failed-spawn-leaves-interfaces-plugged"),
    },
    {
      word: "node",
      title: "spawn that fails leaves its claim on the node",
      message: "use of the node after spawn failed",
      driver: planned("failed-spawn-leaks-its-node"),
    },
  ),
  ...breaks(
    "spawn/injects-files-or-fails",
    {
      word: "ignores them",
      title: "spawn takes no notice of injected files",
      message: "spawn succeeded although it cannot have written all the files",
      driver: faulty(misreading("spawn", { pointer: "/injectedFiles" })),
    },
    {
      word: "goes on without",
      title: "spawn goes on without files where one cannot be written",
      message: "spawn succeeded although it cannot have written all the files",
      driver: replacing((driver) => ({
        spawn: (params, call) =>
          hiding(driver.spawn(params, call), "BACKEND_FAILED", () => {
            const { injectedFiles: _, ...rest } = params;
            return driver.spawn(rest, within(call));
          }),
      })),
    },
    {
      word: "leaves the guest",
      title: "spawn that cannot write a file fails, and leaves the guest without it",
      message: "after spawn failed to write a file",
      driver: replacing((driver) => ({
        spawn: async (params, call) => {
          try {
            return await driver.spawn(params, call);
          } catch (error) {
            const { injectedFiles, ...rest } = params;
            if (injectedFiles !== undefined) await driver.spawn(rest, within(call));
            throw error;
          }
        },
      })),
    },
  ),
];
