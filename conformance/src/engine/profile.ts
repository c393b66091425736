// What a profile asks of a driver.
import type { ProfileModel, RequirementModel, SpecModel } from "@virt-driver-kit/spec";

import { UsageError } from "./usage-error.ts";

/** A capability that a profile asks for and the driver does not declare. */
export interface UnmetDemand {
  /** The profile that asks: the one that the driver is held to, or one that it contains. */
  readonly profile: string;
  /** What would meet the demand: one of these. */
  readonly capabilities: readonly string[];
  /** The demand as a sentence. */
  readonly text: string;
}

/**
 * Finds a profile.
 *
 * @throws UsageError naming the profiles there are, if there is none of that name.
 */
export function profileNamed(model: SpecModel, name: string): ProfileModel {
  const profile = Object.hasOwn(model.profiles, name) ? model.profiles[name] : undefined;
  if (profile === undefined) {
    throw new UsageError(
      `Cannot find profile "${name}": the profiles of spec ${model.version} are ${Object.keys(model.profiles).join(", ")}`,
    );
  }
  return profile;
}

/** Lists the requirements on the driver. Every profile asks for all of them that concern the capabilities declared. */
export function driverRequirements(model: SpecModel): RequirementModel[] {
  return Object.values(model.requirements).filter(({ on }) => on === "driver");
}

/**
 * Lists what a profile asks to be declared and is not.
 *
 * @param model - The spec.
 * @param name - The profile.
 * @param declared - The capabilities that the driver declares.
 * @throws UsageError if there is no such profile.
 */
export function unmetDemands(model: SpecModel, name: string, declared: readonly string[]): UnmetDemand[] {
  const { extends: base, capabilities } = profileNamed(model, name);
  const has = (capability: string): boolean => declared.includes(capability);
  const asks = `Profile "${name}" asks for`;
  const mandatory = capabilities.mandatory
    .filter((capability) => !has(capability))
    .map((capability) => ({ capabilities: [capability], text: `${asks} ${capability}` }));
  const choice = capabilities.choice
    .filter(({ of }) => !of.some(has))
    .map(({ group, of, because }) => ({
      capabilities: of,
      text: `${asks} a ${group}, one of ${of.join(", ")}: ${because}`,
    }));
  const condition = capabilities.condition
    .filter(({ capability, with: given }) => has(given) && !has(capability))
    .map(({ capability, with: given, because }) => ({
      capabilities: [capability],
      text: `${asks} ${capability} where ${given} is declared: ${because}`,
    }));
  return [
    ...(base === undefined ? [] : unmetDemands(model, base, declared)),
    ...[...mandatory, ...choice, ...condition].map((demand) => ({ profile: name, ...demand })),
  ];
}

/** The capability without which a requirement does not concern a driver: its own, or that of its operation. */
export function gateOf(model: SpecModel, requirement: RequirementModel): string | undefined {
  return requirement.capability ?? model.operations[requirement.origin]?.capability;
}
