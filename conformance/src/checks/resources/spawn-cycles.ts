// Instances that come and go again and again, and those that never come to be.
import type { Check } from "../../harness/check.ts";
import type { CheckContext, InstanceOptions, NewInstance } from "../../harness/check-context.ts";
import { cancelAt } from "../steps/cancelled-call.ts";
import { durationOf } from "../steps/guest-time.ts";
import { givenResource } from "../steps/usage.ts";
import { type Cycle, cycleChecks } from "./cycle.ts";

/** The parts of its time at which a spawn is cancelled, in turn. */
const MOMENTS = [0.1, 0.3, 0.5, 0.7, 0.9];
/** The hypervisor calls at which a spawn fails, in turn. Every simulator makes more. */
const STEPS = 3;

/** The instance of the next round: a new one, or the same where each on a node of its own would use up the nodes. */
async function nextAfter(t: CheckContext, params: NewInstance, options?: InstanceOptions): Promise<NewInstance> {
  return t.hasWholeNodes ? params : t.newInstance(options);
}

/** Makes an instance and removes it. */
async function comeAndGo(t: CheckContext, params: NewInstance): Promise<void> {
  await t.driver.spawn(params);
  await t.driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true });
}

const SPAWNS: readonly Cycle[] = [
  {
    variant: "spawn",
    requirement: "getAvailableResource/usage-falls-after-destroy",
    doing: "instances that are spawned and destroyed",
    operations: ["spawn", "destroy"],
    prepare: async (t) => {
      let params = await t.newInstance({ flavor: { rootGib: 1 } });
      const { vcpus, memoryMib, rootGib: localGib } = params.instance.flavor;
      const destroy = async (): Promise<void> => {
        await t.driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true });
        params = await nextAfter(t, params, { flavor: { rootGib: 1 } });
      };
      return {
        steps: [
          { operation: "spawn", call: () => t.driver.spawn(params), adds: { vcpus, memoryMib, localGib } },
          { operation: "destroy", call: destroy },
        ],
      };
    },
  },
  {
    variant: "refused-spawn",
    requirement: "cleanup/no-effect-shows-nowhere",
    doing: "a spawn that is refused for want of memory",
    operations: ["spawn"],
    prepare: async (t) => {
      const memoryMib = (await givenResource(t)).memoryMib + 1;
      const params = await t.newInstance({ flavor: { memoryMib }, node: t.node });
      const refused = (): Promise<unknown> => t.expectError(t.driver.spawn(params), "INSUFFICIENT_RESOURCES");
      return { steps: [{ operation: "spawn", call: refused }] };
    },
  },
  {
    variant: "failing-spawn",
    requirement: "spawn/leaves-nothing-when-it-fails",
    doing: "a spawn that fails half way",
    needs: { simulation: true },
    operations: ["spawn"],
    prepare: async (t) => {
      let tries = 0;
      const params = await t.newInstance();
      const fail = async (): Promise<void> => {
        await t.simulation.injectFault({ kind: "failStep", step: 1 + (tries++ % STEPS) });
        await t.expectError(t.driver.spawn(params), "BACKEND_FAILED");
        await t.simulation.clearFaults();
      };
      return { steps: [{ operation: "spawn", call: fail }] };
    },
  },
  {
    variant: "cancelled-spawn",
    requirement: "spawn/leaves-nothing-when-cancelled",
    doing: "a spawn that is cancelled half way",
    needs: { simulation: true },
    operations: ["spawn"],
    prepare: async (t) => {
      const first = await t.newInstance();
      const usualMs = await durationOf(t, () => t.given("spawn", () => comeAndGo(t, first)));
      let tries = 0;
      const cancel = async (): Promise<void> => {
        const params = await nextAfter(t, first);
        const moment = MOMENTS[tries++ % MOMENTS.length] ?? 0;
        const refusal = await cancelAt(t, moment * usualMs, (options) => t.driver.spawn(params, options));
        // A spawn may come to its end before it hears of it.
        if (refusal === undefined)
          await t.given("destroy", () => t.driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true }));
      };
      return { steps: [{ operation: "spawn", call: cancel }] };
    },
  },
];

/** The checks of instances that come and go. */
export const spawnCyclesChecks: readonly Check[] = SPAWNS.flatMap(cycleChecks);
