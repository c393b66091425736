// Generates the model as data, for everything that must not read YAML at run time.
import type { SpecModel } from "../model/spec-model.ts";
import { generatedHeader } from "./generated-header.ts";
import { memberKey } from "./type-names.ts";

/**
 * Generates `spec-model.json`.
 *
 * @param model - The spec.
 * @returns The model as JSON, one line per value so that a change reads well in a diff.
 */
export function generateSpecModelData(model: SpecModel): string {
  return `${JSON.stringify(model, null, 1)}\n`;
}

/**
 * Generates `spec-model.ts`.
 *
 * @param model - The spec.
 * @returns A TypeScript module that exports the model as `specModel`. The data is read when it is first asked for: it is most of the package, and
 *   whoever imports that for its types and errors does not need it.
 */
export function generateSpecModel(model: SpecModel): string {
  const { version, ...rest } = model;
  const members = Object.keys(rest).map((name) => `  get ${memberKey(name)}() {\n    return data().${name};\n  },\n`);
  return [
    generatedHeader("The spec as data, for everything that asks what an operation, error or requirement is."),
    'import { readFileSync } from "node:fs";\n',
    'import type { SpecModel } from "../model/spec-model.ts";\n\n',
    "/** In the sources, whether this module runs from there or was compiled into `dist`. */\n",
    'const FILE = new URL("../../src/generated/spec-model.json", import.meta.url);\n\n',
    "let read: SpecModel | undefined;\n\n",
    "function data(): SpecModel {\n",
    '  return (read ??= JSON.parse(readFileSync(FILE, "utf8")) as SpecModel);\n',
    "}\n\n",
    "/** The spec that this package implements. Shared by all who import it: never change it. */\n",
    `export const specModel: SpecModel = {\n  version: ${JSON.stringify(version)},\n${members.join("")}};\n`,
  ].join("");
}
