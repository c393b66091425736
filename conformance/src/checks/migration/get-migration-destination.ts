// Checks of `getMigrationDestination`: what it names is accepted, and where it points a peer gets in, for a while.
import { type MigrationDestination, type MigrationEndpoint, timestampMs } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectBoot } from "../steps/boot-counter.ts";
import { finish, moveAway, moveParams, OTHER_HOST } from "../steps/cold-moves.ts";
import { givenTickingGuest } from "../steps/guest.ts";
import { guestNow } from "../steps/guest-time.ts";
import { migrationProblem, strangeData } from "../steps/migration-data.ts";
import { refusalOf } from "../steps/refusal.ts";

/** How long a credential has to be good for, in milliseconds. */
const MINUTE_MS = 60_000;
/** How far the clocks of kit and driver may be apart where time is real, and how long an answer may take. */
const LATE_MS = 5_000;

/** Addresses that mean every interface of a host, and so none for anybody else. */
const WILDCARDS: readonly string[] = ["", "*", "0.0.0.0", "0", "::", "[::]", "[::0]", "::0"];

async function destinationOf(t: CheckContext, instanceUuid: string = t.uuid()): Promise<MigrationDestination> {
  const { destination } = await t.driver.getMigrationDestination({ instanceUuid, node: t.node.uuid });
  t.expectEqual(destination.node, t.node.uuid, "node in the answer of getMigrationDestination");
  return destination;
}

/** What is wrong with the address of an endpoint; undefined for nothing that can be seen. */
function flawOf({ transport, uri }: MigrationEndpoint): string | undefined {
  // A file that both hosts reach has no host in its address.
  if (transport === "file") return /^(file:\/\/)?\/./u.test(uri) ? undefined : "is not the path of a directory";
  if (/^[a-z+]*unix:/iu.test(uri)) return "is a socket that only its own host can open";
  const [, authority] = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/iu.exec(uri) ?? [];
  const address = authority ?? uri;
  const host = address.replace(/^[^@]*@/u, "").replace(/:\d*$/u, "");
  return WILDCARDS.includes(host) ? `has the host "${host}"` : undefined;
}

function credentialled({ endpoints }: MigrationDestination): readonly MigrationEndpoint[] {
  return endpoints.filter(({ credential }) => credential !== undefined);
}

/** The moments when the credentials of an answer end, after a look at each. */
async function expectLasting(t: CheckContext, destination: MigrationDestination, when: string): Promise<number[]> {
  const withCredential = credentialled(destination);
  if (withCredential.length === 0) t.notApplicable("No endpoint of the node has a credential");
  const now = await guestNow(t);
  return withCredential.map(({ uri, expiresAt }) => {
    const end = timestampMs(t.expectDefined(expiresAt, `expiresAt beside the credential for "${uri}"`));
    t.expectThat(end - now >= MINUTE_MS - LATE_MS, `The credential for "${uri}" is good for ${end - now} ms ${when}`, {
      expected: "another minute at least",
      got: expiresAt,
      hint: "Make a credential with each answer, or hand out one that is not about to end.",
    });
    return end;
  });
}

/** The checks of `getMigrationDestination`. */
export const getMigrationDestinationChecks: readonly Check[] = [
  {
    id: "getMigrationDestination/accepts-what-it-names",
    requirement: "getMigrationDestination/accepts-what-it-names",
    title: "finishMigration() reads data in each format that its node named, and refuses it for its missing disks only",
    run: async (t) => {
      const params = await t.newInstance();
      const { acceptedFormats } = await destinationOf(t, params.instance.uuid);
      for (const format of acceptedFormats) {
        const data = strangeData(format);
        const call = t.driver.finishMigration({ ...params, data, resizeDisks: false, powerOn: false });
        const problem = await migrationProblem(t, call, "finishMigration of disks that are not here");
        t.expectThat(problem !== "unknown-format", `finishMigration does not know the format "${format.name}"`, {
          expected: "another reason, as getMigrationDestination named the format",
          got: { reason: problem, format },
          hint: "Name the formats that finishMigration reads, and no others.",
        });
      }
    },
  },
  {
    id: "getMigrationDestination/accepts-what-it-names[moves]",
    requirement: "getMigrationDestination/accepts-what-it-names",
    title: "An instance that its source moved in any one of the formats named is finished at the destination",
    needs: { probeGuest: true, ...OTHER_HOST.needs },
    run: async (t) => {
      const way = await OTHER_HOST.open(t);
      const { acceptedFormats } = await destinationOf(way.there);
      let moved = 0;
      for (const format of acceptedFormats) {
        const { instance, boot } = await givenTickingGuest(t);
        const params = await moveParams(way, instance);
        const destination = { ...params.destination, acceptedFormats: [format] } as MigrationDestination;
        const answer = moveAway(way, instance, { destination });
        // The source may be older than the destination.
        if ((await refusalOf(answer))?.code === "MIGRATION_NOT_POSSIBLE") continue;
        await finish(way, instance, await answer);
        await expectBoot(way.there, instance, boot.number + 1, "its own disk", "after finishMigration");
        moved += 1;
      }
      t.expectThat(moved > 0, "The source writes none of the formats that the destination named", {
        expected: "at least one, as both drivers are of one site",
        got: acceptedFormats,
      });
    },
  },
  {
    id: "getMigrationDestination/endpoints-are-for-peers",
    requirement: "getMigrationDestination/endpoints-are-for-peers",
    title: "Each endpoint of a node has an address that means the same on another host",
    run: async (t) => {
      const { endpoints } = await destinationOf(t);
      if (endpoints.length === 0) t.notApplicable("The node names no endpoint: nothing has to be sent to it");
      for (const endpoint of endpoints) {
        const flaw = flawOf(endpoint);
        t.expectThat(flaw === undefined, `The endpoint "${endpoint.uri}" ${flaw}`, {
          expected: "an address at which another host reaches this one",
          got: endpoint.uri,
          hint: "Name the address that peers reach, not the one that the service listens on.",
        });
      }
    },
  },
  {
    id: "getMigrationDestination/endpoints-are-for-peers[move]",
    requirement: "getMigrationDestination/endpoints-are-for-peers",
    title: "The source of another host gets in with what the destination named, and with nothing else",
    needs: OTHER_HOST.needs,
    run: async (t) => {
      const way = await OTHER_HOST.open(t);
      const instance = await t.givenInstance({ powerState: "shutdown" });
      const refusal = await refusalOf(moveAway(way, instance));
      t.expectThat(refusal === undefined, "The source cannot move an instance to where the destination told it to", {
        expected: "success",
        got: refusal,
      });
    },
  },
  {
    id: "getMigrationDestination/credentials-expire",
    requirement: "getMigrationDestination/credentials-expire",
    title: "Each endpoint with a credential says until when, and that is another minute at least",
    run: async (t) => {
      await expectLasting(t, await destinationOf(t), "when it is handed out");
    },
  },
  {
    id: "getMigrationDestination/credentials-expire[again]",
    requirement: "getMigrationDestination/credentials-expire",
    title: "A call shortly before a credential ends hands out one that is good for another minute",
    needs: { simulation: true },
    run: async (t) => {
      const uuid = t.uuid();
      const ends = await expectLasting(t, await destinationOf(t, uuid), "when it is handed out");
      await t.elapse(Math.max(...ends) - MINUTE_MS / 2 - (await guestNow(t)));
      await expectLasting(t, await destinationOf(t, uuid), "when it is handed out again later");
    },
  },
  {
    id: "getMigrationDestination/credentials-expire[holds]",
    requirement: "getMigrationDestination/credentials-expire",
    title: "A credential that was handed out a minute ago lets the source in",
    needs: { simulation: true, ...OTHER_HOST.needs },
    run: async (t) => {
      const way = await OTHER_HOST.open(t);
      const instance = await t.givenInstance({ powerState: "shutdown" });
      const params = await moveParams(way, instance);
      await t.elapse(MINUTE_MS - LATE_MS);
      const refusal = await refusalOf(t.driver.migrateDiskAndPowerOff(params));
      t.expectThat(refusal === undefined, "The destination does not let the source in after less than a minute", {
        expected: "success",
        got: refusal,
      });
    },
  },
  {
    id: "getMigrationDestination/credentials-expire[ends]",
    requirement: "getMigrationDestination/credentials-expire",
    title: "A credential that has ended lets nobody in, and the guest of the source goes on",
    needs: { simulation: true, ...OTHER_HOST.needs },
    run: async (t) => {
      const way = await OTHER_HOST.open(t);
      const instance = await t.givenInstance();
      const params = await moveParams(way, instance);
      const ends = credentialled(t.expectDefined(params.destination, "destination")).map(({ expiresAt = "" }) =>
        timestampMs(expiresAt),
      );
      if (ends.length === 0) t.notApplicable("No endpoint of the destination has a credential");
      await t.elapse(Math.max(...ends) - (await guestNow(t)) + LATE_MS);
      await t.expectError(t.driver.migrateDiskAndPowerOff(params), "CREDENTIALS_EXPIRED", {
        hint: "Look at the time when a source shows its credential, and let nobody in with an old one.",
      });
    },
  },
];
