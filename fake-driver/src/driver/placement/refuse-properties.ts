/**
 * Refuses what a node's machines cannot be made to do.
 *
 * @see Requirements `placement/what-cannot-be-obeyed-is-refused`, `placement/hints-stop-nothing`,
 *   `placement/only-supported-guests-are-built`
 */

import type { DriverError, Instance } from "@virt-driver-kit/spec";
import type { MachineModel, Obedience } from "../../site/machine-model.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import { notSupported } from "../refusals.ts";
import type { Attempted } from "../attempted.ts";
import { pathOf, type Wanted } from "./wanted.ts";

/** Members that files of their own decide on. */
const DECIDED_ELSEWHERE: ReadonlySet<string> = new Set([
  "platform.architecture",
  "platform.guestMode",
  "platform.platformType",
  "firmware",
  "secureBoot",
  "tpm",
  "memory.encryption",
]);

/** Refuses with `NOT_SUPPORTED` the first property that the node's machines do not obey. */
export function refuseProperties(
  about: Attempted,
  { name, hardware: { machine } }: NodeRecord,
  instance: Instance,
  wanted: Wanted,
): void {
  for (const [member, value] of membersOf(wanted, machine, "")) {
    if (isObeyed(machine.properties[member], value)) continue;
    throw refusal(about, name, pathOf(instance, member), value);
  }
}

/** Refuses with `NOT_SUPPORTED` an architecture, a guest mode or a platform that is none of the node's. */
export function refuseForeignGuests(
  about: Attempted,
  { name, supportedInstances, hardware: { machine } }: NodeRecord,
  instance: Instance,
  { platform = {} }: Wanted,
): void {
  const { architecture, guestMode, platformType } = platform;
  const ofArchitecture = supportedInstances.filter((some) => (architecture ?? some.architecture) === some.architecture);
  if (ofArchitecture.length === 0) throw refusal(about, name, pathOf(instance, "platform.architecture"), architecture);
  if (!ofArchitecture.some((some) => (guestMode ?? some.guestMode) === some.guestMode))
    throw refusal(about, name, pathOf(instance, "platform.guestMode"), guestMode);
  if (platformType !== undefined && !machine.platformTypes.includes(platformType))
    throw refusal(about, name, pathOf(instance, "platform.platformType"), platformType);
}

/** Makes the error of a value that no guest of a node can have. */
export function refusal(about: Attempted, node: string, path: string, value: unknown): DriverError {
  return notSupported(about, path, `no guest of node "${node}" can have ${JSON.stringify(value)} there`);
}

/** The members asked for, each with its path: as deep as the machine's properties go. */
function* membersOf(value: object, machine: MachineModel, prefix: string): Iterable<readonly [string, unknown]> {
  for (const [name, inner] of Object.entries(value)) {
    const member = `${prefix}${name}`;
    if (inner === undefined || DECIDED_ELSEWHERE.has(member)) continue;
    const isGroup = typeof inner === "object" && inner !== null && !Array.isArray(inner);
    if (isGroup && !(member in machine.properties)) yield* membersOf(inner as object, machine, `${member}.`);
    else yield [member, inner];
  }
}

function isObeyed(obedience: Obedience | undefined, value: unknown): boolean {
  if (obedience === undefined) return false;
  if (obedience === "any" || obedience === "hint") return true;
  if ("atMost" in obedience) return typeof value === "number" && value <= obedience.atMost;
  return typeof value === "string" && obedience.includes(value);
}
