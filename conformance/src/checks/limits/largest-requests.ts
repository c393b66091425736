// Checks of requests that are as long as the driver takes them, and a little longer.
import { type DriverConnection, systemClock } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { listenForAnswers, paddedRequest } from "../steps/raw-frames.ts";
import { expectSurvival, expectSurvivalBeside } from "../steps/survived.ts";

/** Longer than any driver can say that it takes. */
const ENDLESS_BYTES = 1_000_000_000_000;
/** Until a driver has read a header, in milliseconds of real time. */
const READ_MS = 5;

/** Sends a message that is one byte longer than the driver takes. */
function sendTooMuch(t: CheckContext, connection: DriverConnection): void {
  t.tolerateFaults("unknown-id", "connection-closed", "driver-exited", "no-answer");
  connection.writeRaw(paddedRequest(t, "listNodes", t.session.maxMessageBytes + 1).frame);
}

const tooLong: readonly Check[] = [
  {
    id: "protocol/survives-malformed-requests[one-byte-past]",
    requirement: "protocol/survives-malformed-requests",
    title: "A message that is one byte longer than the driver takes is answered or ends the connection, not the driver",
    needs: { restart: true },
    run: (t) => expectSurvival(t, () => sendTooMuch(t, t.connection)),
  },
  {
    id: "protocol/survives-malformed-requests[one-byte-past-beside-a-session]",
    requirement: "protocol/survives-malformed-requests",
    title: "A message that is one byte longer than the driver takes does not disturb the session beside it",
    needs: { sessions: true },
    run: (t) =>
      expectSurvivalBeside(t, async (stranger) => {
        sendTooMuch(t, stranger);
        await t.request("listNodes", { call: {} }, stranger).catch(() => undefined);
      }),
  },
  {
    id: "protocol/survives-malformed-requests[endless-beside-a-session]",
    requirement: "protocol/survives-malformed-requests",
    title: "A header that announces more bytes than anybody has does not disturb the session beside it",
    needs: { sessions: true },
    run: (t) =>
      expectSurvivalBeside(t, async (stranger) => {
        t.tolerateFaults("unknown-id", "connection-closed");
        stranger.writeRaw(`Content-Length: ${ENDLESS_BYTES}\r\n\r\n`);
        await systemClock.sleep(READ_MS, t.signal);
      }),
  },
];

/** The checks of long requests. */
export const largestRequestsChecks: readonly Check[] = [
  {
    id: "protocol/ignores-unknown-fields[largest-request]",
    requirement: "protocol/ignores-unknown-fields",
    title: "A request that is as long as the driver takes them, for a field that it cannot know, is answered as ever",
    run: async (t) => {
      await t.given("listNodes", () => t.driver.listNodes({}));
      const { maxMessageBytes } = t.session;
      const answers = listenForAnswers(t, t.connection);
      const request = paddedRequest(t, "listNodes", maxMessageBytes);
      t.connection.writeRaw(request.frame);
      const answer = await answers.to(request);
      const hint = "initialize tells how long a message may be, in bytes of its body: take one of just that length.";
      t.expectThat(answer !== undefined, `A request of ${maxMessageBytes} bytes was not answered`, { hint });
      t.expectThat(
        answer !== undefined && "result" in answer,
        `A request of ${maxMessageBytes} bytes, which the driver says it takes, was refused`,
        { expected: "the nodes", got: answer, hint },
      );
    },
  },
  ...tooLong,
];
