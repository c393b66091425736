// Checks of `detachInterface`: out of the guest and off the host when it returns, or in the guest as before.
import type { DetachInterfaceParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { letGo } from "../steps/connections.ts";
import { expectInterfaces } from "../steps/guest-devices.ts";
import { expectReleased, expectTaken, givenVisiblePorts } from "../steps/ports.ts";
import { expectPowerCycles } from "./power-cycles.ts";

/** How long a guest may take to let go in these checks, in seconds. */
const SHORT_SECONDS = 5;

/** Takes an interface from a guest that runs. */
async function detach(t: CheckContext, params: DetachInterfaceParams): Promise<void> {
  await letGo(t, t.driver.detachInterface({ timeoutSeconds: SHORT_SECONDS, ...params }));
}

/** The checks of `detachInterface`. */
export const detachInterfaceChecks: readonly Check[] = [
  {
    id: "detachInterface/takes-it-from-guest-and-host[from-running]",
    requirement: "detachInterface/takes-it-from-guest-and-host",
    title: "detachInterface() takes one interface from a running guest and off the host, for good, and no other",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const [going, staying] = await givenVisiblePorts(t, 2);
      if (going === undefined || staying === undefined) return;
      const instance = await t.givenInstance({ devices: { networkInterfaces: [going, staying] } });
      await detach(t, { ...instance.target, interface: going });
      await expectInterfaces(t, instance, [staying], "after detachInterface", "Wait until the guest has let go of it.");
      await expectReleased(t, going, "after detachInterface");
      await expectTaken(t, staying, "after detachInterface of another port");
      await expectPowerCycles(t, instance, [staying], "detachInterface");
    },
  },
  {
    id: "detachInterface/takes-it-from-guest-and-host[from-shutdown]",
    requirement: "detachInterface/takes-it-from-guest-and-host",
    title: "detachInterface() takes an interface that was attached from an instance that is off, for good",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const [going] = await givenVisiblePorts(t, 1);
      if (going === undefined) return;
      const instance = await t.givenInstance({ powerState: "shutdown" });
      await t.given("attachInterface", () => t.driver.attachInterface({ ...instance.target, interface: going }));
      await t.driver.detachInterface({ ...instance.target, interface: going });
      await expectReleased(t, going, "after detachInterface of an instance that is off");
      await t.given("powerOn", () => t.driver.powerOn(instance.target));
      await expectPowerCycles(t, instance, [], "detachInterface");
    },
  },
  {
    id: "detachInterface/absent-interface-succeeds",
    requirement: "detachInterface/absent-interface-succeeds",
    title: "detachInterface() of what the instance does not have succeeds, twice, and leaves the guest what it has",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const [staying, never] = [t.networkInterface(), t.networkInterface()];
      const instance = await t.givenInstance({ devices: { networkInterfaces: [staying] } });
      for (const _time of ["first", "second"]) await t.driver.detachInterface({ ...instance.target, interface: never });
      const hint = "Look for the interface by its portId or its address, never by its place.";
      await expectInterfaces(t, instance, [staying], "after detachInterface of one that it does not have", hint);
    },
  },
  {
    id: "detachInterface/absent-interface-succeeds[leftover]",
    requirement: "detachInterface/absent-interface-succeeds",
    title: "detachInterface() of a port that is plugged and not in the guest takes it off the host",
    run: async (t) => {
      const [port] = await givenVisiblePorts(t, 1);
      if (port === undefined) return;
      const instance = await t.givenInstance();
      const owner = { instanceUuid: instance.uuid, node: t.node.uuid };
      await t.given("plugVifs", () => t.driver.plugVifs({ ...owner, networkInterfaces: [port] }));
      await t.driver.detachInterface({ ...instance.target, interface: port });
      await expectReleased(t, port, "after detachInterface of an interface that only the host had");
    },
  },
  {
    id: "detachInterface/missing-host-side-succeeds",
    requirement: "detachInterface/missing-host-side-succeeds",
    title: "detachInterface() of an interface whose host side was unplugged before takes it from the guest",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const [going, staying] = [1, 2].map(() => t.networkInterface({}, { hasHostSide: true }));
      if (going === undefined || staying === undefined) return;
      const instance = await t.givenInstance({ devices: { networkInterfaces: [going, staying] } });
      const owner = { instanceUuid: instance.uuid, node: t.node.uuid };
      await t.given("unplugVifs", () => t.driver.unplugVifs({ ...owner, networkInterfaces: [going] }));
      await detach(t, { ...instance.target, interface: going });
      const hint = "Take the device from the guest whether or not its other end is there.";
      await expectInterfaces(t, instance, [staying], "after detachInterface without a host side", hint);
    },
  },
  {
    id: "detachInterface/stubborn-guest-keeps-its-interface",
    requirement: "detachInterface/stubborn-guest-keeps-its-interface",
    title:
      "detachInterface() from a guest that does not let go is DEVICE_DETACH_FAILED, leaves all as it was, and succeeds later",
    needs: { simulation: true, capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const [port] = await givenVisiblePorts(t, 1);
      if (port === undefined) return;
      const { uuid: instanceUuid, target } = await t.givenInstance({ devices: { networkInterfaces: [port] } });
      await t.simulation.injectFault({ kind: "guestBehaviour", instanceUuid, keepsDevices: true });
      const params = { ...target, interface: port, timeoutSeconds: SHORT_SECONDS };
      await t.expectError(t.driver.detachInterface(params), "DEVICE_DETACH_FAILED", {
        effect: "none",
        hint: "Give up when the time is up, and say so.",
      });
      const when = "after a detachInterface that the guest did not obey";
      await expectInterfaces(t, { target }, [port], when);
      await expectTaken(t, port, when, "Unplug only what the guest has let go of.");
      await t.simulation.clearFaults();
      await t.driver.detachInterface(params);
      await expectInterfaces(t, { target }, [], "after detachInterface of a guest that lets go");
      await expectReleased(t, port, "after detachInterface of a guest that lets go");
    },
  },
];
