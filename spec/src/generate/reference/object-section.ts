// One object: its members, or its variants, and where it is used.
import { refName, type JsonSchema } from "../../model/json-schema.ts";
import type { SpecModel } from "../../model/spec-model.ts";
import { exampleValue } from "../../validation/example-value.ts";
import type { Links } from "./links.ts";
import { code, heading, jsonBlock, paragraphs } from "./markdown.ts";
import { memberTable, notes, typeText } from "./type-text.ts";

/** Writes the section of one object. */
export function objectSection(name: string, model: SpecModel, links: Links, depth: number): string {
  const schema = model.schemas[name] ?? {};
  return [
    paragraphs([schema.description ?? "", ...notes(schema, links)].join(" ")),
    form(schema, links),
    ...(links.brief ? [] : [heading(depth, "Example"), jsonBlock(exampleValue(schema, model.schemas, 1))]),
    paragraphs(usersText(name, model, links)),
  ].join("");
}

function form(schema: JsonSchema, links: Links): string {
  if (schema.type === "object") return memberTable(schema, links);
  if (schema.oneOf === undefined) return paragraphs(`A value of type ${typeText(schema, links)}.`);
  return paragraphs(`${code(schema["x-union"] ?? "")} tells which it is: ${typeText(schema, links)}.`);
}

function usersText(name: string, model: SpecModel, links: Links): string | undefined {
  const operations = Object.values(model.operations)
    .filter(({ params, result }) => mentions(params, name) || mentions(result ?? {}, name))
    .map((operation) => links.to("operation", operation.name));
  const objects = Object.keys(model.schemas)
    .filter((other) => other !== name && mentions(model.schemas[other] ?? {}, name))
    .map((other) => links.to("object", other));
  const errors = Object.keys(model.errors)
    .filter((error) => mentions(model.errors[error]?.details ?? {}, name))
    .map((error) => links.to("error", error));
  const users = [...operations, ...objects, ...errors];
  return users.length === 0 ? undefined : `Used by ${users.join(", ")}.`;
}

/** Whether a schema refers to an object by itself, not through another object. */
function mentions({ $ref, items, properties = {}, oneOf = [] }: JsonSchema, name: string): boolean {
  if ($ref !== undefined) return refName($ref) === name;
  return [...(items === undefined ? [] : [items]), ...Object.values(properties), ...oneOf].some((inner) =>
    mentions(inner, name),
  );
}
