// Tells a failed preparation from a failed check.
import { Blocked } from "./blocked.ts";
import { NotApplicable } from "./not-applicable.ts";

/**
 * Runs a preparation.
 *
 * @param operation - The operation that it comes down to, such as `spawn`.
 * @throws Blocked naming `operation` if it rejects; a Blocked or NotApplicable of its own goes through.
 */
export async function given<T>(operation: string, prepare: () => Promise<T>): Promise<T> {
  try {
    return await prepare();
  } catch (error) {
    if (error instanceof Blocked || error instanceof NotApplicable) throw error;
    throw new Blocked(operation, error);
  }
}
