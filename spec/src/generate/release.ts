// A released version of the spec: all of it in one file that never changes again.
import type { SpecModel } from "../model/spec-model.ts";

/** What `format` of a release says. */
export const RELEASE_FORMAT = "virt-driver-kit/spec-release/1";

/**
 * Writes the bundle of a release.
 *
 * @param model - The spec.
 * @returns JSON. The same model always gives the same bytes.
 */
export function releaseBundle(model: SpecModel): string {
  return `${JSON.stringify({ format: RELEASE_FORMAT, ...model }, null, 1)}\n`;
}
