// Checks of requests in which one value is just beyond what its schema allows: those follow from the model, one check for each operation.
// Of a large operation each run tries some places, which its seed decides; with `--repeat` it is others each time.
import { exampleValue, specModel } from "@virt-driver-kit/spec";
import type { Capability, JsonSchema, JsonValue, OperationName } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { requestOnNothing } from "../steps/example-request.ts";
import { type Place, placesIn } from "../steps/places.ts";
import { refusalOf } from "../steps/refusal.ts";

/** How many places of an operation are tried in a check. */
const SEVERAL = 5;
/** Lists that are longer make messages that nobody has to take. */
const LONGEST_LIST = 5_000;

/** A limit of a place, and a value that is just beyond it. */
interface Excess {
  readonly place: Place;
  readonly limit: string;
  readonly value: () => JsonValue;
}

/** By keyword of a schema: how a value is made that is just beyond its limit; nothing if there is none that can be sent. */
const BEYOND: Readonly<Record<string, (limit: number, schema: JsonSchema) => (() => JsonValue) | undefined>> = {
  minLength: (limit) => (limit > 0 ? () => "x".repeat(limit - 1) : undefined),
  maxLength: (limit) => () => "x".repeat(limit + 1),
  minItems: (limit) => (limit > 0 ? () => [] : undefined),
  maxItems: (limit, { items = {} }) => {
    const example = (): JsonValue => exampleValue(items, specModel.schemas);
    return limit <= LONGEST_LIST ? () => Array.from({ length: limit + 1 }, example) : undefined;
  },
  minimum: (limit) => (Number.isSafeInteger(limit - 1) ? () => limit - 1 : undefined),
  maximum: (limit) => (Number.isSafeInteger(limit + 1) ? () => limit + 1 : undefined),
};

function excessesOf(place: Place): Excess[] {
  const schema = place.schema as JsonSchema & Readonly<Record<string, unknown>>;
  return Object.entries(BEYOND).flatMap(([limit, make]) => {
    const bound = schema[limit];
    const value = typeof bound === "number" ? make(bound, schema) : undefined;
    return value === undefined ? [] : [{ place, limit, value }];
  });
}

/** Where a driver need not take the variant that a value is in, it may say that in place of what is wrong inside. */
function codesOf({ path }: Place): readonly string[] {
  return path.includes("<") ? ["INVALID_REQUEST", "NOT_SUPPORTED"] : ["INVALID_REQUEST"];
}

async function expectRefused(
  t: CheckContext,
  operation: OperationName,
  { place, limit, value }: Excess,
): Promise<void> {
  const nobody = t.uuid();
  const isChange = specModel.operations[operation]?.kind === "change";
  const call = isChange ? { operationId: t.uuid() } : {};
  const refusal = await refusalOf(
    t.request(operation, { ...place.put(requestOnNothing(operation, nobody), value()), call }),
  );
  const { code, effect, details = {} } = refusal ?? {};
  const isRefused = code !== undefined && codesOf(place).includes(code) && effect === "none";
  t.expectThat(isRefused, `${operation} with ${place.path} just beyond its ${limit} was ${code ?? "answered"}`, {
    expected: { code: "INVALID_REQUEST", effect: "none" },
    got: refusal === undefined ? "success" : { code, effect, details },
    hint: "Validate the parameters against the operation's schema before anything else.",
  });
  const name = /([A-Za-z]+)(\[\])?$/u.exec(place.path)?.[1] ?? "";
  const { path, problem } = details as { path?: unknown; problem?: unknown };
  const isNamed = code !== "INVALID_REQUEST" || `${String(path)} ${String(problem)}`.includes(name);
  t.expectThat(isNamed, `INVALID_REQUEST of ${operation} does not name the field "${name}"`, {
    expected: `details.path with "${name}"`,
    got: details,
  });
}

/** The operations that take something. What opens a session or controls a simulator is none of them. */
const OPERATIONS = Object.values(specModel.operations)
  .filter(({ direction, kind }) => direction === "coreToDriver" && kind !== "notification")
  .filter(
    ({ name, params }) =>
      !/^(initialize|simulation\/.*)$/u.test(name) && Object.keys(params?.properties ?? {}).length > 0,
  )
  .map(({ name }) => name as OperationName);

/** The checks of values beyond their limits. */
export const pastTheLimitsChecks: readonly Check[] = OPERATIONS.map((operation): Check => {
  const capability = specModel.operations[operation]?.capability as Capability | undefined;
  return {
    id: `protocol/refuses-invalid-requests[limits-of-${operation}]`,
    requirement: "protocol/refuses-invalid-requests",
    title: `${operation}() with a value just beyond the limits of its schema is refused by name, wherever the value stands`,
    needs: capability === undefined ? {} : { capabilities: [capability] },
    run: async (t) => {
      const isServed = (name: Capability): boolean => t.session.capabilities[name] === true;
      const places = placesIn(operation).filter(({ capabilities }) => capabilities.every(isServed));
      const excesses = places.flatMap(excessesOf);
      if (excesses.length === 0) t.notApplicable(`${operation} takes nothing with a limit`);
      for (const excess of t.random.shuffle(excesses).slice(0, SEVERAL)) await expectRefused(t, operation, excess);
    },
  };
});
