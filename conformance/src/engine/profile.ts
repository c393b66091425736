// Which requirements a profile holds a driver to.
import type { RequirementModel, SpecModel } from "@virt-driver-kit/spec";

import { UsageError } from "./usage-error.ts";

/**
 * Lists the requirements on the driver that a profile names: the mandatory ones, and those that an optional capability gates.
 *
 * @throws UsageError naming the profiles there are, if there is none of that name.
 */
export function profileRequirements(model: SpecModel, name: string): RequirementModel[] {
  const profile = model.profiles[name];
  if (profile === undefined) {
    throw new UsageError(
      `Cannot find profile "${name}": the profiles of spec ${model.version} are ${Object.keys(model.profiles).join(", ")}`,
    );
  }
  const { mandatory, optional } = profile.requirements;
  const named = new Set(mandatory);
  const inherited = profile.extends === undefined ? [] : profileRequirements(model, profile.extends);
  const own = Object.values(model.requirements).filter((requirement) => {
    const gate = gateOf(model, requirement);
    return gate === undefined
      ? named.has("*") || named.has(requirement.id)
      : named.has(requirement.id) || optional.includes(gate);
  });
  return [...new Set([...inherited, ...own])].filter((requirement) => requirement.on === "driver");
}

/** The capability without which a requirement does not concern a driver: its own, or that of its operation. */
export function gateOf(model: SpecModel, requirement: RequirementModel): string | undefined {
  return requirement.capability ?? model.operations[requirement.origin]?.capability;
}
