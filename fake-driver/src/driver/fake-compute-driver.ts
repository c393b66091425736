/**
 * The fake driver as a whole: the operations of all groups, each served in its turn on the virtual clock.
 */

import type { ComputeDriver } from "@virt-driver-kit/spec";
import { abandonTransfers } from "../hypervisor/migration/break-off.ts";
import type { GuestStop } from "../hypervisor/hypervisor.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import { configurationOperations } from "./configuration.ts";
import { consoleOperations } from "./consoles.ts";
import { diagnosticsOperations } from "./diagnostics.ts";
import { type DriverContext, tell } from "./driver-context.ts";
import { evacuationOperations } from "./evacuation.ts";
import { faultyHost } from "./faults/faulty-host.ts";
import { type Operation, withFaults } from "./faults/faulty-operation.ts";
import { guestOperations } from "./guest.ts";
import { hostOperations } from "./hosts.ts";
import { imageOperations } from "./images.ts";
import { instanceOperations } from "./instances.ts";
import { interfaceOperations } from "./interfaces.ts";
import { lifecycleOperations } from "./lifecycle.ts";
import { liveMigrationOperations } from "./live-migration.ts";
import { discardUnfinished } from "./lifecycle/discard-unfinished.ts";
import { migrationOperations } from "./migration.ts";
import { nodeOperations } from "./nodes.ts";
import { tellNode } from "./nodes/tell-node.ts";
import { powerOperations } from "./power.ts";
import { protocolOperations } from "./protocol.ts";
import { rescueOperations } from "./rescue.ts";
import { seenState } from "./seen-state.ts";
import { shareOperations } from "./shares.ts";
import { simulationOperations } from "./simulation.ts";
import { volumeOperations } from "./volumes.ts";

/**
 * Makes the fake driver.
 *
 * @param surroundings - The driver's surroundings.
 */
export function fakeComputeDriver(surroundings: DriverContext): ComputeDriver {
  const { host, hypervisor, clock } = surroundings;
  const context: DriverContext = { ...surroundings, host: faultyHost(host, hypervisor.faults, clock) };
  abandonTransfers(hypervisor);
  discardUnfinished(hypervisor);
  listen(context);
  const operations: ComputeDriver = {
    ...protocolOperations(context),
    ...configurationOperations(context),
    ...nodeOperations(context),
    ...hostOperations(context),
    ...instanceOperations(context),
    ...lifecycleOperations(context),
    ...liveMigrationOperations(context),
    ...powerOperations(context),
    ...imageOperations(context),
    ...rescueOperations(context),
    ...consoleOperations(context),
    ...interfaceOperations(context),
    ...shareOperations(context),
    ...guestOperations(context),
    ...diagnosticsOperations(context),
    ...volumeOperations(context),
    ...migrationOperations(context),
    ...evacuationOperations(context),
    ...simulationOperations(context),
  };
  return servedInTurn(operations, context);
}

/** Tells the caller of what happens on the host by itself, from now on. */
function listen(context: DriverContext): void {
  const { hypervisor, life, kill } = context;
  hypervisor.listener = {
    onGuestStop: (record, stop) => tellLater(context, record, stop),
    onGuestArrived: (record) => tell(context, record, "migrated"),
    onNodeTurn: (node, turn) => tellNode(context, node, turn),
    onKill() {
      life.isOver = true;
      hypervisor.listener = undefined;
      abandonTransfers(hypervisor);
      kill();
    },
  };
}

/** A driver that polls its hypervisor tells of a stop when it next looks, and of nothing that has passed by then. */
function tellLater(context: DriverContext, record: InstanceRecord, stop: GuestStop): void {
  const { persona, clock, hypervisor, life } = context;
  const { powerState } = record;
  const tellNow = (): void => {
    const hasPassed = hypervisor.inside.instance(record.uuid) !== record || record.powerState !== powerState;
    if (life.isOver || hasPassed) return;
    tell(context, { ...record, powerState: seenState(persona, record) ?? powerState }, stop);
  };
  if (persona.behaviour.ownStopsToldAfterMs === 0) tellNow();
  else clock.setTimer(persona.behaviour.ownStopsToldAfterMs, tellNow);
}

function servedInTurn(operations: ComputeDriver, context: DriverContext): ComputeDriver {
  const { clock, site, imagesInUse, callsInProgress, life } = context;
  const inTurn = Object.entries(operations as unknown as Record<string, Operation>).map(([name, operation]) => {
    const faulty = withFaults(name, operation, context);
    const served: Operation = (params, call) =>
      clock.serve(async () => {
        try {
          if (life.isOver) return await clock.outside(never);
          const result = await callsInProgress.during(name, params, () => faulty(params, call));
          return life.isOver ? await clock.outside(never) : result;
        } catch (thrown) {
          if (life.isOver) await clock.outside(never);
          throw thrown;
        } finally {
          imagesInUse.release(call);
          site.commit();
        }
      });
    return [name, served] as const;
  });
  return Object.fromEntries(inTurn) as unknown as ComputeDriver;
}

/** Who was killed answers nothing more. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}
