// The changing calls by which an instance moves from a host to itself, to another flavor.
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import type { Change } from "./change.ts";
import { confirm, finish, givenMoved, givenMovedAway, moveAway, revert, SAME_HOST, type Way } from "./cold-moves.ts";

/** A guest that runs, and its way. */
async function givenOnItsWay(t: CheckContext): Promise<{ instance: TestInstance; way: Way }> {
  const way = await SAME_HOST.open(t);
  return { way, instance: await t.givenInstance() };
}

/** The changes of a move on one host. */
export const MOVE_CHANGES: readonly Change[] = [
  {
    variant: "migrateDiskAndPowerOff",
    operation: "migrateDiskAndPowerOff",
    from: "running",
    to: "shutdown",
    needs: SAME_HOST.needs,
    prepare: async (t) => {
      const { way, instance } = await givenOnItsWay(t);
      return { instance, call: () => moveAway(way, instance) };
    },
  },
  {
    variant: "finishMigration",
    operation: "finishMigration",
    from: "shutdown",
    to: "running",
    needs: SAME_HOST.needs,
    prepare: async (t) => {
      const { way, instance } = await givenOnItsWay(t);
      const data = await givenMovedAway(way, instance);
      return { instance, call: () => finish(way, instance, data) };
    },
  },
  {
    variant: "finishRevertMigration",
    operation: "finishRevertMigration",
    from: "shutdown",
    to: "running",
    needs: SAME_HOST.needs,
    prepare: async (t) => {
      const { way, instance } = await givenOnItsWay(t);
      await givenMovedAway(way, instance);
      return { instance, call: () => revert(way, instance) };
    },
  },
  {
    variant: "confirmMigration",
    operation: "confirmMigration",
    from: "running",
    to: "running",
    needs: SAME_HOST.needs,
    prepare: async (t) => {
      const { way, instance } = await givenOnItsWay(t);
      const data = await givenMoved(way, instance);
      return { instance, call: () => confirm(way, instance, data) };
    },
  },
];
