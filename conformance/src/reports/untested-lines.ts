// The untested share of a run, by reason. A check that did not apply never passes unseen.
import type { RunResult } from "../engine/run-result.ts";
import type { Paint } from "./paint.ts";

/** Renders what was not tested and why. Of a run that was a part, only what was asked for counts. */
export function untestedLines(result: RunResult, paint: Paint): string[] {
  const { only, skip, shard } = result.run;
  const isPart = only.length > 0 || skip.length > 0 || shard !== undefined;
  const untested = result.requirements.filter(
    ({ status, checks }) => status === "untested" && (!isPart || checks.length > 0),
  );
  if (untested.length === 0 || result.driver === undefined) return [];
  const byReason = Map.groupBy(untested, ({ reason }) => reason ?? "No reason known");
  const lines = [...byReason].map(
    ([reason, requirements]) => `  ${String(requirements.length).padStart(3)}  ${reason}`,
  );
  const untried = isPart ? [] : result.untriedCapabilities;
  return [
    paint.strong(`Untested: ${untested.length} of ${result.requirements.length} requirements`),
    ...lines,
    ...(untried.length === 0 ? [] : [paint.odd(`  Declared, and nothing of it was tried: ${untried.join(", ")}`)]),
    "",
  ];
}
