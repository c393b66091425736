// Whether a check means anything for a driver, attached the way it is.
import type { Capability } from "@virt-driver-kit/spec";

import type { Check, Needs, Transport } from "./check.ts";

/** What is known of a driver and its attachment once a session is open. */
export interface Means {
  readonly capabilities: ReadonlySet<Capability>;
  readonly transport: Transport;
  /** The kit can start the driver again. */
  readonly canRestart: boolean;
  /** The driver is a process of the kit's own. */
  readonly canKill: boolean;
  /** The kit can open more than one session. */
  readonly canOpenSessions: boolean;
  /** There is a second host. */
  readonly hasPeer: boolean;
}

/**
 * Tells why a check is not applicable.
 *
 * @param check - The check.
 * @param gate - The capability of its requirement, if it has one.
 * @param means - What there is.
 * @returns The reason as a sentence, or `undefined` if all needs are met.
 */
export function unmetNeed(check: Check, gate: Capability | undefined, means: Means): string | undefined {
  const needs = check.needs ?? {};
  const missing = capabilitiesOf(check, gate).find((capability) => !means.capabilities.has(capability));
  if (missing !== undefined) return `The driver does not declare "${missing}"`;
  const declared = needs.undeclared?.find((capability) => means.capabilities.has(capability));
  if (declared !== undefined) return `The driver declares "${declared}", and the check is for drivers that do not`;
  return unmetByAttachment(needs, means);
}

function unmetByAttachment(
  { transport, ownProcess, restart, sessions, peer }: Needs,
  means: Means,
): string | undefined {
  if (transport?.includes(means.transport) === false)
    return `The check needs a driver attached by ${transport.join(" or ")}`;
  if (peer && !means.hasPeer) return "The check needs a second host, and the run has none (--peer)";
  if (ownProcess && !means.canKill) return "The check kills the driver's process, and the kit did not start one";
  if (restart && !means.canRestart) return "The check restarts the driver, and the kit was only given its address";
  return sessions && !means.canOpenSessions
    ? "The check opens a second session, and a driver on standard input and output has no way in for one"
    : undefined;
}

function capabilitiesOf(check: Check, gate: Capability | undefined): Capability[] {
  const needs = check.needs ?? {};
  const capabilities: Capability[] = [...(gate === undefined ? [] : [gate]), ...(needs.capabilities ?? [])];
  if (needs.probeGuest) capabilities.push("supportsConsoleOutput");
  if (needs.simulation) capabilities.push("supportsSimulation");
  return capabilities;
}
