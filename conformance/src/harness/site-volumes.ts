// The volumes of a site, lent to one check at a time. The kit has no way into them: what is on them only their hosts can see.
import type { NodeInfo } from "@virt-driver-kit/spec";

import { NotApplicable } from "./not-applicable.ts";
import type { SiteVolume } from "./site-resources.ts";
import type { TestVolume, VolumeOptions } from "./test-volume.ts";

const RESOURCE = "resources.volumes";

/** A volume that is lent, and the way to give it back when nobody is connected to it any more. */
export interface LentVolume {
  readonly volume: TestVolume;
  giveBack(): void;
}

/** Lends volumes. */
export interface SiteVolumes {
  /**
   * Lends a volume.
   *
   * @throws NotApplicable if no volume is free that does for the check, or the check wants to see or say what is on it.
   */
  lend(node: NodeInfo, options: VolumeOptions): LentVolume;
}

/**
 * Makes the lender.
 *
 * @param volumes - What there is.
 * @param uuid - Makes identities for those that have none.
 */
export function siteVolumes(volumes: readonly SiteVolume[], uuid: () => string): SiteVolumes {
  const all = volumes.map((volume) => ({ ...volume, volumeId: volume.volumeId ?? uuid() }));
  const lent = new Set<SiteVolume>();
  return {
    lend: ({ accepts, name }, { contents, sizeBytes, isOverwritten = false }) => {
      if (contents !== undefined) throw inside();
      const fitting = all.filter(
        (volume) =>
          (accepts?.volumeProtocols?.includes(volume.connection.protocol) ?? true) &&
          (sizeBytes === undefined || volume.sizeBytes === sizeBytes) &&
          (volume.mayOverwrite || !isOverwritten),
      );
      const free = fitting.find((volume) => !lent.has(volume));
      if (free === undefined) throw none(fitting.length, name, sizeBytes, isOverwritten);
      lent.add(free);
      return { volume: testVolume(free), giveBack: () => void lent.delete(free) };
    },
  };
}

/** What a site's volume answers to whoever wants to see its file. */
function refuse(): never {
  throw inside();
}

function none(count: number, node: string, sizeBytes: number | undefined, isOverwritten: boolean): NotApplicable {
  const size = sizeBytes === undefined ? "" : ` of ${sizeBytes} bytes`;
  const what = `${isOverwritten ? "volumes that may be overwritten" : "volumes"}${size}`;
  return new NotApplicable(
    count === 0
      ? `The check needs ${what} that node "${node}" can reach, and the configuration has none`
      : `The check needs more than ${count} ${what} at a time, and the configuration has no more that node "${node}" can reach`,
    RESOURCE,
  );
}

function inside(): NotApplicable {
  return new NotApplicable(
    "The check looks into a volume as a file, and the configuration brings volumes of its own",
    RESOURCE,
  );
}

function testVolume({ volumeId, connection, sizeBytes }: SiteVolume & { readonly volumeId: string }): TestVolume {
  return {
    volumeId,
    get path(): string {
      return refuse();
    },
    attachment: (changes) => ({ volumeId, accessMode: "readWrite", connection, ...changes }),
    users: () => [],
    size: () => sizeBytes,
    read: refuse,
    write: refuse,
    grow: refuse,
    remove: refuse,
    restore: refuse,
  };
}
