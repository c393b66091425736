// What a rule of the spec's lint is: a function that looks at the whole spec and says what does not fit.
import type { References } from "../resolve-references.ts";
import type { SourceFile } from "../source-file.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { RequirementModel, SpecModel } from "../spec-model.ts";
import type { DataPath } from "../data-path.ts";
import type { SpecSources } from "../spec-sources.ts";

/** A spec whose files all have the right shape, as authored and as built. */
export interface ShapedSpec {
  sources: SpecSources;
  model: SpecModel;
  references: References;
}

/** Finds every place where a spec breaks one rule. A rule never throws and assumes nothing that another rule checks. */
export type Rule = (spec: ShapedSpec) => Iterable<SourceProblem>;

/** A requirement where it is written. */
export interface RequirementPlace {
  file: SourceFile;
  path: DataPath;
  requirement: Omit<RequirementModel, "origin" | "operations"> & { operations?: string[] };
}

/**
 * Finds every requirement of the sources, also those whose id another one has.
 *
 * @param sources - Sources whose shape is right.
 * @returns The requirements of operations, then those of topics, in the order of their files.
 */
export function* requirementPlaces(sources: SpecSources): Generator<RequirementPlace> {
  for (const file of [...sources.ofKind("operation"), ...sources.ofKind("requirements")]) {
    const { requirements } = file.value as { requirements: RequirementPlace["requirement"][] };
    for (const [index, requirement] of requirements.entries()) {
      yield { file, path: ["requirements", index], requirement };
    }
  }
}
