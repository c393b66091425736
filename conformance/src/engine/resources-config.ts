// What the kit may use of a site, as it is configured. Whatever is left out the kit makes itself, or does without.
import type { Flavor, Network, VifBinding, VolumeConnection } from "@virt-driver-kit/spec";

import type { DriverConfig } from "./kit-config.ts";

/** What the kit may use of a site. */
export interface ResourcesConfig {
  /**
   * The nodes that the kit may use, by uuid or name, the one to prefer first. It changes nothing on any other.
   * @defaultValue all that the driver lists
   */
  readonly nodes?: readonly string[];
  /** The driver of a second host of the same site, for checks in which instances move. It is started or reached like the driver. */
  readonly hosts?: readonly DriverConfig[];
  /** Images to boot instead of the probe guest's own, for hypervisors that cannot boot that. */
  readonly images?: readonly ImageConfig[];
  /** The sizes of the kit's instances. */
  readonly flavors?: FlavorsConfig;
  /**
   * Networks for the interfaces of the kit's instances; a check that needs several takes them in turn.
   * @defaultValue made-up ones, bound in the first way that the node takes and the kit can make up
   */
  readonly networks?: readonly NetworkConfig[];
  /**
   * Volumes to attach instead of files of the kit's own. Each has one user at a time.
   * @defaultValue files in the image directory
   */
  readonly volumes?: readonly VolumeConfig[];
}

/** An image of the site's. */
export interface ImageConfig {
  /** Where it is: a path, which the driver must be able to read too. Either this or `url`. */
  readonly path?: string;
  /** Where it is: an `http` or `https` address. It is fetched once for each run, into the image directory. */
  readonly url?: string;
  /** Its SHA-256, which the kit checks: 64 lower-case hexadecimal digits. Needed with `url`. */
  readonly sha256?: string;
  /** The layout of the file. @defaultValue "raw" */
  readonly format?: "raw" | "qcow2" | "vmdk" | "vhd" | "vhdx" | "vdi" | "iso" | "ploop" | "ova";
  /** Whether it holds the kit's probe guest. Without it the checks that read the guest's own words are not applicable. @defaultValue false */
  readonly holdsProbe?: boolean;
  /** What its guest does. One image `runs`; checks that need another behaviour are not applicable where no image has it. @defaultValue "runs" */
  readonly guest?: "runs" | "powersItselfOff" | "ignoresPowerButton";
}

/** The sizes of the kit's instances. */
export interface FlavorsConfig {
  /** The flavor of all instances, or some of its fields. @defaultValue 1 vcpu, 64 MiB, 1 GiB of disk */
  readonly small?: Partial<Flavor>;
  /** What instances are resized to, or some of its fields. @defaultValue twice the vcpus, four times the memory and 2 GiB more disk than `small` */
  readonly larger?: Partial<Flavor>;
}

/** A network of the site's. */
export interface NetworkConfig {
  /** How interfaces are bound on a node. */
  readonly binding: VifBinding;
  /** The network as the spec describes it. @defaultValue one with a made-up identity, subnet and address for each interface */
  readonly network?: Network;
  /** In bytes. */
  readonly mtu?: number;
}

/** A volume of the site's. */
export interface VolumeConfig {
  /** Its identity in the volume service, a uuid. @defaultValue a new one for each run */
  readonly volumeId?: string;
  /** How a host reaches it, as in `VolumeConnection` of the spec. */
  readonly connection: VolumeConnection;
  /** Its size, in bytes. */
  readonly sizeBytes: number;
  /** Whether what is on it may be lost. Without it the volume is given to no check that writes to one. @defaultValue false */
  readonly mayOverwrite?: boolean;
}
