// All source files of a spec, read once and found by kind or path.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { didYouMean } from "./closest-word.ts";
import { SourceFile } from "./source-file.ts";
import type { SourceKind } from "./source-kinds.ts";
import { kindOf, SINGLE_FILES, SOURCE_FOLDERS } from "./source-kinds.ts";
import type { SourceProblem } from "./source-problem.ts";

/** The source files of one spec. */
export class SpecSources {
  /** By path, sorted. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Files that are missing, misnamed, unreadable or no YAML. */
  readonly problems: readonly SourceProblem[];

  private constructor(files: readonly SourceFile[], problems: readonly SourceProblem[]) {
    this.files = new Map(files.map((file) => [file.path, file]));
    this.problems = [...problems, ...files.flatMap((file) => file.problems)];
  }

  /**
   * Reads a spec's folder.
   *
   * @param directory - The folder that holds `spec.yaml`.
   * @returns The sources. What is wrong with them is in {@link SpecSources.problems}; nothing is thrown.
   */
  static async read(directory: string): Promise<SpecSources> {
    const paths = await listYaml(directory);
    const files: SourceFile[] = [];
    const problems: SourceProblem[] = [];
    if (paths.length === 0) problems.push(wholeFile("spec.yaml", "cannot be read: there is no spec in this folder"));
    else problems.push(...missing(paths));
    for (const path of paths) {
      if (kindOf(path) === undefined || path.endsWith(".yml")) problems.push(wholeFile(path, misplaced(path)));
      else files.push(new SourceFile(path, await readFile(join(directory, path), "utf8")));
    }
    return new SpecSources(files, problems);
  }

  /**
   * Finds the files of one kind.
   *
   * @param kind - The kind.
   * @returns Its files, sorted by path.
   */
  ofKind(kind: SourceKind): SourceFile[] {
    return [...this.files.values()].filter((file) => kindOf(file.path) === kind);
  }

  /**
   * Finds a file that was read.
   *
   * @param path - Relative to the spec's folder.
   * @returns The file.
   * @throws RangeError if there is none; callers ask only for what the model came from.
   */
  file(path: string): SourceFile {
    const file = this.files.get(path);
    if (file === undefined) throw new RangeError(`Cannot find source file "${path}": it was not read`);
    return file;
  }
}

async function listYaml(directory: string): Promise<string[]> {
  const folders = Object.keys(SOURCE_FOLDERS).map((name) => list(directory, name, true));
  const paths = (await Promise.all([list(directory, "", false), ...folders])).flat();
  return paths.filter((path) => /\.ya?ml$/.test(path)).toSorted();
}

async function list(directory: string, folder: string, recursive: boolean): Promise<string[]> {
  const path = join(directory, folder);
  // A folder that is not there holds no files; what is missed in it is reported by name.
  const names = await readdir(path, { recursive }).catch((): string[] => []);
  return names.map((name) => join(folder, name).replaceAll("\\", "/"));
}

function missing(paths: readonly string[]): SourceProblem[] {
  const names = Object.keys(SINGLE_FILES).filter((name) => !paths.includes(name));
  return names.map((name) => wholeFile(name, "is missing: every spec has one"));
}

function misplaced(path: string): string {
  if (path.endsWith(".yml")) return "is named .yml; the spec's files are named .yaml";
  return `is no file of the spec${didYouMean(path, Object.keys(SINGLE_FILES))}`;
}

function wholeFile(file: string, message: string): SourceProblem {
  return { file, line: 1, column: 1, path: "", message };
}
