// Checks of callers that write in small pieces, stop in the middle, write a lot at once, or do not read.
import { systemClock } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { isPrompt } from "../steps/is-prompt.ts";
import { listenForAnswers, requestFrame } from "../steps/raw-frames.ts";
import { expectSurvivalBeside } from "../steps/survived.ts";

const IN_TIME = "protocol/answers-in-time";
const HINT = "Collect what comes until a message is whole, whatever pieces it comes in, and serve others meanwhile.";

/** How long the caller pauses where it hurts, in milliseconds of real time. */
const PAUSE_MS = 5;

/** Writes a frame one byte after the other, with pauses: in the header, between header and body, in a character, before the last byte. */
async function dribble(t: CheckContext, frame: Buffer): Promise<void> {
  const body = frame.indexOf("\r\n\r\n") + 4;
  const character = frame.indexOf(0xe2);
  const pauses = new Set([4, body - 2, body, character + 1, frame.length - 1]);
  for (let at = 0; at < frame.length; at++) {
    if (pauses.has(at)) await systemClock.sleep(PAUSE_MS, t.signal);
    t.connection.writeRaw(frame.subarray(at, at + 1), at === 0 ? 1 : 0);
  }
}

/** How many requests a caller writes at once. */
const AT_ONCE = 25;

/** More than the buffers between a driver and its caller hold, in bytes. */
const BACKLOG_BYTES = 512 * 1024;
/** As many requests as a caller may have in progress. */
const MOST_REQUESTS = 1_000;

/** Longer than it takes to answer all that, where nobody waits for anybody, in milliseconds of real time. */
const UNREAD_MS = 250;

/** How many reads it takes that their answers do not fit between driver and caller. */
async function enoughReads(t: CheckContext): Promise<number> {
  let bytes = 0;
  const stop = t.connection.onMessage((message) => {
    if (message.direction === "received" && message.method === "getAvailableResource") bytes = message.bytes;
  });
  await t.given("getAvailableResource", () => t.driver.getAvailableResource({ node: t.node.uuid }));
  stop();
  return Math.min(MOST_REQUESTS, Math.ceil(BACKLOG_BYTES / Math.max(1, bytes)));
}

/** Asks for a lot and reads nothing of it. Gives the answers, and the way to read. */
async function askWithoutReading(t: CheckContext): Promise<{ answers: Promise<unknown>[]; read: () => void }> {
  const reads = await enoughReads(t);
  const read = t.connection.holdReading();
  t.onCleanup(async () => read());
  const node = t.node.uuid;
  const answers = Array.from({ length: reads }, () => t.driver.getAvailableResource({ node }));
  for (const answer of answers) answer.catch(() => undefined);
  await systemClock.sleep(UNREAD_MS, t.signal);
  return { answers, read };
}

const pieces: readonly Check[] = [
  {
    id: `${IN_TIME}[byte-by-byte]`,
    requirement: IN_TIME,
    title: "A request that comes byte by byte, with pauses in the middle of header, body and character, is answered",
    run: async (t) => {
      await t.given("listNodes", () => t.driver.listNodes({}));
      const answers = listenForAnswers(t, t.connection);
      const request = requestFrame(t, "listNodes", { fieldOfALaterVersion: "\u{20ac}" });
      await dribble(t, request.frame);
      const answer = await answers.to(request);
      t.expectThat(answer !== undefined, "A request that came byte by byte was not answered", { hint: HINT });
      t.expectThat(answer !== undefined && "result" in answer, "A request that came byte by byte was refused", {
        got: answer,
        hint: HINT,
      });
    },
  },
  {
    id: "protocol/answers-each-request-once[in-one-write]",
    requirement: "protocol/answers-each-request-once",
    title: `${AT_ONCE} requests that come in one piece, and the end of the last one later, are each answered once`,
    run: async (t) => {
      await t.given("listNodes", () => t.driver.listNodes({}));
      const answers = listenForAnswers(t, t.connection);
      const requests = Array.from({ length: AT_ONCE }, () => requestFrame(t, "listNodes"));
      const all = Buffer.concat(requests.map(({ frame }) => frame));
      t.connection.writeRaw(all.subarray(0, -1), AT_ONCE);
      await systemClock.sleep(PAUSE_MS, t.signal);
      t.connection.writeRaw(all.subarray(-1), 0);
      for (const request of requests) await answers.to(request);
      await t.given("probe", () => t.driver.probe({}));
      const counts = requests.map((request) => answers.countOf(request));
      t.expectEqual(
        counts,
        counts.map(() => 1),
        `number of answers to each of ${AT_ONCE} requests in one write`,
        HINT,
      );
    },
  },
];

const halves: readonly Check[] = [
  {
    id: `${IN_TIME}[beside-half-a-message]`,
    requirement: IN_TIME,
    title:
      "A request is answered while another connection has stopped in the middle of one, which is answered when it is whole",
    needs: { sessions: true },
    run: async (t) => {
      const stranger = await t.openConnection();
      const answers = listenForAnswers(t, stranger);
      const request = requestFrame(t, "listNodes");
      const half = Math.floor(request.frame.length / 2);
      stranger.writeRaw(request.frame.subarray(0, half), 1);
      await systemClock.sleep(PAUSE_MS, t.signal);
      const read = t.driver.listNodes({});
      read.catch(() => undefined);
      const what = "A request was not answered while another connection had stopped in the middle of one";
      t.expectThat(await isPrompt(t, read), what, { hint: HINT });
      await t.given("listNodes", () => read);
      stranger.writeRaw(request.frame.subarray(half), 0);
      const answer = await answers.to(request);
      t.expectThat(answer !== undefined, "A request that stopped in the middle was not answered when it went on", {
        hint: HINT,
      });
    },
  },
  {
    id: "protocol/survives-malformed-requests[cut-off-beside-a-session]",
    requirement: "protocol/survives-malformed-requests",
    title: "A connection that ends in the middle of a message does not disturb the session beside it",
    needs: { sessions: true },
    run: (t) =>
      expectSurvivalBeside(t, async (stranger) => {
        const { frame } = requestFrame(t, "listNodes");
        t.tolerateFaults("unknown-id");
        stranger.writeRaw(frame.subarray(0, -10), 1);
        await stranger.close();
      }),
  },
];

const unread: readonly Check[] = [
  {
    id: `${IN_TIME}[slow-reader]`,
    requirement: IN_TIME,
    title: "All requests of a caller that does not read for a while are answered when it does",
    // Between two ends in one process there is nothing that could fill up.
    needs: { transport: ["stdio", "socket"] },
    run: async (t) => {
      const { answers, read } = await askWithoutReading(t);
      read();
      const outcomes = await Promise.allSettled(answers);
      const lost = outcomes.filter(({ status }) => status === "rejected");
      t.expectThat(
        lost.length === 0,
        `${lost.length} of ${answers.length} requests of a caller that did not read were lost`,
        {
          expected: "an answer to each",
          got: lost.map((outcome) => String((outcome as PromiseRejectedResult).reason)).slice(0, 1),
          hint: "Keep what the caller has not read yet, however much it is: it has asked for it.",
        },
      );
    },
  },
  {
    id: `${IN_TIME}[beside-a-slow-reader]`,
    requirement: IN_TIME,
    title: "A request on another connection is answered while a caller does not read its answers",
    needs: { transport: ["socket"], sessions: true },
    run: async (t) => {
      const { answers, read } = await askWithoutReading(t);
      const stranger = await t.openConnection();
      const others = listenForAnswers(t, stranger);
      const request = requestFrame(t, "listNodes");
      stranger.writeRaw(request.frame);
      const answer = await others.to(request);
      read();
      await Promise.allSettled(answers);
      t.expectThat(answer !== undefined, "A request was not answered while another caller did not read", {
        hint: HINT,
      });
    },
  },
];

/** The checks of slow callers. */
export const slowCallersChecks: readonly Check[] = [...pieces, ...halves, ...unread];
