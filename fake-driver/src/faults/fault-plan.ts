/** Reads fault plans: those that come with the package by name, others by the path of their file. */

import { readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { didYouMean, type FaultPlan, fileValidators, specModel, type ValidationProblem } from "@virt-driver-kit/spec";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { SetupError } from "../setup-error.ts";
import { faultFlaw } from "./fault-flaw.ts";

const DIRECTORY = fileURLToPath(new URL("../../plans", import.meta.url));
const EXTENSION = ".yaml";

/** How many problems one message tells. */
const MOST_PROBLEMS = 3;

/** What is wrong with a plan, and where: the way from its root, such as `["faults", 0, "trigger"]`. */
interface PlanFlaw {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

/** The names of the plans that come with the package. */
export function faultPlanNames(): string[] {
  const files = readdirSync(DIRECTORY).filter((name) => name.endsWith(EXTENSION));
  return files.map((name) => basename(name, EXTENSION)).toSorted();
}

/**
 * Reads a plan.
 *
 * @param nameOrPath - A name of {@link faultPlanNames}, or the path of a file, which has a `/` or a `.` in it.
 * @throws {@link SetupError} if there is no such plan, or it says something that could never happen. The message names file and line.
 */
export function loadFaultPlan(nameOrPath: string): FaultPlan {
  const path = pathOf(nameOrPath);
  const lines = new LineCounter();
  const document = parseDocument(textOf(path), { lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) throw refusal(path, error.message);
  const plan: unknown = document.toJS();
  const flaw = planFlaw(plan) ?? misnamed(plan as FaultPlan, path);
  if (flaw === undefined) return plan as FaultPlan;
  throw refusal(path, `line ${lineOf(document, lines, flaw.path)}: ${shown(flaw)}`);
}

/**
 * Makes sure that a plan is one, and that what it says could happen.
 *
 * @throws {@link SetupError} if not.
 */
export function assertFaultPlan(plan: FaultPlan): void {
  const flaw = planFlaw(plan);
  if (flaw !== undefined) throw refusal(plan.name, shown(flaw));
}

function pathOf(nameOrPath: string): string {
  if (/[./\\]/.test(nameOrPath)) return nameOrPath;
  const names = faultPlanNames();
  if (names.includes(nameOrPath)) return join(DIRECTORY, `${nameOrPath}${EXTENSION}`);
  const advice = didYouMean(nameOrPath, names) || `; there are ${names.join(", ")}, and any file`;
  throw new SetupError(`Cannot use fault plan "${nameOrPath}": there is none of that name${advice}`);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw refusal(path, error instanceof Error ? error.message : String(error), error);
  }
}

function planFlaw(value: unknown): PlanFlaw | undefined {
  const problems = fileValidators.FaultPlan.closed(value);
  if (problems !== null) return misshapen(problems);
  const { breaks = [], faults } = value as FaultPlan;
  const requirements = Object.keys(specModel.requirements);
  const unknown = breaks.findIndex((id) => !requirements.includes(id));
  if (unknown >= 0) {
    const id = breaks[unknown] ?? "";
    return { path: ["breaks", unknown], problem: `names no requirement: "${id}"${didYouMean(id, requirements)}` };
  }
  for (const [index, fault] of faults.entries()) {
    const flaw = faultFlaw(fault);
    if (flaw !== undefined) return { path: ["faults", index, ...keysOf(`.${flaw.member}`)], problem: flaw.problem };
  }
  return undefined;
}

/** Several problems are often one: a member that is missing may be there under a misspelled name. */
function misshapen(problems: readonly ValidationProblem[]): PlanFlaw {
  const flaws = problems.slice(0, MOST_PROBLEMS).map(({ path, message }) => {
    return { path: keysOf(path), problem: message.slice(path.length).trim() };
  });
  const [first, ...others] = flaws;
  if (first === undefined) throw new RangeError("A value that is refused has a problem");
  return { path: first.path, problem: [first.problem, ...others.map(shown)].join("; ") };
}

function misnamed({ name }: FaultPlan, path: string): PlanFlaw | undefined {
  const wanted = basename(path, extname(path));
  return name === wanted
    ? undefined
    : { path: ["name"], problem: `is "${name}", and the file is named for "${wanted}"` };
}

/** The keys in a place such as `plan.faults[0].trigger`, without the root. */
function keysOf(place: string): (string | number)[] {
  const keys = place
    .replaceAll(/\[(\d+)\]/g, ".$1")
    .split(".")
    .slice(1);
  return keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

function shown({ path, problem }: PlanFlaw): string {
  const place = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
  return `${place.replace(/^\./, "") || "the plan"} ${problem}`;
}

/** The line of a place, or of what should hold it. */
function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function refusal(plan: string, problem: string, cause?: unknown): SetupError {
  return new SetupError(`Cannot use fault plan "${plan}": ${problem}`, { cause });
}
