// Checks of `listInstances`: everything is listed, once, on its node, on whichever page.
import type { NodeInfo } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { allPages } from "../steps/all-pages.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { LISTS } from "../steps/lists.ts";
import { allNodes } from "../steps/nodes.ts";
import { allStates } from "../steps/power-state.ts";
import { givenSubject, needsOfState, PRESENT_STATES } from "../steps/subject.ts";

/** How many instances the checks of pages need. */
const SEVERAL = 5;

const everyState = PRESENT_STATES.map((state): Check => ({
  id: `listInstances/shows-every-power-state[${state}]`,
  requirement: "listInstances/shows-every-power-state",
  title: `listInstances() shows a ${state} instance, once`,
  needs: needsOfState(state),
  run: async (t) => {
    const { uuid } = await givenSubject(t, state);
    const entries = (await ownedInstances(t)).filter((entry) => entry.uuid === uuid);
    t.expectThat(entries.length === 1, `listInstances shows a ${state} instance ${entries.length} times`, {
      expected: "once",
    });
  },
}));

const agreeing = PRESENT_STATES.map((state): Check => ({
  id: `listInstances/agrees-with-other-reads[${state}]`,
  requirement: "listInstances/agrees-with-other-reads",
  title: `listInstances(), listInstanceStates() and getInfo() say the same of a ${state} instance`,
  needs: needsOfState(state),
  run: async (t) => {
    const { uuid, target } = await givenSubject(t, state);
    const { info } = await t.given("getInfo", () => t.driver.getInfo(target));
    const listed = (await ownedInstances(t)).filter((entry) => entry.uuid === uuid);
    t.expectEqual(
      listed.map(({ name, node }) => ({ name, node })),
      [{ name: info.name, node: info.node }],
      "entries of listInstances, compared with getInfo",
    );
    const states = (await allStates(t)).filter((row) => row.uuid === uuid);
    t.expectEqual(
      states.map(({ node, powerState }) => ({ node, powerState })),
      [{ node: info.node, powerState: info.powerState }],
      "rows of listInstanceStates, compared with getInfo",
    );
  },
}));

const paged = LISTS.map(({ operation, read }): Check => ({
  id: `listInstances/pages-are-complete[${operation}]`,
  requirement: "listInstances/pages-are-complete",
  title: `${operation}() gives each of ${SEVERAL} instances once, in pages of any size`,
  run: async (t) => {
    const made: TestInstance[] = [];
    for (let i = 0; i < SEVERAL; i++) made.push(await t.givenInstance({ powerState: "shutdown" }));
    for (const limit of [1, 2, SEVERAL - 1, SEVERAL, 1_000]) {
      const uuids = await allPages(
        t,
        operation,
        async (request) => {
          const page = await read(t, request);
          t.expectThat(
            page.items.length <= limit,
            `${operation} gave ${page.items.length} entries with limit ${limit}`,
          );
          return page;
        },
        limit,
      );
      for (const { uuid } of made) {
        const times = uuids.filter((candidate) => candidate === uuid).length;
        t.expectThat(times === 1, `${operation} in pages of ${limit} shows an instance ${times} times`, {
          expected: "once",
        });
      }
    }
  },
}));

/** The checks of `listInstances`. */
export const listInstancesChecks: readonly Check[] = [
  ...everyState,
  ...agreeing,
  ...paged,
  {
    id: "listInstances/filters-by-node",
    requirement: "listInstances/filters-by-node",
    title: "listInstances() and listInstanceStates() of a node show exactly the instances on it",
    run: async (t) => {
      const nodes = await t.given("listNodes", () => allNodes(t));
      const made: TestInstance[] = [];
      for (const node of nodes.slice(0, 2)) made.push(await t.givenInstance({ node, powerState: "shutdown" }));
      for (const node of nodes) await expectExactly(t, node, made);
    },
  },
  {
    id: "listInstances/filters-by-node[unknown]",
    requirement: "listInstances/filters-by-node",
    title: "listInstances() and listInstanceStates() of a node that is not there are answered NODE_NOT_FOUND",
    run: async (t) => {
      const node = t.uuid();
      const hint = "Answer an error. A node that looks empty gets cleaned up.";
      await t.expectError(t.driver.listInstances({ node }), "NODE_NOT_FOUND", { hint });
      await t.expectError(t.driver.listInstanceStates({ node }), "NODE_NOT_FOUND", { hint });
    },
  },
];

async function expectExactly(t: CheckContext, node: NodeInfo, made: readonly TestInstance[]): Promise<void> {
  const expected = made.filter((instance) => instance.node.uuid === node.uuid).map((instance) => instance.uuid);
  const inList = (await ownedInstances(t, { node: node.uuid })).map((entry) => entry.uuid);
  const inStates = (await t.driver.listInstanceStates({ node: node.uuid })).states.map((row) => row.uuid);
  for (const [operation, shown] of Object.entries({ listInstances: inList, listInstanceStates: inStates })) {
    const ours = shown.filter((uuid) => made.some((instance) => instance.uuid === uuid));
    t.expectEqual(ours.toSorted(), expected.toSorted(), `instances that ${operation} shows on node "${node.name}"`);
  }
}
