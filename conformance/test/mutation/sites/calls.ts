// Calls that meet, and calls that are repeated.
import { type OperationModel, specModel } from "@virt-driver-kit/spec";

import { refusingTheSameAgain, runningAgain } from "../changes/repeats.ts";
import { runningBeside, waitingItsTurn } from "../changes/races.ts";
import type { MutationSite } from "../site.ts";
import { refused, repeated, saidAgain } from "../traces.ts";
import { SERVED } from "./operations.ts";

const CHANGES = SERVED.filter(({ kind }) => kind === "change");

const ON_INSTANCES = CHANGES.filter(
  ({ params: { properties = {} } }) => "instanceUuid" in properties || "instance" in properties,
);

/** The sites at which a second changing call on an instance is not refused. */
export const raceSites: readonly MutationSite[] = ON_INSTANCES.flatMap(({ name }): MutationSite[] => {
  const facts = { class: "race-opened", origins: ["operations"], reachedBy: [refused(name, "INSTANCE_BUSY")] } as const;
  return [
    {
      ...facts,
      id: `race-opened:${name}:runs-beside`,
      title: `${name} begins while another call is changing the instance`,
      mutation: runningBeside(name),
    },
    {
      ...facts,
      id: `race-opened:${name}:waits`,
      title: `${name} waits for the call that is changing the instance`,
      mutation: { wire: () => waitingItsTurn(name) },
    },
  ];
});

/** Whether a call may be made twice: by the state table, a second one meets what the first has left. */
function canBeRepeated({ idempotency, states = [] }: OperationModel): boolean {
  const isRefusal = (outcome: string | undefined): boolean => outcome !== undefined && outcome in specModel.errors;
  return (
    idempotency === "keyed" ||
    states.every(({ outcome }) =>
      Object.values(outcome).every((state) => isRefusal(state) || !isRefusal(outcome[state])),
    )
  );
}

/** The sites at which a call that is repeated has another effect than the first. */
export const idempotencySites: readonly MutationSite[] = CHANGES.filter(canBeRepeated).map(
  ({ name, idempotency }): MutationSite => {
    const isKeyed = idempotency === "keyed";
    return {
      id: `idempotency-lost:${name}`,
      class: "idempotency-lost",
      origins: [name, "operations"],
      title: isKeyed
        ? `${name} is carried out again when it is repeated under the same operation id`
        : `${name} fails when it says the same as the call before`,
      reachedBy: [isKeyed ? repeated(name) : saidAgain(name)],
      mutation: isKeyed ? { wire: () => runningAgain(name) } : { driver: refusingTheSameAgain(name) },
    };
  },
);
