// An image that no other instance boots, so that no driver can know it from an earlier spawn, and that can be damaged at will.
import type { SpawnParams } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { digestOf } from "../../harness/probe-image.ts";
import { writeSparse } from "../../harness/write-sparse.ts";
import { rawBytes } from "./usual-image.ts";

/** Raw images come in whole sectors. */
const SECTOR_BYTES = 512;

/** A spawn of an image of its own. */
export interface OwnImage {
  /** What to call `spawn` with. Describes the image as it is when whole. */
  readonly params: SpawnParams;
  /** Changes a byte of the image file, so that its digest is another one and its size the same. */
  damage(): void;
  /** Makes the image file what it was. */
  mend(): void;
}

/**
 * Makes the parameters of a `spawn` with an image of its own: a copy of the usual one, with a sector of its own at the end.
 * The file is removed when the check ends.
 */
export async function ownImage(t: CheckContext): Promise<OwnImage> {
  const params = await t.newInstance();
  const { image } = params.instance;
  const sector = Buffer.alloc(SECTOR_BYTES);
  sector.write(t.uuid());
  const whole = Buffer.concat([rawBytes(t, image), sector]);
  const path = t.newFile(`image-${params.instance.uuid}.img`);
  writeSparse(path, whole);
  const own = {
    ...image,
    id: t.uuid(),
    ...digestOf(whole),
    source: { ...image.source, path },
  };
  return {
    params: { ...params, instance: { ...params.instance, image: own } },
    damage: () => {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8(0xff, damaged.length - 1);
      writeSparse(path, damaged);
    },
    mend: () => writeSparse(path, whole),
  };
}
