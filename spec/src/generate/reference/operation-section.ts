// One operation: what it asks, what it answers, how it fails, and what both sides owe each other in it.
import type { OperationModel, SpecModel, StateTable } from "../../model/spec-model.ts";
import { wireParams, wireSchemas } from "../../model/wire-schemas.ts";
import { exampleValue } from "../../validation/example-value.ts";
import type { Links } from "./links.ts";
import { code, diagram, heading, jsonBlock, list, paragraphs, plain, table } from "./markdown.ts";
import { requirementList } from "./requirement-list.ts";
import { memberTable } from "./type-text.ts";

/** Writes the section of one operation; `depth` is that of the headings in it. */
export function operationSection(operation: OperationModel, model: SpecModel, links: Links, depth: number): string {
  const { params, result, requirements } = operation;
  const own = requirements.flatMap((id) => model.requirements[id] ?? []);
  const about = Object.values(model.requirements).filter(
    ({ operations, origin }) => origin !== operation.name && operations.includes(operation.name),
  );
  return [
    paragraphs(operation.summary, operation.description, facts(operation, links)),
    heading(depth, "Parameters"),
    memberTable(params, links),
    ...(result === undefined ? [] : [heading(depth, "Result"), memberTable(result, links)]),
    ...(links.brief ? [] : [heading(depth, "Example"), example(operation, model)]),
    ...(operation.states === undefined
      ? []
      : [
          heading(depth, "Power states"),
          ...operation.states.map((states) => stateTable(states, operation, model, links)),
        ]),
    ...(result === undefined ? [] : [heading(depth, "Errors"), errors(operation, model, links)]),
    heading(depth, "Requirements"),
    requirementList(own, links),
    ...(about.length === 0
      ? []
      : [paragraphs("Others speak of it too:"), list(about.map((one) => `${links.toRequirement(one)}: ${one.text}`))]),
    ...(operation.nova === undefined ? [] : [heading(depth, "In Nova"), nova(operation)]),
  ].join("");
}

function facts(
  { kind, direction, servedBy, idempotency, capability, since, stability }: OperationModel,
  links: Links,
): string {
  const sent = direction === "coreToDriver" ? "core to driver" : "driver to core";
  const served = { driver: "the driver", runtime: "the library that serves the driver", core: "the core" }[servedBy];
  const again = {
    natural: "Calling twice leaves what calling once leaves.",
    keyed: "A repeat is known by its operation id and not done again.",
  };
  return [
    `**${kind}**, sent from ${sent}${kind === "notification" ? "" : `, served by ${served}`}.`,
    ...(idempotency === undefined ? [] : [again[idempotency]]),
    ...(capability === undefined ? [] : [`Exists only with ${links.to("capability", capability)}.`]),
    `Since ${since}, ${stability}.`,
  ].join(" ");
}

/** A request and its answer as they are on the wire. The example of a notification is the message alone. */
function example(operation: OperationModel, model: SpecModel): string {
  const schemas = wireSchemas(model);
  const message = { jsonrpc: "2.0", ...(operation.result !== undefined && { id: 1 }), method: operation.name };
  const request = jsonBlock({ ...message, params: exampleValue(wireParams(operation), schemas, 1) });
  if (operation.result === undefined) return request;
  const result = exampleValue(operation.result, schemas, 1);
  return `${request}${paragraphs("is answered")}${jsonBlock({ jsonrpc: "2.0", id: 1, result })}`;
}

function stateTable({ when, outcome }: StateTable, operation: OperationModel, model: SpecModel, links: Links): string {
  const variant = Object.entries(when).map(([name, value]) => `${code(name)} is ${code(JSON.stringify(value))}`);
  const moves = Object.entries(outcome).filter(
    ([from, to]) => !(to in model.errors) && to !== "unchanged" && to !== from,
  );
  const rows = Object.entries(outcome).map(([from, to]) => [
    code(from),
    to in model.errors
      ? `is refused with ${links.to("error", to)}`
      : to === "unchanged" || to === from
        ? "stays"
        : `becomes ${code(to)}`,
  ]);
  return [
    paragraphs(variant.length === 0 ? undefined : `Where ${variant.join(" and ")}:`),
    table(["Before", "After"], rows),
    moves.length === 0 || links.brief
      ? ""
      : diagram(["stateDiagram-v2", ...moves.map(([from, to]) => `  ${from} --> ${to}: ${operation.name}`)]),
  ].join("");
}

function errors({ errors: own }: OperationModel, model: SpecModel, links: Links): string {
  const rows = own.map(({ code: name, condition, effect }) => [
    links.to("error", name),
    condition,
    code(effect),
    model.recoveries[model.errors[name]?.recovery ?? ""] ?? "",
  ]);
  const common = Object.keys(model.errors).filter((name) => model.errors[name]?.common === true);
  return `${table(["Code", "When", "Effect", "What the caller does"], rows)}${paragraphs(`Common to all calls: ${common.map((name) => links.to("error", name)).join(", ")}.`)}`;
}

function nova({ nova: equivalent }: OperationModel): string {
  const { methods = [], source = "" } = equivalent ?? {};
  if (methods.length === 0) return paragraphs(`Has no method there: ${plain(source)}.`);
  return paragraphs(`Stands for ${methods.map(code).join(", ")} (${plain(source)}).`);
}
