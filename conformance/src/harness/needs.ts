// Whether a check means anything for a driver, attached the way it is, on a site as it is configured.
import type { Capability } from "@virt-driver-kit/spec";

import type { Check, Needs, Transport } from "./check.ts";
import type { WorldFaultKind } from "./world-faults.ts";

/** What is known of a driver and its attachment once a session is open. */
export interface Means {
  readonly capabilities: ReadonlySet<Capability>;
  readonly transport: Transport;
  /** The kit can start the driver again. */
  readonly canRestart: boolean;
  /** The kit can kill the driver's process. */
  readonly canKill: boolean;
  /** The kit can open more than one session. */
  readonly canOpenSessions: boolean;
  /** There is a second host. */
  readonly hasPeer: boolean;
  /** The images that instances boot hold the probe guest. */
  readonly holdsProbe: boolean;
  /** The run is a soak. */
  readonly isSoak: boolean;
  /** Whether the site has a hook for a fault. */
  readonly hasHook: (fault: WorldFaultKind) => boolean;
}

/** Why a check is not applicable. */
export interface UnmetNeed {
  /** As a sentence. */
  readonly reason: string;
  /** The member of the configuration that would let it be tried, if it is only a resource that it lacks. */
  readonly lacks?: string;
}

/**
 * Tells why a check is not applicable.
 *
 * @param check - The check.
 * @param gate - The capability of its requirement, if it has one.
 * @param means - What there is.
 * @returns The reason, or `undefined` if all needs are met.
 */
export function unmetNeed(check: Check, gate: Capability | undefined, means: Means): UnmetNeed | undefined {
  const needs = check.needs ?? {};
  const missing = capabilitiesOf(check, gate).find((capability) => !means.capabilities.has(capability));
  if (missing !== undefined) return { reason: `The driver does not declare "${missing}"` };
  const declared = needs.undeclared?.find((capability) => means.capabilities.has(capability));
  if (declared !== undefined)
    return { reason: `The driver declares "${declared}", and the check is for drivers that do not` };
  return unmetByAttachment(needs, means) ?? unmetBySite(needs, means);
}

function unmetByAttachment({ transport, ownProcess, restart, sessions }: Needs, means: Means): UnmetNeed | undefined {
  if (transport?.includes(means.transport) === false)
    return { reason: `The check needs a driver attached by ${transport.join(" or ")}` };
  // Nobody can kill a driver that runs in the process of the kit.
  const byHook = (hook: string): Pick<UnmetNeed, "lacks"> =>
    means.transport === "memory" ? {} : { lacks: `hooks.${hook}` };
  if (ownProcess && !means.canKill)
    return { reason: "The check kills the driver's process, and the kit did not start one", ...byHook("killDriver") };
  if (restart && !means.canRestart)
    return {
      reason: "The check restarts the driver, and the kit was only given its address",
      ...byHook("restartDriver"),
    };
  return sessions && !means.canOpenSessions
    ? { reason: "The check opens a second session, and a driver on standard input and output has no way in for one" }
    : undefined;
}

function unmetBySite({ peer, fault, probeGuest, soak }: Needs, means: Means): UnmetNeed | undefined {
  if (soak && !means.isSoak)
    return { reason: "The check goes round about a thousand times, and the run is no soak (--soak)", lacks: "soak" };
  if (peer && !means.hasPeer)
    return { reason: "The check needs a second host, and the run has none (--peer)", lacks: "resources.hosts" };
  if (probeGuest && !means.holdsProbe)
    return {
      reason: "The check reads the words of the probe guest, and the image holds another one",
      lacks: "resources.images",
    };
  return fault === undefined || simulates(means) || means.hasHook(fault)
    ? undefined
    : { reason: `The check needs the fault "${fault}", by a simulation or by a hook`, lacks: `hooks.${fault}` };
}

function simulates({ capabilities }: Means): boolean {
  return capabilities.has("supportsSimulation");
}

/** A requirement that asks for a simulation, only since there is no other way to try it, can be tried by a hook too. */
function capabilitiesOf(check: Check, gate: Capability | undefined): Capability[] {
  const needs = check.needs ?? {};
  const isGated = gate !== undefined && !(gate === "supportsSimulation" && needs.fault !== undefined);
  const capabilities: Capability[] = [...(isGated ? [gate] : []), ...(needs.capabilities ?? [])];
  if (needs.probeGuest) capabilities.push("supportsConsoleOutput");
  if (needs.simulation) capabilities.push("supportsSimulation");
  return capabilities;
}
