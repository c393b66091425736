// Whether a core and its driver are of one mind: the core's records say what the driver's lists, states and figures say.
import { isDeepStrictEqual } from "node:util";

import type { PowerState, RequirementId } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { givenOverview, type Overview } from "../steps/overview.ts";
import { allStates } from "../steps/power-state.ts";
import type { Amounts } from "../steps/usage.ts";
import type { ServerView } from "./core-client.ts";
import type { RunningCore } from "./running-core.ts";

/** What there was before the core came. */
export type Before = Pick<Overview, "usage">;

/** Reads what there is before a core comes. Blocks the check if it cannot be read. */
export function givenBefore(t: CheckContext): Promise<Before> {
  return givenOverview(t);
}

/** Which requirements are broken by what is left of servers that are not there, in the lists and in use. */
export interface Blame {
  readonly listed: RequirementId;
  readonly used: RequirementId;
}

const BY_DESTROY: Blame = {
  listed: "destroy/removes-the-instance",
  used: "getAvailableResource/usage-falls-after-destroy",
};

/**
 * Checks that the core's records and the driver's reads agree: on which servers there are, on their names, nodes and power states, and that
 * the nodes' figures have risen by just the flavors of these servers. Nothing is in progress.
 *
 * @param when - The end of the sentence, such as `after a server was built`.
 * @param leftovers - What it means if the driver has more than the core knows of. Left out: that `destroy` has left it.
 */
export async function expectAgreement(
  t: CheckContext,
  core: RunningCore,
  before: Before,
  when: string,
  leftovers: Blame = BY_DESTROY,
): Promise<void> {
  const records = await core.list();
  const held = records.filter(({ node }) => node !== undefined);
  const expectSame = comparing(t, core, when);

  const entries = (await ownedInstances(t)).filter(({ uuid }) => core.servers.some(({ id }) => id === uuid));
  const listed = entries.map(({ uuid, name, node }) => ({ uuid, name, node }));
  const recorded = held.map(({ id, name, node }) => ({ uuid: id, name, node: node ?? "" }));
  const missed = listed.length > recorded.length ? leftovers.listed : "listInstances/shows-every-power-state";
  expectSame(missed, "listInstances", byUuid(listed), byUuid(recorded));

  const rows = (await allStates(t)).filter(({ uuid }) => core.servers.some(({ id }) => id === uuid));
  const states = rows.map(({ uuid, powerState }) => ({ uuid, powerState }));
  expectSame("listInstances/agrees-with-other-reads", "listInstanceStates", byUuid(states), byUuid(statesOf(held)));

  const { usage } = await givenOverview(t);
  const expected = held.reduce((sum, server) => counting(core, sum, server), before.usage);
  const miscounted = held.length > 0 ? "getAvailableResource/usage-counts-instances" : leftovers.used;
  expectSame(miscounted, "getAvailableResource", usage, expected);
}

type Comparing = (requirement: RequirementId, read: string, got: unknown, recorded: unknown) => void;

function comparing(t: CheckContext, core: RunningCore, when: string): Comparing {
  return (requirement, read, got, recorded) =>
    t.expectThat(
      isDeepStrictEqual(got, recorded),
      `${read} and the records of the reference core in the loop differ ${when}`,
      { requirement, expected: { recorded, log: core.log }, got },
    );
}

function statesOf(held: readonly ServerView[]): { uuid: string; powerState: PowerState | undefined }[] {
  return held.map(({ id, powerState }) => ({ uuid: id, powerState }));
}

function counting(
  { servers }: RunningCore,
  usage: Readonly<Record<string, Amounts>>,
  { id, node = "" }: ServerView,
): Readonly<Record<string, Amounts>> {
  const flavor = servers.find((server) => server.id === id)?.params.instance.flavor;
  const { vcpus, memoryMib, localGib } = usage[node] ?? { vcpus: 0, memoryMib: 0, localGib: 0 };
  if (flavor === undefined) throw new TypeError(`The reference core has a server "${id}" that nobody asked for`);
  const sum = {
    vcpus: vcpus + flavor.vcpus,
    memoryMib: memoryMib + flavor.memoryMib,
    localGib: localGib + flavor.rootGib,
  };
  return { ...usage, [node]: sum };
}

function byUuid<T extends { readonly uuid: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => (a.uuid < b.uuid ? -1 : 1));
}
