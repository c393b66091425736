// Checks of the accelerators that a guest is given: the device of each handle, and no other.
import type { AcceleratorRequest, PciDevice } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { givenFreePciDevices, pciDevicesOf } from "../steps/guest-devices.ts";
import { expectState } from "../steps/power-state.ts";
import { STARTS } from "../steps/starts.ts";

/** Nothing is there: no host numbers its buses so. */
const NO_DEVICE = "ffff:ff:1f.7";

function acceleratorAt(t: CheckContext, address: string): AcceleratorRequest {
  return { uuid: t.uuid(), providerUuid: t.uuid(), attachHandle: { kind: "pci", address } };
}

async function expectDevices(
  t: CheckContext,
  uuid: string,
  devices: readonly PciDevice[],
  when: string,
): Promise<void> {
  const expected = devices.map(({ address }) => address).toSorted();
  t.expectEqual(await pciDevicesOf(t, uuid), expected, `PCI devices that the instance has ${when}`);
}

const whenStarted = STARTS.map(({ operation, from, call }): Check => ({
  id: `devices/accelerators-reach-the-guest[${operation}]`,
  requirement: "devices/accelerators-reach-the-guest",
  title: `${operation}() with other accelerators gives the guest just those`,
  run: async (t) => {
    const [before, after] = await givenFreePciDevices(t, 2);
    if (before === undefined || after === undefined) return;
    const devices = { accelerators: [acceleratorAt(t, before.address)] };
    const instance = await t.givenInstance({ powerState: from, devices });
    await call(t, instance, { accelerators: [acceleratorAt(t, after.address)] });
    await expectDevices(t, instance.uuid, [after], `after ${operation} with another accelerator`);
  },
}));

/** The checks of accelerators. */
export const acceleratorChecks: readonly Check[] = [
  {
    id: "devices/accelerators-reach-the-guest[spawn]",
    requirement: "devices/accelerators-reach-the-guest",
    title:
      "spawn() with accelerators gives the guest the device of each handle and no other, and destroy() gives them back",
    run: async (t) => {
      const given = await givenFreePciDevices(t, 2);
      const accelerators = given.map(({ address }) => acceleratorAt(t, address));
      const params = await t.newInstance({ devices: { accelerators } });
      const { uuid } = params.instance;
      await t.driver.spawn(params);
      await expectDevices(t, uuid, given, "after spawn with accelerators");
      await t.given("destroy", () => t.driver.destroy({ instanceUuid: uuid, destroyDisks: true }));
      await expectDevices(t, uuid, [], "after destroy");
    },
  },
  {
    id: "devices/accelerators-reach-the-guest[taken]",
    requirement: "devices/accelerators-reach-the-guest",
    title: "spawn() with the accelerator of another instance is DEVICE_UNAVAILABLE, and the other keeps it",
    run: async (t) => {
      const [device] = await givenFreePciDevices(t, 1);
      if (device === undefined) return;
      const holder = await t.givenInstance({ devices: { accelerators: [acceleratorAt(t, device.address)] } });
      const params = await t.newInstance({ devices: { accelerators: [acceleratorAt(t, device.address)] } });
      await t.expectError(t.driver.spawn(params), "DEVICE_UNAVAILABLE");
      await expectDevices(t, holder.uuid, [device], "after another instance was to have its accelerator");
    },
  },
  {
    id: "devices/accelerators-reach-the-guest[gone]",
    requirement: "devices/accelerators-reach-the-guest",
    title: "spawn() with an accelerator that is not on the node is DEVICE_UNAVAILABLE, and builds nothing",
    run: async (t) => {
      const params = await t.newInstance({ devices: { accelerators: [acceleratorAt(t, NO_DEVICE)] } });
      await t.expectError(t.driver.spawn(params), "DEVICE_UNAVAILABLE");
      await expectState(t, params.instance.uuid, "absent", "after spawn with an accelerator that is not there");
    },
  },
  ...whenStarted,
];
