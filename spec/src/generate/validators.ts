// Generates the checks of every message, as plain code that needs neither ajv nor a schema when it runs.
import { Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";

import type { JsonSchema } from "../model/json-schema.ts";
import type { SpecModel } from "../model/spec-model.ts";
import { AJV_OPTIONS, ajvSchema } from "../validation/ajv-schema.ts";
import { errorData, wireParams, wireSchemas } from "../model/wire-schemas.ts";
import { generatedHeader } from "./generated-header.ts";

/** Schemas with more keywords than this become functions of their own; smaller ones are written out where they are used. */
const MOST_INLINE_KEYWORDS = 4;

/** How ajv writes down a report; it takes up most of the code. */
const REPORT =
  /const (err\d+) = (\{.*\});\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\nerrors\+\+;/g;

/**
 * Generates `validators.ts`.
 *
 * @param model - The spec.
 * @returns A TypeScript module that exports `checks`, by message: `pause.params`, `pause.result`, `INSTANCE_BUSY.data`.
 */
export function generateValidators(model: SpecModel): string {
  const ajv = new Ajv({
    ...AJV_OPTIONS,
    inlineRefs: MOST_INLINE_KEYWORDS,
    validateSchema: false,
    code: { source: true, esm: true, lines: true, optimize: 2 },
  });
  for (const [name, schema] of Object.entries(wireSchemas(model))) ajv.addSchema(ajvSchema(schema), name);
  const messages = messageSchemas(model);
  messages.forEach(([, schema], index) => ajv.addSchema(ajvSchema(schema), `message${index}`));
  const exports_ = Object.fromEntries(messages.map((_, index) => [`check${index}`, `message${index}`]));
  // The module is CommonJS with a default export that is the function, whatever its types say.
  const write = standaloneCode as unknown as (ajv: Ajv, exports_: Record<string, string>) => string;
  return assemble(
    write(ajv, exports_),
    messages.map(([name]) => name),
  );
}

function messageSchemas(model: SpecModel): [string, JsonSchema][] {
  const ofOperations = Object.values(model.operations).flatMap((operation): [string, JsonSchema][] => {
    const params: [string, JsonSchema] = [`${operation.name}.params`, wireParams(operation)];
    return operation.result === undefined ? [params] : [params, [`${operation.name}.result`, operation.result]];
  });
  const ofErrors = Object.keys(model.errors).map((code): [string, JsonSchema] => [
    `${code}.data`,
    errorData(model, code),
  ]);
  return [...ofOperations, ...ofErrors];
}

/**
 * Turns ajv's module into one of ours: its exports become a table, its one runtime import becomes ours, and what its reports repeat of the
 * schemas goes, because whoever reads a report has the schemas.
 */
function assemble(code: string, names: readonly string[]): string {
  const functions = new Map(
    [...code.matchAll(/^export const check(\d+) = (\w+);$/gm)].map(([, index, name]) => [Number(index), name]),
  );
  const body = code
    .replace('"use strict";', "")
    .replace(/^export const check\d+ = \w+;$/gm, "")
    .replace(/^const (\w+) = require\("ajv\/dist\/runtime\/ucs2length"\)\.default;$/gm, "const $1 = codePointLength;")
    .replace(REPORT, "(vErrors ??= []).push($2);\nerrors++;")
    .replace(/,schemaPath:"[^"]*"/g, "")
    .replace(/params:\{allowedValues: [^}]*\}/g, "params:{}")
    .replace(/^const (schema\d+) = .*;$/gm, (line: string, name: string, _offset: number, all: string) =>
      occurs(name, all) === 1 ? "" : line,
    )
    .replace(/\n{2,}/g, "\n")
    .trim();
  const foreign = /\brequire\(.*?\)|^import .*$/m.exec(body);
  if (foreign !== null)
    throw new TypeError(`Cannot generate the validators: the code needs "${foreign[0]}" at run time`);
  const table = names.map((name, index) => `  ${JSON.stringify(name)}: ${functions.get(index)},\n`).join("");
  return [
    "// @ts-nocheck: written by ajv, tried by tests.\n",
    generatedHeader(
      "The checks of every message of the driver API. Use `validators`, which explains what they report.",
    ),
    'import { codePointLength } from "../validation/code-point-length.ts";\n',
    'import type { Check } from "../validation/validator.ts";\n\n',
    `${body}\n\n`,
    "/** By message: the name of an operation with `.params` or `.result`, or an error code with `.data`. */\n",
    `export const checks: Readonly<Record<string, Check>> = {\n${table}};\n`,
  ].join("");
}

function occurs(name: string, code: string): number {
  return code.match(new RegExp(`\\b${name}\\b`, "g"))?.length ?? 0;
}
