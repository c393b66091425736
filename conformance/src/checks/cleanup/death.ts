// Checks of what a driver that died in the middle of calls has left, when it is started again.
import type { SpawnParams } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { type Change, isServed } from "../steps/change.ts";
import { DEVICE_CHANGES } from "../steps/device-changes.ts";
import { type Interruptible, killDuring } from "../steps/interrupted-call.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { MOVE_CHANGES } from "../steps/move-changes.ts";
import { POWER_CHANGES } from "../steps/power-changes.ts";
import { refusalOf } from "../steps/refusal.ts";
import { REMAKING_CHANGES } from "../steps/remaking-changes.ts";
import { type Amounts, givenUsage } from "../steps/usage.ts";

const NEEDS: Needs = { capabilities: ["supportsRecovery"], ownProcess: true };
const HINT = "At start, finish or take back what an earlier run left half done, and count only what is listed.";

/** What a call in the middle of which the driver dies builds, removes or works on. */
type Prepare = (t: CheckContext) => Promise<{ readonly params: SpawnParams; readonly call: () => Promise<unknown> }>;

const prepareSpawn: Prepare = async (t) => {
  const params = await t.newInstance({ flavor: { rootGib: 1 } });
  return { params, call: () => t.driver.spawn(params) };
};

const prepareDestroy: Prepare = async (t) => {
  const { params, target } = await t.givenInstance({ flavor: { rootGib: 1 } });
  return { params, call: () => t.driver.destroy({ ...target, destroyDisks: true }) };
};

/** Everything that a check has on the node, and what there was before. */
interface Site {
  readonly before: Amounts;
  readonly all: SpawnParams[];
}

/** Checks that the node counts each instance of the check just as often as it is listed, which is once at most. */
async function expectCounted(t: CheckContext, { before, all }: Site, when: string): Promise<void> {
  const entries = await ownedInstances(t);
  const held = { ...before };
  for (const { instance } of all.filter(({ node }) => node === t.node.uuid)) {
    const listed = entries.filter(({ uuid }) => uuid === instance.uuid).length;
    t.expectThat(listed <= 1, `listInstances shows the instance ${listed} times ${when}`, { expected: "once or not" });
    held.vcpus += listed * instance.flavor.vcpus;
    held.memoryMib += listed * instance.flavor.memoryMib;
    held.localGib += listed * instance.flavor.rootGib;
  }
  t.expectEqual(await givenUsage(t), held, `use of a node, by what listInstances shows, ${when}`, HINT);
}

/** Checks that an instance can be removed, built again, and removed again. */
async function expectReplaceable(t: CheckContext, params: SpawnParams, when: string): Promise<void> {
  const target = { instanceUuid: params.instance.uuid, destroyDisks: true };
  for (const call of [() => t.driver.destroy(target), () => t.driver.spawn(params), () => t.driver.destroy(target)]) {
    const refusal = await refusalOf(call());
    const what = `The instance could not be destroyed and built again ${when}`;
    t.expectThat(refusal === undefined, what, { expected: "success", got: refusal, hint: HINT });
  }
}

function interruptible(
  t: CheckContext,
  site: Site,
  operation: Interruptible["operation"],
  prepare: Prepare,
): Interruptible {
  return {
    operation,
    prepare: async () => {
      const { params, call } = await prepare(t);
      site.all.push(params);
      const judge = async (when: string): Promise<void> => {
        await expectCounted(t, site, when);
        await expectReplaceable(t, params, when);
      };
      return { uuid: params.instance.uuid, call, judge };
    },
  };
}

/** The changes that are tried together. */
const GROUPS: Readonly<Record<string, readonly Change[]>> = {
  power: POWER_CHANGES,
  remaking: REMAKING_CHANGES,
  devices: DEVICE_CHANGES,
  moves: MOVE_CHANGES,
};

/** The checks of a death in the middle of calls. */
export const deathChecks: readonly Check[] = [
  ...Object.entries({ spawn: prepareSpawn, destroy: prepareDestroy }).map(([operation, prepare]): Check => ({
    id: `cleanup/death-leaves-one-or-none[${operation}]`,
    requirement: "cleanup/death-leaves-one-or-none",
    title: `A driver that was killed at any step of a ${operation}() has the instance or not, and can build it again`,
    needs: NEEDS,
    run: async (t) => {
      const site = { before: await givenUsage(t), all: [] };
      await killDuring(t, [interruptible(t, site, operation as "spawn" | "destroy", prepare)]);
    },
  })),
  ...Object.entries(GROUPS).map(([variant, changes]): Check => ({
    id: `cleanup/death-leaves-one-or-none[${variant}]`,
    requirement: "cleanup/death-leaves-one-or-none",
    title: `A driver killed at any step of ${namesOf(changes)} has each instance or not, and can build it again`,
    needs: NEEDS,
    run: async (t) => {
      const served = changes.filter((change) => isServed(t, change));
      if (served.length === 0) t.notApplicable("The driver declares none of these operations");
      const site = { before: await givenUsage(t), all: [] };
      const subjects = served.map((change) =>
        interruptible(t, site, change.operation, async () => {
          const { instance, call } = await change.prepare(t);
          return { params: instance.params, call };
        }),
      );
      await killDuring(t, subjects);
    },
  })),
];

function namesOf(changes: readonly Change[]): string {
  const [first, second] = [...new Set(changes.map(({ operation }) => operation))];
  return `${first}(), ${second}() or another change of their kind`;
}
