// Drivers that lose their way when several things happen at once.
import type { Call, ComputeDriver } from "@virt-driver-kit/spec";

import { type Mutant, replacing } from "./mutant.ts";

type Operation<Params, Result> = (params: Params, call: Call) => Promise<Result>;

/** Makes operations wait for each other, whatever they work on. */
function oneLock(): <Params, Result>(operation: Operation<Params, Result>) => Operation<Params, Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (operation) => (params, call) => {
    const turn = last.then(() => operation(params, call));
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Cuts a page out of a list by the position of its entries. */
function pageByPosition<T>(list: readonly T[], cursor = "0", limit = 1_000): [T[], { nextCursor?: string }] {
  const begin = Number(cursor);
  const end = begin + limit;
  return [list.slice(begin, end), end < list.length ? { nextCursor: String(end) } : {}];
}

type Order = <T>(list: readonly T[]) => readonly T[];

function instancesByPosition(driver: ComputeDriver, order: Order): Pick<ComputeDriver, "listInstances"> {
  return {
    listInstances: async ({ cursor, limit, ...filter }, call) => {
      const { instances } = await driver.listInstances(filter, call);
      const [page, next] = pageByPosition(order(instances), cursor, limit);
      return { instances: page, ...next };
    },
  };
}

function statesByPosition(driver: ComputeDriver, order: Order): Pick<ComputeDriver, "listInstanceStates"> {
  return {
    listInstanceStates: async ({ cursor, limit, ...filter }, call) => {
      const { states, ...rest } = await driver.listInstanceStates(filter, call);
      const [page, next] = pageByPosition(order(states), cursor, limit);
      return { ...rest, states: page, ...next };
    },
  };
}

const oldestFirst: Order = (list) => list;
const newestFirst: Order = (list) => list.toReversed();

/** The mutants of what happens at the same time. */
export const concurrencyMutants: readonly Mutant[] = [
  {
    id: "concurrency/instances-do-not-wait: one lock",
    requirement: "concurrency/instances-do-not-wait",
    title: "The driver does one change at a time",
    message: "spawn was not answered before a powerOff of another instance",
    driver: replacing((driver) => {
      const inTurn = oneLock();
      return {
        spawn: inTurn(driver.spawn),
        destroy: inTurn(driver.destroy),
        powerOn: inTurn(driver.powerOn),
        powerOff: inTurn(driver.powerOff),
        reboot: inTurn(driver.reboot),
      };
    }),
  },
  {
    id: "concurrency/instances-do-not-wait: one button",
    requirement: "concurrency/instances-do-not-wait",
    title: "Reboots wait for power-offs",
    message: "reboot was not answered before a powerOff of another instance",
    driver: replacing((driver) => {
      const inTurn = oneLock();
      return { powerOff: inTurn(driver.powerOff), reboot: inTurn(driver.reboot) };
    }),
  },
  {
    id: "concurrency/lists-hold-still: instances by position",
    requirement: "concurrency/lists-hold-still",
    title: "A cursor of listInstances counts entries, so that one is skipped when an earlier one goes",
    message: "listInstances shows an instance 0 times that was there from its first page to its last",
    driver: replacing((driver) => instancesByPosition(driver, oldestFirst)),
  },
  {
    id: "concurrency/lists-hold-still: newest instances by position",
    requirement: "concurrency/lists-hold-still",
    title: "A cursor of listInstances counts entries from the newest, so that one is repeated when another comes",
    message: "times that was there from its first page to its last",
    driver: replacing((driver) => instancesByPosition(driver, newestFirst)),
  },
  {
    id: "concurrency/lists-hold-still: states by position",
    requirement: "concurrency/lists-hold-still",
    title: "A cursor of listInstanceStates counts rows, so that one is skipped when an earlier one goes",
    message: "listInstanceStates shows an instance 0 times that was there from its first page to its last",
    driver: replacing((driver) => statesByPosition(driver, oldestFirst)),
  },
  {
    id: "concurrency/lists-hold-still: newest states by position",
    requirement: "concurrency/lists-hold-still",
    title: "A cursor of listInstanceStates counts rows from the newest, so that one is repeated when another comes",
    message: "times that was there from its first page to its last",
    driver: replacing((driver) => statesByPosition(driver, newestFirst)),
  },
];
