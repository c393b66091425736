/** The operations of group `instances`. */

import type {
  ComputeDriver,
  GuestHardware,
  InstanceInfo,
  InstanceState,
  InstanceSummary,
  PowerState,
} from "@virt-driver-kit/spec";
import type { HostView } from "../hypervisor/hypervisor.ts";
import type { Persona } from "../personas/persona.ts";
import type { ForeignGuest } from "../site/host-record.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import type { DriverContext } from "./driver-context.ts";
import { internalIdOf } from "./internal-id.ts";
import { instanceNotFound, instanceOf, nodeOf } from "./not-found.ts";
import { pageOf, type PagedList } from "./page.ts";
import { seenState } from "./seen-state.ts";

/** Makes the operations of group `instances`. */
export function instanceOperations(
  context: DriverContext,
): Pick<ComputeDriver, "getInfo" | "listInstances" | "listInstanceStates"> {
  const { host, hypervisor, persona } = context;
  return {
    async getInfo({ instanceUuid }) {
      const attempt = `read instance "${instanceUuid}"`;
      const record = instanceOf(hypervisor.look(attempt), instanceUuid, attempt);
      const powerState = seenState(persona, record);
      if (powerState === undefined) throw instanceNotFound(instanceUuid, attempt);
      return { info: infoOf(persona, record, powerState) };
    },

    async listInstances({ node, ...page }) {
      const view = hypervisor.look("list instances");
      const guests = [...instancesOn(context, view, node, "instances"), ...foreignGuestsOn(view, node)];
      const { entries, next } = pageOf(listOf("instances", node, guests, toSummary), page);
      return { instances: entries, ...next };
    },

    async listInstanceStates({ node, ...page }) {
      const view = hypervisor.look("list instance states");
      const shown = instancesOn(context, view, node, "states");
      const { entries, next } = pageOf(
        listOf("states", node, shown, (record) => toState(persona, record)),
        page,
      );
      const { driverEpoch, lastSequence } = host;
      return { states: entries, driverEpoch, lastSequence, ...next };
    },
  };
}

function infoOf(persona: Persona, record: InstanceRecord, powerState: PowerState): InstanceInfo {
  const { uuid, name, node, rescue } = record;
  const info = { uuid, name, node, powerState, internalId: internalIdOf(persona, record), rescued: rescue !== null };
  const hardware = hardwareOf(record);
  return hardware === undefined ? info : { ...info, hardware };
}

/** The place of a guest is told where it was given one. */
function hardwareOf({ hardware, placement }: InstanceRecord): GuestHardware | undefined {
  if (hardware === null) return undefined;
  return placement === null ? hardware : { ...hardware, numaTopology: placement.numaTopology };
}

/** A guest is foreign by how it came to be there, whatever its name or its uuid. */
function toSummary(guest: InstanceRecord | ForeignGuest): InstanceSummary {
  const { name, node } = guest;
  if ("internalId" in guest) return { ownership: "foreign", internalId: guest.internalId, name, node };
  return { ownership: "owned", uuid: guest.uuid, name, node };
}

function toState(persona: Persona, record: InstanceRecord): InstanceState {
  const { uuid, node } = record;
  return { uuid, node, powerState: seenState(persona, record) ?? record.powerState };
}

/** The instances that reads show. */
function instancesOn(
  { persona }: DriverContext,
  view: HostView,
  node: string | undefined,
  name: string,
): InstanceRecord[] {
  if (node !== undefined) nodeOf(view, node, `list the ${name} of a node`);
  const there = node === undefined ? view.instances : view.instancesOn(node);
  return [...there].filter((record) => seenState(persona, record) !== undefined);
}

const foreignGuestsOn = ({ record }: HostView, node: string | undefined): ForeignGuest[] =>
  record.foreignGuests.filter((guest) => node === undefined || guest.node === node);

function listOf<Item extends { readonly serial: number }, Entry>(
  name: string,
  node: string | undefined,
  items: readonly Item[],
  toEntry: (item: Item) => Entry,
): PagedList<Item, Entry> {
  return {
    name: `${name}/${node ?? ""}`,
    items: items.toSorted((left, right) => left.serial - right.serial),
    numberOf: ({ serial }) => serial,
    toEntry,
  };
}
