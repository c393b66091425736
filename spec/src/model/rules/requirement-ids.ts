// Requirement ids are published and never change, so they are checked before anyone depends on them.
import type { SourceProblem } from "../source-problem.ts";
import { requirementPlaces, type Rule } from "./rule.ts";

/** Each id begins with the name of its file's operation or topic (for `simulation/advance`: `simulation`), and no two are the same. */
export const requirementIds: Rule = function* ({ sources }): Generator<SourceProblem> {
  const first = new Map<string, string>();
  for (const { file, path, requirement } of requirementPlaces(sources)) {
    const { id } = requirement;
    const { operation, topic } = file.value as { operation?: string; topic?: string };
    const prefix = (operation ?? topic ?? "").split("/")[0];
    if (id.split("/")[0] !== prefix || id.split("/").length !== 2) {
      yield file.problem(
        [...path, "id"],
        `is "${id}"; the ids of this file have the form ${prefix}/<words-with-hyphens>`,
      );
    }
    const elsewhere = first.get(id);
    if (elsewhere !== undefined) yield file.problem([...path, "id"], `"${id}" is already in ${elsewhere}`);
    else first.set(id, file.path);
  }
};
