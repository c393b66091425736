// Drivers whose lists of instances are wrong.
import type { Call, ComputeDriver, InstanceSummary, RequirementId } from "@virt-driver-kit/spec";

import { hiding, type Mutant, replacing } from "./mutant.ts";

async function inState(driver: ComputeDriver, powerState: string, call: Call): Promise<Set<string>> {
  const { states } = await driver.listInstanceStates({}, call);
  return new Set(states.filter((row) => row.powerState === powerState).map((row) => row.uuid));
}

function isOneOf(uuids: ReadonlySet<string>, entry: InstanceSummary): boolean {
  return entry.ownership === "owned" && uuids.has(entry.uuid);
}

/** What is tried with instances that are off, since they cost the least. */
const TRIED_WHEN_OFF: readonly RequirementId[] = ["listInstances/pages-are-complete", "listInstances/filters-by-node"];

/** The mutants of `listInstances` and `listInstanceStates`. */
export const listInstancesMutants: readonly Mutant[] = [
  ...(["running", "paused", "shutdown", "crashed"] as const).map((powerState): Mutant => ({
    id: `listInstances/shows-every-power-state: hides the ${powerState}`,
    requirement: "listInstances/shows-every-power-state",
    title: `listInstances does not show ${powerState} instances`,
    message: `listInstances shows a ${powerState} instance 0 times`,
    alsoBreaks: ["listInstances/agrees-with-other-reads", ...(powerState === "shutdown" ? TRIED_WHEN_OFF : [])],
    driver: replacing((driver) => ({
      listInstances: async (params, call) => {
        const hidden = await inState(driver, powerState, call);
        const { instances, ...rest } = await driver.listInstances(params, call);
        return { instances: instances.filter((entry) => !isOneOf(hidden, entry)), ...rest };
      },
    })),
  })),
  {
    id: "listInstances/shows-every-power-state: doubles the paused",
    requirement: "listInstances/shows-every-power-state",
    title: "listInstances shows paused instances twice",
    message: "listInstances shows a paused instance 2 times",
    alsoBreaks: ["listInstances/agrees-with-other-reads"],
    driver: replacing((driver) => ({
      listInstances: async (params, call) => {
        const paused = await inState(driver, "paused", call);
        const { instances, ...rest } = await driver.listInstances(params, call);
        return {
          instances: instances.flatMap((entry) => (isOneOf(paused, entry) ? [entry, entry] : [entry])),
          ...rest,
        };
      },
    })),
  },
  {
    id: "listInstances/agrees-with-other-reads: other state",
    requirement: "listInstances/agrees-with-other-reads",
    title: "listInstanceStates shows paused instances as running",
    message: "Unexpected rows of listInstanceStates, compared with getInfo",
    driver: replacing((driver) => ({
      listInstanceStates: async (params, call) => {
        const { states, ...rest } = await driver.listInstanceStates(params, call);
        return {
          states: states.map((row) => (row.powerState === "paused" ? { ...row, powerState: "running" as const } : row)),
          ...rest,
        };
      },
    })),
  },
  {
    id: "listInstances/agrees-with-other-reads: other name",
    requirement: "listInstances/agrees-with-other-reads",
    title: "listInstances shows names in capitals",
    message: "Unexpected entries of listInstances, compared with getInfo",
    driver: replacing((driver) => ({
      listInstances: async (params, call) => {
        const { instances, ...rest } = await driver.listInstances(params, call);
        return {
          instances: instances.map((entry) =>
            entry.ownership === "owned" ? { ...entry, name: entry.name.toUpperCase() } : entry,
          ),
          ...rest,
        };
      },
    })),
  },
  {
    id: "listInstances/pages-are-complete: loses one",
    requirement: "listInstances/pages-are-complete",
    title: "listInstances leaves out the first entry of every page but the first",
    message: "shows an instance 0 times",
    driver: replacing((driver) => ({
      listInstances: async (params, call) => {
        const { instances, ...rest } = await driver.listInstances(params, call);
        return { instances: params.cursor === undefined ? instances : instances.slice(1), ...rest };
      },
    })),
  },
  {
    id: "listInstances/pages-are-complete: no limit",
    requirement: "listInstances/pages-are-complete",
    title: "listInstanceStates takes no notice of the limit",
    message: "with limit 1",
    driver: replacing((driver) => ({
      listInstanceStates: (params, call) => driver.listInstanceStates({ ...params, limit: 1_000 }, call),
    })),
  },
  {
    id: "listInstances/pages-are-complete: repeats",
    requirement: "listInstances/pages-are-complete",
    title: "listInstances begins again when it is given a cursor",
    message: "gave the same cursor twice",
    driver: replacing((driver) => ({
      listInstances: ({ cursor: _cursor, ...params }, call) => driver.listInstances(params, call),
    })),
  },
  {
    id: "listInstances/filters-by-node: unknown is empty",
    requirement: "listInstances/filters-by-node",
    title: "listInstances of a node that is not there is empty",
    message: "succeeded instead of being refused with NODE_NOT_FOUND",
    driver: replacing((driver) => ({
      listInstances: (params, call) =>
        hiding(driver.listInstances(params, call), "NODE_NOT_FOUND", () => ({ instances: [] })),
    })),
  },
  {
    id: "listInstances/filters-by-node: no filter",
    requirement: "listInstances/filters-by-node",
    title: "listInstanceStates shows the instances of all nodes, whichever is asked for",
    message: "Unexpected instances that listInstanceStates shows on node",
    driver: replacing((driver) => ({
      listInstanceStates: async ({ node, ...params }, call) => {
        if (node !== undefined) await driver.getAvailableResource({ node }, call);
        return driver.listInstanceStates(params, call);
      },
    })),
  },
  {
    id: "listInstanceStates/names-the-last-event: never",
    requirement: "listInstanceStates/names-the-last-event",
    title: "listInstanceStates always says that there was no event",
    message: "listInstanceStates says that event 0 was the last",
    driver: replacing((driver) => ({
      listInstanceStates: async (params, call) => ({
        ...(await driver.listInstanceStates(params, call)),
        lastSequence: 0,
      }),
    })),
  },
  {
    id: "listInstanceStates/names-the-last-event: the one before",
    requirement: "listInstanceStates/names-the-last-event",
    title: "listInstanceStates names the event before the last",
    message: "was the last",
    driver: replacing((driver) => ({
      listInstanceStates: async (params, call) => {
        const page = await driver.listInstanceStates(params, call);
        return { ...page, lastSequence: Math.max(0, page.lastSequence - 1) };
      },
    })),
  },
  {
    id: "listInstanceStates/names-the-last-event: other epoch",
    requirement: "listInstanceStates/names-the-last-event",
    title: "listInstanceStates names another epoch than initialize",
    message: "Unexpected driverEpoch of listInstanceStates",
    driver: replacing((driver) => ({
      listInstanceStates: async (params, call) => ({
        ...(await driver.listInstanceStates(params, call)),
        driverEpoch: "00000000-0000-4000-8000-000000000000",
      }),
    })),
  },
];
