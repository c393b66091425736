// Checks of drivers that are killed while a guest is on its way, and started again.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectOneMoreBoot } from "../steps/guest.ts";
import { durationOf, simulates } from "../steps/guest-time.ts";
import { givenTickingMove, type LiveMove } from "../steps/live-move.ts";
import { expectWentOn, isThere, momentOf } from "../steps/moved-guest.ts";

const REQUIREMENT = "migration/killed-driver-loses-no-guest";

/** The moments at which a driver is killed, as parts of the time that a migration takes. */
const MOMENTS = [0.02, 0.3, 0.6, 0.9, 0.97];

/** How long the hypervisors may take to settle who has the guest, in milliseconds. */
const SETTLING_MS = 60_000;

/** A host whose driver is killed. */
interface Victim {
  readonly variant: string;
  readonly name: string;
  readonly kill: (move: LiveMove) => Promise<void>;
}

const VICTIMS: readonly Victim[] = [
  {
    variant: "source",
    name: "the driver of the source",
    kill: async ({ here, there }) => {
      await here.restartDriver("kill");
      // A simulated site is one process, so that the other host's driver may have died with it.
      await there.restartDriver("disconnect");
    },
  },
  {
    variant: "destination",
    name: "the driver of the destination",
    kill: async ({ here, there }) => {
      if (!(await here.peer()).canKill)
        here.notApplicable("The driver of the second host is no process of the kit's own, and so cannot be killed");
      await there.restartDriver("kill");
    },
  },
];

async function expectSurvival(t: CheckContext, { name, kill }: Victim): Promise<void> {
  const usual = await givenTickingMove(t);
  const agreed = await usual.move.givenPrepared();
  const usualMs = await durationOf(t, () => t.given("liveMigration", () => usual.move.expectCompleted(agreed)));
  await usual.move.givenAftermath(agreed);
  for (const part of MOMENTS) {
    const { move, boot } = await givenTickingMove(t);
    const data = await move.givenPrepared();
    if (simulates(t)) await t.simulation.hold();
    move.transfer(data).catch(() => undefined);
    await t.given("probe", () => t.driver.probe({}));
    const atMs = Math.round(part * usualMs);
    await (simulates(t) ? t.simulation.advance(atMs) : t.elapse(atMs));
    await kill(move);
    if (simulates(t)) await t.simulation.release();
    const when = `after ${name} was killed during liveMigration and started again`;
    const host = await hostOf(t, move, when);
    await expectWentOn(host, move, boot, when);
    if (host === move.there) await move.complete(data);
    else await move.rollBack(data);
    await host.expectListed(move.uuid);
    await (host === t ? move.there : t).expectAbsent(move.uuid);
    await t.given("reboot", () => host.driver.reboot({ ...move.target, type: "hard" }));
    await expectOneMoreBoot(host, move.uuid, boot, when);
    await t.given("destroy", () => host.driver.destroy({ ...move.target, destroyDisks: true }));
  }
}

/** The host that has a guest, once both say which. */
async function hostOf(t: CheckContext, move: LiveMove, when: string): Promise<CheckContext> {
  const hint = "Ask the hypervisor at the start which guests it has, and what became of those that were on their way.";
  return t.waitFor(
    `one host has the guest ${when}, and the reads of both say which`,
    async () => {
      const { here, after } = await momentOf(move);
      if (isThere(here) && !isThere(after)) return t;
      return isThere(after) && !isThere(here) ? move.there : undefined;
    },
    { withinMs: SETTLING_MS, hint },
  );
}

/** The checks of drivers that die while a guest is on its way. */
export const liveDeathsChecks: readonly Check[] = VICTIMS.map((victim) => ({
  id: `${REQUIREMENT}[${victim.variant}]`,
  requirement: REQUIREMENT,
  title: `One host has the guest whole, and says so, when ${victim.name} was killed during liveMigration() and started again`,
  needs: { peer: true, probeGuest: true, ownProcess: true, capabilities: ["supportsRecovery"] },
  run: (t) => expectSurvival(t, victim),
}));
