// A requirement without a check is a promise that nobody keeps an eye on, so only a few may be one.
import type { SourceProblem } from "../source-problem.ts";
import { requirementPlaces, type Rule } from "./rule.ts";

/** The largest part of the MUSTs on the driver that may be excluded from verification. */
const MOST = 0.05;

/** At most 5 % of the MUSTs on the driver are excluded from verification. */
export const exclusions: Rule = function* ({ sources }): Generator<SourceProblem> {
  const musts = [...requirementPlaces(sources)].filter(
    ({ requirement: { on, level } }) => on === "driver" && level === "MUST",
  );
  const excluded = musts.filter(({ requirement: { verification } }) => typeof verification === "object");
  if (excluded.length <= musts.length * MOST) return;
  for (const { file, path } of excluded) {
    yield file.problem(
      [...path, "verification"],
      `is one of ${excluded.length} excluded MUSTs of ${musts.length} on the driver; at most ${MOST * 100} % may be`,
    );
  }
};
