// One error code: what it says, what the caller must do, and which operations answer it.
import type { SpecModel } from "../../model/spec-model.ts";
import { errorData, wireSchemas } from "../../model/wire-schemas.ts";
import { exampleValue } from "../../validation/example-value.ts";
import type { Links } from "./links.ts";
import { code, heading, jsonBlock, paragraphs, table } from "./markdown.ts";
import { memberTable } from "./type-text.ts";

/** Writes the section of one error code. */
export function errorSection(name: string, model: SpecModel, links: Links, depth: number): string {
  const error = model.errors[name];
  if (error === undefined) return "";
  const answers = Object.values(model.operations).flatMap((operation) =>
    operation.errors
      .filter((one) => one.code === name)
      .map(({ condition, effect }) => [links.to("operation", operation.name), condition, code(effect)]),
  );
  return [
    paragraphs(
      error.meaning,
      `**The caller:** ${model.recoveries[error.recovery]} (${code(error.recovery)})`,
      `On the wire the code is ${code(String(error.rpcCode))}, and ${code("data.code")} is ${code(name)}.`,
    ),
    ...(error.details === undefined ? [] : [heading(depth, "Details"), memberTable(error.details, links)]),
    ...(links.brief ? [] : [heading(depth, "Example"), jsonBlock(exampleError(name, model))]),
    heading(depth, "Answered by"),
    error.common ? paragraphs("Every call.") : table(["Operation", "When", "Effect"], answers),
  ].join("");
}

/** The error as it is on the wire. */
function exampleError(name: string, model: SpecModel): unknown {
  const { rpcCode, meaning = "" } = model.errors[name] ?? {};
  const [message] = meaning.split(/(?<=\.)\s/);
  const data = exampleValue(errorData(model, name), wireSchemas(model), 1);
  return { jsonrpc: "2.0", id: 1, error: { code: rpcCode, message, data } };
}
