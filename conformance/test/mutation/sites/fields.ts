// A member of what a driver answers or tells that is missing or wrong.
import { specModel } from "@virt-driver-kit/spec";

import { canBeAltered } from "../altered-value.ts";
import { answeringMember, detailsOwner, type MemberChange, OWNERS, sayingMember } from "../changes/members.ts";
import { membersIn } from "../schema-members.ts";
import type { Mutation, MutationSite } from "../site.ts";
import { told } from "../traces.ts";
import { byMember, type PlacedMember } from "./by-member.ts";
import { REQUESTS, SAID, SERVED } from "./operations.ts";

/** What methods of drivers answer. */
const OF_METHODS = byMember(
  SERVED.map(({ name, result = {} }) => ({ origin: name, members: membersIn(result, name + OWNERS.result) })),
);

/** What else stands on the wire: the library's own answers, what is told unasked, and the details of errors. */
const OF_THE_WIRE = byMember([
  ...REQUESTS.map(({ name, result = {} }) => ({ origin: name, members: membersIn(result, name + OWNERS.result) })),
  ...SAID.map(({ name, params }) => ({ origin: name, members: membersIn(params, name + OWNERS.params) })),
  ...Object.entries(specModel.errors).map(([code, { details = {} }]) => ({
    origin: "errors",
    members: membersIn(details, detailsOwner(code)),
  })),
]);

function siteOf({ member, origins }: PlacedMember, isOfMethod: boolean, how: MemberChange): MutationSite {
  const { name, isRequired } = member;
  // The library sends nothing that lacks what its schema requires, so a driver that does has no such library.
  const isOnTheWire = !isOfMethod || (how === "dropped" && isRequired);
  const mutation: Mutation = isOnTheWire
    ? { wire: () => sayingMember(name, how) }
    : { driver: answeringMember(name, how) };
  return {
    id: `field-${how}:${name}`,
    class: `field-${how}`,
    origins,
    title: `${name} is ${how === "dropped" ? "missing" : "another value"} wherever a driver tells it`,
    reachedBy: [told(name)],
    mutation,
  };
}

function sitesOf(how: MemberChange, isMeant: (placed: PlacedMember) => boolean): readonly MutationSite[] {
  const ofMethods = new Set(OF_METHODS.map(({ member }) => member.name));
  const others = OF_THE_WIRE.filter(({ member }) => !ofMethods.has(member.name));
  return [
    ...OF_METHODS.filter(isMeant).map((placed) => siteOf(placed, true, how)),
    ...others.filter(isMeant).map((placed) => siteOf(placed, false, how)),
  ];
}

/** The sites at which a member is missing. */
export const droppedFieldSites: readonly MutationSite[] = sitesOf(
  "dropped",
  ({ member }) => member.schema.const === undefined,
);

/** The sites at which a member is another value of its type. */
export const alteredFieldSites: readonly MutationSite[] = sitesOf("altered", ({ member }) =>
  canBeAltered(member.schema),
);
