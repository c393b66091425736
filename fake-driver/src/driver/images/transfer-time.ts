/** How long images take over the simulated network, and what may go wrong with them there. */

import type { Call } from "@virt-driver-kit/spec";
import type { ImageTransferTrouble } from "../../site/image-record.ts";
import type { Site } from "../../site/site.ts";
import type { DriverContext } from "../driver-context.ts";

/** What the network carries, in bytes per millisecond: 200 MiB a second. */
const BYTES_PER_MS = (200 * 2 ** 20) / 1000;
/** In how many parts an image is transferred; progress is told after each. */
const PARTS = 4;

/** A stretch of a transfer, and of the call that it belongs to. */
export interface TransferStretch {
  readonly sizeBytes: number;
  /** Where in the transfer it begins and ends, in per cent. */
  readonly fromPercent: number;
  readonly toPercent: number;
  /** Hears how much of the transfer is done, in per cent. */
  readonly onPart: (percent: number) => void;
}

/** Lets the time pass in which a stretch of an image is transferred. Rejects with the signal's reason once it aborts. */
export async function passTransferTime(
  { clock }: Pick<DriverContext, "clock">,
  { signal }: Pick<Call, "signal">,
  { sizeBytes, fromPercent, toPercent, onPart }: TransferStretch,
): Promise<void> {
  const step = 100 / PARTS;
  for (let done = fromPercent; done < toPercent;) {
    const next = Math.min(toPercent, (Math.floor(done / step) + 1) * step);
    await clock.sleep(Math.ceil((sizeBytes * (next - done)) / 100 / BYTES_PER_MS), signal);
    onPart(next);
    done = next;
  }
}

/** Takes the trouble that meets the next transfer; undefined if there is none. */
export function takeTransferTrouble(site: Site, direction: "download" | "upload"): ImageTransferTrouble | undefined {
  const faults = site.imageTransferFaults;
  const index = faults.findIndex((fault) => fault.direction === null || fault.direction === direction);
  const trouble = faults[index];
  if (trouble === undefined || trouble.timesLeft === null) return trouble;
  trouble.timesLeft -= 1;
  if (trouble.timesLeft <= 0) faults.splice(index, 1);
  return trouble;
}
