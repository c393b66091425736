// What a failed call must not leave behind.
import type { SpawnParams } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { ownedInstances } from "./list-instances.ts";
import { expectState } from "./power-state.ts";
import { type Amounts, givenUsage } from "./usage.ts";

/** What a node looked like before a call. */
export interface Before {
  readonly params: SpawnParams;
  readonly usage: Amounts;
}

/** Takes down what a node looks like before a call of `spawn` or with an instance that is about to go. */
export async function takeDown(t: CheckContext, params: SpawnParams): Promise<Before> {
  return { params, usage: await givenUsage(t) };
}

/**
 * Checks that nothing is left of an instance: no read shows it, and the node lends what it lent before.
 *
 * @param when - The end of the sentence, such as `after spawn failed`.
 */
export async function expectNoResidue(t: CheckContext, before: Before, when: string): Promise<void> {
  const { uuid } = before.params.instance;
  await expectState(t, uuid, "absent", when);
  const listed = (await ownedInstances(t)).some((entry) => entry.uuid === uuid);
  t.expectThat(!listed, `listInstances still shows the instance ${when}`, { expected: "no entry", got: uuid });
  t.expectEqual(
    await givenUsage(t),
    before.usage,
    `use of the node ${when}`,
    "Give back what was claimed, whichever step failed.",
  );
}
