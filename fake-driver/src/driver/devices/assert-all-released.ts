import { DriverError } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { HypervisorStep } from "../../hypervisor/steps.ts";

/**
 * Makes sure that nothing was left when all was to be released.
 *
 * @param step - What for.
 * @param failures - Why something could not be released; the first one is told of.
 * @param usual - The step that is named where an error does not name its own.
 * @throws {@link DriverError} `BACKEND_FAILED` with effect `partial`; `BACKEND_UNREACHABLE` with that effect, if that is why. What is no error of
 *   the hypervisor is thrown as it is.
 */
export function assertAllReleased(step: StepContext, failures: readonly unknown[], usual: HypervisorStep): void {
  if (failures.length > 0) throw releaseFailure(step, failures[0], usual);
}

function releaseFailure({ attempt }: StepContext, thrown: unknown, usual: HypervisorStep): unknown {
  if (!(thrown instanceof DriverError)) return thrown;
  const { code, message, details } = thrown;
  const effect = "partial";
  if (code === "BACKEND_FAILED") return new DriverError(code, message, { effect, details, cause: thrown });
  if (code === "BACKEND_UNREACHABLE") return new DriverError(code, message, { effect, cause: thrown });
  const state = message.replace(`Cannot ${attempt}: `, "");
  const said = `Cannot ${attempt}: ${state}; repeat the call when it can be released`;
  return new DriverError("BACKEND_FAILED", said, { effect, details: { step: usual }, cause: thrown });
}
