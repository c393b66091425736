// What the driver can be told. The command line in cli/arguments.ts offers the same.

/** How a driver for QEMU is set up. */
export interface QemuDriverOptions {
  /** Where instances are kept. Made if missing. One driver at a time works in it. */
  readonly stateDirectory: string;
  /** The QEMU program: a path, or a name to be found through PATH. @defaultValue `qemu-system-x86_64` */
  readonly qemu?: string;
  /** QEMU's accelerator. @defaultValue `tcg`, which works everywhere */
  readonly accel?: string;
  /** QEMU's machine type. @defaultValue `pc` */
  readonly machine?: string;
  /** The node's name, if the state directory is new. @defaultValue the host's name */
  readonly nodeName?: string;
  /** Virtual CPUs that the node offers in all. @defaultValue 16 */
  readonly vcpus?: number;
  /** Memory that the node offers in all, in MiB. @defaultValue 8192 */
  readonly memoryMib?: number;
  /** Disk that the node offers in all, in GiB. @defaultValue 100 */
  readonly diskGib?: number;
}

/** Options with nothing left open but the node's name. */
export type CompleteOptions = Required<Omit<QemuDriverOptions, "nodeName">> & Pick<QemuDriverOptions, "nodeName">;

/** Fills in the defaults. */
export function completeOptions(options: QemuDriverOptions): CompleteOptions {
  return {
    qemu: "qemu-system-x86_64",
    accel: "tcg",
    machine: "pc",
    vcpus: 16,
    memoryMib: 8192,
    diskGib: 100,
    ...options,
  };
}
