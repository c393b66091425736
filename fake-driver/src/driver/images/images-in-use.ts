/** The cached images that calls in progress are working with. They end with the run of the driver, as the calls do. */

import type { Call } from "@virt-driver-kit/spec";
import type { CachedImage } from "../../site/image-record.ts";

/** Which call holds which images. */
export class ImagesInUse {
  readonly #byCall = new Map<Call, Set<CachedImage>>();

  /** Keeps an image in the cache until the call is released. */
  hold(call: Call, image: CachedImage): void {
    const held = this.#byCall.get(call) ?? new Set();
    this.#byCall.set(call, held.add(image));
  }

  /** Lets go of all that a call held. Called when it has been answered. */
  release(call: Call): void {
    this.#byCall.delete(call);
  }

  /** Tells whether a call in progress holds an image. */
  has(image: CachedImage): boolean {
    return [...this.#byCall.values()].some((held) => held.has(image));
  }
}
