/** What can be configured about the fake driver. */

import type { Capabilities, ConfigurationOption } from "@virt-driver-kit/spec";

/** The names of the options, by the type of their values. */
export interface OptionKeys {
  readonly string: "guests.firmware" | "management.user";
  readonly integer: "guests.serialPorts" | "nodes.powerTimeoutSeconds";
  readonly boolean: "guests.crashDumps";
  readonly list: "nodes.stats";
  readonly secret: "management.password";
}

/** The name of an option. */
export type OptionKey = OptionKeys[keyof OptionKeys];

/** The statistics that a node can tell people. */
export const STATS = ["bootedAt", "guests", "store", "managementLogin"] as const;

/** Every option there is, in the order in which people should read them. */
const OPTIONS: readonly (ConfigurationOption & { readonly key: OptionKey })[] = [
  {
    key: "guests.firmware",
    type: "string",
    description: "What a guest boots with whose image and flavor do not say.",
    choices: ["bios", "uefi"],
    default: { type: "string", value: "bios" },
  },
  {
    key: "guests.serialPorts",
    type: "integer",
    description: "How many serial ports a guest has whose image and flavor do not say.",
    minimum: 1,
    maximum: 4,
    default: { type: "integer", value: 1 },
  },
  {
    key: "guests.crashDumps",
    type: "boolean",
    description:
      "Whether guests can be made to dump their memory. While it is off the driver does not declare supportsCrashDump.",
    default: { type: "boolean", value: true },
  },
  {
    key: "nodes.stats",
    type: "list",
    description: "Which statistics the resources of a node come with.",
    choices: [...STATS],
    default: { type: "list", value: [...STATS] },
  },
  {
    key: "nodes.powerTimeoutSeconds",
    type: "integer",
    description: "How long a node may take to go off or to come up before the driver gives it up, in seconds.",
    minimum: 10,
    maximum: 3600,
    default: { type: "integer", value: 300 },
    restartNeeded: true,
  },
  {
    key: "management.user",
    type: "string",
    description: "Who the driver logs in as at the simulated management interface, which lets everyone in.",
    default: { type: "string", value: "root" },
  },
  {
    key: "management.password",
    type: "secret",
    description: "What the driver logs in with there. Without one the login is anonymous.",
  },
];

/**
 * The options of a driver.
 *
 * @param capabilities - What it declares: an option is not there where there is nothing that it could change.
 */
export function optionsFor(capabilities: Capabilities): readonly ConfigurationOption[] {
  const isThere: Readonly<Partial<Record<OptionKey, boolean>>> = {
    "guests.firmware": capabilities.supportsUefiBoot === true,
    "guests.crashDumps": capabilities.supportsCrashDump === true,
    "nodes.powerTimeoutSeconds": capabilities.supportsHostPower === true,
  };
  return OPTIONS.filter(({ key }) => isThere[key] ?? true);
}
