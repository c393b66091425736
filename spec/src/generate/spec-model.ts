// Generates the model as data, for everything that must not read YAML at run time.
import type { SpecModel } from "../model/spec-model.ts";
import { generatedHeader } from "./generated-header.ts";

/**
 * Generates `spec-model.ts`.
 *
 * @param model - The spec.
 * @returns A TypeScript module that exports the model as `specModel`, one line per value so that a change reads well in a diff.
 */
export function generateSpecModel(model: SpecModel): string {
  return [
    generatedHeader("The spec as data, for everything that asks what an operation, error or requirement is."),
    'import type { SpecModel } from "../model/spec-model.ts";\n\n',
    "/** The spec that this package implements. Shared by all who import it: never change it. */\n",
    `export const specModel: SpecModel = ${JSON.stringify(model, null, 1)};\n`,
  ].join("");
}
