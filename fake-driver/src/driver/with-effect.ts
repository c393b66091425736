import { DriverError, type Effect } from "@virt-driver-kit/spec";

/** Codes that are answered before any effect, whatever was going on. */
const WITHOUT_EFFECT: readonly string[] = ["INVALID_STATE", "INSUFFICIENT_RESOURCES", "IMAGE_UNACCEPTABLE"];

/**
 * Says what a failure of several steps left behind; a single step only knows of itself.
 *
 * @param thrown - What a step threw.
 * @param effect - What the steps together have left.
 * @returns The same error with that effect. What is no {@link DriverError}, or has no effect by its nature, is returned as it is.
 */
export function withEffect(thrown: unknown, effect: Effect): unknown {
  if (!(thrown instanceof DriverError) || WITHOUT_EFFECT.includes(thrown.code)) return thrown;
  const { code, message, details } = thrown;
  return new DriverError(code, message, { effect, details, cause: thrown });
}
