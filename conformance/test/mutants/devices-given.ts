// Drivers that give guests other interfaces, accelerators or shares than the request says.
import type { ComputeDriver, GuestDevices } from "@virt-driver-kit/spec";

import { faulty, misreading, planned } from "./faulty.ts";
import { hiding, type Mutant, replacing, within } from "./mutant.ts";

type Change = (devices: GuestDevices) => GuestDevices;

/** A driver that reads other devices than it was sent, where it builds or starts a guest. */
function reading(driver: Required<ComputeDriver>, change: Change): Partial<ComputeDriver> {
  const changed = <Params extends { devices?: GuestDevices }>(params: Params): Params =>
    params.devices === undefined ? params : { ...params, devices: change(params.devices) };
  return {
    spawn: (params, call) => driver.spawn(changed(params), call),
    powerOn: (params, call) => driver.powerOn(changed(params), call),
    reboot: (params, call) => driver.reboot(changed(params), call),
  };
}

/** A driver that goes on without devices of a kind when they cannot be had. */
function doingWithout(
  driver: Required<ComputeDriver>,
  member: "accelerators" | "shares",
  code: "DEVICE_UNAVAILABLE" | "SHARE_MOUNT_FAILED",
): Partial<ComputeDriver> {
  const without = <Params extends { devices?: GuestDevices }>(params: Params): Params => {
    const { [member]: _left, ...devices } = params.devices ?? {};
    return { ...params, devices };
  };
  return {
    spawn: (params, call) =>
      hiding(driver.spawn(params, call), code, () => driver.spawn(without(params), within(call))),
    powerOn: (params, call) =>
      hiding(driver.powerOn(params, call), code, () => driver.powerOn(without(params), within(call))),
    reboot: (params, call) =>
      hiding(driver.reboot(params, call), code, () => driver.reboot(without(params), within(call))),
  };
}

const interfaces: readonly Mutant[] = [
  {
    id: "devices/guest-has-the-interfaces-given: the first only",
    requirement: "devices/guest-has-the-interfaces-given",
    title: "A guest is given the first of its interfaces only",
    message: "network interfaces of the guest after spawn with 3 interfaces",
    only: ["devices/guest-has-the-interfaces-given"],
    driver: replacing((driver) =>
      reading(driver, ({ networkInterfaces, ...devices }) => ({
        ...devices,
        ...(networkInterfaces && { networkInterfaces: networkInterfaces.slice(0, 1) }),
      })),
    ),
  },
  ...["powerOn", "reboot"].map((operation): Mutant => ({
    id: `devices/guest-has-the-interfaces-given: ${operation} reads none`,
    requirement: "devices/guest-has-the-interfaces-given",
    title: `${operation} takes no notice of the interfaces that it is given`,
    message: `network interfaces of the guest after ${operation} with another list`,
    only: ["devices/guest-has-the-interfaces-given"],
    driver: faulty(misreading(operation, { pointer: "/devices/networkInterfaces" })),
  })),
  {
    id: "devices/guest-has-the-interfaces-given: one of its own",
    requirement: "devices/guest-has-the-interfaces-given",
    title: "A guest without interfaces is given one by the driver",
    message: "network interfaces of the guest after spawn with 0 interfaces",
    only: ["devices/guest-has-the-interfaces-given"],
    driver: replacing((driver) => ({
      getInstanceDiagnostics: async (params, call) => {
        const { diagnostics } = await driver.getInstanceDiagnostics(params, call);
        if (diagnostics.interfaces.length > 0) return { diagnostics };
        return { diagnostics: { ...diagnostics, interfaces: [{ macAddress: "02:00:00:00:00:01" }] } };
      },
    })),
  },
  {
    id: "devices/failed-build-unplugs: leaves them plugged",
    requirement: "devices/failed-build-unplugs",
    title: "spawn that fails leaves its interfaces plugged",
    message: "The port is still plugged after spawn failed",
    only: ["devices/failed-build-unplugs"],
    driver: planned("failed-spawn-leaves-interfaces-plugged"),
  },
  {
    id: "devices/failed-build-unplugs: plugs first",
    requirement: "devices/failed-build-unplugs",
    title: "spawn plugs its interfaces before it looks at the image, and leaves them so when it refuses that",
    message: "The port is still plugged after spawn answered IMAGE_UNACCEPTABLE",
    only: ["devices/failed-build-unplugs"],
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        const { instance, node, devices } = params;
        const { networkInterfaces = [] } = devices ?? {};
        if (networkInterfaces.length > 0) {
          await driver.plugVifs({ instanceUuid: instance.uuid, node, networkInterfaces }, within(call));
        }
        return driver.spawn(params, call);
      },
    })),
  },
  {
    id: "devices/unbound-ports-are-bound: left out",
    requirement: "devices/unbound-ports-are-bound",
    title: "A guest is not given interfaces whose ports are unbound",
    message: "number of interfaces of a guest that was given an unbound port",
    only: ["devices/unbound-ports-are-bound"],
    driver: replacing((driver) =>
      reading(driver, ({ networkInterfaces = [], ...devices }) => ({
        ...devices,
        networkInterfaces: networkInterfaces.filter(({ binding }) => binding.vifType !== "unbound"),
      })),
    ),
  },
  {
    id: "devices/unbound-ports-are-bound: not plugged",
    requirement: "devices/unbound-ports-are-bound",
    title: "plugVifs passes over ports that are unbound",
    message: "plugVifs of an unbound port succeeded although the host failed at it",
    only: ["devices/unbound-ports-are-bound"],
    driver: replacing((driver) => ({
      plugVifs: async (params, call) => {
        const bound = params.networkInterfaces.filter(({ binding }) => binding.vifType !== "unbound");
        return bound.length === 0 ? {} : driver.plugVifs({ ...params, networkInterfaces: bound }, call);
      },
    })),
  },
];

const accelerators: readonly Mutant[] = [
  {
    id: "devices/accelerators-reach-the-guest: none",
    requirement: "devices/accelerators-reach-the-guest",
    title: "spawn does not see the accelerators of the request",
    message: "PCI devices that the instance has after spawn with accelerators",
    only: ["devices/accelerators-reach-the-guest"],
    driver: planned("accelerators-go-by-a-wrong-name"),
  },
  ...["powerOn", "reboot"].map((operation): Mutant => ({
    id: `devices/accelerators-reach-the-guest: ${operation} reads none`,
    requirement: "devices/accelerators-reach-the-guest",
    title: `${operation} takes no notice of the accelerators that it is given`,
    message: `PCI devices that the instance has after ${operation} with another accelerator`,
    only: ["devices/accelerators-reach-the-guest"],
    driver: faulty(misreading(operation, { pointer: "/devices/accelerators" })),
  })),
  {
    id: "devices/accelerators-reach-the-guest: does without",
    requirement: "devices/accelerators-reach-the-guest",
    title: "A guest whose accelerator cannot be had is started without",
    message: "succeeded instead of being refused with DEVICE_UNAVAILABLE",
    only: ["devices/accelerators-reach-the-guest"],
    driver: replacing((driver) => doingWithout(driver, "accelerators", "DEVICE_UNAVAILABLE")),
  },
];

const shares: readonly Mutant[] = [
  {
    id: "devices/shares-reach-the-guest: does without",
    requirement: "devices/shares-reach-the-guest",
    title: "A guest whose share is not mounted is started without",
    message: "succeeded instead of being refused with SHARE_MOUNT_FAILED",
    only: ["devices/shares-reach-the-guest"],
    driver: replacing((driver) => doingWithout(driver, "shares", "SHARE_MOUNT_FAILED")),
  },
  {
    id: "devices/shares-reach-the-guest: looks at the first",
    requirement: "devices/shares-reach-the-guest",
    title: "Of a guest's shares only the first is looked at",
    message: "succeeded instead of being refused with SHARE_MOUNT_FAILED",
    only: ["devices/shares-reach-the-guest"],
    driver: replacing((driver) =>
      reading(driver, ({ shares: given = [], ...devices }) => ({ ...devices, shares: given.slice(0, 1) })),
    ),
  },
];

/** The mutants of the devices that guests are given. */
export const devicesGivenMutants: readonly Mutant[] = [...interfaces, ...accelerators, ...shares];
