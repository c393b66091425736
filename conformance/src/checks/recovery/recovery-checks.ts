// Checks of the topic `recovery`: what a driver finds again after its process was killed.
import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { readInstances } from "../../harness/read-all.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { cutOff, expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { expectState, stateInList, type SeenState } from "../steps/power-state.ts";
import { connectionsChecks } from "./connections.ts";
import { guestsThatAreOffChecks } from "./guests-that-are-off.ts";
import { inTheMiddleChecks } from "./in-the-middle.ts";
import { interruptedChangesChecks } from "./interrupted-changes.ts";
import { randomDeathsChecks } from "./random-deaths.ts";
import { suspendedGuestsChecks } from "./suspended-guests.ts";

const NEEDS: Needs = { capabilities: ["supportsRecovery"], ownProcess: true };
const AFTERWARDS = "after the driver was killed and started again";

/** Checks that the lists show an instance as it was made, in the state that it was in. */
async function expectFoundAgain(t: CheckContext, instance: TestInstance, state: SeenState): Promise<void> {
  const { uuid, name, node } = instance;
  const entries = (await readInstances(t.driver)).filter((entry) => entry.ownership === "owned" && entry.uuid === uuid);
  const found = entries.map((entry) => ({ uuid, name: entry.name, node: entry.node }));
  t.expectEqual(found, [{ uuid, name, node: node.uuid }], `entries of listInstances ${AFTERWARDS}`);
  t.expectEqual(await stateInList(t, uuid), state, `powerState of listInstanceStates ${AFTERWARDS}`);
}

/** The checks of the topic `recovery`. */
export const recoveryChecks: readonly Check[] = [
  {
    id: "recovery/finds-instances-again",
    requirement: "recovery/finds-instances-again",
    title: "A driver that was killed and started again lists its instances with uuid, name, node and power state",
    needs: NEEDS,
    run: async (t) => {
      const running = await t.givenInstance();
      const off = await t.givenInstance({ powerState: "shutdown" });
      await t.restartDriver("kill");
      await expectFoundAgain(t, running, "running");
      await expectFoundAgain(t, off, "shutdown");
    },
  },
  {
    id: "recovery/finds-instances-again[paused]",
    requirement: "recovery/finds-instances-again",
    title: "A paused instance is still paused after its driver was killed and started again",
    needs: { capabilities: ["supportsRecovery", "supportsPause"], ownProcess: true },
    run: async (t) => {
      const paused = await t.givenInstance({ powerState: "paused" });
      await t.restartDriver("kill");
      await expectFoundAgain(t, paused, "paused");
    },
  },
  {
    id: "recovery/guests-go-on",
    requirement: "recovery/guests-go-on",
    title:
      "A guest goes on ticking, without a boot, while its driver is killed and started again, and obeys the new one",
    needs: { ...NEEDS, probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await t.restartDriver("kill");
      await expectUndisturbed(t, instance, boot, AFTERWARDS);
      await t.driver.powerOff(cutOff(instance));
      await expectState(t, instance, "shutdown", "after a powerOff by a driver that was started again");
    },
  },
  {
    id: "recovery/new-run-has-a-new-epoch",
    requirement: "recovery/new-run-has-a-new-epoch",
    title: "A restarted driver has another driver epoch, and numbers its events from 1",
    needs: NEEDS,
    run: async (t) => {
      const instance = await t.givenInstance();
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      const before = t.session.driverEpoch;
      await t.restartDriver("kill");
      t.expectThat(
        t.session.driverEpoch !== before,
        "The restarted driver reports the driver epoch of its earlier run",
        {
          expected: "a new uuid",
          got: t.session.driverEpoch,
        },
      );
      t.events.clear();
      await t.given("powerOn", () => t.driver.powerOn(instance.target));
      const [first] = t.events.all;
      const event = await t.given("event", async () => t.expectDefined(first, "event of a powerOn"));
      t.expectEqual(event.sequence, 1, "sequence of the first event of a driver that was started again");
    },
  },
  ...guestsThatAreOffChecks,
  ...suspendedGuestsChecks,
  ...connectionsChecks,
  ...inTheMiddleChecks,
  ...interruptedChangesChecks,
  ...randomDeathsChecks,
];
