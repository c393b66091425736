// What a field holds, in a few words.
import { refName, type JsonSchema } from "../../model/json-schema.ts";
import type { Links } from "./links.ts";
import { code, table } from "./markdown.ts";

/** Writes the type of a schema with its limits. */
export function typeText(schema: JsonSchema, links: Links): string {
  const name = schema.$ref === undefined ? undefined : refName(schema.$ref);
  if (name !== undefined) return links.to("object", name);
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((value) => code(value)).join(", ");
  if (schema.oneOf !== undefined) return schema.oneOf.map((variant) => typeText(variant, links)).join(" or ");
  if (schema.type === "array") return `list of ${typeText(schema.items ?? {}, links)}${entries(schema)}`;
  const { type = "object", format, contentEncoding } = schema;
  return `${contentEncoding ?? format ?? type}${limits(schema)}`;
}

function entries({ minItems = 0, maxItems }: JsonSchema): string {
  return ` (${range(minItems, maxItems)} entries)`;
}

function limits({ minLength, maxLength, minimum, maximum, type }: JsonSchema): string {
  if (type === "string" && maxLength !== undefined) return ` (${range(minLength ?? 0, maxLength)} characters)`;
  return minimum === undefined && maximum === undefined ? "" : ` (${range(minimum, maximum)})`;
}

function range(least: number | undefined, most: number | undefined): string {
  return least === most ? String(least) : `${least ?? ""} to ${most ?? ""}`;
}

/** Writes the members of an object as a table; a sentence if it has none. */
export function memberTable({ properties = {}, required = [] }: JsonSchema, links: Links): string {
  const members = Object.entries(properties);
  if (members.length === 0) return "Nothing.\n\n";
  const rows = members.map(([name, schema]) => [
    code(name),
    typeText(schema, links),
    required.includes(name) ? "yes" : "",
    [schema.description ?? "", ...notes(schema, links)].join(" "),
  ]);
  return table(["Member", "Type", "Required", "Meaning"], rows);
}

/** What a reader must know of a field beside its meaning. */
export function notes(schema: JsonSchema, links: Links): string[] {
  const capability = schema["x-capability"];
  const fallback = schema["x-open-enum"];
  return [
    ...(schema.default === undefined ? [] : [`Default: ${code(JSON.stringify(schema.default))}.`]),
    ...(capability === undefined ? [] : [`Only to drivers that declare ${links.to("capability", capability)}.`]),
    ...(fallback === undefined ? [] : [`More values may come; read an unknown one as ${code(fallback)}.`]),
    ...(schema["x-sensitive"] === true ? ["**Secret.**"] : []),
    ...(schema["x-driver-private"] === true ? ["Private to the driver."] : []),
    ...(schema["x-since"] === undefined ? [] : [`Since ${schema["x-since"]}.`]),
    ...(schema["x-downgrade"] === "omit" ? ["Left out towards a peer that does not know it."] : []),
  ];
}
