import { DriverError } from "@virt-driver-kit/spec";
import { notPossible } from "../moves/not-possible.ts";

/**
 * Says of a guest that a node cannot have as it is what a migration says of it.
 *
 * @param attempt - What was attempted.
 * @param thrown - Why the node would refuse to build it.
 * @returns `MIGRATION_NOT_POSSIBLE` in place of `NOT_SUPPORTED` and `INVALID_REQUEST`; anything else as it is.
 */
export function asNotPossible(attempt: string, thrown: unknown): unknown {
  if (!(thrown instanceof DriverError)) return thrown;
  if (thrown.code !== "NOT_SUPPORTED" && thrown.code !== "INVALID_REQUEST") return thrown;
  const state = thrown.message.replace(`Cannot ${attempt}: `, "");
  return notPossible(attempt, "incompatible-hypervisor", `the node cannot have the guest as it is, ${state}`);
}
