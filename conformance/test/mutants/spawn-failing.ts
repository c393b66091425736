// Drivers whose `spawn` is wrong while it is in progress, or leaves something behind when it fails.
import { DriverError } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver, InstanceSummary, SpawnParams } from "@virt-driver-kit/spec";

import { isRefusal, type Mutant, replacing, within } from "./mutant.ts";

/** Runs a spawn; if it fails and `applies`, something is done before the failure is answered. */
async function onFailure<T>(spawn: Promise<T>, applies: (error: unknown) => boolean, then: () => unknown): Promise<T> {
  try {
    return await spawn;
  } catch (error) {
    if (applies(error)) await then();
    throw error;
  }
}

/** Builds what a failed spawn should not have left. */
async function buildAllTheSame(driver: ComputeDriver, params: SpawnParams, call: Call): Promise<void> {
  await driver.spawn({ ...params, powerOn: false }, { ...within(call), signal: new AbortController().signal });
}

/** The mutants of a `spawn` that does not come to its end. */
export const spawnFailingMutants: readonly Mutant[] = [
  {
    id: "spawn/leaves-nothing-when-it-fails: leaks memory",
    requirement: "spawn/leaves-nothing-when-it-fails",
    title: "spawn that fails by its image keeps its claim on memory",
    message: "Unexpected use of the node after spawn failed",
    alsoBreaks: ["getAvailableResource/usage-falls-after-destroy"],
    driver: replacing((driver) => {
      let leakedMib = 0;
      return {
        spawn: (params, call) =>
          onFailure(
            driver.spawn(params, call),
            (error) => isRefusal(error, "IMAGE_UNACCEPTABLE"),
            () => (leakedMib += params.instance.flavor.memoryMib),
          ),
        getAvailableResource: async (params, call) => {
          const { resource } = await driver.getAvailableResource(params, call);
          return { resource: { ...resource, memoryMibUsed: resource.memoryMibUsed + leakedMib } };
        },
      };
    }),
  },
  {
    id: "spawn/leaves-nothing-when-it-fails: cannot be repeated",
    requirement: "spawn/leaves-nothing-when-it-fails",
    title: "spawn that failed by its image is refused as a known uuid the next time",
    message: "answered INSTANCE_EXISTS",
    driver: replacing((driver) => {
      const failed = new Set<string>();
      return {
        spawn: async (params, call) => {
          const { uuid } = params.instance;
          if (failed.has(uuid)) {
            const details = { instanceUuid: uuid };
            throw new DriverError("INSTANCE_EXISTS", `Cannot spawn instance "${uuid}": it exists`, {
              effect: "none",
              details,
            });
          }
          return onFailure(
            driver.spawn(params, call),
            (error) => isRefusal(error, "IMAGE_UNACCEPTABLE"),
            () => failed.add(uuid),
          );
        },
      };
    }),
  },
  {
    id: "spawn/leaves-nothing-when-it-fails: leaves it where there is no room",
    requirement: "spawn/leaves-nothing-when-it-fails",
    title: "spawn that finds no room for the disk leaves the instance in the list until it is destroyed",
    message: "listInstances still shows the instance after spawn failed for want of room",
    only: ["spawn/leaves-nothing-when-it-fails[storage-full]"],
    driver: replacing((driver) => {
      const left = new Map<string, InstanceSummary>();
      return {
        spawn: (params, call) =>
          onFailure(
            driver.spawn(params, call),
            () => true,
            () => {
              const { uuid, name } = params.instance;
              left.set(uuid, { ownership: "owned", uuid, name, node: params.node });
            },
          ),
        destroy: (params, call) => {
          left.delete(params.instanceUuid);
          return driver.destroy(params, call);
        },
        listInstances: async (params, call) => {
          const { instances, ...rest } = await driver.listInstances(params, call);
          return { ...rest, instances: [...instances, ...left.values()] };
        },
      };
    }),
  },
  {
    id: "spawn/survives-failure-at-each-step: leaves it",
    requirement: "spawn/survives-failure-at-each-step",
    title: "spawn that the hypervisor breaks off leaves the instance",
    message: "The instance is shutdown after spawn",
    alsoBreaks: ["spawn/leaves-nothing-when-it-fails"],
    driver: replacing((driver) => ({
      spawn: (params, call) =>
        onFailure(
          driver.spawn(params, call),
          (error) => isRefusal(error, "BACKEND_FAILED"),
          () => buildAllTheSame(driver, params, call),
        ),
    })),
  },
  {
    id: "spawn/survives-failure-at-each-step: other effect",
    requirement: "spawn/survives-failure-at-each-step",
    title: "spawn that the hypervisor breaks off does not know what it left",
    message: "Unexpected effect in the answer after spawn failed at its hypervisor call number",
    driver: replacing((driver) => ({
      spawn: (params, call) =>
        onFailure(
          driver.spawn(params, call),
          (error) => isRefusal(error, "BACKEND_FAILED"),
          () => {
            throw new DriverError("BACKEND_FAILED", "Cannot spawn", { effect: "unknown", details: { step: "any" } });
          },
        ),
    })),
  },
  {
    id: "spawn/leaves-nothing-when-cancelled: leaves it",
    requirement: "spawn/leaves-nothing-when-cancelled",
    title: "spawn that is cancelled leaves the instance",
    message: "The instance is shutdown after spawn",
    driver: replacing((driver) => ({
      spawn: (params, call) =>
        onFailure(
          driver.spawn(params, call),
          () => call.signal.aborted,
          () => buildAllTheSame(driver, params, call),
        ),
    })),
  },
  {
    id: "spawn/shows-only-what-is-real: shows it as running",
    requirement: "spawn/shows-only-what-is-real",
    title: "getInfo shows an instance as running as soon as it is being built",
    message: "before its guest could execute",
    driver: replacing((driver) => ({
      getInfo: async (params, call) => {
        const { info } = await driver.getInfo(params, call);
        return { info: info.powerState === "pending" ? { ...info, powerState: "running" } : info };
      },
    })),
  },
  {
    id: "spawn/instances-are-independent: one at a time",
    requirement: "spawn/instances-are-independent",
    title: "The driver does one change at a time",
    message: "beside a spawn of another instance",
    driver: replacing((driver) => {
      let last: Promise<unknown> = Promise.resolve();
      const inTurn =
        <Params, Result>(operation: (params: Params, call: Call) => Promise<Result>) =>
        (params: Params, call: Call): Promise<Result> => {
          const turn = last.then(() => operation(params, call));
          last = turn.catch(() => undefined);
          return turn;
        };
      return { spawn: inTurn(driver.spawn), destroy: inTurn(driver.destroy), powerOff: inTurn(driver.powerOff) };
    }),
  },
];
