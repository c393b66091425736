// A member of a request that the driver does not heed, or reads as another value.
import { canBeAltered } from "../altered-value.ts";
import { type MemberChange, OWNERS, readingMember } from "../changes/members.ts";
import { membersIn } from "../schema-members.ts";
import type { MutationSite } from "../site.ts";
import { sent } from "../traces.ts";
import { byMember, type PlacedMember } from "./by-member.ts";
import { SERVED } from "./operations.ts";

function siteOf({ member: { name, schema, isRequired }, origins }: PlacedMember): MutationSite[] {
  // What must be there cannot be overlooked, only misread.
  const how: MemberChange = isRequired ? "altered" : "dropped";
  if (schema.const !== undefined || (isRequired && !canBeAltered(schema))) return [];
  return [
    {
      id: `parameter-ignored:${name}`,
      class: "parameter-ignored",
      origins,
      title: `${name} is ${isRequired ? "read as another value" : "overlooked"} wherever a request says it`,
      reachedBy: [sent(name)],
      mutation: { driver: readingMember(name, how) },
    },
  ];
}

/** The sites at which a member of a request is overlooked or misread. */
export const parameterSites: readonly MutationSite[] = byMember(
  SERVED.map(({ name, params }) => ({ origin: name, members: membersIn(params, name + OWNERS.params) })),
).flatMap(siteOf);
