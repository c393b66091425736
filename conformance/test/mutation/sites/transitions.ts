// A place of a state table at which the driver does something else than the table says.
import { specModel, type OperationModel, type StateTable } from "@virt-driver-kit/spec";

import { disturbanceOf, disturbing, doingNothing } from "../changes/transitions.ts";
import type { MutationSite } from "../site.ts";
import { calledIn } from "../traces.ts";
import { isServed, REQUESTS } from "./operations.ts";

interface Place {
  readonly operation: string;
  readonly variant: number;
  readonly when: StateTable["when"];
  readonly state: string;
  /** A state, `unchanged`, or an error code. */
  readonly outcome: string;
}

function placesOf({ name, states = [] }: OperationModel): Place[] {
  return states.flatMap(({ when, outcome }, variant) =>
    Object.entries(outcome).map(([state, becomes]) => ({ operation: name, variant, when, state, outcome: becomes })),
  );
}

function sitesOf(place: Place): MutationSite[] {
  const { operation, variant, when, state, outcome } = place;
  const isRefused = outcome in specModel.errors;
  const after = isRefused || outcome === "unchanged" ? state : outcome;
  const values = Object.entries(when).map(([name, value]) => `[${name}=${value}]`);
  const site = (way: string, title: string, mutation: MutationSite["mutation"]): MutationSite => ({
    id: `transition-broken:${operation}${values.join("")}:${state}:${way}`,
    class: "transition-broken",
    origins: [operation],
    title: `${operation}${values.join("")} on an instance that is ${state} ${title}`,
    reachedBy: [calledIn(operation, variant, state)],
    mutation,
  });
  const idle =
    isRefused || after !== state
      ? [site("does-nothing", "answers success and does nothing", { driver: doingNothing(place) })]
      : [];
  const deed = disturbanceOf(after);
  if (deed === undefined) return idle;
  return [
    ...idle,
    site("disturbs", `is followed by ${deed}, which nobody asked for`, { driver: disturbing(place, deed) }),
  ];
}

/** The sites at which a transition is broken. */
export const transitionSites: readonly MutationSite[] = REQUESTS.filter(isServed).flatMap(placesOf).flatMap(sitesOf);
