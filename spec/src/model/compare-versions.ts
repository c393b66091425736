// The order of versions.

/**
 * Compares two versions of the spec.
 *
 * @param a - Such as `0.9.0`.
 * @param b - Another.
 * @returns Below 0 if `a` is older, above 0 if it is newer, 0 if they are the same.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (const [index, part] of (left ?? []).entries()) {
    const difference = part - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
