// The way from a folder of YAML to the model: read, check each file's shape, resolve references, build, check how it all fits together.
import { buildModel } from "./build-model.ts";
import { ShapeChecker } from "./check-shape.ts";
import { References } from "./resolve-references.ts";
import { RULES } from "./rules/all-rules.ts";
import { kindOf } from "./source-kinds.ts";
import { SpecSourceError, type SourceProblem } from "./source-problem.ts";
import type { SpecModel } from "./spec-model.ts";
import { SpecSources } from "./spec-sources.ts";

/** The meta-schemas come with this package and do not change, so they are compiled once. */
let shapeChecker: Promise<ShapeChecker> | undefined;

/**
 * Loads and checks a spec.
 *
 * @param directory - The folder that holds `spec.yaml`.
 * @returns The model. Everything in it refers only to what is in it, and every rule of the spec's own lint holds.
 * @throws {@link SpecSourceError} with everything that is wrong, by file, line and column. Files that are no YAML or not of the right shape are
 *   reported first; rules on how files fit together are applied once all have the right shape.
 */
export async function loadSpec(directory: string): Promise<SpecModel> {
  const [sources, shapes] = await Promise.all([SpecSources.read(directory), (shapeChecker ??= ShapeChecker.load())]);
  refuse(directory, [...sources.problems, ...wrongShapes(sources, shapes)]);
  const references = await References.resolve(sources);
  const model = buildModel(sources, references);
  refuse(directory, [
    ...references.problems(sources),
    ...RULES.flatMap((rule) => [...rule({ sources, model, references })]),
  ]);
  return model;
}

function wrongShapes(sources: SpecSources, shapes: ShapeChecker): SourceProblem[] {
  return [...sources.files.values()].flatMap((file) => {
    const kind = kindOf(file.path);
    // A file that is no YAML has been reported as that.
    return kind === undefined || file.problems.length > 0 ? [] : shapes.check(kind, file);
  });
}

function refuse(directory: string, problems: readonly SourceProblem[]): void {
  if (problems.length > 0) throw new SpecSourceError(directory, problems);
}
