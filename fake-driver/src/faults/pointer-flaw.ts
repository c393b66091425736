import { didYouMean, type JsonSchema, specModel } from "@virt-driver-kit/spec";
import { partsOf } from "./json-places.ts";

/**
 * Finds why a pointer can lead nowhere.
 *
 * @param schema - The schema of the message that it leads into.
 * @param pointer - The pointer.
 * @returns What is wrong, with what could have been meant; undefined if some message has such a place.
 */
export function pointerFlaw(schema: JsonSchema, pointer: string): string | undefined {
  let places = variantsOf(schema);
  let way = "";
  for (const part of partsOf(pointer)) {
    const next = places.flatMap((place) => below(place, part));
    if (next.length === 0) return dead(places, part, way);
    places = next.flatMap(variantsOf);
    way += `/${part}`;
  }
  return undefined;
}

/** What a schema stands for: what it refers to, and of a union each variant. */
function variantsOf({ $ref, ...schema }: JsonSchema): JsonSchema[] {
  if ($ref !== undefined) return variantsOf(specModel.schemas[$ref.slice($ref.lastIndexOf("/") + 1)] ?? {});
  return schema.oneOf === undefined ? [schema] : schema.oneOf.flatMap(variantsOf);
}

function below({ items, properties = {} }: JsonSchema, part: string): JsonSchema[] {
  if (items !== undefined) return part === "*" || /^\d+$/.test(part) ? [items] : [];
  if (part === "*") return Object.values(properties);
  const member = properties[part];
  return member === undefined ? [] : [member];
}

function dead(places: readonly JsonSchema[], part: string, way: string): string {
  const where = way === "" ? "the message" : `"${way}"`;
  const names = [...new Set(places.flatMap(({ properties = {} }) => Object.keys(properties)))];
  if (places.some(({ items }) => items !== undefined))
    return `leads nowhere: ${where} is a list, and "${part}" is no number and no *`;
  if (names.length === 0) return `leads nowhere: ${where} has nothing in it`;
  return `leads nowhere: ${where} has no member "${part}"${didYouMean(part, names) || `; it has ${names.join(", ")}`}`;
}
