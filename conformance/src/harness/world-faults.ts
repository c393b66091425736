// What can go wrong in the world around a driver: a simulated hypervisor has it happen on request, and elsewhere a command of the site's.
import type { DriverClient, ForeignGuestFault, NodeInfo, SimulatedFault } from "@virt-driver-kit/spec";

import { Blocked } from "./blocked.ts";
import { LASTING_HOOKS } from "./hooks.ts";
import type { HookFacts, HookName, HookRunner } from "./hooks.ts";
import { NotApplicable } from "./not-applicable.ts";
import { readInstances } from "./read-all.ts";
import type { Simulation } from "./simulation.ts";
import type { Passage } from "./wait-for.ts";
import { waitFor } from "./wait-for.ts";

/** The kind of a fault. A hook of the same name can stand in for the simulation. */
export type WorldFaultKind = Exclude<HookName, "killDriver" | "restartDriver">;

/** A fault. All but the last are words of the spec. */
export type WorldFault =
  | Extract<SimulatedFault, { readonly kind: Exclude<WorldFaultKind, "instanceLost"> }>
  /** The hypervisor loses an instance that is on, and nothing of what the host is connected to for it. */
  | { readonly kind: "instanceLost"; readonly instanceUuid: string };

/** Makes faults happen, for one check. */
export interface WorldFaults {
  /**
   * Makes something go wrong. It is in force when this resolves.
   *
   * @throws HookError if the site's command fails; Blocked if the simulation does.
   */
  begin(fault: WorldFault): Promise<void>;
  /** Ends what lasts, the newest first. The driver reaches its hypervisor again when this resolves. */
  end(): Promise<void>;
}

/** How faults are made by hand. */
export interface ByHandParts {
  readonly hooks: HookRunner;
  /** Gives the driver of the session that is open now. */
  readonly driver: () => DriverClient;
  /** Takes up a session again that was lost because the driver went down with its host. */
  readonly reopen: () => Promise<void>;
  /** Real time. */
  readonly passage: Passage;
  /** How long a driver may take until it reaches its hypervisor again, in real milliseconds. */
  readonly withinMs: number;
  /** Tells people who write hooks what a fault is about. */
  readonly factsOf: (fault: WorldFault) => HookFacts;
  /** Ends a command that begins a fault; what ends one is always run to its own end. */
  readonly signal: AbortSignal;
}

/** The faults after which a driver may not reach its hypervisor for a while. */
const CUTTING: readonly WorldFaultKind[] = ["backendUnreachable", "hostDown"];

/** Faults of a simulated hypervisor. */
export function simulatedFaults(simulation: Simulation, driver: () => DriverClient): WorldFaults {
  return {
    begin: (fault) =>
      fault.kind === "instanceLost" ? forget(fault.instanceUuid, simulation, driver()) : simulation.injectFault(fault),
    end: () => simulation.clearFaults(),
  };
}

/** A simulated hypervisor forgets a guest in the course of a call. */
async function forget(instanceUuid: string, simulation: Simulation, driver: DriverClient): Promise<void> {
  const trigger = { operation: "powerOff", step: "stopGuest", instanceUuid };
  await simulation.injectFault({ kind: "stepFault", trigger, action: "also", deed: "forgetInstance" });
  await driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }).catch(() => undefined);
  await simulation.clearFaults();
}

/** Faults that commands of the site's make. */
export function faultsByHand(parts: ByHandParts): WorldFaults {
  const { hooks, factsOf, signal } = parts;
  const open: { readonly kind: WorldFaultKind; readonly facts: HookFacts }[] = [];
  return {
    begin: async (fault) => {
      const facts = factsOf(fault);
      // A command that fails half way may have done something that has to be undone; one that says it cannot has done nothing.
      if (isLasting(fault.kind)) open.push({ kind: fault.kind, facts });
      try {
        await hooks.run(fault.kind, "begin", facts, signal);
      } catch (error) {
        if (error instanceof NotApplicable) open.pop();
        throw error;
      }
    },
    end: async () => {
      for (let newest = open.pop(); newest !== undefined; newest = open.pop()) {
        await hooks.run(newest.kind, "end", newest.facts);
        if (CUTTING.includes(newest.kind)) await untilReachable(parts);
      }
    },
  };
}

function isLasting(kind: WorldFaultKind): boolean {
  return LASTING_HOOKS.some((lasting) => lasting === kind);
}

async function untilReachable({ driver, reopen, passage, withinMs }: ByHandParts): Promise<void> {
  await reopen();
  const description = "the driver reaches its hypervisor again after the hook had ended the fault";
  const probe = async (): Promise<true> => {
    await readInstances(driver());
    return true;
  };
  try {
    await waitFor({ description, probe, withinMs }, passage);
  } catch (error) {
    throw new Blocked("listInstances", error);
  }
}

/**
 * Makes the variables that tell a hook what a fault is about.
 *
 * @param nodes - The nodes that the run uses, the preferred one first.
 * @param pathOf - Finds the file of a volume, if it is one of the kit's.
 */
export function hookFacts(
  fault: WorldFault,
  nodes: readonly NodeInfo[],
  pathOf: (volumeId: string) => string | undefined,
): HookFacts {
  switch (fault.kind) {
    case "backendUnreachable":
      return nodeFacts(nodes[0]?.uuid, nodes);
    case "hostDown":
    case "networkLoss":
    case "storageFull":
      return nodeFacts(fault.node, nodes);
    case "foreignGuest":
      return { ...nodeFacts(fault.node, nodes), ...guestFacts(fault) };
    case "volumeLost": {
      const path = pathOf(fault.volumeId);
      return { VOLUME_ID: fault.volumeId, ...(path !== undefined && { VOLUME_PATH: path }) };
    }
    case "guestCrash":
    case "instanceLost":
      return { INSTANCE_UUID: fault.instanceUuid };
  }
}

function nodeFacts(uuid: string | undefined, nodes: readonly NodeInfo[]): HookFacts {
  return { NODE: uuid ?? "", NODE_NAME: nodes.find((node) => node.uuid === uuid)?.name ?? "" };
}

function guestFacts({ name, uuid = "", vcpus, memoryMib, localGib }: ForeignGuestFault): HookFacts {
  return {
    GUEST_NAME: name,
    GUEST_UUID: uuid,
    GUEST_VCPUS: String(vcpus),
    GUEST_MEMORY_MIB: String(memoryMib),
    GUEST_LOCAL_GIB: String(localGib),
  };
}
