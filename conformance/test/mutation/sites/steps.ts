// A step of the hypervisor that the driver leaves out and takes for done.
import type { RecordedWork } from "../recorded-work.ts";
import type { MutationSite } from "../site.ts";
import { cleanedUp, stepped } from "../traces.ts";

/** The steps that operations were seen to make. */
export function skippedStepSites({ steps }: RecordedWork): readonly MutationSite[] {
  return each(steps).map(([operation, step]) => ({
    id: `step-skipped:${operation}:${step}`,
    class: "step-skipped",
    origins: [operation],
    title: `${operation} leaves out ${step}`,
    reachedBy: [stepped(operation, step)],
    mutation: { faults: [{ kind: "stepFault", trigger: { operation, step, times: 0 }, action: "skip" }] },
  }));
}

/** The steps that operations were seen to make after another one had failed in the same call. */
export function skippedCleanUpSites({ cleanUps }: RecordedWork): readonly MutationSite[] {
  return each(cleanUps).map(([operation, step]) => {
    const trigger = { operation, step, times: 0, afterFailure: "inThisCall" } as const;
    return {
      id: `cleanup-skipped:${operation}:${step}`,
      class: "cleanup-skipped",
      origins: [operation],
      title: `${operation} leaves out ${step} once a step of it has failed`,
      reachedBy: [cleanedUp(operation, step)],
      mutation: { faults: [{ kind: "stepFault", trigger, action: "skip" }] },
    };
  });
}

function each(byOperation: Readonly<Record<string, readonly string[]>>): [string, string][] {
  return Object.entries(byOperation).flatMap(([operation, names]) =>
    names.map((name): [string, string] => [operation, name]),
  );
}
