// Drivers that are wrong in which devices of the host they give to which guest.
import type { AvailableResource, ComputeDriver, GuestDevices, PciDevice } from "@virt-driver-kit/spec";

import { faulty, misreading, planned, skipping } from "./faulty.ts";
import { type DriverMutant, hiding, type Mutant, replacing, stateOf, within } from "./mutant.ts";

type Driver = Required<ComputeDriver>;

/** A driver that tells other things of a node's devices. */
function telling(
  change: (resource: AvailableResource, driver: Driver) => AvailableResource | Promise<AvailableResource>,
): DriverMutant["driver"] {
  return replacing((driver) => ({
    getAvailableResource: async (params, call) => ({
      resource: await change((await driver.getAvailableResource(params, call)).resource, driver),
    }),
  }));
}

function tellingOfPci(change: (devices: PciDevice[]) => PciDevice[]): DriverMutant["driver"] {
  return telling((resource) => ({ ...resource, pciDevices: change(resource.pciDevices ?? []) }));
}

/** A spawn that reads other devices than it was sent. */
function spawning({ spawn }: Driver, change: (devices: GuestDevices) => GuestDevices): Pick<ComputeDriver, "spawn"> {
  return {
    spawn: (params, call) =>
      spawn(params.devices === undefined ? params : { ...params, devices: change(params.devices) }, call),
  };
}

/** A device as one that an instance holds, unless another does. */
function heldBy(device: PciDevice, instanceUuid: string | undefined): PciDevice {
  return instanceUuid === undefined ? device : { instanceUuid, ...device };
}

const REPORTED = "placement/devices-are-reported-once";
const CLAIMED = "placement/claimed-devices-and-no-others";
const TAKEN = "placement/taken-devices-are-refused";
const FOLLOW = "placement/mediated-devices-follow-allocations";
const KEPT = "placement/mediated-devices-are-kept";

const pciDevices: readonly Mutant[] = [
  {
    id: `${REPORTED}: held ones vanish`,
    requirement: REPORTED,
    title: "getAvailableResource leaves out PCI devices that instances hold",
    message: "PCI devices while an instance has one",
    only: [REPORTED],
    driver: tellingOfPci((devices) => devices.filter(({ instanceUuid }) => instanceUuid === undefined)),
  },
  {
    id: `${REPORTED}: twice`,
    requirement: REPORTED,
    title: "getAvailableResource lists a PCI device twice",
    message: "number of PCI devices, of which some are listed twice",
    only: [REPORTED],
    driver: tellingOfPci((devices) => [...devices, ...devices.slice(0, 1)]),
  },
  {
    id: `${REPORTED}: holders are not told`,
    requirement: REPORTED,
    title: "getAvailableResource does not tell who holds a PCI device",
    message: "instance that holds PCI device",
    only: [REPORTED],
    driver: tellingOfPci((devices) => devices.map(({ instanceUuid: _left, ...device }) => device)),
  },
  {
    id: `${CLAIMED}: the first only`,
    requirement: CLAIMED,
    title: "spawn gives the guest the first PCI device of its claims only",
    message: "PCI devices that the instance has after spawn",
    only: [CLAIMED],
    driver: replacing((driver) =>
      spawning(driver, ({ pciDevices: claims, ...devices }) => ({
        ...devices,
        ...(claims && { pciDevices: claims.slice(0, 1) }),
      })),
    ),
  },
  {
    id: `${CLAIMED}: gone with a power cycle`,
    requirement: CLAIMED,
    title: "powerOn does not give the guest its PCI devices back",
    message: "PCI devices that the instance has after powerOff and powerOn",
    only: [CLAIMED],
    driver: replacing((driver) => ({
      powerOn: (params, call) => driver.powerOn({ ...params, devices: { pciDevices: [] } }, call),
    })),
  },
  {
    id: `${CLAIMED}: resume keeps them back`,
    requirement: CLAIMED,
    title: "resume does not give the guest its PCI devices back",
    message: "PCI devices that the instance has after suspend and resume",
    only: [CLAIMED],
    driver: planned("resume-keeps-devices-back"),
  },
  {
    id: `${CLAIMED}: a failed build keeps them`,
    requirement: CLAIMED,
    title: "spawn that fails goes on holding its PCI devices",
    message: "after spawn failed at its hypervisor call number",
    only: [CLAIMED],
    driver: replacing((driver) => {
      const leaked = new Map<string, string>();
      return {
        spawn: async (params, call) => {
          const { uuid } = params.instance;
          try {
            return await driver.spawn(params, call);
          } catch (error) {
            for (const { address } of params.devices?.pciDevices ?? []) leaked.set(address, uuid);
            throw error;
          }
        },
        getAvailableResource: async (params, call) => {
          const { resource } = await driver.getAvailableResource(params, call);
          return {
            resource: {
              ...resource,
              pciDevices: (resource.pciDevices ?? []).map((device) => heldBy(device, leaked.get(device.address))),
            },
          };
        },
      };
    }),
  },
  {
    id: `${TAKEN}: does without`,
    requirement: TAKEN,
    title: "A guest whose PCI device cannot be had is built without",
    message: "succeeded instead of being refused with DEVICE_UNAVAILABLE",
    only: [TAKEN],
    driver: replacing((driver) => ({
      spawn: (params, call) =>
        hiding(driver.spawn(params, call), "DEVICE_UNAVAILABLE", () => {
          const { pciDevices: _left, ...devices } = params.devices ?? {};
          return driver.spawn({ ...params, devices }, within(call));
        }),
    })),
  },
  {
    id: `${TAKEN}: takes it`,
    requirement: TAKEN,
    title: "A PCI device is taken from the guest that has it",
    message: "succeeded instead of being refused with DEVICE_UNAVAILABLE",
    only: [`${TAKEN}[taken]`],
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        const claimed = (params.devices?.pciDevices ?? []).map(({ address }) => address);
        const { resource } = await driver.getAvailableResource({ node: params.node }, call);
        for (const { address, instanceUuid } of resource.pciDevices ?? []) {
          if (instanceUuid === undefined || !claimed.includes(address)) continue;
          await driver.reboot({ instanceUuid, type: "hard", devices: { pciDevices: [] } }, within(call));
        }
        return driver.spawn(params, call);
      },
    })),
  },
];

const mediatedDevices: readonly Mutant[] = [
  {
    id: `${FOLLOW}: the first allocation only`,
    requirement: FOLLOW,
    title: "spawn reads only the first of several allocations",
    message: "mediated devices of the guest, by resource provider, after spawn",
    only: [FOLLOW],
    driver: planned("only-the-first-vgpu-is-given"),
  },
  {
    id: `${FOLLOW}: one of each`,
    requirement: FOLLOW,
    title: "spawn gives one mediated device for an allocation of two",
    message: "mediated devices of the guest, by resource provider, after spawn",
    only: [FOLLOW],
    driver: faulty(misreading("spawn", { pointer: "/devices/allocations/*/resources/*/amount", json: "1" })),
  },
  {
    id: `${FOLLOW}: for everybody`,
    requirement: FOLLOW,
    title: "spawn without an allocation gives the guest a mediated device all the same",
    message: "mediated devices of a guest without an allocation",
    only: [FOLLOW],
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        const { resource } = await driver.getAvailableResource({ node: params.node }, call);
        const providerUuid = resource.mediatedDevices?.find(
          ({ instanceUuid }) => instanceUuid === undefined,
        )?.resourceProvider;
        if (params.devices?.allocations !== undefined || providerUuid === undefined) return driver.spawn(params, call);
        const allocations = [{ providerUuid, resources: [{ resourceClass: "VGPU", amount: 1 }] }];
        return driver.spawn({ ...params, devices: { ...params.devices, allocations } }, call);
      },
    })),
  },
  {
    id: `${FOLLOW}: kept after destroy`,
    requirement: FOLLOW,
    title: "destroy keeps the mediated devices of the instance",
    message: "mediated devices of an instance that was destroyed",
    only: [FOLLOW],
    driver: replacing((driver) => {
      const held = new Map<string, string>();
      return {
        getAvailableResource: async (params, call) => {
          const { resource } = await driver.getAvailableResource(params, call);
          const remembered = (resource.mediatedDevices ?? []).map((device) => {
            const instanceUuid = device.instanceUuid ?? held.get(device.uuid);
            if (instanceUuid === undefined) return device;
            held.set(device.uuid, instanceUuid);
            return { ...device, instanceUuid };
          });
          return { resource: { ...resource, mediatedDevices: remembered } };
        },
      };
    }),
  },
  ...(["reboot", "powerOn"] as const).map((operation): Mutant => ({
    id: `${KEPT}: gone after ${operation}`,
    requirement: KEPT,
    title: `${operation} gives the guest no mediated device again`,
    message:
      operation === "reboot" ? "mediated devices after a hard reboot" : "mediated devices after powerOff and powerOn",
    only: [KEPT],
    driver: replacing((driver) =>
      operation === "reboot"
        ? { reboot: (params, call) => driver.reboot({ ...params, devices: { allocations: [] } }, call) }
        : { powerOn: (params, call) => driver.powerOn({ ...params, devices: { allocations: [] } }, call) },
    ),
  })),
  {
    id: `${KEPT}: free while it is off`,
    requirement: KEPT,
    title: "The mediated devices of an instance that is off are told as free",
    message: "mediated devices of an instance that is off",
    only: [KEPT],
    driver: telling(async (resource, driver) => {
      const call = { signal: new AbortController().signal, reportProgress: () => undefined };
      const devices = [];
      for (const { instanceUuid, ...device } of resource.mediatedDevices ?? []) {
        const isOff = instanceUuid !== undefined && (await stateOf(driver, instanceUuid, call)) === "shutdown";
        devices.push(instanceUuid === undefined || isOff ? device : { ...device, instanceUuid });
      }
      return { ...resource, mediatedDevices: devices };
    }),
  },
];

const STAY = "powerOn/interfaces-left-out-stay";
const UNPLUGS = "destroy/unplugs-interfaces";

const interfaces: readonly Mutant[] = [
  ...(["powerOn", "reboot"] as const).flatMap((operation): Mutant[] => [
    {
      id: `${STAY}: ${operation} takes none for none`,
      requirement: STAY,
      title: `${operation} that says nothing of interfaces gives the guest none`,
      message: `network interfaces of the guest after ${operation} that said nothing of them`,
      only: [STAY],
      driver: replacing((driver) =>
        operation === "powerOn"
          ? {
              powerOn: (params, call) =>
                driver.powerOn({ ...params, devices: { networkInterfaces: [], ...params.devices } }, call),
            }
          : {
              reboot: (params, call) =>
                driver.reboot({ ...params, devices: { networkInterfaces: [], ...params.devices } }, call),
            },
      ),
    },
    {
      id: `${STAY}: ${operation} does not plug`,
      requirement: STAY,
      title: `${operation} takes interfaces for plugged that it has plugged once`,
      message: `The port is not plugged after ${operation}`,
      only: [STAY],
      driver: faulty(skipping(operation, "plugInterface")),
    },
  ]),
  {
    id: `${UNPLUGS}: leaves them`,
    requirement: UNPLUGS,
    title: "destroy leaves the interfaces plugged",
    message: "The port is still plugged after destroy",
    only: [UNPLUGS],
    driver: faulty(skipping("destroy", "unplugInterface")),
  },
  {
    id: `${UNPLUGS}: always`,
    requirement: UNPLUGS,
    title: "destroy unplugs the interfaces also with destroyVifs false",
    message: "The port is not plugged after destroy with destroyVifs false",
    only: [UNPLUGS],
    driver: faulty(misreading("destroy", { pointer: "/destroyVifs" })),
  },
  {
    id: `${UNPLUGS}: forgotten after a failure`,
    requirement: UNPLUGS,
    title: "destroy that failed before leaves the interfaces plugged for good",
    message: "and was repeated",
    only: [UNPLUGS],
    driver: planned("failed-destroy-forgets-the-interfaces"),
  },
];

/** The mutants of the devices of the host, and of interfaces over starts and ends. */
export const hostDevicesMutants: readonly Mutant[] = [...pciDevices, ...mediatedDevices, ...interfaces];
