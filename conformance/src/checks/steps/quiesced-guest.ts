// A guest whose writes are held. Only a guest with an agent can be: a simulator's always has one, and the kit's own probe has none.
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { simulates } from "./guest-time.ts";
import { refusalOf } from "./refusal.ts";

type Target = Pick<TestInstance, "target">;

/** Quiesces a guest. Not applicable if it has no agent; blocked if the call fails otherwise. */
export async function givenQuiesced(t: CheckContext, { target }: Target, autoThawSeconds: number): Promise<void> {
  await t.given("quiesce", async () => {
    const refusal = await refusalOf(t.driver.quiesce({ ...target, autoThawSeconds }));
    if (refusal === undefined) return;
    if (refusal.code === "GUEST_AGENT_UNAVAILABLE" && !simulates(t)) t.notApplicable("The guest has no agent");
    throw refusal;
  });
}

/**
 * Lets a guest write again, and checks whether it was quiesced until then.
 *
 * @param when - The end of the sentence, such as `after snapshot`.
 */
export async function expectQuiesced(
  t: CheckContext,
  { target }: Target,
  expected: boolean,
  when: string,
  hint?: string,
): Promise<void> {
  t.expectEqual((await t.driver.unquiesce(target)).wasQuiesced, expected, `wasQuiesced of unquiesce ${when}`, hint);
}
