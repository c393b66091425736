/**
 * Finds the place of a guest on its node, and settles its hardware.
 *
 * What is refused is refused by {@link refusePlacement}, before any effect; {@link placeGuest} then says what the instance's record has to
 * hold. Host CPUs, pages and contexts are counted from the records of the instances and stored nowhere else, so that they are taken from
 * the step that puts a record in until the one that takes it out.
 *
 * @see Requirements `placement/cells-are-obeyed`, `placement/isolated-cores-are-isolated`, `placement/place-is-kept`
 */

import type { GuestNumaTopology, Instance } from "@virt-driver-kit/spec";
import { assertPlaceFits, type PlacedGuest } from "../../site/assert-place-fits.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { PlacementRecord } from "../../site/placement-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { assertAccepts } from "../nodes/assert-accepts.ts";
import type { Attempted } from "../attempted.ts";
import { hostCpusOf, refuseTopology } from "./refuse-topology.ts";
import { settleHardware } from "./settle-hardware.ts";

/**
 * Refuses a guest that the node cannot have as it is asked for. Takes no time and changes nothing.
 *
 * The room for the flavor is not looked at, see `assertFits`, nor are host devices, volumes and interfaces.
 *
 * @param context - The driver's surroundings.
 * @param about - What is attempted.
 * @param node - The node that the guest is to be on.
 * @param instance - The guest.
 * @param record - The instance as it is on this host, if it is: it does not stand in its own way, and on its own node it is let in although
 *   the node takes no new ones. Null for one that is not there.
 * @throws `NOT_SUPPORTED` with the path of the demand that cannot be obeyed, `INVALID_REQUEST` for demands that contradict each other,
 *   `INSUFFICIENT_RESOURCES` where another node might have the place, `BACKEND_UNREACHABLE` for a node that is off.
 */
export function refusePlacement(
  context: DriverContext,
  about: Attempted,
  node: NodeRecord,
  instance: Instance,
  record: InstanceRecord | null,
): void {
  if (record?.node !== node.uuid) assertAccepts(context, about, node);
  if (instance.numaTopology !== undefined) refuseTopology(about, node, instance.flavor, instance.numaTopology);
  const placed = place(context, about, node, instance);
  const host = context.hypervisor.look(about.attempt);
  assertPlaceFits(about.attempt, host, node, { ...placed, uuid: record?.uuid ?? instance.uuid });
}

/**
 * Finds the place of a guest that {@link refusePlacement} did not refuse.
 *
 * @returns What its record is to hold: where it is on the node, null for a guest that floats, and its hardware.
 */
export function placeGuest(context: DriverContext, instance: Instance, node: NodeRecord): PlacedGuest {
  return place(context, { operation: "spawn", attempt: `place instance "${instance.uuid}"` }, node, instance);
}

function place(context: DriverContext, about: Attempted, node: NodeRecord, instance: Instance): PlacedGuest {
  const { numaTopology } = instance;
  const { persona, configuration } = context;
  const defaults = {
    firmware: configuration.text("guests.firmware") === "uefi" ? "uefi" : "bios",
    serialPorts: configuration.number("guests.serialPorts"),
  } as const;
  return {
    placement: numaTopology === undefined ? null : placementOf(node, numaTopology),
    hardware: settleHardware(about, node, instance, persona.guest.kind, defaults),
  };
}

/** Tells what a guest with a topology holds of the host CPUs of a node. */
export function placementOf({ hardware }: NodeRecord, numaTopology: GuestNumaTopology): PlacementRecord {
  const held = hostCpusOf(numaTopology.cells);
  const siblings = hardware.cells
    .flatMap((cell) => cell.siblings)
    .filter((core) => core.some((cpu) => held.includes(cpu)))
    .flat();
  const isIsolated = numaTopology.threadPolicy === "isolate";
  return { numaTopology, exclusiveCpus: isIsolated ? [...new Set([...held, ...siblings])] : held };
}
