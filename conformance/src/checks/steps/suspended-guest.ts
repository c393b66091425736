// A guest whose memory is saved, and what its host lends it.
import type { Capability, GuestDevices } from "@virt-driver-kit/spec";

import type { CheckContext, InstanceOptions } from "../../harness/check-context.ts";
import { givenTickingGuest, expectStandstill, type TickingGuest } from "./guest.ts";
import { givenFreePciDevices, pciDevicesOf } from "./guest-devices.ts";
import { expectState } from "./power-state.ts";
import { givenResource } from "./usage.ts";

/** A guest that was suspended when it had ticked for a while. Blocks the check if there is none to be had. */
export async function givenSuspendedGuest(
  t: CheckContext,
  options: Omit<InstanceOptions, "powerOn"> = {},
): Promise<TickingGuest> {
  const guest = await givenTickingGuest(t, options);
  await t.given("suspend", async () => {
    await t.driver.suspend(guest.instance.target);
    await expectState(t, guest.instance, "suspended", "after suspend");
    await expectStandstill(t, guest.instance, "after suspend");
  });
  return guest;
}

/** A kind of device of the host that a guest can be given, and that has to be taken from it while its memory is saved. */
export interface HostDeviceKind {
  /** Names the check. */
  readonly variant: string;
  readonly name: string;
  readonly capability: Capability;
  /** Devices to spawn with. Not applicable if the node has none to give. */
  readonly given: (t: CheckContext) => Promise<GuestDevices>;
  /** What a guest has of them, by the node's figures. */
  readonly heldBy: (t: CheckContext, uuid: string) => Promise<readonly string[]>;
}

/** The kinds of devices of the host that the kit can have given to a guest. */
export const HOST_DEVICES: readonly HostDeviceKind[] = [
  {
    variant: "pci-device",
    name: "PCI device",
    capability: "supportsPciPassthrough",
    given: async (t) => {
      const devices = await givenFreePciDevices(t, 1);
      return {
        pciDevices: devices.map(({ address, vendorId, productId, deviceType }) => ({
          address,
          vendorId,
          productId,
          deviceType,
        })),
      };
    },
    heldBy: pciDevicesOf,
  },
  {
    variant: "mediated-device",
    name: "mediated device",
    capability: "supportsMediatedDevices",
    given: async (t) => {
      const { mediatedDevices = [] } = await givenResource(t);
      const free = mediatedDevices.find((device) => device.instanceUuid === undefined);
      if (free?.resourceProvider === undefined) return t.notApplicable("The node has no free mediated device");
      const resources = [{ resourceClass: "VGPU", amount: 1 }];
      return { allocations: [{ providerUuid: free.resourceProvider, resources }] };
    },
    heldBy: async (t, uuid) => {
      const { mediatedDevices = [] } = await givenResource(t);
      return mediatedDevices.filter((device) => device.instanceUuid === uuid).map((device) => device.uuid);
    },
  },
];

/** What a guest has of a kind, once it runs. Blocks the check if that is nothing. */
export function givenHeld(t: CheckContext, kind: HostDeviceKind, uuid: string): Promise<readonly string[]> {
  return t.given("spawn", async () => {
    const held = await kind.heldBy(t, uuid);
    t.expectThat(held.length > 0, `The node's figures show no ${kind.name} of the guest after spawn`);
    return held;
  });
}
