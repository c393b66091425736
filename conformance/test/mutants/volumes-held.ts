// Drivers whose host stays connected to volumes that nobody has any more.
import { DriverError } from "@virt-driver-kit/spec";
import type { ComputeDriver, VolumeAttachment } from "@virt-driver-kit/spec";

/** Volumes that a host is connected to for nobody, so that no instance can have them. */
export class HeldVolumes {
  readonly #held = new Set<string>();

  /** Stays connected to volumes for good. */
  hold(...volumes: readonly Pick<VolumeAttachment, "volumeId">[]): void {
    for (const { volumeId } of volumes) this.#held.add(volumeId);
  }

  /** The operation that meets it. */
  refusing(driver: Required<ComputeDriver>): Required<Pick<ComputeDriver, "attachVolume">> {
    return {
      attachVolume: async (params, call) => {
        if (this.#held.has(params.volume.volumeId)) throw volumeInUse(params.volume);
        return driver.attachVolume(params, call);
      },
    };
  }
}

/** The refusal of a volume that somebody has. */
export function volumeInUse({ volumeId }: Pick<VolumeAttachment, "volumeId">): DriverError {
  return new DriverError("VOLUME_IN_USE", `Cannot attach volume "${volumeId}": somebody has it`, {
    effect: "none",
    details: { volumeId },
  });
}

/** Runs a call, and has something done before a failure of it is answered. */
export async function beforeFailure<T>(call: Promise<T>, then: (error: unknown) => unknown): Promise<T> {
  try {
    return await call;
  } catch (error) {
    await then(error);
    throw error;
  }
}

/** The path of a volume's file. */
export function pathOf({ connection }: VolumeAttachment): string {
  return connection.protocol === "localFile" ? connection.path : "";
}
