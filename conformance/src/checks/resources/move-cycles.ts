// Instances that move and come back, again and again. Between two moves nothing is in use but their flavor, on one host.
import type { Check } from "../../harness/check.ts";
import { confirm, finish, moveAway, OTHER_HOST, revert, SAME_HOST, turned, type Way } from "../steps/cold-moves.ts";
import { givenMove, type LiveMove } from "../steps/live-move.ts";
import { type Cycle, cycleChecks } from "./cycle.ts";

const REQUIREMENT = "getAvailableResource/usage-counts-instances";

type Moving = Parameters<typeof confirm>[1];

async function move(way: Way, instance: Moving & Parameters<typeof moveAway>[1]): Promise<void> {
  const data = await moveAway(way, instance);
  await finish(way, instance, data);
  await confirm(way, instance, data);
}

async function moveLive(guest: LiveMove): Promise<void> {
  const offered = await guest.offer();
  const kept = await guest.keep(await guest.agree(offered));
  await guest.removeProbe(offered);
  const { data } = await guest.prepare(kept);
  await guest.expectCompleted(data);
  await guest.complete(data);
}

const COLD = ["migrateDiskAndPowerOff", "finishMigration", "confirmMigration"] as const;

const MOVES: readonly Cycle[] = [
  {
    variant: "move",
    requirement: REQUIREMENT,
    doing: "an instance that moves from its host to itself",
    needs: SAME_HOST.needs,
    operations: COLD,
    prepare: async (t) => {
      const [way, instance] = [await SAME_HOST.open(t), await t.givenInstance()];
      return { steps: [{ operation: "finishMigration", call: () => move(way, instance) }] };
    },
  },
  {
    variant: "revert",
    requirement: REQUIREMENT,
    doing: "an instance whose move is taken back",
    needs: SAME_HOST.needs,
    operations: ["migrateDiskAndPowerOff", "finishRevertMigration"],
    prepare: async (t) => {
      const [way, instance] = [await SAME_HOST.open(t), await t.givenInstance()];
      const there = async (): Promise<void> => {
        await moveAway(way, instance);
        await revert(way, instance);
      };
      return { steps: [{ operation: "finishRevertMigration", call: there }] };
    },
  },
  {
    variant: "move-there-and-back",
    requirement: REQUIREMENT,
    doing: "an instance that moves to another host and back",
    needs: OTHER_HOST.needs,
    operations: COLD,
    prepare: async (t) => {
      const [way, instance] = [await OTHER_HOST.open(t), await t.givenInstance()];
      const round = async (): Promise<void> => {
        await move(way, instance);
        await move(turned(way), instance);
      };
      return { hosts: [way.here, way.there], steps: [{ operation: "finishMigration", call: round }] };
    },
  },
  {
    variant: "live-move-there-and-back",
    requirement: REQUIREMENT,
    doing: "a guest that moves to another host and back while it runs",
    needs: { peer: true },
    operations: ["liveMigration"],
    prepare: async (t) => {
      const away = await givenMove(t);
      const back = away.turned();
      const round = async (): Promise<void> => {
        await moveLive(away);
        await moveLive(back);
      };
      return { hosts: [away.here, away.there], steps: [{ operation: "liveMigration", call: round }] };
    },
  },
];

/** The checks of instances that go to and fro. */
export const moveCyclesChecks: readonly Check[] = MOVES.flatMap(cycleChecks);
