// The checks that follow from the model alone: data behind a declared capability is not refused for want of that capability.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, OperationName } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import { requestOnNothing } from "../steps/example-request.ts";
import { type Place, placesIn } from "../steps/places.ts";
import { refusalOf } from "../steps/refusal.ts";
import { withCapability } from "../steps/subject.ts";

interface Subject {
  readonly operation: OperationName;
  readonly capability: string | undefined;
  readonly gated: readonly Place[];
}

const SUBJECTS = Object.values(specModel.operations).flatMap(
  ({ name, direction, kind, group, capability }): Subject[] => {
    if (direction !== "coreToDriver" || kind === "notification" || group === "simulation") return [];
    const operation = name as OperationName;
    const gated = placesIn(operation).filter(({ isGated }) => isGated);
    return gated.length === 0 ? [] : [{ operation, capability, gated }];
  },
);

/** The checks of data behind declared capabilities, one for each operation that takes any. */
export const gatedDataServedChecks: readonly Check[] = SUBJECTS.map(({ operation, capability, gated }): Check => ({
  id: `errors/declared-capability-is-served[data-of-${operation}]`,
  requirement: "errors/declared-capability-is-served",
  title: `${operation}() with data behind a capability that is declared is not refused for want of it`,
  needs: withCapability({}, capability),
  run: async (t) => {
    const declares = (name: Capability): boolean => t.session.capabilities[name] === true;
    const places = gated.filter(({ capabilities }) => capabilities.every(declares));
    if (places.length === 0) t.notApplicable(`The driver declares none of what data of ${operation} is behind`);
    const nothing = requestOnNothing(operation, t.uuid());
    for (const place of places) {
      const refusal = await refusalOf(t.request(operation, { ...place.put(nothing), call: { operationId: t.uuid() } }));
      const named = (refusal?.details as { readonly capability?: Capability } | undefined)?.capability;
      t.expectThat(
        refusal?.code !== "NOT_SUPPORTED" || named === undefined || !declares(named),
        `${operation} with ${place.path} is refused for want of ${named}, which the driver declares`,
        { expected: `${named} served, or not declared`, got: refusal },
      );
    }
  },
}));
