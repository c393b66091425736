// Drivers that say something else than the truth while their hypervisor cannot be reached.
import type { ComputeDriver } from "@virt-driver-kit/spec";

import { planned } from "./faulty.ts";
import { hiding, notFound, replacing, type Mutant } from "./mutant.ts";

const REQUIREMENT = "errors/unreachable-is-never-absent";

/** Answers something else where a call cannot reach the hypervisor. */
function inventing(
  operation: keyof ComputeDriver,
  invent: (params: { readonly instanceUuid: string; readonly node: string }) => object,
): ReturnType<typeof replacing> {
  return replacing((driver) => {
    const method = driver[operation] as (params: object, call: object) => Promise<object>;
    return {
      [operation]: (params: never, call: object) =>
        hiding(method.call(driver, params, call), "BACKEND_UNREACHABLE", () => invent(params)),
    };
  });
}

function mutant(word: string, title: string, message: string, driver: ReturnType<typeof replacing>): Mutant {
  return { id: `${REQUIREMENT}: ${word}`, requirement: REQUIREMENT, title, message, driver };
}

const SUCCEEDED = "succeeded instead of being refused with BACKEND_UNREACHABLE";

/** The mutants of a hypervisor that cannot be reached. */
export const unreachableMutants: readonly Mutant[] = [
  mutant(
    "absent",
    "getInfo says that an instance is not there",
    '"getInfo" answered INSTANCE_NOT_FOUND instead of BACKEND_UNREACHABLE',
    inventing("getInfo", ({ instanceUuid }) => {
      throw notFound(instanceUuid);
    }),
  ),
  mutant(
    "empty list",
    "listInstances shows nothing",
    SUCCEEDED,
    inventing("listInstances", () => ({ instances: [] })),
  ),
  mutant("no nodes", "listNodes shows nothing", `"listNodes" ${SUCCEEDED}`, planned("unreachable-means-no-nodes")),
  mutant(
    "no diagnostics",
    "getInstanceDiagnostics says that an instance is not there",
    '"getInstanceDiagnostics" answered INSTANCE_NOT_FOUND instead of BACKEND_UNREACHABLE',
    inventing("getInstanceDiagnostics", ({ instanceUuid }) => {
      throw notFound(instanceUuid);
    }),
  ),
  mutant(
    "zero figures",
    "getAvailableResource shows a node without anything",
    SUCCEEDED,
    inventing("getAvailableResource", ({ node }) => {
      const nothing = { vcpus: 0, memoryMib: 0, localGib: 0, vcpusUsed: 0, memoryMibUsed: 0, localGibUsed: 0 };
      return { resource: { node, hypervisorType: "fake", hypervisorVersion: 1, ...nothing } };
    }),
  ),
  mutant(
    "destroyed",
    "destroy succeeds",
    SUCCEEDED,
    inventing("destroy", () => ({})),
  ),
  mutant(
    "nothing to stop",
    "powerOff says that an instance is not there",
    '"powerOff" answered INSTANCE_NOT_FOUND instead of BACKEND_UNREACHABLE',
    inventing("powerOff", ({ instanceUuid }) => {
      throw notFound(instanceUuid);
    }),
  ),
  mutant(
    "empty states",
    "listInstanceStates shows nothing",
    SUCCEEDED,
    replacing((driver, { driverEpoch, lastSequence }) => ({
      listInstanceStates: (params, call) =>
        hiding(driver.listInstanceStates(params, call), "BACKEND_UNREACHABLE", () => ({
          states: [],
          driverEpoch,
          lastSequence,
        })),
    })),
  ),
  mutant(
    "given up",
    "An instance that could not be destroyed is forgotten",
    "The instance is absent after its hypervisor could not be reached for a while",
    replacing((driver) => {
      const forgotten = new Set<string>();
      return {
        destroy: async (params, call) => {
          try {
            return await driver.destroy(params, call);
          } catch (error) {
            forgotten.add(params.instanceUuid);
            throw error;
          }
        },
        getInfo: async (params, call) => {
          const result = await driver.getInfo(params, call);
          if (forgotten.has(params.instanceUuid)) throw notFound(params.instanceUuid);
          return result;
        },
        listInstanceStates: async (params, call) => {
          const result = await driver.listInstanceStates(params, call);
          return { ...result, states: result.states.filter(({ uuid }) => !forgotten.has(uuid)) };
        },
      };
    }),
  ),
];
