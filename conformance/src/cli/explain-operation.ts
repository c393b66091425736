// One operation, for people.
import type { JsonSchema, OperationModel, SpecModel } from "@virt-driver-kit/spec";

/** Explains an operation: what it does, takes, gives and answers, and what is required of it. */
export function explainOperation(model: SpecModel, operation: OperationModel): string[] {
  const { name, summary, description, capability, kind, idempotency, params, result, errors, requirements } = operation;
  return [
    `${name} (${kind}${idempotency === undefined ? "" : `, ${idempotency === "keyed" ? "keyed by operationId" : "idempotent"}`})`,
    summary,
    ...(description === undefined ? [] : description.trim().split("\n")),
    ...(capability === undefined ? [] : ["", `Only for drivers that declare ${capability}`]),
    "",
    ...members("params", params),
    ...(result === undefined ? [] : members("result", result)),
    ...(errors.length === 0
      ? []
      : ["errors", ...errors.map(({ code, condition, effect }) => `  ${code}  ${condition} Effect: ${effect}.`)]),
    ...(requirements.length === 0
      ? []
      : ["requirements", ...requirements.map((id) => `  ${id}: ${model.requirements[id]?.text ?? ""}`)]),
  ];
}

function members(title: string, schema: JsonSchema): string[] {
  const rows = Object.entries(schema.properties ?? {}).map(([name, member]) => {
    const optional = schema.required?.includes(name) ? "" : "?";
    return `  ${name}${optional}: ${typeName(member)}  ${member.description ?? ""}`;
  });
  return rows.length === 0 ? [`${title}: none`] : [title, ...rows];
}

/** A schema in one or two words. */
function typeName(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.items !== undefined) return `${typeName(schema.items)}[]`;
  return schema.type ?? "any";
}
