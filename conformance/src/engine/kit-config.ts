// What a site or a driver's repository configures once: `vdk.config.ts`, or the options of `describeConformance`.
import type { Flavor, VifBinding } from "@virt-driver-kit/spec";

/** The configuration. Every member may be left out. */
export interface KitConfig {
  /** The driver, so that `vdk test` needs no option for it. One of the three forms of the command line. */
  readonly driver?: DriverConfig;
  /** The driver of a second host of the same site, for checks in which instances move. It is started or reached like the driver. */
  readonly peer?: DriverConfig;
  /** @defaultValue "base" */
  readonly profile?: string;
  /** The uuid or name of the node to build instances on. @defaultValue the first that the driver lists */
  readonly node?: string;
  /** The flavor of the kit's instances, or some of its fields. @defaultValue 1 vcpu, 64 MiB, 1 GiB of disk */
  readonly flavor?: Partial<Flavor>;
  /** The path of an image to boot instead of the probe guest's own, for hypervisors that cannot boot that. */
  readonly image?: string;
  /** Where probe images are written. The driver must be able to read files there. @defaultValue a directory of the run's own */
  readonly imageDirectory?: string;
  /** The ACPI PM1 base port of the hypervisor's guests. @defaultValue 0x600 */
  readonly pm1Base?: number;
  /** How the network interfaces of the kit's instances are bound on a node. @defaultValue the first kind that the node takes and the kit can make up */
  readonly networkInterface?: VifBinding;
  /** What the names of the kit's instances begin with; the run's id follows. @defaultValue "vdk-" */
  readonly prefix?: string;
  /** How patient the kit is. */
  readonly timeouts?: TimeoutConfig;
  /** The path of a list of known failures. */
  readonly knownFailing?: string;
  /** Where to write results.json and junit.xml. */
  readonly report?: string;
}

/** The three ways to name a driver. */
export type DriverConfig = DriverCommand | DriverAddress | DriverModule;

/** A driver as a command. */
export interface DriverCommand {
  /** A command that speaks on its standard input and output; it is started without a shell. */
  readonly exec: string;
}

/** A driver as an address. */
export interface DriverAddress {
  /** `unix:<path>` or `tcp:<host>:<port>`, where a driver listens. */
  readonly connect: string;
}

/** A driver as a module. */
export interface DriverModule {
  /** The path or package of a module that exports the result of `defineDriver` as `driver`. */
  readonly module: string;
}

/** How patient the kit is. Waits in virtual time are not affected. */
export interface TimeoutConfig {
  /** What every wait in real time is multiplied with. @defaultValue 1 */
  readonly scale?: number;
  /** How long a call may stay without an answer, in milliseconds, beside the time that its parameters grant the guest. @defaultValue 30000 */
  readonly answerMs?: number;
}

/**
 * Gives a configuration its type.
 *
 * @example
 * ```ts
 * // vdk.config.ts
 * import { defineConfig } from "@virt-driver-kit/conformance";
 *
 * export default defineConfig({ driver: { exec: "python3 driver.py" }, flavor: { memoryMib: 128 } });
 * ```
 */
export function defineConfig(config: KitConfig): KitConfig {
  return config;
}
