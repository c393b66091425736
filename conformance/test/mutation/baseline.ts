// What the checks do on right drivers: whether each is green, how long it takes, and what traces it leaves.
import { type FaultPlan, specModel } from "@virt-driver-kit/spec";

import { allChecks } from "../../src/checks/index.ts";
import { gateOf } from "../../src/engine/profile.ts";
import type { Check } from "../../src/harness/check.ts";
import { Recorder } from "./recorder.ts";
import type { RecordedWork } from "./recorded-work.ts";
import { runIn } from "./run-in.ts";
import type { MutationSite } from "./site.ts";
import { SURROUNDINGS, type Surroundings } from "./surroundings.ts";
import { about, lacking, needing } from "./traces.ts";

/** A check on a right driver. */
interface GreenCheck {
  readonly id: string;
  readonly traces: readonly string[];
  readonly durationMs: number;
}

/** What was seen in some surroundings. Plain data: it is handed to other threads. */
export interface Baseline {
  readonly surroundings: string;
  /** The checks that passed, in the order of the kit. Those that do not apply are not among them. */
  readonly checks: readonly GreenCheck[];
}

/** What a check finds that is about the simulation it would not find of a driver on real hardware. */
function isOfTheSimulation({ requirement }: Check): boolean {
  return requirement.startsWith("simulation/");
}

const CHECKS = new Map(allChecks.map((check) => [check.id, check]));

/** What a check says of itself. */
function ownTraces(id: string): string[] {
  const { requirement = "", needs = {} } = CHECKS.get(id) ?? {};
  const model = specModel.requirements[requirement];
  const gate = model && gateOf(specModel, model);
  return [
    about(model?.origin ?? ""),
    ...[...(gate === undefined ? [] : [gate]), ...(needs.capabilities ?? [])].map(needing),
    ...(needs.undeclared ?? []).map(lacking),
  ];
}

/** A fault that meets nothing; while one is in force the fake driver knows which steps come after one that failed. */
const NEVER_MET: FaultPlan = {
  name: "never-met",
  description: "Meets nothing.",
  faults: [{ kind: "stepFault", trigger: { nth: 1_000_000 }, action: "fail" }],
};

/**
 * Runs the whole kit on right drivers.
 *
 * @throws Error if any check says something of them: such a kit would find every driver wrong.
 */
async function baselineIn(surroundings: Surroundings): Promise<Baseline> {
  const checks = allChecks.filter((check) => !isOfTheSimulation(check) && surroundings.isFor(check));
  const recorder = new Recorder();
  const green: GreenCheck[] = [];
  const { checks: outcomes, verdict } = await runIn(
    (directory) => {
      const more = { onStep: recorder.onStep, faults: [NEVER_MET] };
      const { attachment, peer } = surroundings.attach({ driver: recorder.inDriver }, directory, more);
      return { attachment: recorder.onWire(attachment), ...(peer && { peer: recorder.onWire(peer) }) };
    },
    checks,
    {
      until: ({ id, verdict: came, durationMs }) => {
        const traces = recorder.take();
        if (came === "pass") green.push({ id, traces: [...traces, ...ownTraces(id)], durationMs });
        return false;
      },
    },
  );
  const red = outcomes.filter(
    ({ verdict: came, incidents }) => (came !== "pass" && came !== "not-applicable") || incidents !== undefined,
  );
  if (red.length > 0 || verdict !== "conforms")
    throw new Error(
      messageOf(
        surroundings,
        red.map(({ id }) => id),
        verdict,
      ),
    );
  return { surroundings: surroundings.name, checks: green };
}

function messageOf({ name }: Surroundings, red: readonly string[], verdict: string): string {
  const first = red.slice(0, 10).join(", ");
  return `Cannot score: on right drivers in surroundings "${name}" the kit says "${verdict}", and ${red.length} checks are not green: ${first}. A kit that is red on a right driver finds every driver wrong; mend that first`;
}

/** Runs the whole kit on right drivers of every kind. */
export async function baselines(): Promise<Baseline[]> {
  const found: Baseline[] = [];
  for (const surroundings of SURROUNDINGS) found.push(await baselineIn(surroundings));
  return found;
}

/** Finds the checks that could see a mutant, in the order in which to try them. */
export type Candidates = (site: MutationSite) => readonly GreenCheck[];

/** Prepares to find them for some surroundings. A check that does not apply there to a right driver may apply to a wrong one. */
export function candidatesIn({ isFor }: Surroundings, all: readonly Baseline[]): Candidates {
  const leaving = new Map<string, Map<string, GreenCheck>>();
  for (const check of all.flatMap(({ checks }) => checks)) {
    const known = CHECKS.get(check.id);
    if (known === undefined || !isFor(known)) continue;
    for (const trace of check.traces) {
      const there = leaving.get(trace) ?? new Map<string, GreenCheck>();
      leaving.set(trace, there.set(check.id, there.get(check.id) ?? check));
    }
  }
  return ({ reachedBy, origins }) => {
    const rank = ({ id }: GreenCheck): number => {
      const at = origins.indexOf(id.slice(0, id.indexOf("/")));
      return at < 0 ? origins.length : at;
    };
    const reaching = new Map(reachedBy.flatMap((trace) => [...(leaving.get(trace) ?? [])]));
    return [...reaching.values()].toSorted(
      (one, other) => rank(one) - rank(other) || one.durationMs - other.durationMs,
    );
  };
}

/** The steps and events that right drivers were seen to make. */
export function workIn(all: readonly Baseline[]): RecordedWork {
  const traces = [...new Set(all.flatMap(({ checks }) => checks.flatMap((check) => check.traces)))].toSorted();
  const of = (kind: string): Record<string, string[]> => {
    const found: Record<string, string[]> = {};
    for (const [word, operation = "", name = ""] of traces.map((trace) => trace.split(" "))) {
      if (word === kind) (found[operation] ??= []).push(name);
    }
    return found;
  };
  return { steps: of("step"), cleanUps: of("cleanup"), events: of("event") };
}
