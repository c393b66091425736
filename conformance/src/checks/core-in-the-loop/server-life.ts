// Checks of a server's life as a user of a cloud leads it: built, stopped, started, rebooted, paused, looked at and deleted.
import type { Capability, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { BootReading } from "../../harness/console-reading.ts";
import { expectOneMoreBoot, expectStandstill, expectUndisturbed, untilTicking } from "../steps/guest.ts";
import { expectAgreement, givenBefore } from "./agreement.ts";
import { expectGone, expectStatus } from "./await-core.ts";
import { givenActive } from "./given-server.ts";
import { RunningCore, type Server } from "./running-core.ts";

/** One action that a user can ask for. */
interface Action {
  readonly variant: string;
  readonly requirement: RequirementId;
  readonly body: object;
  readonly to: string;
  /** What comes before it, by its variant. */
  readonly after?: string;
  readonly capabilities?: readonly Capability[];
  /** What the guest has to show for it, given what it did before. */
  readonly guest: (t: CheckContext, uuid: string, before: BootReading, when: string) => Promise<void>;
}

const ACTIONS: readonly Action[] = [
  {
    variant: "stop",
    requirement: "powerOff/stops-the-guest",
    body: { "os-stop": null },
    to: "SHUTOFF",
    guest: (t, uuid, _, when) => expectStandstill(t, uuid, when),
  },
  {
    variant: "start",
    requirement: "powerOn/boots-the-guest",
    body: { "os-start": null },
    to: "ACTIVE",
    after: "stop",
    guest: expectOneMoreBoot,
  },
  {
    variant: "reboot-soft",
    requirement: "reboot/soft-boots-once",
    body: { reboot: { type: "SOFT" } },
    to: "ACTIVE",
    guest: expectOneMoreBoot,
  },
  {
    variant: "reboot-hard",
    requirement: "reboot/hard-boots-once",
    body: { reboot: { type: "HARD" } },
    to: "ACTIVE",
    guest: expectOneMoreBoot,
  },
  {
    variant: "pause",
    requirement: "pause/stops-execution",
    body: { pause: null },
    to: "PAUSED",
    capabilities: ["supportsPause"],
    guest: (t, uuid, _, when) => expectStandstill(t, uuid, when),
  },
  {
    variant: "unpause",
    requirement: "unpause/goes-on-where-it-stopped",
    body: { unpause: null },
    to: "ACTIVE",
    after: "pause",
    capabilities: ["supportsPause"],
    guest: expectUndisturbed,
  },
];

async function perform(
  t: CheckContext,
  core: RunningCore,
  server: Server,
  { body, to, variant }: Action,
): Promise<void> {
  await core.act(server, body);
  await expectStatus(t, core, server, to, `after ${variant} was asked for`);
}

/** The guest's present boot, where there is a console to see it by. */
function bootOf(t: CheckContext, { id }: Server): Promise<BootReading> | undefined {
  const isSeen = t.session.capabilities.supportsConsoleOutput === true;
  return isSeen ? t.given("spawn", () => untilTicking(t, id, "after its server was built")) : undefined;
}

function checkOf(action: Action): Check {
  const { variant, requirement, to, capabilities = [] } = action;
  return {
    id: `${requirement}[core-in-the-loop]`,
    requirement,
    title: `A user's ${variant} makes a server ${to}, with a core in the loop whose records then agree with the driver`,
    needs: { capabilities },
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      const server = await givenActive(t, core);
      const boot = await bootOf(t, server);
      const first = ACTIONS.find((candidate) => candidate.variant === action.after);
      if (first !== undefined) await t.given(first.variant, () => perform(t, core, server, first));
      await perform(t, core, server, action);
      const when = `after a user's ${variant}, with the reference core in the loop`;
      if (boot !== undefined) await action.guest(t, server.id, boot, when);
      await expectAgreement(t, core, before, when);
    },
  };
}

/** The checks of a server's life. */
export const serverLifeChecks: readonly Check[] = [
  {
    id: "spawn/starts-the-guest[core-in-the-loop]",
    requirement: "spawn/starts-the-guest",
    title: "A server that a user asks a core for becomes ACTIVE and boots once, and records and driver agree",
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      const server = await core.create();
      await expectStatus(t, core, server, "ACTIVE", "after it was built");
      if (t.session.capabilities.supportsConsoleOutput === true) {
        const boot = await untilTicking(
          t,
          server.id,
          "after its server was built, with the reference core in the loop",
        );
        t.expectEqual(boot.number, 1, "number of the guest's boot, with the reference core in the loop");
      }
      await expectAgreement(t, core, before, "after a server was built");
    },
  },
  ...ACTIONS.map(checkOf),
  {
    id: "getConsoleOutput/returns-what-the-guest-wrote[core-in-the-loop]",
    requirement: "getConsoleOutput/returns-what-the-guest-wrote",
    title: "A user of a core reads on a server's console what its guest wrote",
    needs: { probeGuest: true },
    run: async (t) => {
      const core = await RunningCore.on(t);
      const server = await givenActive(t, core);
      await t.given("getConsoleOutput", () => untilTicking(t, server.id, "after its server was built"));
      const shown = await core.console(server);
      const written = (await t.console(server.id)).text;
      const isWhole = shown !== undefined && shown.includes("boot 1") && written.startsWith(shown);
      t.expectThat(isWhole, "With the reference core in the loop, a user does not see what the guest wrote", {
        expected: written,
        got: shown ?? core.refusalOf(server)?.message,
      });
    },
  },
  {
    id: "destroy/removes-the-instance[core-in-the-loop]",
    requirement: "destroy/removes-the-instance",
    title: "A server that a user deletes is gone from the core and from the driver, and holds nothing any more",
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      const server = await givenActive(t, core);
      await core.delete(server);
      await expectGone(t, core, server, "after it was deleted");
      await expectAgreement(t, core, before, "after a server was deleted");
    },
  },
];
