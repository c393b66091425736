// Generates the interface through which a driver asks the core, with everything a driver's author must know in the docstrings.
import type { OperationModel, SpecModel } from "../model/spec-model.ts";
import { docComment } from "./doc-comment.ts";
import { generatedHeader } from "./generated-header.ts";
import { describeFields, seeTags, throwsTags } from "./operation-docs.ts";
import { coreOperations, memberKey, pascalCase } from "./type-names.ts";

/**
 * Generates `core-client.ts`.
 *
 * @param model - The spec.
 * @returns A TypeScript module with the interface `CoreClient`: a method for each request of a driver to the core.
 */
export function generateCoreClient(model: SpecModel): string {
  const operations = coreOperations(model);
  const types = operations.flatMap(({ name }) => [`${pascalCase(name)}Params`, `${pascalCase(name)}Result`]);
  return [
    generatedHeader("What a driver may ask of the core: one method for each request."),
    operations.length === 0 ? "" : imports(["Capability", ...types]),
    docComment([
      "The core, as the driver that it calls may ask it. What a driver needs and cannot fetch by itself comes from here.",
      "A request is made to the session in control. It rejects with a {@link DriverError}: with that of the core if it refused; `SESSION_NOT_INITIALIZED` if no session is open, or if the session ended before the answer came; `SESSION_FENCED` if another one took control meanwhile; `NOT_SUPPORTED` if the core does not serve it.",
    ]),
    "export interface CoreClient {\n",
    operations.map((operation) => method(operation, model)).join("\n"),
    "}\n",
  ].join("");
}

function imports(types: readonly string[]): string {
  const names = types.toSorted().map((type) => `  ${type},\n`);
  return [
    'import type { CoreCallOptions } from "../driver/define-driver.ts";\n',
    'import type { DriverError } from "../driver/driver-error.ts";\n',
    `import type {\n${names.join("")}} from "./types.ts";\n\n`,
  ].join("");
}

function method(operation: OperationModel, model: SpecModel): string {
  const { name, summary, description, capability, params, result } = operation;
  const base = pascalCase(name);
  const doc = docComment(
    [
      summary,
      description ?? "",
      capability === undefined ? "" : `Only for a driver that declares {@link Capability} \`${capability}\`.`,
      describeFields("@param params -", params),
      "@param options - The `call` of the method that asks, so that the wait ends with it; or a `signal` of its own.",
      describeFields("@returns", result ?? {}),
      ...throwsTags(operation),
      "@throws TypeError if `params` do not match the schema, or the driver does not declare what the request needs; nothing is sent.",
      ...seeTags(operation, model),
    ],
    "  ",
  );
  return `${doc}  ${memberKey(name)}(params: ${base}Params, options?: CoreCallOptions): Promise<${base}Result>;\n`;
}
