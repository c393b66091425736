// Servers that a check begins with: asked for by the core's API, and there when the check goes on.
import type { DriverConnection } from "@virt-driver-kit/spec";

import type { CheckContext, InstanceOptions } from "../../harness/check-context.ts";
import { simulates } from "../steps/guest-time.ts";
import { expectStatus, untilCore } from "./await-core.ts";
import type { CoreCall } from "./lent-connection.ts";
import type { RunningCore, Server } from "./running-core.ts";

/** A server that is ACTIVE. Blocks the check if there is none to be had. */
export async function givenActive(t: CheckContext, core: RunningCore, options?: InstanceOptions): Promise<Server> {
  const server = await core.create(options);
  await t.given("spawn", () => expectStatus(t, core, server, "ACTIVE", "after it was built"));
  return server;
}

/**
 * Waits until the core has made a call about a server and the driver has read it. On a simulator whose clock is held there is no answer to
 * it; elsewhere there may be one already, and what is tried then is the end of a call.
 *
 * @param over - The connection that the core has, and its driver.
 * @throws Blocked by the operation if it is answered although the clock is held.
 */
export async function givenInProgress(
  t: CheckContext,
  core: RunningCore,
  server: Server,
  operation: string,
  over: Pick<DriverConnection, "driver">,
): Promise<void> {
  const isMade = (call: CoreCall): boolean => call.operation === operation && call.instanceUuid === server.id;
  const call = await t.given(operation, () =>
    untilCore(t, core, `the core asks for ${operation}`, async () => core.calls.find(isMade)),
  );
  await t.given(operation, async () =>
    t.expectThat(!simulates(t) || call.end === undefined, `${operation} was answered although the clock is held`),
  );
  // The driver has read the call once it has answered a later one.
  await t.given("probe", () => over.driver.probe({}));
}

/** How often the core has made a call about a server. */
export function timesAsked(core: RunningCore, { id }: Server, operation: string): number {
  return core.calls.filter((call) => call.operation === operation && call.instanceUuid === id).length;
}
