// Checks of what becomes of a server when the core, its connection or the driver goes away in the middle of a call.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { untilTicking } from "../steps/guest.ts";
import { simulates } from "../steps/guest-time.ts";
import { type Before, expectAgreement, givenBefore } from "./agreement.ts";
import { expectGone, expectStatus, settled, untilCore } from "./await-core.ts";
import type { ServerView } from "./core-client.ts";
import { givenActive, givenInProgress, timesAsked } from "./given-server.ts";
import { RunningCore, type Server } from "./running-core.ts";

/** Begins a build and leaves it in the middle: for certain on a simulator, and with luck elsewhere. */
async function givenBuilding(t: CheckContext, core: RunningCore): Promise<Server> {
  if (simulates(t)) await t.simulation.hold();
  const server = await core.create();
  await givenInProgress(t, core, server, "spawn", t);
  return server;
}

/** Checks that a build that was interrupted came to its end, once. */
async function expectBuiltOnce(
  t: CheckContext,
  core: RunningCore,
  before: Before,
  server: Server,
  when: string,
): Promise<void> {
  await expectStatus(t, core, server, "ACTIVE", when);
  t.expectEqual(timesAsked(core, server, "spawn"), 1, `number of times that a core asked for spawn ${when}`);
  if (t.session.capabilities.supportsConsoleOutput === true) {
    const { number } = await untilTicking(t, server.id, when);
    t.expectEqual(number, 1, `number of the guest's boot ${when}`);
  }
  await expectAgreement(t, core, before, when);
}

/** Waits until the core has asked what became of its call, and lets the call go on. */
async function letGoOn(t: CheckContext, core: RunningCore): Promise<void> {
  if (!simulates(t)) return;
  await untilCore(t, core, "the core asks what became of its call", async () =>
    core.calls.find(({ operation, end }) => operation === "getOperation" && end === "answered"),
  );
  await t.simulation.release();
}

const ofTheCore: readonly Check[] = [
  {
    id: "getOperation/knows-running-calls[core-in-the-loop]",
    requirement: "getOperation/knows-running-calls",
    title: "A core that is restarted in the middle of a build learns of it by getOperation(), and the server is ACTIVE",
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      const server = await givenBuilding(t, core);
      await core.restart();
      await letGoOn(t, core);
      await expectBuiltOnce(t, core, before, server, "after the core was restarted in the middle of its build");
    },
  },
  {
    id: "sessions/disconnect-cancels-nothing[core-in-the-loop]",
    requirement: "sessions/disconnect-cancels-nothing",
    title:
      "A build goes on when the core's connection is lost, and the server is ACTIVE when the core has connected again",
    needs: { sessions: true },
    run: async (t) => {
      // What never comes to its end would be waited for in vain: nobody watches the core's own connection.
      const { target } = await t.givenInstance();
      await t.given("destroy", () => t.driver.destroy({ ...target, destroyDisks: true }));
      const before = await givenBefore(t);
      // Once the core is in control, the check is not.
      if (simulates(t)) await t.simulation.hold();
      const own = await t.openConnection();
      let isFirst = true;
      const core = await RunningCore.on(t, {
        // The next connection is the check's, so that both can go on with it.
        connect: async (lend) => {
          const connection = lend(isFirst ? own : t);
          isFirst = false;
          return connection;
        },
      });
      const server = await core.create();
      await givenInProgress(t, core, server, "spawn", own);
      await own.close();
      await letGoOn(t, core);
      await expectBuiltOnce(t, core, before, server, "after the core's connection was lost in the middle of its build");
    },
  },
];

/** What a core may have made of a build that its driver died in. */
function isSettled(seen: ServerView | undefined): boolean {
  return seen?.status === "ACTIVE" || seen?.status === "ERROR";
}

const ofTheDriver: readonly Check[] = [
  {
    id: "cleanup/death-leaves-one-or-none[core-in-the-loop]",
    requirement: "cleanup/death-leaves-one-or-none",
    title: "A server whose driver was killed in the middle of its build is ACTIVE or ERROR, and can be deleted",
    needs: { capabilities: ["supportsRecovery"], ownProcess: true },
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      const server = await givenBuilding(t, core);
      await killDriver(t);
      const when = "after its driver was killed in the middle of its build and started again";
      const seen = await settled(t, core, server, when);
      t.expectThat(isSettled(seen), `The server is neither ACTIVE nor ERROR ${when}`, { got: seen });
      // The core lets go of the node once it has removed what a build may have left.
      const isRemoved = seen?.status === "ACTIVE" || seen?.node === undefined;
      t.expectThat(isRemoved, `The core could not remove what was left ${when}`, {
        got: { ...seen, refusal: core.refusalOf(server)?.message },
      });
      await expectAgreement(t, core, before, when);
      await core.delete(server);
      await expectGone(t, core, server, `after it was deleted, ${when}`);
      await expectAgreement(t, core, before, `after a deletion, ${when}`);
    },
  },
  {
    id: "recovery/interrupted-change-can-be-repeated[core-in-the-loop]",
    requirement: "recovery/interrupted-change-can-be-repeated",
    title: "A server whose driver was killed in the middle of its stop is SHUTOFF, since the core repeats it",
    needs: { capabilities: ["supportsRecovery"], ownProcess: true },
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      const server = await givenActive(t, core);
      if (simulates(t)) await t.simulation.hold();
      await core.act(server, { "os-stop": null });
      await givenInProgress(t, core, server, "powerOff", t);
      await killDriver(t);
      const when = "after its driver was killed in the middle of its stop and started again";
      await expectStatus(t, core, server, "SHUTOFF", when);
      await expectAgreement(t, core, before, when);
    },
  },
];

async function killDriver(t: CheckContext): Promise<void> {
  await t.restartDriver("kill");
  // The new process does not know of the hold.
  if (simulates(t)) await t.simulation.release();
}

/** The checks of interruptions under a core. */
export const interruptionsChecks: readonly Check[] = [...ofTheCore, ...ofTheDriver];
