// Checks of `getOperation`: what a driver remembers of the calls it was given.
import { isDeepStrictEqual } from "node:util";

import type { Check } from "../../harness/check.ts";
import { givenRefusal } from "../steps/refusal.ts";
import { slowPowerOff } from "../steps/slow-power-off.ts";

/** How many finished calls a driver must remember. */
const REMEMBERED = 1_000;

/** The checks of `getOperation`. */
export const getOperationChecks: readonly Check[] = [
  {
    id: "getOperation/knows-running-calls",
    requirement: "getOperation/knows-running-calls",
    title: "getOperation() says running, and names the operation, while a powerOff() waits for its guest",
    run: async (t) => {
      const call = await slowPowerOff(t);
      const status = await t.driver.getOperation({ operationId: call.operationId });
      await call.assertInProgress();
      t.expectEqual(status.state, "running", "state of getOperation while powerOff is in progress");
      t.expectEqual(status.operation, "powerOff", "operation of getOperation while powerOff is in progress");
      await call.abandon();
    },
  },
  {
    id: "getOperation/knows-successful-calls",
    requirement: "getOperation/knows-successful-calls",
    title: "getOperation() says succeeded of a spawn() and of a reboot() that were answered",
    run: async (t) => {
      const params = await t.newInstance();
      const spawnId = t.uuid();
      await t.given("spawn", () => t.driver.spawn(params, { operationId: spawnId }));
      const spawned = await t.driver.getOperation({ operationId: spawnId });
      t.expectEqual(spawned.state, "succeeded", "state of getOperation after spawn");
      const rebootId = t.uuid();
      const reboot = { instanceUuid: params.instance.uuid, type: "hard" as const };
      await t.given("reboot", () => t.driver.reboot(reboot, { operationId: rebootId }));
      const rebooted = await t.driver.getOperation({ operationId: rebootId });
      t.expectEqual(rebooted.state, "succeeded", "state of getOperation after reboot");
      t.expectEqual(rebooted.operation, "reboot", "operation of getOperation after reboot");
    },
  },
  {
    id: "getOperation/returns-what-is-to-be-stored",
    requirement: "getOperation/returns-what-is-to-be-stored",
    title: "getOperation() returns what a spawn() answered for its caller to store",
    run: async (t) => {
      const params = await t.newInstance();
      const operationId = t.uuid();
      const answer = await t.given("spawn", () => t.driver.spawn(params, { operationId }));
      const status = await t.driver.getOperation({ operationId });
      for (const member of ["driverState", "attachedVolumes", "taggedDevices"] as const) {
        t.expectThat(
          isDeepStrictEqual(status[member], answer[member]),
          `getOperation returns another ${member} than spawn did`,
          { expected: answer[member], got: status[member] },
        );
      }
    },
  },
  {
    id: "getOperation/knows-successful-calls[last-thousand]",
    requirement: "getOperation/knows-successful-calls",
    title: `getOperation() still knows a call after ${REMEMBERED - 1} later ones`,
    run: async (t) => {
      const first = t.uuid();
      const absent = { instanceUuid: t.uuid(), destroyDisks: true };
      await t.given("destroy", () => t.driver.destroy(absent, { operationId: first }));
      for (let later = 1; later < REMEMBERED; later++) await t.given("destroy", () => t.driver.destroy(absent));
      const status = await t.driver.getOperation({ operationId: first });
      t.expectEqual(status.state, "succeeded", `state of getOperation for the first of the last ${REMEMBERED} calls`);
    },
  },
  {
    id: "getOperation/knows-failed-calls",
    requirement: "getOperation/knows-failed-calls",
    title: "getOperation() says failed, with the code and effect that the call answered",
    run: async (t) => {
      const operationId = t.uuid();
      const refusal = await givenRefusal(t, "powerOn", () =>
        t.driver.powerOn({ instanceUuid: t.uuid() }, { operationId }),
      );
      const status = await t.driver.getOperation({ operationId });
      t.expectEqual(status.state, "failed", "state of getOperation after a refused powerOn");
      t.expectEqual(status.error?.code, refusal.code, "code of the error in getOperation");
      t.expectEqual(status.error?.effect, refusal.effect, "effect of the error in getOperation");
    },
  },
  {
    id: "getOperation/admits-not-knowing",
    requirement: "getOperation/admits-not-knowing",
    title: "getOperation() says unknown of a call that was never made",
    run: async (t) => {
      const operationId = t.uuid();
      const status = await t.driver.getOperation({ operationId });
      t.expectEqual(status.state, "unknown", "state of getOperation for an operationId that was never used");
      t.expectEqual(status.operationId, operationId, "operationId of getOperation");
    },
  },
];
