// Checks of several servers at once, and of servers for which there is no room.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { givenResource, usedOf } from "../steps/usage.ts";
import { expectAgreement, givenBefore } from "./agreement.ts";
import { expectGone, expectStatus } from "./await-core.ts";
import { timesAsked } from "./given-server.ts";
import { RunningCore, type Server } from "./running-core.ts";

/** What becomes of each of several servers, all at once. */
const FATES = [
  { body: { "os-stop": null }, status: "SHUTOFF" },
  { body: { reboot: { type: "HARD" } }, status: "ACTIVE" },
  { body: { "os-stop": null }, status: "SHUTOFF" },
  { body: undefined, status: "ACTIVE" },
] as const;

async function several(core: RunningCore): Promise<Server[]> {
  const servers: Server[] = [];
  for (const _ of FATES) servers.push(await core.create());
  return servers;
}

/** As many vCPUs as a flavor can ask for. */
const MOST_VCPUS = 4_096;

/** Checks that the core, which counts by the driver's figures, has no room for a server and does not even ask. */
async function expectNoRoom(t: CheckContext, core: RunningCore, vcpus: number, when: string): Promise<Server> {
  const server = await core.create({ flavor: { vcpus } });
  await expectStatus(t, core, server, "ERROR", when);
  t.expectEqual(timesAsked(core, server, "spawn"), 0, `number of times that a core asked for spawn ${when}`);
  return server;
}

/** The checks of several servers. */
export const severalServersChecks: readonly Check[] = [
  {
    id: "listInstances/agrees-with-other-reads[core-in-the-loop]",
    requirement: "listInstances/agrees-with-other-reads",
    title: "Several servers built, stopped, rebooted and deleted at the same time end as their users asked",
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      const servers = await several(core);
      for (const server of servers) await expectStatus(t, core, server, "ACTIVE", "after several were built at once");
      await expectAgreement(t, core, before, "after several servers were built at once");

      const all = servers.map((server, index) => ({ server, fate: FATES[index] ?? FATES[0] }));
      for (const { server, fate } of all) if (fate.body !== undefined) await core.act(server, fate.body);
      for (const { server, fate } of all)
        await expectStatus(t, core, server, fate.status, "after several were changed at once");
      await expectAgreement(t, core, before, "after several servers were changed at once");

      for (const server of servers) await core.delete(server);
      for (const server of servers) await expectGone(t, core, server, "after several were deleted at once");
      await expectAgreement(t, core, before, "after several servers were deleted at once");
    },
  },
  {
    id: "getAvailableResource/usage-counts-instances[core-in-the-loop]",
    requirement: "getAvailableResource/usage-counts-instances",
    title: "A core that places servers by the driver's figures has no room for a second that needs more than is left",
    run: async (t) => {
      const before = await givenBefore(t);
      const core = await RunningCore.on(t);
      const figures = await givenResource(t);
      const most = Math.floor((figures.vcpus - usedOf(figures).vcpus) / 2) + 1;
      if (most > MOST_VCPUS) t.notApplicable("Half of the node's vCPUs are more than a flavor can ask for");
      if (t.hasWholeNodes) t.notApplicable("A node of this driver holds one instance, whatever its size");
      const first = await core.create({ flavor: { vcpus: most } });
      await t.given("spawn", () => expectStatus(t, core, first, "ACTIVE", "after it was built"));
      const second = await expectNoRoom(t, core, most, "after another one took more than half of the node");
      const tooLarge = await expectNoRoom(
        t,
        core,
        Math.min(figures.vcpus + 1, MOST_VCPUS),
        "because it is larger than its node",
      );
      await expectAgreement(t, core, before, "after a server for which there was no room");
      for (const server of [first, second, tooLarge]) await core.delete(server);
      for (const server of [first, second, tooLarge]) await expectGone(t, core, server, "after it was deleted");
      const third = await core.create({ flavor: { vcpus: most } });
      await expectStatus(t, core, third, "ACTIVE", "after it was built in the place of one that was deleted");
      await expectAgreement(t, core, before, "after a server was built in the place of another");
    },
  },
];
