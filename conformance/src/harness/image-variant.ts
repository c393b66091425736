// The variants of the probe guest that a check may ask for.

/** How the probe guest behaves. Everything left out is the plain guest: it ticks for ever and obeys the power button. */
export interface ImageVariant {
  /** The guest does not react to the power button. */
  readonly ignorePowerButton?: boolean;
  /** The guest powers itself off after this many ticks, about ten of which make a second. */
  readonly powerOffAfterTicks?: number;
  /**
   * What the guest does at each boot about the disks beside its own, before it ticks: it tells number, size and first bytes, or also shows
   * what is on the first MiB and the last sector of each, or also writes to both. Left out: nothing.
   */
  readonly otherDisks?: "tell" | "show" | "write";
}
