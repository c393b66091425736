// Drivers that tell wrongly where the guest finds its tagged devices.
import type { TaggedDevice } from "@virt-driver-kit/spec";

import { faulty, misreporting } from "./faulty.ts";
import { type DriverMutant, type Mutant, replacing } from "./mutant.ts";

const REQUIREMENT = "spawn/tells-where-tagged-devices-are";

/** A spawn that answers other tagged devices. */
function answering(change: (devices: TaggedDevice[]) => TaggedDevice[]): DriverMutant["driver"] {
  return replacing((driver) => ({
    spawn: async (params, call) => {
      const answer = await driver.spawn(params, call);
      return { ...answer, taggedDevices: change(answer.taggedDevices ?? []) };
    },
  }));
}

/** The mutants of the devices with tags. */
export const taggedDevicesMutants: readonly Mutant[] = [
  ...["spawn", "powerOn", "reboot", "rebuild"].map((operation): Mutant => ({
    id: `${REQUIREMENT}: ${operation} does not`,
    requirement: REQUIREMENT,
    title: `${operation} answers nothing of tagged devices`,
    message: `taggedDevices of ${operation}`,
    only: [REQUIREMENT],
    driver: faulty(misreporting(operation, { pointer: "/taggedDevices" })),
  })),
  ...["attachInterface", "attachVolume"].map((operation): Mutant => ({
    id: `${REQUIREMENT}: ${operation} does not`,
    requirement: REQUIREMENT,
    title: `${operation} answers nothing of the tagged device`,
    message:
      operation === "attachInterface" ? "taggedDevices of spawn and attachInterface" : "taggedDevices of attachVolume",
    only: [REQUIREMENT],
    driver: faulty(misreporting(operation, { pointer: "/taggedDevice" })),
  })),
  {
    id: `${REQUIREMENT}: the first for all`,
    requirement: REQUIREMENT,
    title: "spawn names the first device for every tag",
    message: "taggedDevices of spawn",
    only: [REQUIREMENT],
    driver: answering((devices) => devices.map((device) => ({ ...devices[0], ...device, ...idOf(devices[0]) }))),
  },
  {
    id: `${REQUIREMENT}: all in one place`,
    requirement: REQUIREMENT,
    title: "spawn gives all tagged devices one address",
    message: "number of places in taggedDevices of spawn",
    only: [REQUIREMENT],
    driver: answering((devices) => devices.map((device) => ({ ...device, bus: "pci", address: "0000:00:05.0" }))),
  },
];

function idOf(device: TaggedDevice | undefined): Partial<TaggedDevice> {
  return device?.deviceId === undefined ? {} : { deviceId: device.deviceId };
}
