// Checks that follow from the schemas alone: each rule for each member of each request is enforced, before anything else is looked at.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, OperationModel, OperationName } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { requestOnNothing } from "../steps/example-request.ts";
import { type InvalidValue, invalidValues } from "../steps/invalid-values.ts";
import { type Params, type Place, placesIn } from "../steps/places.ts";
import { refusalOf } from "../steps/refusal.ts";
import { withCapability } from "../steps/subject.ts";

/** A request that breaks one rule. */
interface InvalidRequest {
  /** Names the place and the rule, for people. */
  readonly what: string;
  /** What the refusal has to name. */
  readonly field: string;
  readonly capabilities: readonly Capability[];
  readonly params: (request: Params) => Params;
}

interface Subject {
  readonly model: OperationModel;
  readonly places: readonly Place[];
}

/** What concerns the session that a check runs in, or the simulation that it works with. */
function isApart({ group, name }: OperationModel): boolean {
  return group === "simulation" || name === "initialize" || name === "shutdown";
}

/** Every request to a driver, those first that every driver serves, with the places that none before it has: a shared object is tried once. */
function subjects(): Subject[] {
  const seen = new Set<string>();
  const isNew = ({ part }: Place): boolean => !seen.has(part) && seen.add(part) !== undefined;
  return Object.values(specModel.operations)
    .filter((model) => model.direction === "coreToDriver" && model.kind !== "notification" && !isApart(model))
    .toSorted((one, other) => Number(one.capability !== undefined) - Number(other.capability !== undefined))
    .map((model) => ({ model, places: placesIn(model.name as OperationName).filter(isNew) }));
}

function invalidRequests({ model, places }: Subject): InvalidRequest[] {
  const ofMembers = places.flatMap((place) =>
    invalidValues(place.schema).map((invalid) => ({
      ...described(place.path, invalid),
      capabilities: place.capabilities,
      params: (request: Params) => place.edit(request, invalid.of),
    })),
  );
  const ofTheWhole = (model.params.required ?? []).map((missing) => ({
    ...described("params", { rule: "required", missing }),
    capabilities: [],
    params: (request: Params): Params => {
      const { [missing]: _, ...others } = request;
      return others;
    },
  }));
  return [...ofTheWhole, ...ofMembers];
}

function described(
  path: string,
  { rule, missing }: Pick<InvalidValue, "rule" | "missing">,
): Pick<InvalidRequest, "what" | "field"> {
  const at = missing === undefined ? path : `${path}.${missing}`;
  const [field = ""] = at.match(/[A-Za-z]+(?=(?:\[\]|<\w+>)*$)/u) ?? [];
  return { what: `${at} that breaks "${rule}"`, field };
}

async function expectInvalid(
  t: CheckContext,
  operation: string,
  request: Params,
  { what, field, params }: InvalidRequest,
): Promise<void> {
  const refusal = await refusalOf(t.request(operation, { ...params(request), call: { operationId: t.uuid() } }));
  const hint = "Validate the parameters against the operation's schema before anything else.";
  t.expectThat(refusal?.code === "INVALID_REQUEST", `${operation} with ${what} ${answered(refusal?.code)}`, {
    expected: "INVALID_REQUEST",
    got: refusal ?? "success",
    hint,
  });
  t.expectEqual(refusal?.effect, "none", `effect of the INVALID_REQUEST of ${operation} with ${what}`, hint);
  const details = (refusal?.details ?? {}) as { path?: unknown; problem?: unknown };
  t.expectThat(
    `${String(details.path)} ${String(details.problem)}`.includes(field),
    `INVALID_REQUEST does not name ${what}`,
    {
      expected: `details.path with "${field}"`,
      got: details,
    },
  );
}

function answered(code: string | undefined): string {
  return code === undefined ? "succeeded" : `was answered ${code}`;
}

function checkOf(subject: Subject): Check {
  const { name, capability } = subject.model;
  const requests = invalidRequests(subject);
  return {
    id: `protocol/refuses-invalid-requests[${name}-each-rule]`,
    requirement: "protocol/refuses-invalid-requests",
    title: `${name}() is refused by the name of the member where one breaks a rule of its schema`,
    needs: withCapability({}, capability),
    run: async (t) => {
      const nothing = requestOnNothing(name as OperationName, t.uuid());
      const declares = (needed: Capability): boolean => t.session.capabilities[needed] === true;
      for (const request of requests)
        if (request.capabilities.every(declares)) await expectInvalid(t, name, nothing, request);
    },
  };
}

/** The checks of the rules for the members of requests, one for each operation. */
export const invalidMemberChecks: readonly Check[] = subjects()
  .filter((subject) => invalidRequests(subject).length > 0)
  .map(checkOf);
