// What a site decides about a run: what the kit may use, what it may break, and how patient it is.
import type { Flavor } from "@virt-driver-kit/spec";

import type { Hooks } from "./hooks.ts";
import type { SiteImage, SiteNetwork, SiteVolume } from "./site-resources.ts";

/** What a site may want otherwise. */
export interface Settings {
  /** How many times the checks of a soak go round; left out in a run that is none. */
  readonly soakCycles?: number;
  /** What the names of all instances begin with. */
  readonly prefix: string;
  /** The flavor to spawn with. */
  readonly flavor: Flavor;
  /** The flavor to resize to; {@link largerThan} the other if left out. */
  readonly largerFlavor?: Flavor;
  /** How many instances there may be at a time; any number if left out. */
  readonly instancesAtOnce?: number;
  /** The uuids or names of the nodes that may be used, the preferred one first; all if left out. */
  readonly nodes?: readonly string[];
  /** Images to boot instead of the probe guest's own. */
  readonly images?: readonly SiteImage[];
  /** Networks to take in turn; the kit makes some up if left out. */
  readonly networks?: readonly SiteNetwork[];
  /** Volumes to lend; the kit makes files if left out. */
  readonly volumes?: readonly SiteVolume[];
  /** What the site does by hand. */
  readonly hooks?: Hooks;
  /** Where images and volumes are written for the driver to read. */
  readonly imageDirectory: string;
  /** The ACPI PM1 base port of the hypervisor's guests. */
  readonly pm1Base?: number;
  /** How long a call may stay without an answer, in milliseconds, beside any time that its parameters grant the guest. */
  readonly answerWithinMs: number;
  /** The same of single operations, which comes first. */
  readonly operationsWithinMs?: Readonly<Record<string, number>>;
  /** How long a hook may take, in milliseconds; a minute if left out. */
  readonly hookWithinMs?: number;
  /** What every wait in real time is multiplied with. */
  readonly timeScale: number;
}

/** How long a call of an operation may stay without an answer, in real milliseconds. */
export function answerLimitMs(
  {
    answerWithinMs,
    operationsWithinMs,
    timeScale,
  }: Pick<Settings, "answerWithinMs" | "operationsWithinMs" | "timeScale">,
  operation: string,
): number {
  return (operationsWithinMs?.[operation] ?? answerWithinMs) * timeScale;
}

/** A flavor with more of everything than another. */
export function largerThan({ vcpus, memoryMib, rootGib, ...others }: Flavor): Flavor {
  return { ...others, name: "vdk-larger", vcpus: vcpus * 2, memoryMib: memoryMib * 4, rootGib: rootGib + 2 };
}
