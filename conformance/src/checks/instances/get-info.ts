// Checks of `getInfo`: the hypervisor's present word on one instance, never an older one.
import type { Check } from "../../harness/check.ts";
import {
  type Cell,
  callText,
  cellName,
  cellsOf,
  invoke,
  outcomeIn,
  STATEFUL_OPERATIONS,
} from "../steps/operations-on-instances.ts";
import { expectState, type SeenState, stateInGetInfo, stateInList } from "../steps/power-state.ts";
import { isErrorCode, stateMatrix } from "../steps/state-matrix.ts";
import { givenSubject, needsOfState, PRESENT_STATES, withCapability } from "../steps/subject.ts";

/** What `getInfo` says of an instance that is there is looked at more strictly than by other operations. */
function requirementOf({ from }: Cell): Check["requirement"] | undefined {
  return from === "absent" ? "getInfo/reports-absence-as-an-error" : undefined;
}

const inEachState = PRESENT_STATES.map((state): Check => ({
  id: `getInfo/shows-the-state-on-return[from-${state}]`,
  requirement: "getInfo/shows-the-state-on-return",
  title: `getInfo() of a ${state} instance says so, however often it is asked`,
  needs: needsOfState(state),
  run: async (t) => {
    const subject = await givenSubject(t, state);
    for (const time of ["first", "second"]) {
      const { info } = await t.driver.getInfo(subject.target);
      t.expectEqual(info.powerState, subject.state, `powerState in the ${time} getInfo of a ${state} instance`);
    }
  },
}));

/** The calls that change a power state: those that are neither refused nor leave the state as it is. */
const changes = STATEFUL_OPERATIONS.flatMap(cellsOf).filter((cell) => {
  const outcome = outcomeIn(cell);
  return !isErrorCode(outcome) && outcome !== "unchanged" && outcome !== "absent" && outcome !== cell.from;
});

const onReturn = changes.map((cell): Check => ({
  id: `getInfo/shows-the-state-on-return[${cell.operation}-${cellName(cell)}]`,
  requirement: "getInfo/shows-the-state-on-return",
  title: `getInfo() right after ${callText(cell)} on ${cell.from} says ${outcomeIn(cell)}`,
  needs: withCapability(needsOfState(cell.from), cell.capability),
  run: async (t) => {
    const subject = await givenSubject(t, cell.from);
    const expected = outcomeIn(cell, subject.state) as SeenState;
    await t.given(cell.operation, () => invoke(t, cell, subject));
    const first = await stateInGetInfo(t, subject.uuid);
    if (first === expected) return;
    const inList = await stateInList(t, subject.uuid);
    await t.given(cell.operation, () => expectState(t, subject.uuid, expected, `after ${callText(cell)}`));
    t.fail(`getInfo still said ${first} when ${callText(cell)} had returned`, {
      expected,
      got: { getInfo: first, listInstanceStates: inList },
      hint: "Ask the hypervisor each time, and keep no copy of the state.",
    });
  },
}));

const NAMES: Readonly<Record<string, (name: string) => string>> = {
  "mixed-case": (name) => `${name}-MiXeD_Case.01`,
  longest: (name) => name.padEnd(255, "x"),
  "any-script": (name) => `${name} Žluťoučký kůň 仮想`,
};

const identity = Object.entries(NAMES).map(([variant, rename]): Check => ({
  id: `getInfo/keeps-identity[${variant}]`,
  requirement: "getInfo/keeps-identity",
  title: `getInfo() gives back uuid, node and a name (${variant}) as spawn() was given them`,
  run: async (t) => {
    const params = await t.newInstance({ powerOn: false });
    const { uuid } = params.instance;
    const name = rename(params.instance.name);
    await t.given("spawn", () => t.driver.spawn({ ...params, instance: { ...params.instance, name } }));
    const { info } = await t.driver.getInfo({ instanceUuid: uuid });
    t.expectEqual(
      { uuid: info.uuid, name: info.name, node: info.node },
      { uuid, name, node: params.node },
      "uuid, name or node in getInfo after spawn",
    );
  },
}));

/** The checks of `getInfo`. */
export const getInfoChecks: readonly Check[] = [
  {
    id: "getInfo/reports-absence-as-an-error[destroyed]",
    requirement: "getInfo/reports-absence-as-an-error",
    title: "getInfo() of an instance that was destroyed is answered INSTANCE_NOT_FOUND",
    run: async (t) => {
      const { target } = await t.givenInstance({ powerState: "shutdown" });
      await t.given("destroy", () => t.driver.destroy({ ...target, destroyDisks: true }));
      await t.expectError(t.driver.getInfo(target), "INSTANCE_NOT_FOUND");
    },
  },
  {
    id: "getInfo/sees-a-guest-that-stopped-itself",
    requirement: "getInfo/sees-a-guest-that-stopped-itself",
    title: "getInfo() says shutdown of an instance whose guest has powered itself off",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await t.givenInstance({ image: { powerOffAfterTicks: 20 } });
      await t.elapse(2_000);
      await t.waitFor(
        "getInfo says shutdown of a guest that powers itself off after two seconds",
        async () => (await t.driver.getInfo(instance.target)).info.powerState === "shutdown",
        { withinMs: 15_000, hint: "Ask the hypervisor whether the guest still runs, and believe it." },
      );
    },
  },
  {
    id: "getInfo/sees-a-crashed-guest",
    requirement: "getInfo/sees-a-crashed-guest",
    title: "getInfo() says crashed or shutdown of an instance whose guest has crashed",
    needs: { fault: "guestCrash" },
    run: async (t) => {
      const instance = await t.givenInstance();
      await t.fault({ kind: "guestCrash", instanceUuid: instance.uuid });
      const state = await stateInGetInfo(t, instance);
      t.expectThat(
        state === "crashed" || state === "shutdown",
        `getInfo said ${state} of an instance whose guest has crashed`,
        {
          expected: ["crashed", "shutdown"],
        },
      );
    },
  },
  ...identity,
  ...onReturn,
  ...inEachState,
  ...stateMatrix("getInfo", requirementOf),
];
