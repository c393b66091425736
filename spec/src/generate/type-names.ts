// The TypeScript names that operations give rise to.
import type { OperationModel, SpecModel } from "../model/spec-model.ts";

/**
 * Writes an operation's name as the beginning of type names.
 *
 * @param operation - The operation's name.
 * @returns Such as `Pause` for `pause`, `SimulationAdvance` for `simulation/advance`.
 */
export function pascalCase(operation: string): string {
  return operation
    .split("/")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}

/**
 * Writes a name as the key of an object type.
 *
 * @param name - Any name.
 * @returns The name, in quotes if it is no identifier.
 */
export function memberKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/**
 * Writes a union of string literals.
 *
 * @param values - The strings; with none of them the type is `never`.
 * @param indent - What the lines of a long union begin with.
 * @returns One line if it is short, else one value per line.
 */
export function literalUnion(values: readonly string[], indent = "  "): string {
  const literals = values.map((value) => JSON.stringify(value));
  if (literals.length === 0) return "never";
  const line = literals.join(" | ");
  return line.length <= 90 ? line : `\n${literals.map((literal) => `${indent}| ${literal}`).join("\n")}`;
}

/**
 * Finds the operations that a driver implements.
 *
 * @param model - The spec.
 * @returns Those that the core calls and the driver serves, in the order of the model.
 */
export function driverOperations(model: SpecModel): OperationModel[] {
  return Object.values(model.operations).filter(
    ({ servedBy, direction }) => servedBy === "driver" && direction === "coreToDriver",
  );
}

/**
 * Finds the operations that a driver asks of the core.
 *
 * @param model - The spec.
 * @returns Those of kind `request`, in the order of the model.
 */
export function coreOperations(model: SpecModel): OperationModel[] {
  return Object.values(model.operations).filter(({ kind }) => kind === "request");
}
