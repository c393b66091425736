// What a run may use of the site, as plain data with every default filled in and every path made absolute.
import type { DiskFormat, Network, VifBinding, VolumeConnection } from "@virt-driver-kit/spec";

/** An image of the site's. */
export interface SiteImage {
  /** Where it is; a file of the kit's own where it has to be fetched first. */
  readonly path: string;
  /** Where to fetch it from. */
  readonly url?: string;
  /** What it must hash to. */
  readonly sha256?: string;
  readonly format: DiskFormat;
  /** Whether it holds the kit's probe guest. */
  readonly holdsProbe: boolean;
  /** What its guest does by itself. */
  readonly guest: GuestKind;
}

/** What a guest does by itself. */
export const GUEST_KINDS = ["runs", "powersItselfOff", "ignoresPowerButton"] as const;

/** One of {@link GUEST_KINDS}. */
export type GuestKind = (typeof GUEST_KINDS)[number];

/** A network of the site's. */
export interface SiteNetwork {
  readonly binding: VifBinding;
  readonly network?: Network;
  readonly mtu?: number;
}

/** A volume of the site's. */
export interface SiteVolume {
  readonly volumeId?: string;
  readonly connection: VolumeConnection;
  readonly sizeBytes: number;
  /** Whether what is on it may be lost. */
  readonly mayOverwrite: boolean;
}
