// The driver: its name, what it can do, and which function does each operation.
import { type DriverDefinition, defineDriver } from "@virt-driver-kit/spec";

import { openNode } from "./node/open-node.ts";
import { getConsoleOutput } from "./operations/console-output.ts";
import { triggerCrashDump } from "./operations/crash-dump.ts";
import { destroyInstance } from "./operations/destroy.ts";
import { pauseInstance, unpauseInstance } from "./operations/pause.ts";
import { powerOffInstance, powerOnInstance } from "./operations/power.ts";
import {
  getAvailableResource,
  getInfo,
  listInstances,
  listInstanceStates,
  listNodes,
  probeDriver,
} from "./operations/reads.ts";
import { rebootInstance } from "./operations/reboot.ts";
import { spawnInstance } from "./operations/spawn.ts";
import { completeOptions, type QemuDriverOptions } from "./options.ts";

/**
 * Makes a driver for QEMU: one process per instance, which outlives the driver, and one node, which is a directory on this host.
 *
 * @param options - Where instances are kept, and what the node offers.
 * @returns The driver, to be served or attached in-process.
 */
export function qemuDriver(options: QemuDriverOptions): DriverDefinition {
  return defineDriver({
    name: "qemu-example",
    version: "0.1.0",
    capabilities: {
      supportsPause: true,
      supportsConsoleOutput: true,
      supportsRecovery: true,
      supportsCrashDump: true,
      supportsLocalBlockDevices: true,
    },
    async create(host) {
      const node = await openNode(completeOptions(options), host);
      return {
        probe: () => probeDriver(node),
        listNodes: () => listNodes(node),
        listInstances: (params) => listInstances(node, params),
        listInstanceStates: (params) => listInstanceStates(node, params),
        getInfo: (params) => getInfo(node, params),
        getAvailableResource: (params) => getAvailableResource(node, params),
        getConsoleOutput: (params, call) => getConsoleOutput(node, params, call),
        spawn: (params, call) => spawnInstance(node, params, call),
        destroy: (params, call) => destroyInstance(node, params, call),
        powerOn: (params, call) => powerOnInstance(node, params, call),
        powerOff: (params, call) => powerOffInstance(node, params, call),
        reboot: (params, call) => rebootInstance(node, params, call),
        pause: (params, call) => pauseInstance(node, params, call),
        unpause: (params, call) => unpauseInstance(node, params, call),
        triggerCrashDump: (params, call) => triggerCrashDump(node, params, call),
      };
    },
  });
}
