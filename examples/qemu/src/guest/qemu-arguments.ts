// The command line of a QEMU process.
import { type InstanceFiles, MONITOR_NAME } from "../store/instance-files.ts";
import type { InstanceRecord } from "../store/instance-record.ts";

/** What kind of machine guests get. */
export interface MachineOptions {
  /** QEMU's accelerator, as `-accel` takes it. */
  readonly accel: string;
  /** QEMU's machine type, as `-machine` takes it. It needs an ACPI power button and an IDE disk. */
  readonly machine: string;
}

/**
 * Writes the command line for an instance. Paths are relative to its directory, in which QEMU has to be started, except that of the
 * PID file: by it the process is recognised.
 *
 * The guest does not run until it is told to. It has its disks and one serial port, whose output goes to the end of the console file, and
 * nothing else.
 */
export function qemuArguments(record: InstanceRecord, files: InstanceFiles, options: MachineOptions): string[] {
  const { uuid, flavor, localDisks = [] } = record;
  return [
    ["-name", `guest=${processName(record.name)}`, "-uuid", uuid, "-pidfile", files.pid],
    ["-no-user-config", "-nodefaults", "-display", "none", "-S"],
    ["-machine", options.machine, "-accel", options.accel],
    ["-m", `${flavor.memoryMib}M`, "-smp", String(flavor.vcpus)],
    ["-drive", "file=disk.raw,format=raw,if=ide"],
    ...localDisks.map(({ file }) => ["-drive", `file=${file},format=raw,if=virtio`]),
    ["-chardev", "file,id=console,path=console.log,append=on", "-serial", "chardev:console"],
    ["-qmp", `unix:${MONITOR_NAME},server=on,wait=off`],
  ].flat();
}

/** Makes a name fit for a command line: no control characters, and commas doubled, as QEMU reads them. */
function processName(name: string): string {
  return name.replaceAll(/\p{Cc}/gu, "?").replaceAll(",", ",,");
}

/**
 * Tells whether a process is the QEMU process of an instance.
 *
 * @param commandLine - The command line of any process.
 * @param pidFile - The instance's PID file, which no other process is started with.
 */
export function isStartedWith(commandLine: string, pidFile: string): boolean {
  return commandLine.includes(` -pidfile ${pidFile} `);
}
