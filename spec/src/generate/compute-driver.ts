// Generates the interface that a driver implements, with everything its author must know in the docstrings.
import type { OperationModel, SpecModel, StateTable } from "../model/spec-model.ts";
import { docComment } from "./doc-comment.ts";
import { generatedHeader } from "./generated-header.ts";
import { describeFields, seeTags, throwsTags } from "./operation-docs.ts";
import { driverOperations, memberKey, pascalCase } from "./type-names.ts";

/**
 * Generates `compute-driver.ts`.
 *
 * @param model - The spec.
 * @returns A TypeScript module with the interface `ComputeDriver`: a method for each operation that a driver serves, optional where a capability gates it.
 */
export function generateComputeDriver(model: SpecModel): string {
  const operations = driverOperations(model);
  const messages = operations.flatMap(({ name }) => [`${pascalCase(name)}Params`, `${pascalCase(name)}Result`]);
  // Two are only for links in docstrings.
  const types = ["Capability", "CommonErrorCode", ...messages].toSorted();
  return [
    generatedHeader("What a driver implements: one method for each operation that the core asks of it."),
    'import type { Call } from "../driver/define-driver.ts";\n',
    'import type { DriverError } from "../driver/driver-error.ts";\n',
    `import type {\n${types.map((type) => `  ${type},\n`).join("")}} from "./types.ts";\n\n`,
    docComment([
      "A driver: the core's hands on one hypervisor.",
      "Every method does its work before its promise resolves. A call that fails rejects with a {@link DriverError} and says in `effect` what it left behind; every request may also fail with a {@link CommonErrorCode}. Methods marked optional are needed only for the capabilities that the driver declares.",
    ]),
    "export interface ComputeDriver {\n",
    operations.map((operation) => method(operation, model)).join("\n"),
    "}\n",
  ].join("");
}

function method(operation: OperationModel, model: SpecModel): string {
  const { name, capability } = operation;
  const base = pascalCase(name);
  const optional = capability === undefined ? "" : "?";
  const doc = docComment(
    [
      operation.summary,
      operation.description ?? "",
      ...(operation.states ?? []).map((table) => stateSentence(table, model)),
      capability === undefined ? "" : `Needed only if the driver declares {@link Capability} \`${capability}\`.`,
      describeFields("@param params -", operation.params),
      `@param call - The circumstances of the call: its identity, \`signal\`, which aborts when the caller cancels or its deadline passes, and \`reportProgress\`.`,
      returns(operation),
      ...throwsTags(operation),
      ...seeTags(operation, model, "driver"),
    ],
    "  ",
  );
  return `${doc}  ${memberKey(name)}${optional}(params: ${base}Params, call: Call): Promise<${base}Result>;\n`;
}

function stateSentence({ when, outcome }: StateTable, model: SpecModel): string {
  const groups = Map.groupBy(Object.keys(outcome), (state) => outcome[state] ?? "");
  const variant = Object.entries(when).map(([name, value]) => `\`${name}\` ${JSON.stringify(value)}`);
  const parts = [...groups].map(([result, states]) => {
    const from = states.map((state) => `\`${state}\``).join(", ");
    const one = states.length === 1;
    if (result in model.errors) return `${from} ${one ? "fails" : "fail"} with \`${result}\``;
    if (result === "unchanged" || (one && result === states[0])) return `${from} ${one ? "stays" : "stay"}`;
    return `${from} ${one ? "becomes" : "become"} \`${result}\``;
  });
  return `Power states${variant.length === 0 ? "" : `, with ${variant.join(" and ")}`}: ${parts.join("; ")}.`;
}

function returns({ kind, idempotency, result }: OperationModel): string {
  const what = describeFields("@returns", result ?? {}).replace(
    /^@returns Empty\.$/,
    "@returns An empty object, once the work is done.",
  );
  if (kind !== "change") return what;
  const again =
    idempotency === "natural"
      ? "Idempotent: a second call leaves what one call leaves."
      : "Not idempotent: the serving library recognises a repeat by its operation id and does not call the driver again.";
  return `${what}\n${again}`;
}
