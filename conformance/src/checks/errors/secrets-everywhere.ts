// The checks that follow from the schemas alone: a secret is kept wherever in a request it stands.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, OperationName } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import { requestOnNothing } from "../steps/example-request.ts";
import { simulates } from "../steps/guest-time.ts";
import { ENCODED, expectKept, request, SECRET } from "../steps/kept-secrets.ts";
import { type Place, placesIn } from "../steps/places.ts";
import { withCapability } from "../steps/subject.ts";

interface Subject {
  readonly operation: OperationName;
  readonly capability: string | undefined;
  readonly secrets: readonly Place[];
}

/** A text, and not the object around it. */
function isText({ schema }: Place): boolean {
  return schema.type === "string" && schema.const === undefined && schema.enum === undefined;
}

const SUBJECTS = Object.values(specModel.operations).flatMap(
  ({ name, direction, kind, group, capability }): Subject[] => {
    if (direction !== "coreToDriver" || kind === "notification" || group === "simulation") return [];
    const operation = name as OperationName;
    const secrets = placesIn(operation).filter((place) => place.isSensitive && isText(place));
    return secrets.length === 0 ? [] : [{ operation, capability, secrets }];
  },
);

/** A secret as a place takes it. */
function secretFor({ schema: { contentEncoding, maxLength = Infinity } }: Place): string {
  return (contentEncoding === undefined ? SECRET : ENCODED).slice(0, maxLength);
}

/** The checks of secrets in every place, one for each operation that takes any. */
export const secretPlacesChecks: readonly Check[] = SUBJECTS.map(({ operation, capability, secrets }): Check => ({
  id: `errors/never-carry-secrets[${operation}-in-every-place]`,
  requirement: "errors/never-carry-secrets",
  title: `A secret in a ${operation}() that is refused is seen in no message and no log, wherever it stands`,
  needs: withCapability({}, capability),
  run: async (t) => {
    const declares = (needed: Capability): boolean => t.session.capabilities[needed] === true;
    const places = secrets.filter(({ capabilities }) => capabilities.every(declares));
    const nothing = requestOnNothing(operation, t.uuid());
    const calls = places.map((place) => () => request(t, operation, place.put(nothing, secretFor(place))));
    await expectKept(t, calls);
    if (!simulates(t)) return;
    // What succeeds on nothing at all fails now.
    await t.simulation.injectFault({ kind: "backendUnreachable" });
    await expectKept(t, calls);
    await t.simulation.clearFaults();
  },
}));
