// The shortest driver that conforms: a hypervisor that is a Map. Read this file first, then replace the Map by yours.
// Sessions, versions, validation, deadlines, repeated calls and busy instances are the library's work (serveDriver).
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import { DriverError, defineDriver } from "@virt-driver-kit/spec";
import type { Call, DriverDefinition, DriverEvent, DriverHost, DriverWith, Instance } from "@virt-driver-kit/spec";

const NODE = { uuid: "6f1d5f0e-9c0b-4a57-8f2f-2a4a6c1b7d11", name: "minimal-node" };
const TOTAL = { vcpus: 64, memoryMib: 65_536, localGib: 1_024 };

interface Guest {
  readonly instance: Instance;
  powerState: "running" | "shutdown";
}

type Guests = Map<string, Guest>;
type Changing = "spawn" | "destroy" | "powerOn" | "powerOff" | "reboot";

/** A driver without a hypervisor: it keeps the state of its instances and runs nothing. */
export const minimalDriver: DriverDefinition = defineDriver({
  name: "minimal",
  version: "0.1.0",
  capabilities: {},
  create: (host) => {
    const guests: Guests = new Map();
    return { ...reads(guests, host), ...changes(guests, host) };
  },
});

/** The operations that look. They answer from the hypervisor as it is now, and also while something is being changed. */
function reads(guests: Guests, host: DriverHost): Omit<DriverWith, Changing> {
  return {
    probe: async () => ({ driver: "ok", backend: "reachable" }),

    listNodes: async () => ({ nodes: [NODE] }),

    getAvailableResource: async ({ node }) => {
      checkNode(node);
      const { vcpus, memoryMib, localGib } = used(guests);
      const usage = { vcpusUsed: vcpus, memoryMibUsed: memoryMib, localGibUsed: localGib };
      return { resource: { node, hypervisorType: "minimal", hypervisorVersion: 1, ...TOTAL, ...usage } };
    },

    listInstances: async ({ node, cursor, limit }) => {
      checkNode(node);
      const { entries, ...rest } = page(guests, cursor, limit);
      const instances = entries.map(({ instance: { uuid, name } }) => {
        return { ownership: "owned" as const, uuid, name, node: NODE.uuid };
      });
      return { instances, ...rest };
    },

    listInstanceStates: async ({ node, cursor, limit }) => {
      checkNode(node);
      const { entries, ...rest } = page(guests, cursor, limit);
      const states = entries.map(({ instance, powerState }) => ({ uuid: instance.uuid, node: NODE.uuid, powerState }));
      return { states, driverEpoch: host.driverEpoch, lastSequence: host.lastSequence, ...rest };
    },

    getInfo: async ({ instanceUuid }) => {
      const { instance, powerState } = find(guests, instanceUuid);
      return { info: { uuid: instance.uuid, name: instance.name, node: NODE.uuid, powerState } };
    },
  };
}

/** The operations that change something. Each tells what it has changed, by an event that names the call, and then answers. */
function changes(guests: Guests, host: DriverHost): Pick<DriverWith, Changing> {
  const tell = ({ operationId }: Call, event: Omit<DriverEvent, "node">): void =>
    host.emitEvent({ node: NODE.uuid, ...event, ...(operationId !== undefined && { operationId }) });

  return {
    spawn: async ({ instance, node, powerOn }, call) => {
      const instanceUuid = instance.uuid;
      checkNode(node);
      if (guests.has(instanceUuid)) {
        const message = `Cannot spawn instance "${instanceUuid}": it exists`;
        throw new DriverError("INSTANCE_EXISTS", message, { details: { instanceUuid } });
      }
      await checkImage(instance);
      checkRoom(instance, guests);
      const powerState = powerOn ? "running" : "shutdown";
      guests.set(instanceUuid, { instance, powerState });
      tell(call, { instanceUuid, transition: "spawned", powerState });
      return {};
    },

    destroy: async ({ instanceUuid }, call) => {
      const wasThere = guests.delete(instanceUuid);
      if (wasThere) tell(call, { instanceUuid, transition: "destroyed", powerState: "absent" });
      return {};
    },

    powerOn: async ({ instanceUuid }, call) => {
      const guest = find(guests, instanceUuid);
      if (guest.powerState === "running") return {};
      guest.powerState = "running";
      tell(call, { instanceUuid, transition: "started", powerState: "running" });
      return {};
    },

    powerOff: async ({ instanceUuid, timeoutSeconds }, call) => {
      const guest = find(guests, instanceUuid);
      if (guest.powerState === "shutdown") return {};
      // Press the power button here. These guests are deaf to it, so they are cut off when their time is up.
      await host.clock.sleep(timeoutSeconds * 1_000, call.signal);
      guest.powerState = "shutdown";
      tell(call, { instanceUuid, transition: "stopped", powerState: "shutdown" });
      return {};
    },

    reboot: async ({ instanceUuid, type }, call) => {
      const guest = find(guests, instanceUuid);
      const { powerState } = guest;
      if (type === "soft" && powerState !== "running") {
        const message = `Cannot reboot instance "${instanceUuid}" softly: power state is "${powerState}"`;
        throw new DriverError("INVALID_STATE", message, { details: { instanceUuid, powerState } });
      }
      guest.powerState = "running";
      tell(call, { instanceUuid, transition: "rebooted", powerState: "running" });
      return {};
    },
  };
}

function find(guests: Guests, instanceUuid: string): Guest {
  const guest = guests.get(instanceUuid);
  if (guest !== undefined) return guest;
  throw new DriverError("INSTANCE_NOT_FOUND", `Cannot find instance "${instanceUuid}"`, { details: { instanceUuid } });
}

function checkNode(node: string = NODE.uuid): void {
  if (node === NODE.uuid) return;
  throw new DriverError("NODE_NOT_FOUND", `Cannot find node "${node}"`, { details: { node } });
}

/** Goes on behind the uuid that the cursor names, so that an instance which is gone meanwhile hides no other. */
function page(guests: Guests, cursor = "", limit = 100): { entries: Guest[]; nextCursor?: string } {
  const left = [...guests.keys()].filter((uuid) => uuid > cursor).toSorted();
  const uuids = left.slice(0, Math.min(limit, 100));
  const last = uuids.at(-1);
  const entries = uuids.flatMap((uuid) => guests.get(uuid) ?? []);
  return { entries, ...(last !== undefined && uuids.length < left.length && { nextCursor: last }) };
}

function used(guests: Guests): typeof TOTAL {
  const usage = { vcpus: 0, memoryMib: 0, localGib: 0 };
  for (const { instance } of guests.values()) {
    usage.vcpus += instance.flavor.vcpus;
    usage.memoryMib += instance.flavor.memoryMib;
    usage.localGib += instance.flavor.rootGib;
  }
  return usage;
}

function checkRoom({ flavor: { vcpus, memoryMib, rootGib } }: Instance, guests: Guests): void {
  const wanted = { vcpus, memoryMib, localGib: rootGib };
  const held = used(guests);
  for (const resource of ["vcpus", "memoryMib", "localGib"] as const) {
    const requested = wanted[resource];
    const available = TOTAL[resource] - held[resource];
    if (requested <= available) continue;
    const message = `Cannot hold ${requested} ${resource}: ${available} are free`;
    throw new DriverError("INSUFFICIENT_RESOURCES", message, { details: { resource, requested, available } });
  }
}

async function checkImage({ image, flavor }: Instance): Promise<void> {
  const { id, minMemoryMib = 0, minDiskGib = 0 } = image;
  const refuse = (problem: "unreadable" | "checksum" | "size" | "format" | "flavor-too-small"): never => {
    const message = `Cannot use image "${id}": ${problem}`;
    throw new DriverError("IMAGE_UNACCEPTABLE", message, { details: { imageId: id, problem } });
  };
  if (image.diskFormat !== "raw") refuse("format");
  const { source } = image;
  if (source.kind !== "file") {
    const details = { operation: "spawn", path: "params.instance.image.source.kind" };
    throw new DriverError("NOT_SUPPORTED", `Cannot read image "${id}" from a source of kind "${source.kind}"`, {
      details,
    });
  }
  if (flavor.memoryMib < minMemoryMib || flavor.rootGib < minDiskGib) refuse("flavor-too-small");
  const bytes = await readFile(source.path).catch(() => refuse("unreadable"));
  if (bytes.length !== image.sizeBytes) refuse("size");
  if (createHash("sha256").update(bytes).digest("hex") !== image.sha256) refuse("checksum");
}
