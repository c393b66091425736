// A profile that no driver can meet, or that asks for half of something, is a trap.
import type { SourceProblem } from "../source-problem.ts";
import type { SpecModel } from "../spec-model.ts";
import type { Rule } from "./rule.ts";

/** No profile contains itself, and one that asks for a capability asks for what that requires. */
export const profiles: Rule = function* ({ sources, model }): Generator<SourceProblem> {
  const file = sources.file("profiles.yaml");
  for (const [name, profile] of Object.entries(model.profiles)) {
    const chain = ancestors(model, name);
    if (profile.extends !== undefined && chain.includes(name)) {
      yield file.problem(
        ["profiles", name, "extends"],
        "goes in a circle: a profile cannot contain itself; leave it out here or there",
      );
      continue;
    }
    const asked = new Set([name, ...chain].flatMap((one) => model.profiles[one]?.capabilities.mandatory ?? []));
    for (const [index, capability] of profile.capabilities.mandatory.entries()) {
      const missing = (model.capabilities[capability]?.requires ?? []).filter((needed) => !asked.has(needed));
      const path = ["profiles", name, "capabilities", "mandatory", index];
      if (missing.length > 0) yield file.problem(path, `requires ${missing.join(" and ")}; ask for that too`);
    }
  }
};

/** The profiles that one contains, the nearest first. */
function ancestors(model: SpecModel, name: string, found: string[] = []): string[] {
  const base = model.profiles[name]?.extends;
  if (base === undefined || found.includes(base)) return found;
  return ancestors(model, base, [...found, base]);
}
