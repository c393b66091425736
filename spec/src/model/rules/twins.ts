// Some lists are written twice: once with meaning, once as the schema of a message. Both must say the same.
import type { SourceProblem } from "../source-problem.ts";
import type { Rule } from "./rule.ts";

/** PowerState.yaml lists the states of states.yaml, Capabilities.yaml the capabilities of capabilities.yaml, in the same order. */
export const twins: Rule = function* ({ sources, model }): Generator<SourceProblem> {
  const pairs = [
    {
      path: "schemas/PowerState.yaml",
      key: "enum",
      listed: model.schemas["PowerState"]?.enum ?? [],
      from: "states.yaml",
      wanted: Object.keys(model.powerStates),
    },
    {
      path: "schemas/Capabilities.yaml",
      key: "properties",
      listed: Object.keys(model.schemas["Capabilities"]?.properties ?? {}),
      from: "capabilities.yaml",
      wanted: Object.keys(model.capabilities),
    },
  ];
  for (const { path, key, listed, from, wanted } of pairs) {
    const file = sources.files.get(path);
    if (file === undefined) continue;
    if (listed.join() !== wanted.join())
      yield file.problem([key], `must list what ${from} does, in its order: ${wanted.join(", ")}`, "key");
  }
};
