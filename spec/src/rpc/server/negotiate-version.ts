// Which version of the spec a session speaks.
import { compareVersions } from "../../model/compare-versions.ts";

/**
 * Picks the highest version that both sides know.
 *
 * @param offered - The caller's versions, `major.minor.patch`, in any order.
 * @param known - The driver's.
 * @returns The highest common one; undefined if there is none.
 * @see Requirement `initialize/agrees-on-a-common-version`
 */
export function highestCommonVersion(offered: readonly string[], known: readonly string[]): string | undefined {
  return offered
    .filter((version) => known.includes(version))
    .toSorted(compareVersions)
    .at(-1);
}
