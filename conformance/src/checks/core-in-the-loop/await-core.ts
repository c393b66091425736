// Waiting for a core to have done something, and whose fault it is if it does not.
import { specModel, systemClock, WireError } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { Violation } from "../../harness/violation.ts";
import type { ServerView } from "./core-client.ts";
import type { RunningCore, Server } from "./running-core.ts";

/** Between two looks, in milliseconds of real time; longer the longer it takes. */
const FIRST_LOOK_MS = 1;
const LATER_LOOKS_MS = 200;
/** A core that has asked its driver nothing for so long has nothing in mind any more, in milliseconds of real time. */
const QUIET_MS = 15_000;
/** A core that makes the same change of a server so often is told each time that it is done, and reads each time that it is not. */
const MOST_TIMES = 20;
/** The refusals that belong to the operation, whatever it is asked for. */
const SAYS_ALL: ReadonlySet<string> = new Set(["INTERNAL_ERROR", "NOT_SUPPORTED"]);
/** All calls end by themselves, but not what is asked again and again. In milliseconds of real time. */
const LONGEST_MS = 300_000;

/**
 * Waits until a server is at rest in a status.
 *
 * @param operation - What the driver is asked to do for it.
 * @param when - The end of the sentence "The server is ERROR ...", such as `after it was built`.
 * @throws Violation if it comes to rest in another one: with a right core, that is what the driver made of it.
 * @throws DriverError the refusal that the core met, if it says that the operation broke down or is not there: that is all there is to say.
 */
export async function expectStatus(
  t: CheckContext,
  core: RunningCore,
  server: Server,
  status: string,
  when: string,
): Promise<ServerView> {
  const seen = await settled(t, core, server, when);
  if (seen?.status === status) return seen;
  const refusal = core.refusalOf(server);
  if (refusal !== undefined && SAYS_ALL.has(refusal.code)) throw refusal;
  const found = seen === undefined ? "is gone" : `is ${seen.status}`;
  throw new Violation(
    `With the reference core in the loop, the server ${found} ${when}, and not ${status}`,
    {
      expected: { status },
      got: { ...seen, refusal: refusal?.message, log: core.log },
      hint: "The core did what the driver's answers, events and readings told it: the transcript has them.",
    },
    refusal === undefined ? {} : { cause: refusal },
  );
}

/** Waits until a server is gone. Throws as {@link expectStatus} does. */
export async function expectGone(t: CheckContext, core: RunningCore, server: Server, when: string): Promise<void> {
  const seen = await settled(t, core, server, when);
  if (seen === undefined) return;
  const refusal = core.refusalOf(server);
  throw new Violation(
    `With the reference core in the loop, the server is ${seen.status} ${when}, and not gone`,
    { expected: "no such server", got: { ...seen, refusal: refusal?.message, log: core.log } },
    refusal === undefined ? {} : { cause: refusal },
  );
}

/** Waits until nothing is in progress on a server; nothing if it is gone. */
export function settled(
  t: CheckContext,
  core: RunningCore,
  server: Server,
  when: string,
): Promise<ServerView | undefined> {
  return untilCore(t, core, `the server comes to rest ${when}`, async () => {
    // What the core waits for itself it has not made anything of yet.
    if (core.calls.some(({ end }) => end === undefined)) return undefined;
    const seen = await core.show(server);
    return seen === undefined || seen.task === undefined ? { seen } : undefined;
  }).then(({ seen }) => seen);
}

/**
 * Waits, in real time, until a core has done something.
 *
 * @param description - The end of the sentence "Expected that ...".
 * @throws WireError if the driver left a call of the core without an answer; Violation if what the core asks never comes to an end.
 * @throws TypeError, which is no finding about the driver, if the core asks nothing and does nothing.
 */
export async function untilCore<T>(
  t: CheckContext,
  core: RunningCore,
  description: string,
  probe: () => Promise<T | undefined>,
): Promise<T> {
  const start = systemClock.now();
  let asked = core.calls.length;
  let quietSince = start;
  for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(waitMs * 1.5, LATER_LOOKS_MS)) {
    const found = await probe();
    if (found !== undefined) return found;
    const now = systemClock.now();
    if (core.calls.length !== asked || core.calls.some(({ end }) => end === undefined)) quietSince = now;
    asked = core.calls.length;
    throwLost(core);
    throwRepeated(t, core);
    if (now - quietSince > QUIET_MS)
      throw new TypeError(
        `The reference core stands still: expected that ${description}. Its log ends: ${core.log.join(" / ")}`,
      );
    if (now - start > LONGEST_MS) t.fail(`Waited in vain until ${description}`, { got: core.log });
    await systemClock.sleep(waitMs, t.signal);
  }
}

/** A call without an answer explains whatever the core waits for. A connection that was lost does not: the core takes up again what it did. */
function throwLost({ calls }: RunningCore): void {
  const lost = calls.find(({ error }) => error instanceof WireError && error.fault.kind === "no-answer");
  if (lost !== undefined) throw lost.error;
}

function throwRepeated(t: CheckContext, { calls, log }: RunningCore): void {
  const times = new Map<string, number>();
  for (const { operation, instanceUuid, end } of calls) {
    if (instanceUuid === undefined || end !== "answered" || specModel.operations[operation]?.kind !== "change")
      continue;
    const count = (times.get(`${operation} ${instanceUuid}`) ?? 0) + 1;
    times.set(`${operation} ${instanceUuid}`, count);
    if (count > MOST_TIMES)
      t.fail(`With the reference core in the loop, ${operation} is asked for again and again`, {
        expected: "reads that show what the call has answered to have done",
        got: log,
      });
  }
}
