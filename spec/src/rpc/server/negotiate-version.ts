// Which version of the spec a session speaks.

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

function compareVersions(left: string, right: string): number {
  const [lefts, rights] = [left.split(".").map(Number), right.split(".").map(Number)];
  const differing = lefts.findIndex((part, index) => part !== rights[index]);
  return differing < 0 ? 0 : (lefts[differing] ?? 0) - (rights[differing] ?? 0);
}
