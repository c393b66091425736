// An answer that whoever asked may stop waiting for.

/**
 * Waits for an answer until a signal aborts.
 *
 * @param answer - The answer.
 * @param signal - The signal.
 * @param cancel - Called when the signal aborts, after which the answer is still waited for. Without it, the wait ends with the signal's reason.
 * @returns The answer.
 */
export async function cancellable<T>(answer: Promise<T>, signal: AbortSignal, cancel?: () => void): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = cancel ?? ((): void => reject(signal.reason));
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
