// Checks of the host's PCI devices: each reported once with its holder, given as claimed, refused if taken, free afterwards.
import type { PciDevice } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { claimOn, givenFreePciDevices, givenPciDevices, pciDevicesOf } from "../steps/guest-devices.ts";
import { cutOff, expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

type Devices = NonNullable<NewInstance["devices"]>;

/** Claims as a caller makes them of what the driver reports. */
function claiming(...devices: readonly PciDevice[]): Devices {
  return { pciDevices: devices.map(claimOn) };
}

/** Checks that an instance has just these devices. */
async function expectHeld(t: CheckContext, uuid: string, devices: readonly PciDevice[], when: string): Promise<void> {
  const expected = devices.map(({ address }) => address).toSorted();
  const hint = "Give a guest the devices of its claims, and pick none.";
  t.expectEqual(await pciDevicesOf(t, uuid), expected, `PCI devices that the instance has ${when}`, hint);
}

/** Checks that nobody has a device, and that it is still reported. */
async function expectFree(t: CheckContext, { address }: PciDevice, when: string): Promise<void> {
  const reports = (await givenPciDevices(t)).filter((device) => device.address === address);
  t.expectEqual(
    reports.map(({ instanceUuid }) => instanceUuid ?? "free"),
    ["free"],
    `holder of PCI device ${address} ${when}`,
  );
}

const reported: readonly Check[] = [
  {
    id: "placement/devices-are-reported-once",
    requirement: "placement/devices-are-reported-once",
    title:
      "getAvailableResource() lists each PCI device once, before, while and after an instance has one, with that instance",
    run: async (t) => {
      const addresses = async (): Promise<string[]> => (await givenPciDevices(t)).map(({ address }) => address);
      const before = await addresses();
      t.expectEqual(before.length, new Set(before).size, "number of PCI devices, of which some are listed twice");
      const [device] = await givenFreePciDevices(t, 1);
      if (device === undefined) return;
      const { uuid, target } = await t.givenInstance({ devices: claiming(device) });
      t.expectEqual((await addresses()).toSorted(), before.toSorted(), "PCI devices while an instance has one");
      const holder = (await givenPciDevices(t)).find(({ address }) => address === device.address)?.instanceUuid;
      t.expectEqual(holder, uuid, `instance that holds PCI device ${device.address}`, "Tell who holds each device.");
      await t.given("destroy", () => t.driver.destroy({ ...target, destroyDisks: true }));
      t.expectEqual((await addresses()).toSorted(), before.toSorted(), "PCI devices after an instance that had one");
    },
  },
];

const given: readonly Check[] = [
  {
    id: "placement/claimed-devices-and-no-others",
    requirement: "placement/claimed-devices-and-no-others",
    title:
      "spawn() with claims on PCI devices gives the guest those and no other, over power cycles, and destroy() frees them",
    run: async (t) => {
      const devices = await givenFreePciDevices(t, 2);
      const without = await t.givenInstance();
      for (const claimed of [devices.slice(1), devices]) {
        const params = await t.newInstance({ devices: claiming(...claimed) });
        const { uuid } = params.instance;
        await t.driver.spawn(params);
        await expectHeld(t, uuid, claimed, "after spawn");
        await t.given("powerOff", () => t.driver.powerOff(cutOff({ target: { instanceUuid: uuid } })));
        await expectHeld(t, uuid, claimed, "while it is off");
        await t.given("powerOn", () => t.driver.powerOn({ instanceUuid: uuid }));
        await expectHeld(t, uuid, claimed, "after powerOff and powerOn");
        await t.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
        for (const device of claimed) await expectFree(t, device, "after destroy");
      }
      await expectHeld(t, without.uuid, [], "that was given none");
    },
  },
  {
    id: "placement/claimed-devices-and-no-others[resume]",
    requirement: "placement/claimed-devices-and-no-others",
    title: "resume() gives a guest back the PCI devices that it had before suspend()",
    needs: { capabilities: ["supportsSuspend"] },
    run: async (t) => {
      const devices = await givenFreePciDevices(t, 1);
      const { uuid, target } = await t.givenInstance({ devices: claiming(...devices) });
      // Where a guest with a device cannot be suspended there is nothing to give back.
      const refusal = await refusalOf(t.driver.suspend(target));
      if (refusal !== undefined) t.notApplicable(`A guest with a PCI device is not suspended: ${refusal.code}`);
      await t.driver.resume(target);
      await expectHeld(t, uuid, devices, "after suspend and resume");
    },
  },
  {
    id: "placement/claimed-devices-and-no-others[failed-build]",
    requirement: "placement/claimed-devices-and-no-others",
    title: "spawn() that is refused for its image leaves its PCI devices free",
    run: async (t) => {
      const devices = await givenFreePciDevices(t, 1);
      const params = await t.newInstance({ devices: claiming(...devices) });
      const image = { ...params.instance.image, id: t.uuid(), sha256: "0".repeat(64) };
      const refusal = await refusalOf(t.driver.spawn({ ...params, instance: { ...params.instance, image } }));
      if (refusal === undefined) return t.given("spawn", async () => t.fail("spawn of a bad image succeeded"));
      for (const device of devices) await expectFree(t, device, `after spawn answered ${refusal.code}`);
    },
  },
  {
    id: "placement/claimed-devices-and-no-others[at-each-step]",
    requirement: "placement/claimed-devices-and-no-others",
    title: "spawn() that failed at any step leaves its PCI devices free",
    needs: { simulation: true },
    run: async (t) => {
      const devices = await givenFreePciDevices(t, 2);
      const params = await t.newInstance({ devices: claiming(...devices) });
      await sweepSteps(t, {
        operation: "spawn",
        prepare: async () => undefined,
        call: () => t.driver.spawn(params),
        judge: async ({ step }) => {
          const when = `after spawn failed at its hypervisor call number ${step}`;
          for (const device of devices) await expectFree(t, device, when);
        },
      });
    },
  },
];

/** Claims that cannot be met, made of one on a device that is free. */
const WRONG_CLAIMS = {
  "other-product": { productId: "fffe" },
  "other-vendor": { vendorId: "fffe" },
  // No host numbers its buses so.
  "not-there": { address: "ffff:ff:1f.7" },
} as const;

const refused: readonly Check[] = [
  {
    id: "placement/taken-devices-are-refused[taken]",
    requirement: "placement/taken-devices-are-refused",
    title:
      "spawn() with a claim on another instance's PCI device is DEVICE_UNAVAILABLE, and the other ticks on and has it",
    needs: { probeGuest: true },
    run: async (t) => {
      const devices = await givenFreePciDevices(t, 1);
      const { instance, boot } = await givenTickingGuest(t, { devices: claiming(...devices) });
      const params = await t.newInstance({ devices: claiming(...devices) });
      await t.expectError(t.driver.spawn(params), "DEVICE_UNAVAILABLE", {
        effect: "none",
        hint: "Look who holds each device that is claimed before anything is made.",
      });
      await expectState(t, params.instance.uuid, "absent", "after a claim on a device that is taken");
      await expectHeld(t, instance.uuid, devices, "after another's claim on it");
      await expectUndisturbed(t, instance, boot, "by another's claim on its device");
    },
  },
  ...Object.entries(WRONG_CLAIMS).map(([name, change]): Check => ({
    id: `placement/taken-devices-are-refused[${name}]`,
    requirement: "placement/taken-devices-are-refused",
    title: `spawn() with a claim on a PCI device that is ${name.replace("other", "of another").replaceAll("-", " ")} is DEVICE_UNAVAILABLE`,
    run: async (t) => {
      const devices = await givenFreePciDevices(t, 1);
      const claims = (claiming(...devices).pciDevices ?? []).map((claim) => ({ ...claim, ...change }));
      const params = await t.newInstance({ devices: { pciDevices: claims } });
      await t.expectError(t.driver.spawn(params), "DEVICE_UNAVAILABLE", {
        effect: "none",
        hint: "Compare each claim with the device that is at its address.",
      });
      await expectState(t, params.instance.uuid, "absent", "after a claim that could not be met");
      for (const device of devices) await expectFree(t, device, "after a claim that could not be met");
    },
  })),
];

/** The checks of PCI devices. */
export const pciDeviceChecks: readonly Check[] = [...reported, ...given, ...refused];
