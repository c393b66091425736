// Checks of what a core makes of a driver whose calls fail: servers in ERROR or as they were, and nothing left that nobody knows of.

import type { RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import { type Before, expectAgreement, givenBefore } from "./agreement.ts";
import { expectGone, expectStatus, settled, untilCore } from "./await-core.ts";
import { givenActive, timesAsked } from "./given-server.ts";
import { RunningCore, type Server } from "./running-core.ts";

const FAILED = "spawn/leaves-nothing-when-it-fails";
const FAILED_AT_A_STEP = "spawn/survives-failure-at-each-step";
const CANCELLED = "spawn/leaves-nothing-when-cancelled";

/** More hypervisor calls than any build makes. */
const MOST_STEPS = 50;

/** Checks that nothing is left of a build that failed, that its server can be deleted, and that nothing is left of that. */
async function expectNothingLeft(
  t: CheckContext,
  core: RunningCore,
  before: Before,
  server: Server,
  when: string,
  requirement: RequirementId,
): Promise<void> {
  await expectAgreement(t, core, before, when, { listed: requirement, used: requirement });
  await core.delete(server);
  await expectGone(t, core, server, `after it was deleted, ${when}`);
  await expectAgreement(t, core, before, `after its server was deleted, ${when}`);
}

/** An instance whose image has another digest than it says. */
function withBadImage({ instance, ...rest }: NewInstance): NewInstance {
  return { ...rest, instance: { ...instance, image: { ...instance.image, sha256: "0".repeat(64) } } };
}

const failingBuilds: readonly Check[] = [
  {
    id: `${FAILED}[core-in-the-loop]`,
    requirement: FAILED,
    title: "A server from an image that is not what it should be becomes ERROR, leaves nothing, and can be deleted",
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      const server = await core.createFrom(withBadImage(await t.newInstance({ flavor: { rootGib: 1 } })));
      await expectStatus(t, core, server, "ERROR", "after it was built from an image with another digest");
      await expectNothingLeft(t, core, before, server, "after a build from a bad image", FAILED);
    },
  },
  {
    id: `${FAILED_AT_A_STEP}[core-in-the-loop]`,
    requirement: FAILED_AT_A_STEP,
    title: "A server whose build fails at any step becomes ERROR, leaves nothing, and can be deleted",
    needs: { simulation: true },
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      for (let step = 1; step <= MOST_STEPS; step++) {
        await t.simulation.injectFault({ kind: "failStep", step });
        const server = await core.create();
        const seen = await settled(t, core, server, "after a build that met a failure");
        await t.simulation.clearFaults();
        if (seen?.status === "ACTIVE" && step > 1) return;
        const when = `after a build that failed at hypervisor call number ${step}`;
        await expectStatus(t, core, server, "ERROR", when);
        await expectNothingLeft(t, core, before, server, when, FAILED_AT_A_STEP);
      }
    },
  },
  {
    id: `${CANCELLED}[core-in-the-loop]`,
    requirement: CANCELLED,
    title: "A server that is deleted while it is built is gone, and leaves nothing",
    needs: { simulation: true },
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      await t.simulation.hold();
      const server = await core.create();
      await t.given("spawn", () =>
        untilCore(t, core, "the core asks for spawn", async () => timesAsked(core, server, "spawn") || undefined),
      );
      await core.delete(server);
      await t.given("probe", () => t.driver.probe({}));
      await t.simulation.release();
      await expectGone(t, core, server, "after it was deleted while it was built");
      const when = "after a server was deleted while it was built";
      await expectAgreement(t, core, before, when, { listed: CANCELLED, used: CANCELLED });
    },
  },
];

const failingActions: readonly Check[] = [
  {
    id: "operations/failed-call-can-be-repeated[core-in-the-loop]",
    requirement: "operations/failed-call-can-be-repeated",
    title: "A server that could not be stopped because the hypervisor failed is stopped when its user asks again",
    needs: { simulation: true },
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      const server = await givenActive(t, core);
      await t.simulation.injectFault({ kind: "failStep", step: 1 });
      await core.act(server, { "os-stop": null });
      const seen = await settled(t, core, server, "after its stop met a failure");
      await t.simulation.clearFaults();
      const when = "after a stop that failed at its first hypervisor call";
      await expectAgreement(t, core, before, when);
      if (seen?.status !== "SHUTOFF") await core.act(server, { "os-stop": null });
      await expectStatus(t, core, server, "SHUTOFF", `after it was stopped again, ${when}`);
      await expectAgreement(t, core, before, `after another stop, ${when}`);
    },
  },
  {
    id: "destroy/can-be-repeated-after-failure[core-in-the-loop]",
    requirement: "destroy/can-be-repeated-after-failure",
    title: "A server whose removal fails once is gone all the same, since the core repeats it, and leaves nothing",
    needs: { simulation: true },
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      const server = await givenActive(t, core);
      await t.simulation.injectFault({ kind: "failStep", step: 1 });
      await core.delete(server);
      await expectGone(t, core, server, "after its removal failed once");
      await expectAgreement(t, core, before, "after a removal that failed once");
    },
  },
];

/** How often the core looks at everything, in milliseconds of real time. */
const SYNC_MS = 10;
/** Looks in vain, after which a core that believes them would have acted. */
const LOOKS = 2;

function looksInVain({ calls }: RunningCore): number {
  return calls.filter(({ operation, end }) => operation === "listInstanceStates" && end === "refused").length;
}

const outage: Check = {
  id: "errors/unreachable-is-never-absent[core-in-the-loop]",
  requirement: "errors/unreachable-is-never-absent",
  title:
    "While the hypervisor cannot be reached a core's servers stay as they are, and what it deletes goes afterwards",
  needs: { simulation: true },
  run: async (t) => {
    const before = await givenBefore(t);
    const core = await RunningCore.on(t, { syncIntervalMs: SYNC_MS });
    const [stays, goes] = [await givenActive(t, core), await givenActive(t, core)];
    const record = await core.show(stays);
    await t.simulation.injectFault({ kind: "backendUnreachable" });
    await core.delete(goes);
    await untilCore(t, core, "the core has looked in vain", async () => {
      t.expectEqual(
        await core.show(stays),
        record,
        "record of the reference core in the loop, of a server whose hypervisor cannot be reached",
        "Answer BACKEND_UNREACHABLE. The core takes every other answer for the truth.",
      );
      return looksInVain(core) >= LOOKS || undefined;
    });
    await t.simulation.clearFaults();
    await expectGone(t, core, goes, "after it was deleted while its hypervisor could not be reached");
    await expectAgreement(t, core, before, "after the hypervisor could be reached again");
  },
};

/** The checks of failures under a core. */
export const failuresChecks: readonly Check[] = [...failingBuilds, ...failingActions, outage];
