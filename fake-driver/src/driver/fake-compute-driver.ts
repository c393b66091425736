/**
 * The fake driver as a whole: the operations of all groups, each served in its turn on the virtual clock.
 */

import type { Call, ComputeDriver } from "@virt-driver-kit/spec";
import type { VirtualClock } from "../clock/virtual-clock.ts";
import { consoleOperations } from "./consoles.ts";
import type { DriverContext } from "./driver-context.ts";
import { instanceOperations } from "./instances.ts";
import { lifecycleOperations } from "./lifecycle.ts";
import { nodeOperations } from "./nodes.ts";
import { powerOperations } from "./power.ts";
import { protocolOperations } from "./protocol.ts";
import { simulationOperations } from "./simulation.ts";

/**
 * Makes the fake driver.
 *
 * @param context - The driver's surroundings.
 * @param afterCall - Called after each call, before its answer: the moment to store the clock.
 */
export function fakeComputeDriver(context: DriverContext, afterCall: () => void): ComputeDriver {
  const operations: ComputeDriver = {
    ...protocolOperations(context),
    ...nodeOperations(context),
    ...instanceOperations(context),
    ...lifecycleOperations(context),
    ...powerOperations(context),
    ...consoleOperations(context),
    ...simulationOperations(context),
  };
  return servedInTurn(operations, context.clock, afterCall);
}

type Operation = (params: object, call: Call) => Promise<unknown>;

function servedInTurn(operations: ComputeDriver, clock: VirtualClock, afterCall: () => void): ComputeDriver {
  const inTurn = Object.entries(operations as unknown as Record<string, Operation>).map(([name, operation]) => {
    const served: Operation = (params, call) =>
      clock.serve(async () => {
        try {
          return await operation(params, call);
        } finally {
          afterCall();
        }
      });
    return [name, served] as const;
  });
  return Object.fromEntries(inTurn) as unknown as ComputeDriver;
}
