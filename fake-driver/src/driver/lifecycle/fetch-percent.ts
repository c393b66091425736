/** How far a build has come when it begins to fetch its image, and when it has it, in per cent. */
export const FETCH_PERCENT = [5, 40] as const;
