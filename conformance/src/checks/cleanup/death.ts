// Checks of what a driver that died in the middle of a call has left, when it is started again.
import type { SpawnParams } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { killDuring } from "../steps/interrupted-call.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { refusalOf } from "../steps/refusal.ts";
import { type Amounts, givenUsage } from "../steps/usage.ts";

const NEEDS: Needs = { capabilities: ["supportsRecovery"], ownProcess: true };

/** Checks that an instance is there once or not at all, holds what it shows, and can be removed and built again. */
async function expectOneOrNone(t: CheckContext, params: SpawnParams, before: Amounts, when: string): Promise<void> {
  const { uuid, flavor } = params.instance;
  const listed = (await ownedInstances(t)).filter((entry) => entry.uuid === uuid).length;
  t.expectThat(listed <= 1, `listInstances shows the instance ${listed} times ${when}`, { expected: "once or not" });
  const held = {
    vcpus: before.vcpus + listed * flavor.vcpus,
    memoryMib: before.memoryMib + listed * flavor.memoryMib,
    localGib: before.localGib + listed * flavor.rootGib,
  };
  const hint = "At start, finish or take back what an earlier run left half done, and count only what is listed.";
  t.expectEqual(await givenUsage(t), held, `use of a node that lists the instance ${listed} times, ${when}`, hint);
  const target = { instanceUuid: uuid, destroyDisks: true };
  for (const call of [() => t.driver.destroy(target), () => t.driver.spawn(params), () => t.driver.destroy(target)]) {
    const refusal = await refusalOf(call());
    const what = `The instance could not be destroyed and built again ${when}`;
    t.expectThat(refusal === undefined, what, { expected: "success", got: refusal, hint });
  }
}

/** The checks of a death in the middle of a call. */
export const deathChecks: readonly Check[] = [
  {
    id: "cleanup/death-leaves-one-or-none[spawn]",
    requirement: "cleanup/death-leaves-one-or-none",
    title: "A driver that was killed in the middle of a spawn() has the instance or not, and can build it again",
    needs: NEEDS,
    run: async (t) => {
      const params = await t.newInstance();
      const before = await givenUsage(t);
      await killDuring(t, {
        operation: "spawn",
        prepare: () =>
          t.given("destroy", () => t.driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true })),
        call: () => t.driver.spawn(params),
        judge: (_, when) => expectOneOrNone(t, params, before, when),
      });
    },
  },
  {
    id: "cleanup/death-leaves-one-or-none[destroy]",
    requirement: "cleanup/death-leaves-one-or-none",
    title: "A driver that was killed in the middle of a destroy() has the instance or not, and can build it again",
    needs: NEEDS,
    run: async (t) => {
      const params = await t.newInstance();
      const before = await givenUsage(t);
      await killDuring(t, {
        operation: "destroy",
        prepare: () => t.given("spawn", () => t.driver.spawn(params)),
        call: () => t.driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true }),
        judge: (_, when) => expectOneOrNone(t, params, before, when),
      });
    },
  },
];
