// What a site or a driver's repository configures once: `vdk.config.ts`, or the options of `describeConformance`.
import type { HooksConfig } from "./hooks-config.ts";
import type { ResourcesConfig } from "./resources-config.ts";

/** The configuration. Every member may be left out. */
export interface KitConfig {
  /** The driver, so that `vdk test` needs no option for it. One of the three forms of the command line. */
  readonly driver?: DriverConfig;
  /** @defaultValue "base" */
  readonly profile?: string;
  /** What the names of the kit's instances begin with; the run's id follows. @defaultValue "vdk-" */
  readonly prefix?: string;
  /**
   * How many instances the kit may have at a time, on all hosts together. A check that needs more is not applicable.
   * @defaultValue as many as a check needs
   */
  readonly instancesAtOnce?: number;
  /** Whether the run is a soak: checks of what must not leak go round many times too, for minutes or hours. @defaultValue false */
  readonly soak?: boolean;
  /** How many times they go round. A hypervisor that takes its time may have fewer. @defaultValue 1000 */
  readonly soakCycles?: number;
  /** What the kit may use of the site. */
  readonly resources?: ResourcesConfig;
  /** Commands that make by hand what the kit cannot make: faults of the hypervisor, and the end of a driver that it did not start. */
  readonly hooks?: HooksConfig;
  /** How patient the kit is. */
  readonly timeouts?: TimeoutConfig;
  /** Where the kit writes its images and volumes. The driver must be able to read and write files there. @defaultValue a directory of the run's own */
  readonly imageDirectory?: string;
  /** The ACPI PM1 base port of the hypervisor's guests. @defaultValue 0x600 */
  readonly pm1Base?: number;
  /** The path of a list of known failures. */
  readonly knownFailing?: string;
  /** Where to write results.json, junit.xml and coverage.txt. */
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
  /** What every wait in real time is multiplied with, the limits below included. @defaultValue 1 */
  readonly scale?: number;
  /**
   * How long a driver may be silent about a call, in milliseconds, beside the time that its parameters grant the guest.
   * @defaultValue 30000 for reads, 60000 for changes, 120000 where disks or memory are built, copied or moved
   */
  readonly answerMs?: number;
  /** The same of single operations, by their names, such as `{ spawn: 600_000 }`. It comes before `answerMs`. */
  readonly operationsMs?: Readonly<Record<string, number>>;
  /** How long a hook may take, in milliseconds. @defaultValue 60000 */
  readonly hookMs?: number;
}

/**
 * Gives a configuration its type.
 *
 * @example
 * ```ts
 * // vdk.config.ts
 * import { defineConfig } from "@virt-driver-kit/conformance";
 *
 * export default defineConfig({ driver: { exec: "python3 driver.py" }, instancesAtOnce: 2 });
 * ```
 */
export function defineConfig(config: KitConfig): KitConfig {
  return config;
}
