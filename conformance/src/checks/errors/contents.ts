// Checks of what an error says, and of what must not be said anywhere.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { refusalOf } from "../steps/refusal.ts";

/** Calls that every driver refuses, for several reasons. */
function refusedCalls(t: CheckContext): readonly (() => Promise<unknown>)[] {
  const { driver, connection } = t;
  const uuid = t.uuid();
  return [
    () => driver.getInfo({ instanceUuid: uuid }),
    () => driver.powerOn({ instanceUuid: uuid }),
    () => driver.reboot({ instanceUuid: uuid, type: "hard" }),
    () => driver.getAvailableResource({ node: uuid }),
    () => driver.listInstances({ node: uuid }),
    () => connection.initialize({ epoch: 1 }),
  ];
}

const carryCodeAndEffect: Check = {
  id: "errors/carry-code-and-effect",
  requirement: "errors/carry-code-and-effect",
  title: "Refusals of many kinds carry a code of the spec, its number, an effect, and the details of the code",
  run: async (t) => {
    for (const call of refusedCalls(t)) await call().catch(() => undefined);
    const fault = t.connection.faults.find(({ kind }) => kind === "bad-error-object");
    if (fault === undefined) return;
    t.fail(fault.message, {
      expected: "code, message, data.code, data.effect, and data.details as the code asks",
      got: fault.excerpt,
      hint: fault.hint,
    });
  },
};

/** A secret that nothing else on a hypervisor looks like. */
const SECRET = "vdk-Pa55-5ecret-never-to-be-seen";

/** What a driver returned in `spawn` and is given back, with a secret in it. */
const SECRET_STATE = { format: "vdk", version: 1, data: Buffer.from(SECRET).toString("base64") };

/** Notes in which messages of the driver a secret is seen. */
function watchForSecrets(t: CheckContext): () => string[] {
  const forms = [SECRET, SECRET_STATE.data];
  const shows = (text: string | undefined): boolean => forms.some((form) => text?.includes(form) === true);
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

const neverCarrySecrets: Check = {
  id: "errors/never-carry-secrets",
  requirement: "errors/never-carry-secrets",
  title: "The password of a spawn(), whether it succeeds or is refused, is seen in no message and no log",
  run: async (t) => {
    const seen = watchForSecrets(t);
    const params = { ...(await t.newInstance()), adminPassword: SECRET };
    const { instance } = await t.newInstance();
    const image = { ...instance.image, sha256: "0".repeat(64) };
    const calls = [
      () => t.driver.spawn(params),
      () => t.driver.spawn(params),
      () => t.driver.spawn({ ...params, instance: { ...instance, image } }),
      () => t.request("spawn", { ...params, adminPassword: [SECRET], call: { operationId: t.uuid() } }),
      () => t.request("spawn", { ...params, adminPassword: SECRET.repeat(100), call: { operationId: t.uuid() } }),
      () => t.driver.destroy({ instanceUuid: instance.uuid, destroyDisks: true, driverState: SECRET_STATE }),
      () => t.driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true, driverState: SECRET_STATE }),
    ];
    for (const call of calls) await refusalOf(call());
    // What was written to standard error before an answer is there a few answers later.
    for (let reads = 0; reads < 5; reads++) await t.driver.probe({});
    const hint = "Log and echo the uuid, never the parameters, and no value that did not fit its schema.";
    t.expectEqual(seen(), [], "places in which a secret of the caller was seen", hint);
  },
};

/** The checks of what an error says. */
export const contentChecks: readonly Check[] = [carryCodeAndEffect, neverCarrySecrets];
