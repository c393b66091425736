// Checks of the topic `sessions`: who controls a driver, and what a lost connection means.
import type { Check } from "../../harness/check.ts";
import { simulates } from "../steps/guest-time.ts";
import { cutOff } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";
import { slowPowerOff } from "../steps/slow-power-off.ts";
import { lostAnswersChecks } from "./lost-answers.ts";

/** The checks of the topic `sessions`. */
export const sessionsChecks: readonly Check[] = [
  {
    id: "sessions/nothing-before-initialize[first-call]",
    requirement: "sessions/nothing-before-initialize",
    title: "The first call on a driver that was just started is refused if it is not initialize()",
    needs: { restart: true },
    run: async (t) => {
      const connection = await t.openConnection();
      await t.expectError(t.request("listNodes", { call: {} }, connection), "SESSION_NOT_INITIALIZED", {
        effect: "none",
      });
    },
  },
  {
    id: "sessions/nothing-before-initialize[beside-a-session]",
    requirement: "sessions/nothing-before-initialize",
    title:
      "A read and a spawn() before initialize() are refused while another session is open, and the spawn builds nothing",
    needs: { sessions: true },
    run: async (t) => {
      const params = await t.newInstance();
      const connection = await t.openConnection();
      const hint = "A session belongs to its connection: every new connection begins without one.";
      const read = t.request("listNodes", { call: {} }, connection);
      await t.expectError(read, "SESSION_NOT_INITIALIZED", { effect: "none", hint });
      const spawn = t.request("spawn", { ...params, call: { operationId: t.uuid() } }, connection);
      await t.expectError(spawn, "SESSION_NOT_INITIALIZED", { effect: "none", hint });
      await expectState(t, params.instance.uuid, "absent", "after a spawn before initialize");
    },
  },
  {
    id: "sessions/newer-session-fences-older",
    requirement: "sessions/newer-session-fences-older",
    title: "Once a second session is open, a read and a powerOff() of the first are refused without effect",
    needs: { sessions: true },
    run: async (t) => {
      const instance = await t.givenInstance();
      const newer = await t.openSession();
      const hint = "Compare the session's epoch with the highest accepted one before every call.";
      await t.expectError(t.driver.getInfo(instance.target), "SESSION_FENCED", { effect: "none", hint });
      await t.expectError(t.driver.powerOff(cutOff(instance)), "SESSION_FENCED", { effect: "none", hint });
      const { info } = await t.given("getInfo", () => newer.driver.getInfo(instance.target));
      t.expectEqual(info.powerState, "running", "powerState after a powerOff of a session that was fenced");
    },
  },
  {
    id: "sessions/disconnect-cancels-nothing",
    requirement: "sessions/disconnect-cancels-nothing",
    title: "A powerOff() goes on when its connection is lost, and a new session learns its outcome",
    needs: { sessions: true },
    run: async (t) => {
      const call = await slowPowerOff(t);
      // A call is with the driver for certain once a later one has been answered.
      await t.given("probe", () => t.driver.probe({}));
      await call.assertInProgress();
      await t.restartDriver("disconnect");
      const during = await t.driver.getOperation({ operationId: call.operationId });
      t.expectEqual(during.state, "running", "state of a powerOff whose connection was lost");
      if (simulates(t)) await t.simulation.release();
      const outcome = await t.waitFor("the call whose connection was lost comes to its end", async () => {
        const status = await t.driver.getOperation({ operationId: call.operationId });
        return status.state === "running" ? undefined : status;
      });
      t.expectEqual(outcome.state, "succeeded", "outcome of a powerOff whose connection was lost");
      await expectState(t, call.instance, "shutdown", "after a powerOff whose connection was lost");
    },
  },
  ...lostAnswersChecks,
];
