// Network interfaces for checks: real addresses, of a kind that the node takes.
import type { NetworkInterface, NodeInfo, VifBinding } from "@virt-driver-kit/spec";

import { NotApplicable } from "./not-applicable.ts";
import type { Random } from "./random.ts";

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
 * Picks a binding that a node takes.
 *
 * @param binding - The one of the configuration, if it has one.
 * @throws NotApplicable if the node takes none that the kit can make up.
 */
export function bindingFor(
  { accepts, name }: NodeInfo,
  binding: VifBinding | undefined,
  { hasHostSide = false }: InterfaceOptions = {},
): VifBinding {
  const candidates = binding === undefined ? BINDINGS.filter(({ vifType }) => isTaken(accepts, vifType)) : [binding];
  const found = candidates.find(({ vifType }) => !hasHostSide || vifType !== "user");
  if (found !== undefined) return found;
  throw new NotApplicable(
    `Node "${name}" takes no kind of interface ${hasHostSide ? "with a side on the host " : ""}that the kit can make up; name one in "networkInterface" of the configuration`,
  );
}

function isTaken(accepts: NodeInfo["accepts"], vifType: VifBinding["vifType"]): boolean {
  return accepts?.vifTypes?.includes(vifType) ?? true;
}

/** Makes an interface on a network of its own, with an address that no other has. */
export function makeInterface(
  uuid: () => string,
  random: Random,
  binding: VifBinding,
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
    network: {
      id: uuid(),
      subnets: [{ cidr: `10.${second}.${third}.0/24`, fixedIps: [`10.${second}.${third}.${host}`] }],
    },
    binding,
    ...changes,
  };
}
