// As many calls in progress at once as a caller may have: each is answered once, with what was asked for, and no read waits for a change.
import type { MessageId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { isPrompt } from "../steps/is-prompt.ts";
import { cutOff } from "../steps/guest.ts";
import { refusalOf } from "../steps/refusal.ts";
import { slowPowerOff } from "../steps/slow-power-off.ts";

/** The most requests that a caller may have in progress on a connection (`limits/caller-keeps-within`). */
const MOST_CALLS = 1_000;
/** The fewest that are worth the trouble. */
const FEWEST_CALLS = 50;
/** How long the calls may take together, one after the other, in milliseconds of real time: a slow driver is asked for less. */
const TOGETHER_MS = 2_000;
/** How many reads tell how long one takes. */
const SAMPLES = 10;
/** Of a hundred calls, how many change something. */
const CHANGING_PERCENT = 10;

/** How many calls are to be in progress at once, by how long a read takes. */
async function countFor(t: CheckContext, { target }: TestInstance): Promise<number> {
  const begin = t.realTimeMs();
  for (let sample = 0; sample < SAMPLES; sample++) await t.given("getInfo", () => t.driver.getInfo(target));
  const eachMs = Math.max((t.realTimeMs() - begin) / SAMPLES, 0.01);
  return Math.min(MOST_CALLS, Math.max(FEWEST_CALLS, Math.floor(TOGETHER_MS / eachMs)));
}

/** A call that checks its own answer. */
type Call = (t: CheckContext, instance: TestInstance) => Promise<void>;

const READS: readonly Call[] = [
  async (t, { uuid, target }) => {
    const { info } = await t.driver.getInfo(target);
    t.expectEqual(info.uuid, uuid, "uuid in the answer of getInfo beside many other calls");
  },
  async (t) => {
    const instanceUuid = t.uuid();
    const refusal = await t.expectError(t.driver.getInfo({ instanceUuid }), "INSTANCE_NOT_FOUND");
    t.expectEqual(
      refusal.details["instanceUuid"],
      instanceUuid,
      "uuid that INSTANCE_NOT_FOUND names beside many other calls",
    );
  },
  async (t) => {
    const asked = t.uuid();
    const { operationId } = await t.driver.getOperation({ operationId: asked });
    t.expectEqual(operationId, asked, "operationId in the answer of getOperation beside many other calls");
  },
  async (t) => void (await t.driver.probe({})),
];

/** What changes of an instance may be answered while others are made. */
const CHANGE_CODES: readonly (string | undefined)[] = [undefined, "INSTANCE_BUSY", "INVALID_STATE"];

const CHANGES: readonly Call[] = [
  (t, { target }) => expectChange(t, "powerOn", t.driver.powerOn(target)),
  (t, instance) => expectChange(t, "powerOff", t.driver.powerOff(cutOff(instance))),
  (t, { target }) => expectChange(t, "reboot", t.driver.reboot({ ...target, type: "hard" })),
];

async function expectChange(t: CheckContext, operation: string, call: Promise<unknown>): Promise<void> {
  const code = (await refusalOf(call))?.code;
  t.expectThat(CHANGE_CODES.includes(code), `${operation} was answered ${code} beside many other calls`, {
    expected: "success, INSTANCE_BUSY or INVALID_STATE",
    got: code,
  });
}

/** Counts requests and their answers on the wire. */
function countAnswers(t: CheckContext): () => { readonly requests: number; readonly odd: Record<string, number> } {
  const answers = new Map<MessageId, number>();
  const stop = t.connection.onMessage(({ direction, message }) => {
    if (!("id" in message) || message.id === null || message.id === undefined) return;
    if (direction === "sent") answers.set(message.id, 0);
    else answers.set(message.id, (answers.get(message.id) ?? Number.NaN) + 1);
  });
  t.onCleanup(async () => stop());
  return () => {
    const odd = [...answers].filter(([, count]) => count !== 1).map(([id, count]) => [`request ${id}`, count] as const);
    return { requests: answers.size, odd: Object.fromEntries(odd) };
  };
}

async function givenInstances(t: CheckContext): Promise<readonly TestInstance[]> {
  return [await t.givenInstance(), await t.givenInstance({ powerState: "shutdown" }), await t.givenInstance()];
}

/** The checks of many calls in progress at once. */
export const callsInFlightChecks: readonly Check[] = [
  {
    id: "protocol/answers-each-request-once[many-at-once]",
    requirement: "protocol/answers-each-request-once",
    title: `Of up to ${MOST_CALLS} calls in progress at once, reads and changes, each is answered once, with what it asked for`,
    run: async (t) => {
      const instances = await givenInstances(t);
      const count = await countFor(t, instances[0] as TestInstance);
      const answered = countAnswers(t);
      const calls = Array.from({ length: count }, () => {
        const kind = t.random.integer(1, 100) <= CHANGING_PERCENT ? CHANGES : READS;
        return t.random.pick(kind)(t, t.random.pick(instances));
      });
      // All are waited for, so that none is in progress any more when the first that failed is told.
      const outcomes = await Promise.allSettled(calls);
      for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason as Error;
      const { requests, odd } = answered();
      t.expectThat(requests >= count, `Only ${requests} of ${count} calls were seen on the wire`);
      t.expectEqual(
        odd,
        {},
        `number of answers, of ${requests} requests`,
        "Answer each request once, with its own id.",
      );
    },
  },
  {
    id: "operations/reads-never-wait[many-at-once]",
    requirement: "operations/reads-never-wait",
    title: `Up to ${MOST_CALLS} reads at once are all answered while a powerOff() of one of the instances waits for its guest`,
    run: async (t) => {
      const other = await t.givenInstance();
      const count = await countFor(t, other);
      const call = await slowPowerOff(t, Math.ceil((3 * TOGETHER_MS) / 1_000));
      let answered = 0;
      const reads = Array.from({ length: count }, async () => {
        await t.random.pick(READS)(t, t.random.integer(0, 1) === 0 ? other : call.instance);
        answered += 1;
      });
      const all = Promise.all(reads);
      // A simulator's clock is held, so that the powerOff cannot end by itself.
      const limit = Promise.race([call.answer, standstill(t, count, () => answered)]);
      const message = `Of ${count} reads some were not answered while a powerOff was in progress`;
      t.expectThat(await isPrompt(t, all, limit), message, {
        expected: "answers before that of powerOff",
        got: `${answered} answers`,
        hint: "Do not queue one call behind another.",
      });
      await all;
      await call.abandon();
    },
  },
];

/** Waits until for a while, in real time, no more of the calls are answered. A busy machine answers slowly, but it does. */
async function standstill(t: CheckContext, count: number, answered: () => number): Promise<void> {
  for (let before = -1; answered() > before && answered() < count;) {
    before = answered();
    await t.grace();
  }
}
