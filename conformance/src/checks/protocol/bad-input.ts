// Checks of what a driver does with input that is no request, and with the end of its input.
import type { DriverConnection } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectState } from "../steps/power-state.ts";
import { exitOf, expectSurvival, expectSurvivalBeside } from "../steps/survived.ts";

/** Messages that no driver can take for a request. */
const MALFORMED = {
  "not-json": { what: "A frame that holds no JSON", body: "{ this is not JSON" },
  "not-a-request": {
    what: "A frame that holds JSON but no request",
    body: '{"jsonrpc":"2.0","method":12}',
  },
  "a-batch": { what: "A frame that holds a list", body: '[{"jsonrpc":"2.0","method":"probe"}]' },
} as const;

type Malformed = keyof typeof MALFORMED;

function sendMalformed(t: CheckContext, connection: DriverConnection, which: Malformed): void {
  t.tolerateFaults("unknown-id", "connection-closed", "driver-exited", "no-answer");
  const { body } = MALFORMED[which];
  connection.writeRaw(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function survives(which: Malformed): Check {
  return {
    id: `protocol/survives-malformed-requests[${which}]`,
    requirement: "protocol/survives-malformed-requests",
    title: `${MALFORMED[which].what} is answered with an error or ends the connection, and does not end the driver`,
    needs: { restart: true },
    run: (t) => expectSurvival(t, () => sendMalformed(t, t.connection, which)),
  };
}

function survivesBeside(which: Malformed): Check {
  return {
    id: `protocol/survives-malformed-requests[${which}-beside-a-session]`,
    requirement: "protocol/survives-malformed-requests",
    title: `${MALFORMED[which].what}, on a connection of its own, does not disturb the session beside it`,
    needs: { sessions: true },
    run: (t) =>
      expectSurvivalBeside(t, async (stranger) => {
        sendMalformed(t, stranger, which);
        await t.request("listNodes", { call: {} }, stranger).catch(() => undefined);
      }),
  };
}

/** Ends the driver's input, checks that its process exits, and starts it again. */
async function expectExitAtEnd(t: CheckContext): Promise<void> {
  const { connection } = t;
  const process = t.expectDefined(connection.process, "process of a driver on standard input and output");
  process.endInput();
  const exit = await exitOf(t, connection);
  await t.restartDriver("disconnect");
  t.expectThat(exit !== undefined, "The driver's process is still there although its standard input has ended", {
    expected: "an exit within seconds",
    got: `process ${process.pid} went on`,
    hint: "Read until end of file, finish what is in progress, and exit.",
  });
}

/** The checks of input that is no request, and of its end. */
export const badInputChecks: readonly Check[] = [
  ...(["not-json", "not-a-request", "a-batch"] as const).flatMap((which) => [survives(which), survivesBeside(which)]),
  {
    id: "protocol/ends-with-its-input",
    requirement: "protocol/ends-with-its-input",
    title: "The driver's process exits by itself when its standard input ends",
    needs: { transport: ["stdio"], ownProcess: true },
    run: expectExitAtEnd,
  },
  {
    id: "protocol/ends-with-its-input[instances]",
    requirement: "protocol/ends-with-its-input",
    title: "A driver whose standard input ended leaves a running and a powered-off instance as they were",
    needs: { capabilities: ["supportsRecovery"], transport: ["stdio"], ownProcess: true },
    run: async (t) => {
      const running = await t.givenInstance();
      const off = await t.givenInstance({ powerState: "shutdown" });
      await t.given("initialize", () => expectExitAtEnd(t));
      await expectState(t, running, "running", "after the driver's input ended and it was started again");
      await expectState(t, off, "shutdown", "after the driver's input ended and it was started again");
    },
  },
];
