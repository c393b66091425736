// The variants of the probe guest that a check may ask for.

/** How the probe guest behaves. Everything left out is the plain guest: it ticks for ever and obeys the power button. */
export interface ImageVariant {
  /** The guest does not react to the power button. */
  readonly ignorePowerButton?: boolean;
  /** The guest powers itself off after this many ticks, about ten of which make a second. */
  readonly powerOffAfterTicks?: number;
}
