// Network interfaces for checks: real addresses, of a kind that the node takes.
import type { NetworkInterface, NodeInfo, VifBinding } from "@virt-driver-kit/spec";

import { NotApplicable } from "./not-applicable.ts";
import type { Random } from "./random.ts";
import type { SiteNetwork } from "./site-resources.ts";

/** What {@link CheckContext.networkInterface} may be told. */
export interface InterfaceOptions {
  /** Whether it must have a side on the host that can be plugged, which a `user` interface has not. */
  readonly hasHostSide?: boolean;
}

/** One binding of each kind that the kit can make up, those first that ask least of a host. */
const BINDINGS: readonly VifBinding[] = [
  { vifType: "user" },
  { vifType: "tap" },
  { vifType: "bridge", bridgeName: "vdkbr0" },
  { vifType: "ovs", bridgeName: "br-int" },
  { vifType: "dvs", portGroupName: "vdk" },
  { vifType: "unbound" },
];

/**
 * Picks a network that a node takes interfaces of.
 *
 * @param networks - Those of the configuration, if it has any; they are taken in turn.
 * @param turn - How many interfaces the check has had before.
 * @throws NotApplicable if the node takes none that there is or that the kit can make up.
 */
export function networkFor(
  { accepts, name }: NodeInfo,
  networks: readonly SiteNetwork[] | undefined,
  { hasHostSide = false }: InterfaceOptions = {},
  turn: number = 0,
): SiteNetwork {
  const madeUp = BINDINGS.filter(({ vifType }) => isTaken(accepts, vifType)).map((binding) => ({ binding }));
  const fitting = (networks ?? madeUp).filter(({ binding }) => !hasHostSide || binding.vifType !== "user");
  const found = networks === undefined ? fitting[0] : fitting[turn % fitting.length];
  if (found !== undefined) return found;
  const kind = hasHostSide ? "an interface with a side on the host" : "an interface";
  throw new NotApplicable(
    networks === undefined
      ? `The check needs ${kind}, and node "${name}" takes none that the kit can make up`
      : `The check needs ${kind}, and no network of the configuration has one`,
    "resources.networks",
  );
}

function isTaken(accepts: NodeInfo["accepts"], vifType: VifBinding["vifType"]): boolean {
  return accepts?.vifTypes?.includes(vifType) ?? true;
}

/** Makes an interface with an address that no other has, on a network of its own unless the site has one. */
export function makeInterface(
  uuid: () => string,
  random: Random,
  { binding, network, mtu }: SiteNetwork,
  changes: Partial<NetworkInterface> = {},
): NetworkInterface {
  const octet = (): number => random.integer(0, 255);
  const macAddress = ["02", ...Array.from({ length: 5 }, () => octet().toString(16).padStart(2, "0"))].join(":");
  const [second, third, host] = [octet(), octet(), random.integer(2, 250)];
  const portId = uuid();
  return {
    portId,
    macAddress,
    // All uuids of a run begin alike, so the usual name, made of the first characters, would be that of many.
    deviceName: `tap${portId.slice(-11)}`,
    network: network ?? {
      id: uuid(),
      subnets: [{ cidr: `10.${second}.${third}.0/24`, fixedIps: [`10.${second}.${third}.${host}`] }],
    },
    binding,
    ...(mtu !== undefined && { mtu }),
    ...changes,
  };
}
