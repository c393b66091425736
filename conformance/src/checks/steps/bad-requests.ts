// Requests with exactly one defect, drawn from the schema of an operation's parameters: a request that the schema accepts, with one
// value of it made wrong or left out.
import { specModel, validators } from "@virt-driver-kit/spec";
import type { JsonValue, OperationName } from "@virt-driver-kit/spec";
import * as fc from "fast-check";

import { type Params, type Place, placesIn } from "./places.ts";
import { wrongsOf } from "./wrong-values.ts";

/** A request with one defect. */
export interface BadRequest {
  /** What is wrong, as in `params.limit is 0`. */
  readonly defect: string;
  /** The member at fault, which the refusal has to name. */
  readonly member: string;
  /** The request without the defect. */
  readonly mended: Params;
  readonly bad: Params;
}

/** An identity for requests that are only validated here. */
const ANY_ID = "0f5b7c7e-7a1c-4d8e-9c58-1f2f3b1f0a11";

/**
 * Draws requests with one defect.
 *
 * @param operation - An operation that takes parameters.
 * @param request - A request to it that the schema accepts.
 * @param isDeclared - Tells whether the driver declares a capability. Nothing behind another one is drawn.
 */
export function badRequests(
  operation: OperationName,
  request: Params,
  isDeclared: (capability: string) => boolean,
): fc.Arbitrary<BadRequest> {
  const validator = validators[operation].params;
  const call = specModel.operations[operation]?.kind === "change" ? { call: { operationId: ANY_ID } } : {};
  const places = [
    whole(operation),
    ...placesIn(operation).filter(({ capabilities }) => capabilities.every(isDeclared)),
  ];
  return fc
    .constantFrom(...places)
    .chain((place) => fc.constantFrom(...defectsAt(place, request)))
    .filter(({ mended, bad }) => {
      const read = validator.tolerant({ ...bad, ...call });
      // A variant that the receiver does not know is one of a later version, and not supported.
      const isWrong = !read.ok && read.problems.every(({ unknownVariant }) => unknownVariant === undefined);
      return isWrong && validator.closed({ ...mended, ...call }) === null;
    });
}

/** The parameters themselves as a place. */
function whole(operation: OperationName): Pick<Place, "path" | "schema" | "edit"> {
  const schema = specModel.operations[operation]?.params ?? {};
  return { path: "params", schema, edit: (params, change) => change(params as JsonValue) as Params };
}

/** What can be wrong at a place, one defect each; nothing that is wrong if the place allows for none. */
function defectsAt({ path, schema, edit }: Pick<Place, "path" | "schema" | "edit">, request: Params): BadRequest[] {
  const mended = edit(request, (present) => present);
  const isRoot = path === "params";
  const missing = (schema.required ?? []).map((member): BadRequest => ({
    defect: `${path}.${member} is missing`,
    member,
    mended,
    bad: edit(request, (present) =>
      Object.fromEntries(Object.entries(present as Record<string, JsonValue>).filter(([name]) => name !== member)),
    ),
  }));
  const wrong = (isRoot ? [] : wrongsOf(schema)).map(({ value, is }): BadRequest => ({
    defect: `${path} is ${is}`,
    member: memberOf(path),
    mended,
    bad: edit(request, () => value),
  }));
  const all = [...missing, ...wrong];
  return all.length > 0 ? all : [{ defect: "none", member: "", mended, bad: mended }];
}

/** The last name in a path, as `tag` in `params.volumes[].tag` and `image` in `params.image<HttpImage>`. */
function memberOf(path: string): string {
  return /([\w-]+)(?:\[\]|<[^>]*>)*$/u.exec(path)?.[1] ?? path;
}
