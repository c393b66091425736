/**
 * Puts something into a set for a while.
 *
 * @returns What takes it out again. It does nothing if the value was there before: whoever put it there takes it out.
 */
export function holdIn<T>(set: Set<T>, value: T): () => void {
  if (set.has(value)) return () => undefined;
  set.add(value);
  return () => void set.delete(value);
}
