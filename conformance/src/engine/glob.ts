// Path-like patterns for check and requirement ids.

/**
 * Compiles a pattern.
 *
 * `*` stands for anything within one segment, `**` for anything at all, `?` for one character. A pattern without `[`
 * covers every variant of a check: `pause/*` matches `pause/stops-execution[paused]`.
 *
 * @param pattern - Such as `pause/*` or `**`.
 * @returns Tells whether an id matches.
 */
export function glob(pattern: string): (id: string) => boolean {
  const body = pattern
    .replaceAll(/[\\^$.|+(){}[\]]/gu, "\\$&")
    .replaceAll(/\*\*|\*|\?/gu, (wild) => ({ "**": ".*", "*": "[^/]*", "?": "[^/]" })[wild] ?? wild);
  const variant = pattern.includes("[") ? "" : "(\\[[^\\]]*\\])?";
  const regex = new RegExp(`^${body}${variant}$`, "u");
  return (id) => regex.test(id);
}

/** Compiles several patterns; an id matches if one of them does. */
export function globs(patterns: readonly string[]): (id: string) => boolean {
  const matchers = patterns.map(glob);
  return (id) => matchers.some((matches) => matches(id));
}
