// Secrets that are sent to a driver, and a watch over the places where they may come out again.
import { DriverError } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { Violation } from "../../harness/violation.ts";

/** A secret that nothing else on a hypervisor looks like. */
export const SECRET: string = "vdk-Pa55-5ecret-never-to-be-seen";

/** The same where base64 is wanted. */
export const ENCODED: string = Buffer.from(SECRET).toString("base64");

/** A call with a secret in it. */
export type Call = () => Promise<unknown>;

function shows(text: string | undefined): boolean {
  return [SECRET, ENCODED].some((form) => text?.includes(form) === true);
}

/** Notes in which messages of the driver a secret is seen. */
function watchForSecrets(t: CheckContext): () => string[] {
  const messages: string[] = [];
  const stop = t.connection.onMessage(({ direction, message }) => {
    if (direction === "received" && shows(JSON.stringify(message))) messages.push("a message of the driver");
  });
  t.onCleanup(async () => stop());
  return () => [
    ...new Set(messages),
    ...(shows(t.connection.process?.stderrTail) ? ["the driver's standard error"] : []),
  ];
}

/** Makes calls with a secret, whatever comes of each, and checks that it is seen nowhere. */
export async function expectKept(t: CheckContext, calls: readonly Call[]): Promise<void> {
  const seen = watchForSecrets(t);
  for (const call of calls) {
    await call().catch((error: unknown) => {
      // What is wrong with an answer otherwise is judged by the checks that are about it.
      if (!(error instanceof DriverError || error instanceof Violation)) throw error;
    });
  }
  // What was written to standard error before an answer is there a few answers later.
  for (let reads = 0; reads < 5; reads++) await t.driver.probe({});
  const hint = "Log and echo the uuid, never the parameters, and no value that did not fit its schema.";
  t.expectEqual(seen(), [], "places in which a secret of the caller was seen", hint);
}

/** Sends a request under an identity of its own. */
export function request(t: CheckContext, operation: string, params: object): Promise<unknown> {
  return t.request(operation, { ...params, call: { operationId: t.uuid() } });
}
