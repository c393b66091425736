// Volumes and ports of a guest that moves, of which it can be seen on either host whether they are connected there.
import type { GuestDevices, NetworkInterface } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { isHeldFrom } from "./connections.ts";
import { givenHostdevInterfaces } from "./guest-devices.ts";
import type { DevicesAtBothEnds } from "./live-move.ts";
import { givenVisiblePorts, isTaken } from "./ports.ts";
import { atPeer } from "./two-hosts.ts";

/** One device of a guest that moves. */
export interface MovingDevice {
  readonly name: string;
  /** The devices that a guest has which has only this one, at either end. */
  readonly alone: GuestDevices;
  /** Whether the source's host, or the destination's, has it. */
  readonly isHere: () => Promise<boolean>;
  readonly isThere: () => Promise<boolean>;
}

/** The devices of a guest that moves. */
export interface MovingDevices {
  readonly ends: DevicesAtBothEnds;
  readonly each: readonly MovingDevice[];
}

/** A kind of device that moves. */
export interface MovingKind {
  readonly variant: string;
  readonly name: string;
  readonly capability: "supportsVolumes" | "supportsNetworkInterfaces";
  /** Makes so many of the kind. They are connected nowhere. */
  readonly given: (t: CheckContext, count: number) => Promise<MovingDevices>;
}

/** The kinds of device of which it can be seen where they are connected. */
export const MOVING_KINDS: readonly MovingKind[] = [
  { variant: "volumes", name: "volumes", capability: "supportsVolumes", given: givenMovingVolumes },
  { variant: "interfaces", name: "interfaces", capability: "supportsNetworkInterfaces", given: givenMovingPorts },
];

/** An instance that is off at a host, which tries to have volumes there. Blocks the check if there is none to be had. */
async function givenWitnessAt(t: CheckContext): Promise<{ readonly target: { readonly instanceUuid: string } }> {
  const params = await t.newInstance({ node: t.node, powerOn: false, name: "witness" });
  await t.given("spawn", () => t.driver.spawn(params));
  return { target: { instanceUuid: params.instance.uuid } };
}

async function givenMovingVolumes(t: CheckContext, count: number): Promise<MovingDevices> {
  const there = await atPeer(t);
  const [witnessHere, witnessThere] = [await givenWitnessAt(t), await givenWitnessAt(there)];
  const volumes = Array.from({ length: count }, () => t.volume());
  const devices = devicesWith(volumes);
  return {
    ends: { source: devices, destination: devices },
    each: volumes.map((volume, index) => ({
      name: `volume number ${index + 1}`,
      alone: devicesWith([volume]),
      isHere: () => isHeldFrom(t, witnessHere, volume.attachment()),
      isThere: () => isHeldFrom(there, witnessThere, volume.attachment()),
    })),
  };
}

function devicesWith(volumes: readonly TestVolume[]): GuestDevices {
  return { blockDevices: { volumes: volumes.map((volume) => volume.attachment()) } };
}

async function givenMovingPorts(t: CheckContext, count: number): Promise<MovingDevices> {
  const there = await atPeer(t);
  const ports = await givenVisiblePorts(t, count);
  const devices = { networkInterfaces: ports };
  return {
    ends: {
      source: devices,
      destination: devices,
      networkInterfaces: ports.map((port) => ({ portId: port.portId, source: port, destination: port })),
    },
    each: ports.map((port: NetworkInterface, index) => ({
      name: `port number ${index + 1}`,
      alone: { networkInterfaces: [port] },
      isHere: () => isTaken(t, port),
      isThere: () => isTaken(there, port),
    })),
  };
}

/** A passed-through interface, and the one that takes its place. */
export interface HostdevEnds {
  readonly source: NetworkInterface;
  readonly destination: NetworkInterface;
  /** The devices behind them. They have different addresses. */
  readonly addressHere: string;
  readonly addressThere: string;
  readonly devices: DevicesAtBothEnds;
}

/**
 * An interface that is a function of an adapter of either host.
 *
 * @throws NotApplicable if one of the nodes has no such function that is free, or none at another address than the first one's.
 */
export async function givenHostdevEnds(t: CheckContext): Promise<HostdevEnds> {
  const there = await atPeer(t);
  const [source] = await givenHostdevInterfaces(t, 1);
  const others = await givenHostdevInterfaces(there, 2);
  const addressHere = addressOf(source);
  const binding = others.find((other) => addressOf(other) !== addressHere)?.binding;
  if (source === undefined || addressHere === undefined || binding?.vifType !== "hostdev")
    return t.notApplicable("The nodes have no virtual functions at different addresses");
  const destination = { ...source, binding };
  return {
    source,
    destination,
    addressHere,
    addressThere: binding.pciAddress,
    devices: {
      source: { networkInterfaces: [source] },
      destination: { networkInterfaces: [destination] },
      networkInterfaces: [{ portId: source.portId, source, destination }],
    },
  };
}

function addressOf(networkInterface: NetworkInterface | undefined): string | undefined {
  const binding = networkInterface?.binding;
  return binding?.vifType === "hostdev" ? binding.pciAddress : undefined;
}

/**
 * Makes sure that the destination is not connected to the devices of a guest at the source, so that it can be seen when it is.
 *
 * @throws NotApplicable if it seems to be: the storage or network lets only one host have a device.
 */
export async function givenFreeThere(t: CheckContext, { each }: MovingDevices): Promise<void> {
  for (const { name, isThere } of each)
    if (await isThere()) t.notApplicable(`Only one host can have ${name}, so that nobody sees who is connected to it`);
}

const HINT = "Whatever is connected on a host that does not have the guest meets what the other one does with it.";

/**
 * Checks which devices are connected at one end.
 *
 * @param end - Which end.
 * @param expected - For each device whether it is to be connected there.
 * @param when - The end of the sentence, such as `after preLiveMigration`.
 */
export async function expectConnected(
  t: CheckContext,
  { each }: MovingDevices,
  end: "source" | "destination",
  expected: readonly boolean[],
  when: string,
): Promise<void> {
  for (const [index, { name, isHere, isThere }] of each.entries()) {
    const wanted = expected[index] ?? false;
    const found = await (end === "source" ? isHere() : isThere());
    const message = `The ${end} is ${wanted ? "not" : "still"} connected to ${name} ${when}`;
    t.expectThat(found === wanted, message, { expected: wanted ? "connected" : "released", hint: HINT });
  }
}
