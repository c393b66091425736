// The check of operations on an instance that is on its way to a host: the one case in which an instance is `pending` for a while and
// no call on it is in progress there.
import { specModel } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { instanceCalls } from "../steps/instance-calls/all-instance-calls.ts";
import { type CallState, type InstanceCall, modelOf, outcomeOf } from "../steps/instance-calls/instance-call.ts";
import { isServed, prepareCalls } from "../steps/instance-calls/tour.ts";
import type { LiveMove } from "../steps/live-move.ts";
import { endOf } from "../steps/moved-guest.ts";
import { givenBusyMove, givenTransfer } from "../steps/moves-on-the-way.ts";
import { stateInGetInfo } from "../steps/power-state.ts";
import { expectAsDeclared } from "./in-each-state.ts";

/** What is refused at once, and reads: the clock is held, and whatever a driver does takes time. */
function canBeTried(call: InstanceCall, state: CallState): boolean {
  const isQuick = outcomeOf(call, state) in specModel.errors || modelOf(call).kind === "read";
  return isQuick && call.addsDevices !== true;
}

/** A context, and an instance in it, that stand at one host and then at the other. */
interface Movable {
  readonly context: CheckContext;
  readonly instance: TestInstance;
  readonly moveTo: (there: CheckContext) => void;
}

function movable(from: CheckContext, { uuid, target, instance }: LiveMove): Movable {
  let at = from;
  const context = new Proxy(from, {
    get: (_, name) => {
      const value: unknown = Reflect.get(at, name, at);
      return typeof value === "function" ? value.bind(at) : value;
    },
  });
  return {
    context,
    instance: {
      uuid,
      target,
      name: instance.name,
      get node() {
        return at.node;
      },
      get params() {
        return { instance, node: at.node.uuid, powerOn: true };
      },
    },
    moveTo: (there) => {
      at = there;
    },
  };
}

/** The checks of operations on an instance that is on its way. */
export const whilePendingChecks: readonly Check[] = [
  {
    id: "migration/source-answers-until-the-guest-has-left[operations-at-the-destination]",
    requirement: "migration/source-answers-until-the-guest-has-left",
    title:
      "Operations at the destination on a guest that is on its way are answered as for a pending or absent instance",
    needs: { peer: true, simulation: true },
    run: async (t) => {
      const guest = await givenBusyMove(t);
      const { here, there, uuid } = guest.move;
      const { context, instance, moveTo } = movable(here, guest.move);
      const served = instanceCalls.filter((call) => isServed(there, modelOf(call)));
      const prepared = await prepareCalls(
        context,
        instance,
        served.filter((call) => canBeTried(call, "pending")),
      );
      const transfer = await givenTransfer(t, guest);
      t.onCleanup(async () => {
        t.connection.cancelOperation(transfer.operationId);
        await t.simulation.clearFaults();
        await endOf(transfer.end).catch(() => undefined);
      });
      moveTo(there);
      const seen = await stateInGetInfo(there, uuid);
      const state = seen === "pending" ? seen : "absent";
      for (const one of prepared.filter(({ call }) => canBeTried(call, state)))
        await expectAsDeclared(there, one, instance, state, " and on its way here");
    },
  },
];
