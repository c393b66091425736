// Finds out which schema every `$ref` of the sources names.
// The library resolves; it does not rewrite, because its dereferencing widens a `$ref` that has siblings and reaches into `const` and
// `examples`. The rewriting to `#/$defs/<name>` is ours.
import { posix } from "node:path";

import { $RefParser, type ParserOptions } from "@apidevtools/json-schema-ref-parser";

import { didYouMean } from "./closest-word.ts";
import { refTo, type JsonSchema } from "./json-schema.ts";
import { schemaPlaces } from "./schema-places.ts";
import type { SourceFile } from "./source-file.ts";
import type { SourceProblem } from "./source-problem.ts";
import type { SpecSources } from "./spec-sources.ts";

/** The references of one spec, resolved. */
export class References {
  readonly #targets: ReadonlyMap<string, unknown>;
  readonly #names: ReadonlyMap<unknown, string>;

  private constructor(targets: ReadonlyMap<string, unknown>, names: ReadonlyMap<unknown, string>) {
    this.#targets = targets;
    this.#names = names;
  }

  /**
   * Resolves the references of all source files.
   *
   * @param sources - The files; those that no reference reaches are included.
   * @returns What each reference names. Those that name nothing are found by {@link References.problems}.
   */
  static async resolve(sources: SpecSources): Promise<References> {
    const parser = new $RefParser();
    const all = Object.fromEntries([...sources.files.keys()].map((path) => [path, { $ref: path }]));
    try {
      await parser.resolve(`${ROOT}sources.json`, all, readingFrom(sources));
    } catch {
      // The parser's report has no lines and columns. What it could not resolve is missing from its table and reported by problems().
    }
    const targets = Object.entries(parser.$refs.values());
    const files = sources.ofKind("object");
    return new References(new Map(targets), new Map(files.map((file) => [file.value, nameOf(file)])));
  }

  /**
   * Tells which schema a reference names.
   *
   * @param file - The file that holds the reference.
   * @param ref - The reference as written.
   * @returns The schema's name, or `undefined` if there is no such schema.
   */
  nameOf(file: SourceFile, ref: string): string | undefined {
    return this.#names.get(this.#targets.get(new URL(ref, ROOT + file.path).href));
  }

  /**
   * Lists the references that name no schema of the spec.
   *
   * @param sources - The files that the references were resolved from.
   * @returns One problem for each, with the file that was probably meant.
   */
  *problems(sources: SpecSources): Generator<SourceProblem> {
    for (const { file, path, schema } of schemaPlaces(sources)) {
      if (schema.$ref === undefined || this.nameOf(file, schema.$ref) !== undefined) continue;
      const known = sources.ofKind("object").map((other) => posix.relative(posix.dirname(file.path), other.path));
      yield file.problem([...path, "$ref"], `names no schema: "${schema.$ref}"${didYouMean(schema.$ref, known)}`);
    }
  }

  /**
   * Rewrites a schema for the model.
   *
   * @param file - The file that the schema is written in.
   * @param schema - The schema as written.
   * @returns A copy in which references have the form `#/$defs/<name>`. A reference to nothing stays as it is.
   */
  rewrite(file: SourceFile, schema: JsonSchema): JsonSchema {
    const copy: JsonSchema = { ...schema };
    const name = schema.$ref === undefined ? undefined : this.nameOf(file, schema.$ref);
    if (name !== undefined) copy.$ref = refTo(name);
    if (schema.items !== undefined) copy.items = this.rewrite(file, schema.items);
    if (schema.oneOf !== undefined) copy.oneOf = schema.oneOf.map((variant) => this.rewrite(file, variant));
    if (schema.properties !== undefined) {
      const members = Object.entries(schema.properties);
      copy.properties = Object.fromEntries(members.map(([key, member]) => [key, this.rewrite(file, member)]));
    }
    return copy;
  }
}

/** Where the parser believes the sources to be. Nothing is fetched from there: they have been read already. */
const ROOT = "https://sources.invalid/";

function readingFrom(sources: SpecSources): ParserOptions {
  return {
    continueOnError: true,
    resolve: {
      file: false,
      http: false,
      sources: { order: 1, canRead: true, read: ({ url }) => sources.file(pathOf(url)).path },
    },
    parse: {
      json: false,
      yaml: false,
      text: false,
      binary: false,
      sources: { order: 1, canParse: true, parse: ({ url }) => sources.file(pathOf(url)).value },
    },
  };
}

function nameOf(file: SourceFile): string {
  return posix.basename(file.path, ".yaml");
}

function pathOf(url: string): string {
  return url.slice(ROOT.length);
}
