// Whether what a driver declares holds together.
import { specModel } from "../generated/spec-model.ts";
import type { Capabilities } from "../generated/types.ts";

/**
 * Finds a capability that is declared without one that it requires.
 *
 * @param capabilities - What a driver declares.
 * @returns What is wrong, as the end of a sentence; undefined if nothing is.
 */
export function missingRequirement(capabilities: Capabilities): string | undefined {
  const isDeclared = (name: string): boolean => capabilities[name as keyof Capabilities] === true;
  for (const [name, { requires }] of Object.entries(specModel.capabilities)) {
    const missing = isDeclared(name) ? requires.find((required) => !isDeclared(required)) : undefined;
    if (missing !== undefined) return `${name} is declared without ${missing}, which it requires`;
  }
  return undefined;
}
