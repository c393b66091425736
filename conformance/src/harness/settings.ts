// What a site decides about the instances that the kit makes, and how patient the kit is.
import type { Flavor, VifBinding } from "@virt-driver-kit/spec";

/** What a site may want otherwise. */
export interface Settings {
  /** What the names of all instances begin with. */
  readonly prefix: string;
  /** The flavor to spawn with. */
  readonly flavor: Flavor;
  /** The uuid or name of the node to spawn on; the first one if left out. */
  readonly node?: string;
  /** The path of an image to boot instead of the probe guest's. */
  readonly image?: string;
  /** Where images are written for the driver to read. */
  readonly imageDirectory: string;
  /** The ACPI PM1 base port of the hypervisor's guests. */
  readonly pm1Base?: number;
  /** How network interfaces are bound; the kit picks a binding if left out. */
  readonly networkInterface?: VifBinding;
  /** How long a call may stay without an answer, in milliseconds, beside any time that its parameters grant the guest. */
  readonly answerWithinMs: number;
  /** What every wait in real time is multiplied with. */
  readonly timeScale: number;
}
