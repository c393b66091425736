// Names for places of the spec: an operation, a capability, an object, or a field of an operation or object.
import { didYouMean } from "./closest-word.ts";
import { followRef, type JsonSchema } from "./json-schema.ts";
import type { SpecModel } from "./spec-model.ts";

/**
 * Tells what is wrong with the name of a place.
 *
 * @param place - Such as `snapshot`, `supportsVtpm`, `ImageSink`, `Instance.hostname` or `spawn.params.instance.image`. Lists and unions are
 *   looked through: a field of their entries or of one of their variants counts.
 * @param model - The spec.
 * @returns What is wrong, with the nearest name that exists, or `undefined`.
 */
export function wrongPlace(place: string, model: SpecModel): string | undefined {
  const [first = "", ...names] = place.split(".");
  const operation = model.operations[first];
  const roots = [...Object.keys(model.operations), ...Object.keys(model.schemas), ...Object.keys(model.capabilities)];
  if (!roots.includes(first)) return `names nothing in the spec: "${first}"${didYouMean(first, roots)}`;
  if (names.length === 0) return undefined;
  if (operation === undefined) return wrongField(place, names, model.schemas[first], model);
  const [part = "", ...fields] = names;
  const parts = { params: operation.params, ...(operation.result === undefined ? {} : { result: operation.result }) };
  if (!Object.hasOwn(parts, part))
    return `names no part of "${first}": "${part}"${didYouMean(part, Object.keys(parts))}`;
  return wrongField(place, fields, parts[part as keyof typeof parts], model);
}

function wrongField(
  place: string,
  names: readonly string[],
  root: JsonSchema | undefined,
  model: SpecModel,
): string | undefined {
  let at = objects(root, model);
  for (const name of names) {
    const known = at.flatMap(({ properties }) => Object.keys(properties ?? {}));
    if (!known.includes(name)) return `names no field: "${place}"${didYouMean(name, known)}`;
    at = at.flatMap(({ properties }) => objects(properties?.[name], model));
  }
  return undefined;
}

/** The objects that a schema is or holds: itself, the entries of a list, the variants of a union. */
function objects(schema: JsonSchema | undefined, model: SpecModel): JsonSchema[] {
  const at = followRef(schema, model.schemas);
  if (at === undefined) return [];
  if (at.items !== undefined) return objects(at.items, model);
  if (at.oneOf !== undefined) return at.oneOf.flatMap((variant) => objects(variant, model));
  return [at];
}
