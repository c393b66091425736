// The parts of a method's docstring that come from an operation, whoever serves it.
import type { JsonSchema } from "../model/json-schema.ts";
import type { OperationModel, SpecModel } from "../model/spec-model.ts";

/**
 * Describes the members of params or of a result.
 *
 * @param tag - What the text begins with, such as `@returns`.
 * @param schema - The closed object.
 * @returns One line per member, or that there are none.
 */
export function describeFields(tag: string, { properties = {}, required = [] }: JsonSchema): string {
  const members = Object.entries(properties);
  if (members.length === 0) return `${tag} Empty.`;
  const text = members.map(([name, schema]) => {
    const optional = required.includes(name) ? "" : ", optional";
    return `\`${name}\`${optional}: ${schema.description ?? ""}`;
  });
  return `${tag} ${text.join("\n")}`;
}

/**
 * Describes the errors that an operation lists itself.
 *
 * @param operation - The operation.
 * @returns A tag for each.
 */
export function throwsTags({ errors }: OperationModel): string[] {
  return errors.map(
    ({ code, condition, effect }) => `@throws {@link DriverError} \`${code}\` (effect \`${effect}\`): ${condition}`,
  );
}

/**
 * Refers to the requirements that speak of an operation and to what it stands for.
 *
 * @param operation - The operation.
 * @param model - The spec.
 * @param on - Whose requirements.
 * @returns Up to two tags; empty text where there is nothing to refer to.
 */
export function seeTags({ name, nova }: OperationModel, model: SpecModel, on?: "driver"): string[] {
  const ids = Object.values(model.requirements)
    .filter((requirement) => (on === undefined || requirement.on === on) && requirement.operations.includes(name))
    .map(({ id }) => `\`${id}\``);
  return [
    ids.length === 0 ? "" : `@see Requirements ${ids.join(", ")}`,
    nova === undefined ? "" : `@see Nova: ${nova.source}`,
  ];
}
