// The first session of a command that is not a test: a driver that cannot be used is explained, not judged.
import { DriverError, WireError } from "@virt-driver-kit/spec";

import { DriverModuleError } from "../engine/load-driver-module.ts";
import { UsageError } from "../engine/usage-error.ts";
import type { OpenSession, SessionKeeper } from "../harness/session-keeper.ts";
import { Violation } from "../harness/violation.ts";

/**
 * Opens the session.
 *
 * @throws UsageError saying why there is none.
 */
export async function openSessionOrExplain(keeper: SessionKeeper): Promise<OpenSession> {
  try {
    return await keeper.session();
  } catch (error) {
    const known = [WireError, DriverError, DriverModuleError, Violation].some((kind) => error instanceof kind);
    if (!known) throw error;
    throw new UsageError(`No session with the driver: ${(error as Error).message}`, { cause: error });
  }
}
