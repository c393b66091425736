// Drivers that are wrong in how they plug interfaces on the host.
import { DriverError } from "@virt-driver-kit/spec";

import { faulty, skipping } from "./faulty.ts";
import { KnownPorts, noting } from "./known-ports.ts";
import { backendFailed, type Mutant, notFound, replacing, stateOf, within } from "./mutant.ts";

const plugMutants: readonly Mutant[] = [
  {
    id: "plugVifs/plugs-every-interface: does nothing",
    requirement: "plugVifs/plugs-every-interface",
    title: "plugVifs answers at once and plugs nothing",
    message: "plugVifs succeeded although the host failed to plug an interface",
    driver: replacing(() => ({ plugVifs: async () => ({}) })),
  },
  {
    id: "plugVifs/plugs-every-interface: the first only",
    requirement: "plugVifs/plugs-every-interface",
    title: "plugVifs plugs the first interface only",
    message: "The port is not plugged after plugVifs",
    only: ["plugVifs/*"],
    driver: replacing((driver) => ({
      plugVifs: (params, call) =>
        driver.plugVifs({ ...params, networkInterfaces: params.networkInterfaces.slice(0, 1) }, call),
    })),
  },
  {
    id: "plugVifs/plugs-every-interface: cuts off",
    requirement: "plugVifs/plugs-every-interface",
    title: "plugVifs restarts the guest whose interfaces it plugs",
    message: "The guest was restarted by plugVifs",
    driver: replacing((driver) => ({
      plugVifs: async (params, call) => {
        const { instanceUuid } = params;
        if ((await stateOf(driver, instanceUuid, call)) === "running") {
          await driver.reboot({ instanceUuid, type: "hard" }, within(call));
        }
        return driver.plugVifs(params, call);
      },
    })),
  },
  {
    id: "plugVifs/works-before-spawn: wants the instance",
    requirement: "plugVifs/works-before-spawn",
    title: "plugVifs for an instance that is not there is refused",
    message: "answered INSTANCE_NOT_FOUND",
    only: ["plugVifs/works-before-spawn"],
    driver: replacing((driver) => ({
      plugVifs: async (params, call) => {
        const { instanceUuid } = params;
        if ((await stateOf(driver, instanceUuid, call)) === "absent") throw notFound(instanceUuid);
        return driver.plugVifs(params, call);
      },
    })),
  },
  {
    id: "plugVifs/works-before-spawn: spawn wants to plug",
    requirement: "plugVifs/works-before-spawn",
    title: "spawn fails if an interface is plugged already",
    message: "answered INTERFACE_PLUG_FAILED",
    driver: replacing((driver) => {
      const known = new KnownPorts();
      return {
        plugVifs: (params, call) => {
          known.add(params.instanceUuid, params.networkInterfaces);
          return driver.plugVifs(params, call);
        },
        spawn: async (params, call) => {
          const { uuid } = params.instance;
          const [plugged] = known.of(uuid);
          if (plugged === undefined) return driver.spawn(params, call);
          throw new DriverError("INTERFACE_PLUG_FAILED", `Cannot spawn instance "${uuid}": a port is plugged`, {
            effect: "none",
            details: { portId: plugged.portId },
          });
        },
      };
    }),
  },
];

const unplugMutants: readonly Mutant[] = [
  {
    id: "unplugVifs/releases-the-host-side: does nothing",
    requirement: "unplugVifs/releases-the-host-side",
    title: "unplugVifs answers at once and unplugs nothing",
    message: "The port is still plugged after unplugVifs",
    only: ["unplugVifs/*"],
    alsoBreaks: ["unplugVifs/what-is-not-plugged-succeeds"],
    driver: faulty(skipping("unplugVifs", "unplugInterface")),
  },
  {
    id: "unplugVifs/what-is-not-plugged-succeeds: refused",
    requirement: "unplugVifs/what-is-not-plugged-succeeds",
    title: "unplugVifs fails at a port that is not plugged",
    message: "answered BACKEND_FAILED",
    only: ["unplugVifs/*"],
    driver: replacing((driver) => {
      const known = new KnownPorts();
      return {
        ...noting(known, driver),
        plugVifs: (params, call) => {
          known.add(params.instanceUuid, params.networkInterfaces);
          return driver.plugVifs(params, call);
        },
        unplugVifs: async (params, call) => {
          const { instanceUuid, networkInterfaces } = params;
          if (!networkInterfaces.every((port) => known.has(instanceUuid, port))) throw backendFailed("unplugInterface");
          known.remove(instanceUuid, networkInterfaces);
          return driver.unplugVifs(params, call);
        },
      };
    }),
  },
  {
    id: "unplugVifs/what-is-not-plugged-succeeds: stops there",
    requirement: "unplugVifs/what-is-not-plugged-succeeds",
    title: "unplugVifs stops at the first port that is not plugged and says that it is done",
    message: "The port is still plugged after unplugVifs together with ports that were not",
    only: ["unplugVifs/*"],
    driver: replacing((driver) => {
      const known = new KnownPorts();
      return {
        ...noting(known, driver),
        plugVifs: (params, call) => {
          known.add(params.instanceUuid, params.networkInterfaces);
          return driver.plugVifs(params, call);
        },
        unplugVifs: async (params, call) => {
          const { instanceUuid, networkInterfaces } = params;
          const [first] = networkInterfaces;
          return first !== undefined && known.has(instanceUuid, first) ? driver.unplugVifs(params, call) : {};
        },
      };
    }),
  },
  {
    id: "unplugVifs/leaves-others-alone: all of the instance",
    requirement: "unplugVifs/leaves-others-alone",
    title: "unplugVifs unplugs all that the instance has",
    message: "The port is not plugged after unplugVifs of another port of its instance",
    driver: replacing((driver) => {
      const known = new KnownPorts();
      return {
        plugVifs: (params, call) => {
          known.add(params.instanceUuid, params.networkInterfaces);
          return driver.plugVifs(params, call);
        },
        unplugVifs: (params, call) =>
          driver.unplugVifs(
            { ...params, networkInterfaces: [...params.networkInterfaces, ...known.of(params.instanceUuid)] },
            call,
          ),
      };
    }),
  },
  {
    id: "unplugVifs/leaves-others-alone: takes down the bridge",
    requirement: "unplugVifs/leaves-others-alone",
    title: "unplugVifs takes down the bridge, so that the guest loses all that it has there",
    message: "unplugVifs of one interface took another from the guest",
    only: ["unplugVifs/leaves-others-alone"],
    driver: replacing((driver) => {
      const known = new KnownPorts();
      return {
        ...noting(known, driver),
        unplugVifs: async (params, call) => {
          const { instanceUuid } = params;
          for (const port of known.of(instanceUuid))
            await driver.detachInterface({ instanceUuid, interface: port }, within(call));
          return driver.unplugVifs(params, call);
        },
      };
    }),
  },
];

/** The mutants of the operations on the host's side of interfaces. */
export const interfacesMutants: readonly Mutant[] = [...plugMutants, ...unplugMutants];
