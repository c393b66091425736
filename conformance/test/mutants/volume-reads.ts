// Drivers that name volumes' devices, hosts and counters wrongly.
import { randomUUID } from "node:crypto";

import type { DeviceName } from "@virt-driver-kit/spec";

import { faulty, misreading, misreporting, planned } from "./faulty.ts";
import { type Mutant, notFound, replacing, stateOf, within } from "./mutant.ts";

const nameOf = (index: number): DeviceName => `/dev/vd${String.fromCharCode("a".charCodeAt(0) + index)}`;

/** Answers connectors with another name of the host. */
function connectorNamed(name: () => string): Extract<Mutant, { driver: unknown }>["driver"] {
  return replacing((driver) => {
    const ofThisRun = name();
    return {
      getVolumeConnector: async (params, call) => {
        const { connector } = await driver.getVolumeConnector(params, call);
        return { connector: { ...connector, initiator: `iqn.2026-01.org.example:${ofThisRun || randomUUID()}` } };
      },
    };
  });
}

const connectors: readonly Mutant[] = [
  {
    id: "getVolumeConnector/is-stable: made up",
    requirement: "getVolumeConnector/is-stable",
    title: "getVolumeConnector makes up a name each time",
    message: "Unexpected connector of a node, read again",
    only: ["getVolumeConnector/is-stable*"],
    driver: connectorNamed(() => ""),
  },
  {
    id: "getVolumeConnector/is-stable: made up once",
    requirement: "getVolumeConnector/is-stable",
    title: "The driver makes up a name of its host each time that it starts",
    message: "Unexpected connectors after the driver was started again",
    only: ["getVolumeConnector/is-stable*"],
    driver: connectorNamed(randomUUID),
  },
  {
    id: "getVolumeConnector/names-what-it-accepts-by: no nqn",
    requirement: "getVolumeConnector/names-what-it-accepts-by",
    title: "getVolumeConnector leaves out what NVMe needs",
    message: "has no nqn, and it accepts nvmeof",
    only: ["getVolumeConnector/names-what-it-accepts-by"],
    driver: faulty(misreporting("getVolumeConnector", { pointer: "/connector/nqn" })),
  },
];

const names: readonly Mutant[] = [
  {
    id: "getDeviceNames/each-device-gets-a-name: one twice",
    requirement: "getDeviceNames/each-device-gets-a-name",
    title: "getDeviceNames gives all devices one name",
    message: "Unexpected number of different names in the answer of getDeviceNames",
    only: ["getDeviceNames/each-device-gets-a-name*"],
    driver: faulty(misreporting("getDeviceNames", { pointer: "/devices/*/deviceName", json: '"/dev/vda"' })),
  },
  {
    id: "getDeviceNames/each-device-gets-a-name: names anew",
    requirement: "getDeviceNames/each-device-gets-a-name",
    title: "getDeviceNames does not read the names that devices come with",
    message: "Unexpected name of a device that came with it",
    only: ["getDeviceNames/each-device-gets-a-name*"],
    driver: faulty(misreading("getDeviceNames", { pointer: "/devices/*/deviceName" })),
  },
  {
    id: "getDeviceNames/each-device-gets-a-name: no bus",
    requirement: "getDeviceNames/each-device-gets-a-name",
    title: "getDeviceNames names devices and does not say on which bus they are",
    message: "No bus of a device of kind root",
    only: ["getDeviceNames/each-device-gets-a-name*"],
    driver: faulty(misreporting("getDeviceNames", { pointer: "/devices/*/bus" })),
  },
  {
    id: "getDeviceNames/same-question-same-answer: reserves",
    requirement: "getDeviceNames/same-question-same-answer",
    title: "getDeviceNames gives no name a second time",
    message: "Unexpected answer of getDeviceNames, asked again",
    only: ["getDeviceNames/same-question-same-answer"],
    driver: replacing((driver) => {
      let given = 0;
      return {
        getDeviceNames: async (params, call) => {
          const { devices } = await driver.getDeviceNames(params, call);
          return { devices: devices.map((device) => ({ ...device, deviceName: nameOf(given++) })) };
        },
      };
    }),
  },
];

const usage: readonly Mutant[] = [
  {
    id: "getVolumeUsage/counts-what-the-guest-did: falls",
    requirement: "getVolumeUsage/counts-what-the-guest-did",
    title: "The counters of volumes fall with a reboot, and countedSince stays the same",
    message: "has fallen with a hard reboot",
    only: ["getVolumeUsage/*"],
    driver: planned("volume-counters-fall"),
  },
  {
    id: "getVolumeUsage/counts-what-the-guest-did: zero",
    requirement: "getVolumeUsage/counts-what-the-guest-did",
    title: "getVolumeUsage counts nothing that is written",
    message: "writeBytes of a volume is below what its guest did",
    only: ["getVolumeUsage/*"],
    driver: faulty(misreporting("getVolumeUsage", { pointer: "/usages/*/writeBytes", json: '"0"' })),
  },
  {
    id: "getVolumeUsage/leaves-out-what-it-cannot-read: fails",
    requirement: "getVolumeUsage/leaves-out-what-it-cannot-read",
    title: "getVolumeUsage fails for all volumes if one of the instances is not there",
    message: "answered INSTANCE_NOT_FOUND",
    only: ["getVolumeUsage/*"],
    driver: replacing((driver) => ({
      getVolumeUsage: async (params, call) => {
        for (const { instanceUuid } of params.attachments)
          if ((await stateOf(driver, instanceUuid, within(call))) === "absent") throw notFound(instanceUuid);
        return driver.getVolumeUsage(params, call);
      },
    })),
  },
  {
    id: "getVolumeUsage/leaves-out-what-it-cannot-read: zeros",
    requirement: "getVolumeUsage/leaves-out-what-it-cannot-read",
    title: "getVolumeUsage answers zeros for what it cannot read",
    message: "Unexpected volumes in the answer of getVolumeUsage",
    only: ["getVolumeUsage/*"],
    driver: replacing((driver) => ({
      getVolumeUsage: async (params, call) => {
        const { usages } = await driver.getVolumeUsage(params, call);
        const zeros = { readRequests: "0", readBytes: "0", writeRequests: "0", writeBytes: "0" };
        const nothing = { ...zeros, countedSince: "2026-01-01T00:00:00.000Z" };
        return {
          usages: params.attachments.map(
            (asked) =>
              usages.find((is) => is.instanceUuid === asked.instanceUuid && is.volumeId === asked.volumeId) ?? {
                ...asked,
                ...nothing,
              },
          ),
        };
      },
    })),
  },
];

/** The mutants of `getVolumeConnector`, `getDeviceNames` and `getVolumeUsage`. */
export const volumeReadsMutants: readonly Mutant[] = [...connectors, ...names, ...usage];
