/** Writes images of the probe guest, by the parameter block that a simulated hypervisor reads. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the guest is to do. */
export interface ProbeBehaviour {
  /** It ticks ten times a second and powers itself off after so many; 0 means never. */
  readonly powerOffAfterTicks?: number;
}

const MAGIC_AT = 16;
const POWER_OFF_AFTER_TICKS_AT = 28;

/** Writes an image; returns its path. */
export function probeImage(directory: string, { powerOffAfterTicks = 0 }: ProbeBehaviour = {}): string {
  const bytes = Buffer.alloc(1 << 20);
  bytes.write("VDKPROBE", MAGIC_AT, "latin1");
  bytes.writeUInt16LE(powerOffAfterTicks, POWER_OFF_AFTER_TICKS_AT);
  const path = join(directory, `probe-${powerOffAfterTicks}.img`);
  writeFileSync(path, bytes);
  return path;
}
