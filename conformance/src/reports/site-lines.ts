// How a run was kept to its site, and what it could not try for want of resources.
import type { RunResult } from "../engine/run-result.ts";
import type { Paint } from "./paint.ts";

/** Renders what of the site was not as by default. */
export function siteLines({ site }: RunResult, paint: Paint): string[] {
  const { instancesAtOnce, soakCycles, nodes, resources, timeScale, answerMs, operationsMs, hooks } = site;
  const limits = Object.entries(operationsMs).map(([operation, ms]) => `${operation} ${ms} ms`);
  const runs = Object.entries(hooks).map(([hook, count]) => `${hook} ${count === 1 ? "once" : `${count} times`}`);
  const lines = [
    ...(instancesAtOnce === undefined ? [] : [`at most ${instancesAtOnce} instances at a time`]),
    ...(soakCycles === undefined ? [] : [`a soak of ${soakCycles} rounds`]),
    ...(nodes === undefined ? [] : [`nodes ${nodes.join(", ")} only`]),
    ...(resources.length === 0 ? [] : [`${resources.join(", ")} of the site`]),
    ...(timeScale === 1 ? [] : [`all waits times ${timeScale}`]),
    ...(answerMs === undefined ? [] : [`answers within ${answerMs} ms`]),
    ...(limits.length === 0 ? [] : [`answers within, by operation: ${limits.join(", ")}`]),
    ...(runs.length === 0 ? [] : [`hooks run: ${runs.join(", ")}`]),
  ];
  return lines.length === 0 ? [] : [paint.strong("As the configuration says"), ...lines.map((line) => `  ${line}`), ""];
}

/** Renders what was not tried for want of something that the configuration can name. */
export function lackingLines({ lacking }: RunResult, paint: Paint): string[] {
  if (lacking.length === 0) return [];
  const count = lacking.reduce((sum, { checks }) => sum + checks.length, 0);
  return [
    paint.strong(`Not tried for want of what the configuration can name: ${count} checks`),
    ...lacking.map(({ member, reason, checks }) => `  ${String(checks.length).padStart(3)}  ${member}: ${reason}`),
    "",
  ];
}

/** Renders the faults that are still in force. */
export function faultLines({ faultsLeft }: RunResult, paint: Paint): string[] {
  const lines = faultsLeft.flatMap(({ hook, endLine }) => [
    `${paint.bad("STILL BROKEN")} the fault of the hook "${hook}" was not ended. End it by hand:`,
    `  ${endLine}`,
  ]);
  return lines.length === 0 ? [] : [...lines, ""];
}
