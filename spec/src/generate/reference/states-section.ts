// The power states of an instance, what moves between them, and every operation's answer in each.
import type { SpecModel } from "../../model/spec-model.ts";
import type { Links } from "./links.ts";
import { code, diagram, heading, paragraphs, table } from "./markdown.ts";

/** Writes the section on power states. */
export function statesSection(model: SpecModel, links: Links, depth: number): string {
  const states = Object.entries(model.powerStates);
  return [
    table(
      ["Power state", "Meaning", "In Nova"],
      states.map(([name, { meaning, nova }]) => [code(name), meaning, nova]),
    ),
    paragraphs("`absent` stands for an instance that the hypervisor does not have. It is no power state."),
    ...(links.brief ? [] : [heading(depth, "What moves an instance"), diagram(["stateDiagram-v2", ...moves(model)])]),
    heading(depth, "What an instance does by itself"),
    table(
      ["From", "To", "Cause"],
      model.spontaneous.map(({ from, to, cause }) => [code(from), code(to), cause]),
    ),
    heading(depth, "Every operation in every state"),
    table(["Operation", "Where", ...states.map(([name]) => name), "absent"], outcomes(model, links)),
  ].join("");
}

/** The moves of the operations on one host, without variants that say the same. */
function moves({ operations, errors, spontaneous }: SpecModel): string[] {
  const byMove = new Map<string, Set<string>>();
  for (const { name, states = [] } of Object.values(operations)) {
    for (const { outcome } of states) {
      for (const [from, to] of Object.entries(outcome)) {
        if (to === from || to === "unchanged" || to in errors) continue;
        const move = `${from} --> ${to}`;
        byMove.set(move, (byMove.get(move) ?? new Set()).add(name));
      }
    }
  }
  for (const { from, to } of spontaneous) {
    const move = `${from} --> ${to}`;
    byMove.set(move, (byMove.get(move) ?? new Set()).add("by itself"));
  }
  return [...byMove].map(([move, names]) => `  ${move}: ${[...names].join(", ")}`);
}

function outcomes(model: SpecModel, links: Links): string[][] {
  const columns = [...Object.keys(model.powerStates), "absent"];
  return Object.values(model.operations).flatMap(({ name, states = [] }) =>
    states.map(({ when, outcome }) => [
      links.to("operation", name),
      Object.entries(when)
        .map(([field, value]) => code(`${field}: ${JSON.stringify(value)}`))
        .join(", "),
      ...columns.map((state) => {
        const to = outcome[state] ?? "";
        return to in model.errors ? links.to("error", to) : to === "unchanged" || to === state ? "stays" : code(to);
      }),
    ]),
  );
}
