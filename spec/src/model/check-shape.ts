// Holds each source file against the meta-schema of its kind.
import { readdir, readFile } from "node:fs/promises";

import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";

import { parsePointer } from "./data-path.ts";
import type { SourceFile } from "./source-file.ts";
import type { SourceKind } from "./source-kinds.ts";
import type { SourceProblem } from "./source-problem.ts";
import { explainMismatch, type Mismatch } from "../validation/explain-mismatch.ts";

/** Keywords of JSON Schema that the dialect leaves out, and what to do instead. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  not: "say what is allowed",
  if: "use a union, with `oneOf` and `x-union`",
  anyOf: "use a union, with `oneOf` and `x-union`",
  allOf: "write the members out",
  unevaluatedProperties: "objects are closed by `additionalProperties: false`",
  unevaluatedItems: "give every entry one schema, with `items`",
  patternProperties: "use a list of objects with a name and a value",
  propertyNames: "use a list of objects with a name and a value",
  dependentRequired: "use a union, with `oneOf` and `x-union`",
  dependentSchemas: "use a union, with `oneOf` and `x-union`",
  contains: "give every entry one schema, with `items`",
  prefixItems: "use an object with named members",
  exclusiveMinimum: "use `minimum`",
  exclusiveMaximum: "use `maximum`",
  multipleOf: "choose a unit in which every value is allowed",
  uniqueItems: "say in words what makes entries differ",
};

/** The meta-schemas, ready to judge files. */
export class ShapeChecker {
  readonly #ajv: Ajv2020;

  private constructor(ajv: Ajv2020) {
    this.#ajv = ajv;
  }

  /**
   * Reads the meta-schemas that come with this package.
   *
   * @returns A checker for every kind of file.
   */
  static async load(): Promise<ShapeChecker> {
    const folder = new URL("../../meta/", import.meta.url);
    const ajv = new Ajv2020({
      allErrors: true,
      verbose: true,
      strictTypes: false,
      strictRequired: false,
      formats: { regex: isRegex },
    });
    for (const name of (await readdir(folder)).filter((file) => file.endsWith(".schema.json"))) {
      ajv.addSchema(JSON.parse(await readFile(new URL(name, folder), "utf8")));
    }
    return new ShapeChecker(ajv);
  }

  /**
   * Judges one file.
   *
   * @param kind - What the file should be.
   * @param file - The file.
   * @returns Everything that the meta-schema objects to; empty if the file has the right shape.
   */
  check(kind: SourceKind, file: SourceFile): SourceProblem[] {
    if (this.#ajv.validate(`${kind}.schema.json`, file.value)) return [];
    const found = (this.#ajv.errors ?? []).flatMap((error) => explain(file, error) ?? []);
    const meant = new Set(
      found.flatMap(({ at, mismatch }) => (mismatch.meant === undefined ? [] : [`${at}/${mismatch.meant}`])),
    );
    // A field that is missing because it was misspelled is reported once, where it was misspelled.
    return found.filter(({ at, missing }) => !meant.has(`${at}/${missing}`)).map(({ problem }) => problem);
  }
}

interface Found {
  problem: SourceProblem;
  mismatch: Mismatch;
  /** The pointer of the object at fault. */
  at: string;
  /** The field that the object lacks, if that is what is wrong. */
  missing: string | undefined;
}

function explain(file: SourceFile, error: ErrorObject): Found | undefined {
  const path = parsePointer(error.instancePath, file.value);
  const schema = error.parentSchema ?? {};
  const mismatch = explainMismatch(error, { schema, value: error.data, sensitive: false });
  if (mismatch === undefined) return undefined;
  const { member, clause } = mismatch;
  const problem =
    member === undefined
      ? file.problem(path, clause)
      : file.problem([...path, member], unknownKey(member, clause, error), "key");
  return { problem, mismatch, at: error.instancePath, missing: error.params["missingProperty"] as string | undefined };
}

function unknownKey(member: string, clause: string, error: ErrorObject): string {
  const instead = isDialect(error) && Object.hasOwn(LEFT_OUT, member) ? LEFT_OUT[member] : undefined;
  if (instead !== undefined) return `is left out of the spec's dialect of JSON Schema; ${instead}`;
  return /\s/.test(member) ? `${clause}; put text that has a comma in it in quotes` : clause;
}

function isDialect(error: ErrorObject): boolean {
  return error.keyword === "additionalProperties" && "x-union" in (error.parentSchema?.["properties"] ?? {});
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text, "u").unicode;
  } catch {
    return false;
  }
}
