// A rule for a member of a request that nobody enforces.
import { notValidating, validationsOf } from "../changes/validation.ts";
import { OWNERS } from "../changes/members.ts";
import { membersIn } from "../schema-members.ts";
import type { MutationSite } from "../site.ts";
import { invalid } from "../traces.ts";
import { REQUESTS } from "./operations.ts";

const members = REQUESTS.flatMap(({ name, params }) => membersIn(params, name + OWNERS.params));

/** The sites at which a request that breaks a rule is taken for a right one. */
export const validationSites: readonly MutationSite[] = [
  ...new Map(members.map((member) => [member.name, member])).values(),
].flatMap((member) =>
  validationsOf(member).map((validation): MutationSite => {
    const { name } = member;
    return {
      id: `validation-removed:${name}:${validation}`,
      class: "validation-removed",
      origins: ["protocol"],
      title: `A request is answered in which ${name} breaks the rule "${validation}"`,
      reachedBy: [invalid(name, validation)],
      mutation: { wire: () => notValidating(name, validation) },
    };
  }),
);
