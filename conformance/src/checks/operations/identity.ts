// Checks of the identity of changing calls: a repeat is not a second call, and an identity is not used twice.
import type { Check } from "../../harness/check.ts";
import { cutOff, expectOneMoreBoot, givenTickingGuest } from "../steps/guest.ts";
import { simulates } from "../steps/guest-time.ts";
import { expectState } from "../steps/power-state.ts";
import { givenRefusal, refusalOf } from "../steps/refusal.ts";

/** The checks of the identity of changing calls. */
export const identityChecks: readonly Check[] = [
  {
    id: "operations/repeated-id-runs-once",
    requirement: "operations/repeated-id-runs-once",
    title: "A hard reboot() repeated with the same operationId succeeds again and boots the guest once",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      const operationId = t.uuid();
      const reboot = { ...instance.target, type: "hard" as const };
      await t.given("reboot", () => t.driver.reboot(reboot, { operationId }));
      await t.given("reboot", () => expectOneMoreBoot(t, instance, boot, "after a hard reboot"));
      await t.driver.reboot(reboot, { operationId });
      await expectOneMoreBoot(t, instance, boot, "after a reboot that was sent twice under one operationId");
    },
  },
  {
    id: "operations/repeated-id-runs-once[in-progress]",
    requirement: "operations/repeated-id-runs-once",
    title: "A soft reboot() repeated while it is in progress gets the same answer, and boots the guest once",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t, { image: { ignorePowerButton: true } });
      if (simulates(t)) await t.simulation.hold();
      const operationId = t.uuid();
      const reboot = { ...instance.target, type: "soft" as const, timeoutSeconds: 2 };
      const twice = [1, 2].map(() => refusalOf(t.driver.reboot(reboot, { operationId })));
      const outcomes = Promise.all(twice);
      outcomes.catch(() => undefined);
      await t.given("probe", () => t.driver.probe({}));
      if (simulates(t)) await t.simulation.release();
      const [outcome, repeated] = await outcomes;
      t.expectEqual(
        repeated?.code,
        outcome?.code,
        "code of a reboot that repeats one in progress",
        "Let the repeat wait for the first.",
      );
      await t.given("reboot", async () => t.expectEqual(outcome?.code, undefined, "code of a soft reboot"));
      await expectOneMoreBoot(t, instance, boot, "after a reboot that was repeated while it was in progress");
    },
  },
  {
    id: "operations/repeated-id-runs-once[failure]",
    requirement: "operations/repeated-id-runs-once",
    title: "A reboot() that was refused gets the same refusal when it is repeated, although it would now succeed",
    run: async (t) => {
      const params = await t.newInstance();
      const operationId = t.uuid();
      const reboot = { instanceUuid: params.instance.uuid, type: "hard" as const };
      const refusal = await givenRefusal(t, "reboot", () => t.driver.reboot(reboot, { operationId }));
      await t.given("spawn", () => t.driver.spawn(params));
      await t.expectError(t.driver.reboot(reboot, { operationId }), refusal.code, {
        hint: "Keep the outcome of a keyed call, success or failure, and answer a repeat with it.",
      });
    },
  },
  {
    id: "operations/reused-id-is-refused[other-operation]",
    requirement: "operations/reused-id-is-refused",
    title: "An operationId used for a reboot() is refused for a powerOff(), which has no effect",
    run: async (t) => {
      const instance = await t.givenInstance();
      const operationId = t.uuid();
      await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }, { operationId }));
      const powerOff = t.driver.powerOff(cutOff(instance), { operationId });
      await t.expectError(powerOff, "OPERATION_CONFLICT", { effect: "none" });
      await expectState(t, instance, "running", "after a powerOff that was refused");
    },
  },
  {
    id: "operations/reused-id-is-refused[other-parameters]",
    requirement: "operations/reused-id-is-refused",
    title: "An operationId used for one instance is refused for another, which is left alone",
    run: async (t) => {
      const [one, other] = [
        await t.givenInstance({ powerState: "shutdown" }),
        await t.givenInstance({ powerState: "shutdown" }),
      ];
      const operationId = t.uuid();
      await t.given("reboot", () => t.driver.reboot({ ...one.target, type: "hard" }, { operationId }));
      const reboot = t.driver.reboot({ ...other.target, type: "hard" }, { operationId });
      await t.expectError(reboot, "OPERATION_CONFLICT", { effect: "none" });
      await expectState(t, other, "shutdown", "after a reboot that was refused");
    },
  },
];
