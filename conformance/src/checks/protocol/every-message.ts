// Checks of the topic `protocol` that hold for every message, whatever it says. The connection itself notices what is wrong
// with a message; the checks see to it that messages of every kind were sent.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { WIRE_FAULT_REQUIREMENTS } from "../../harness/wire-requirements.ts";

/**
 * Calls every operation that the driver offers, succeeding and failing, and sends a notification.
 *
 * What is answered does not matter here, only how it travels.
 */
async function exchangeEveryKindOfMessage(t: CheckContext): Promise<void> {
  const { driver, node } = t;
  const { supportsPause, supportsConsoleOutput } = t.session.capabilities;
  const params = await t.newInstance();
  const target = { instanceUuid: params.instance.uuid };
  const calls: (() => Promise<unknown>)[] = [
    () => driver.probe({}),
    () => driver.listNodes({}),
    () => driver.getAvailableResource({ node: node.uuid }),
    () => driver.getInfo(target),
    () => driver.spawn(params),
    () => driver.spawn(params),
    () => driver.getInfo(target),
    () => driver.listInstances({}),
    () => driver.listInstanceStates({}),
    () => driver.getOperation({ operationId: t.uuid() }),
    ...(supportsConsoleOutput ? [() => driver.getConsoleOutput(target)] : []),
    ...(supportsPause ? [() => driver.pause(target), () => driver.unpause(target)] : []),
    () => driver.reboot({ ...target, type: "hard" }),
    () => driver.powerOff({ ...target, timeoutSeconds: 0, retryIntervalSeconds: 0 }),
    () => driver.powerOn(target),
    () => driver.destroy({ ...target, destroyDisks: true }),
    async () => t.connection.cancelOperation(t.uuid()),
    () => driver.probe({}),
  ];
  for (const call of calls) await call().catch(() => undefined);
}

/** A check that the connection noticed nothing that breaks the requirement, while messages of every kind were exchanged. */
function noFault(requirement: Check["requirement"], title: string): Check {
  return {
    id: requirement,
    requirement,
    title,
    run: async (t) => {
      await exchangeEveryKindOfMessage(t);
      const fault = t.connection.faults.find(
        ({ blame, kind }) => blame === "driver" && WIRE_FAULT_REQUIREMENTS[kind] === requirement,
      );
      if (fault !== undefined) t.fail(fault.message, { got: fault.excerpt, hint: fault.hint });
    },
  };
}

/** The checks of the topic `protocol` that hold for every message. */
export const everyMessageChecks: readonly Check[] = [
  noFault(
    "protocol/carries-only-frames",
    "Nothing but frames comes from the driver while messages of every kind are exchanged",
  ),
  noFault("protocol/answers-each-request-once", "Each request of every kind is answered once, with its own id"),
  noFault("protocol/answers-in-time", "Each request of every kind is answered"),
  noFault("protocol/messages-match-the-schema", "Each answer and event of every kind matches its schema"),
];
