// Drivers that are wrong in how they give interfaces to guests that are there, and in how they take them.
import type { Call, ComputeDriver } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

import { faulty, planned, skipping } from "./faulty.ts";
import { KnownPorts, noting } from "./known-ports.ts";
import { hiding, isRefusal, type Mutant, replacing, within } from "./mutant.ts";

/** Runs something before each start of an existing guest. */
function beforeStarts(
  { powerOn, reboot }: Required<ComputeDriver>,
  act: (instanceUuid: string, call: Call) => Promise<unknown>,
): Pick<ComputeDriver, "powerOn" | "reboot"> {
  return {
    powerOn: async (params, call) => {
      await act(params.instanceUuid, within(call));
      return powerOn(params, call);
    },
    reboot: async (params, call) => {
      await act(params.instanceUuid, within(call));
      return reboot(params, call);
    },
  };
}

const attachMutants: readonly Mutant[] = [
  {
    id: "attachInterface/guest-gets-the-interface: only plugs",
    requirement: "attachInterface/guest-gets-the-interface",
    title: "attachInterface plugs the interface and does not give it to the guest",
    message: "network interfaces of the guest after attachInterface",
    only: ["attachInterface/*"],
    alsoBreaks: ["attachInterface/failed-attach-leaves-nothing", "attachInterface/repeated-attach-adds-no-second"],
    driver: faulty(skipping("attachInterface", "attachDevice")),
  },
  {
    id: "attachInterface/guest-gets-the-interface: until the next start",
    requirement: "attachInterface/guest-gets-the-interface",
    title: "attachInterface gives the interface to the guest until its next start",
    message: "network interfaces of the guest after attachInterface, powerOff and powerOn",
    only: ["attachInterface/guest-gets-the-interface"],
    driver: replacing((driver) => {
      const known = new KnownPorts();
      return {
        attachInterface: (params, call) => {
          known.add(params.instanceUuid, [params.interface]);
          return driver.attachInterface(params, call);
        },
        ...beforeStarts(driver, async (instanceUuid, call) => {
          for (const port of known.of(instanceUuid))
            await driver.detachInterface({ instanceUuid, interface: port }, call);
        }),
      };
    }),
  },
  {
    id: "attachInterface/failed-attach-leaves-nothing: stays plugged",
    requirement: "attachInterface/failed-attach-leaves-nothing",
    title: "attachInterface that fails leaves the interface plugged",
    message: "The port is still plugged after attachInterface failed",
    driver: faulty(skipping("attachInterface", "unplugInterface")),
  },
  {
    id: "attachInterface/failed-attach-leaves-nothing: stays in the guest",
    requirement: "attachInterface/failed-attach-leaves-nothing",
    title: "attachInterface that fails leaves the interface to the guest",
    message: "network interfaces of the guest after attachInterface failed",
    only: ["attachInterface/*"],
    driver: replacing((driver) => ({
      attachInterface: async (params, call) => {
        try {
          return await driver.attachInterface(params, call);
        } catch (error) {
          await driver.attachInterface(params, within(call));
          throw error;
        }
      },
    })),
  },
  {
    id: "attachInterface/repeated-attach-adds-no-second: refused",
    requirement: "attachInterface/repeated-attach-adds-no-second",
    title: "attachInterface of an interface that the instance has is refused",
    message: "answered INTERFACE_PLUG_FAILED",
    driver: replacing((driver) => {
      const known = new KnownPorts();
      return {
        attachInterface: async (params, call) => {
          const { instanceUuid, interface: port } = params;
          if (known.has(instanceUuid, port)) {
            throw new DriverError("INTERFACE_PLUG_FAILED", `Cannot attach port "${port.portId}": it is plugged`, {
              effect: "none",
              details: { portId: port.portId },
            });
          }
          const answer = await driver.attachInterface(params, call);
          known.add(instanceUuid, [port]);
          return answer;
        },
      };
    }),
  },
  {
    id: "attachInterface/repeated-attach-adds-no-second: adds it",
    requirement: "attachInterface/repeated-attach-adds-no-second",
    title: "attachInterface of an interface that the instance has gives the guest another of its address",
    message: "network interfaces of the guest after attachInterface of what it has",
    driver: replacing((driver) => {
      const [known, again] = [new KnownPorts(), new KnownPorts()];
      return {
        ...noting(known, driver),
        attachInterface: async (params, call) => {
          const { instanceUuid, interface: port } = params;
          if (!known.has(instanceUuid, port)) {
            const answer = await driver.attachInterface(params, call);
            known.add(instanceUuid, [port]);
            return answer;
          }
          const { portId, ...rest } = port;
          const second = { ...rest, portId: `${portId.slice(0, 9)}ffff${portId.slice(13)}` };
          again.add(instanceUuid, [second]);
          return driver.attachInterface({ ...params, interface: second }, call);
        },
      };
    }),
  },
];

const detachMutants: readonly Mutant[] = [
  {
    id: "detachInterface/takes-it-from-guest-and-host: too early",
    requirement: "detachInterface/takes-it-from-guest-and-host",
    title: "detachInterface returns while the guest has the interface still",
    message: "network interfaces of the guest after detachInterface",
    only: ["detachInterface/*"],
    alsoBreaks: ["detachInterface/missing-host-side-succeeds", "detachInterface/stubborn-guest-keeps-its-interface"],
    driver: planned("interface-detach-returns-too-early"),
  },
  {
    id: "detachInterface/takes-it-from-guest-and-host: stays plugged",
    requirement: "detachInterface/takes-it-from-guest-and-host",
    title: "detachInterface leaves the interface plugged",
    message: "The port is still plugged after detachInterface",
    only: ["detachInterface/*"],
    alsoBreaks: ["detachInterface/absent-interface-succeeds", "detachInterface/stubborn-guest-keeps-its-interface"],
    driver: faulty(skipping("detachInterface", "unplugInterface")),
  },
  {
    id: "detachInterface/takes-it-from-guest-and-host: comes back",
    requirement: "detachInterface/takes-it-from-guest-and-host",
    title: "detachInterface takes the interface from the guest until its next start",
    message: "network interfaces of the guest after detachInterface, powerOff and powerOn",
    only: ["detachInterface/*"],
    driver: replacing((driver) => {
      const known = new KnownPorts();
      return {
        detachInterface: (params, call) => {
          known.add(params.instanceUuid, [params.interface]);
          return driver.detachInterface(params, call);
        },
        ...beforeStarts(driver, async (instanceUuid, call) => {
          for (const port of known.of(instanceUuid))
            await driver.attachInterface({ instanceUuid, interface: port }, call);
        }),
      };
    }),
  },
  {
    id: "detachInterface/absent-interface-succeeds: refused",
    requirement: "detachInterface/absent-interface-succeeds",
    title: "detachInterface of an interface that the instance does not have is refused",
    message: "answered DEVICE_DETACH_FAILED",
    only: ["detachInterface/absent-interface-succeeds"],
    driver: replacing((driver) => {
      const known = new KnownPorts();
      return {
        ...noting(known, driver),
        detachInterface: (params, call) => {
          const { instanceUuid, interface: port } = params;
          if (known.has(instanceUuid, port)) return driver.detachInterface(params, call);
          throw new DriverError("DEVICE_DETACH_FAILED", `Cannot detach port "${port.portId}": it is not there`, {
            effect: "none",
            details: { device: port.portId },
          });
        },
      };
    }),
  },
  {
    id: "detachInterface/absent-interface-succeeds: takes another",
    requirement: "detachInterface/absent-interface-succeeds",
    title: "detachInterface of an interface that the instance does not have takes the last that it has",
    message: "network interfaces of the guest after detachInterface of one that it does not have",
    only: ["detachInterface/absent-interface-succeeds"],
    driver: replacing((driver) => {
      const known = new KnownPorts();
      return {
        ...noting(known, driver),
        detachInterface: (params, call) => {
          const { instanceUuid, interface: port } = params;
          const last = known.has(instanceUuid, port) ? undefined : known.of(instanceUuid).at(-1);
          return driver.detachInterface({ ...params, interface: last ?? port }, call);
        },
      };
    }),
  },
  {
    id: "detachInterface/absent-interface-succeeds: leaves the rest",
    requirement: "detachInterface/absent-interface-succeeds",
    title: "detachInterface of an interface that only the host has leaves it plugged",
    message: "The port is still plugged after detachInterface of an interface that only the host had",
    only: ["detachInterface/absent-interface-succeeds"],
    driver: replacing((driver) => {
      const known = new KnownPorts();
      return {
        ...noting(known, driver),
        detachInterface: async (params, call) =>
          known.has(params.instanceUuid, params.interface) ? driver.detachInterface(params, call) : {},
      };
    }),
  },
  {
    id: "detachInterface/missing-host-side-succeeds: goes by the host",
    requirement: "detachInterface/missing-host-side-succeeds",
    title: "detachInterface does nothing if the interface is not plugged",
    message: "network interfaces of the guest after detachInterface without a host side",
    driver: replacing((driver) => {
      const unplugged = new KnownPorts();
      return {
        unplugVifs: (params, call) => {
          unplugged.add(params.instanceUuid, params.networkInterfaces);
          return driver.unplugVifs(params, call);
        },
        detachInterface: async (params, call) =>
          unplugged.has(params.instanceUuid, params.interface) ? {} : driver.detachInterface(params, call),
      };
    }),
  },
  {
    id: "detachInterface/stubborn-guest-keeps-its-interface: unplugs it",
    requirement: "detachInterface/stubborn-guest-keeps-its-interface",
    title: "detachInterface unplugs the interface although the guest has it",
    message: "The port is not plugged after a detachInterface that the guest did not obey",
    driver: replacing((driver) => ({
      detachInterface: async (params, call) => {
        try {
          return await driver.detachInterface(params, call);
        } catch (error) {
          if (isRefusal(error, "DEVICE_DETACH_FAILED")) {
            const { instanceUuid } = params;
            const { node } = (await driver.getInfo({ instanceUuid }, call)).info;
            await driver.unplugVifs({ instanceUuid, node, networkInterfaces: [params.interface] }, within(call));
          }
          throw error;
        }
      },
    })),
  },
  {
    id: "detachInterface/stubborn-guest-keeps-its-interface: does not tell",
    requirement: "detachInterface/stubborn-guest-keeps-its-interface",
    title: "detachInterface succeeds although the guest has not let go",
    message: "succeeded instead of being refused with DEVICE_DETACH_FAILED",
    driver: replacing((driver) => ({
      detachInterface: (params, call) =>
        hiding(driver.detachInterface(params, call), "DEVICE_DETACH_FAILED", () => ({})),
    })),
  },
];

/** The mutants of the operations that give guests interfaces and take them. */
export const attachedInterfacesMutants: readonly Mutant[] = [...attachMutants, ...detachMutants];
