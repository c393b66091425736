// Nothing is newer than the spec that it is in, and what older peers do without is newer than what holds it.
import { compareVersions } from "../compare-versions.ts";
import { schemaPlaces } from "../schema-places.ts";
import { valueAt, type DataPath } from "../data-path.ts";
import type { SourceFile } from "../source-file.ts";
import type { SourceProblem } from "../source-problem.ts";
import { requirementPlaces, type Rule, type ShapedSpec } from "./rule.ts";

interface Dated {
  file: SourceFile;
  path: DataPath;
  since: string | undefined;
}

/** No operation, object, member, requirement, capability or profile says that it came after the spec's own version; a member that may be dropped came after the object or operation that it is in. */
export const versions: Rule = function* (spec): Generator<SourceProblem> {
  yield* tooNew(spec);
  yield* neverDropped(spec);
};

function* tooNew(spec: ShapedSpec): Generator<SourceProblem> {
  for (const { file, path, since } of dated(spec)) {
    if (since !== undefined && compareVersions(since, spec.model.version) > 0)
      yield file.problem(
        path,
        `is ${since}, but spec.yaml is still at ${spec.model.version}; raise its \`version\`, or say an earlier one here`,
      );
  }
}

/** Every peer that knows what holds a member of the same age knows the member too. */
function* neverDropped({ sources }: ShapedSpec): Generator<SourceProblem> {
  for (const { file, path, schema, role } of schemaPlaces(sources)) {
    if (schema["x-downgrade"] === undefined || role !== "member") continue;
    const since = schema["x-since"];
    const held = sinceOfHolder(file, path);
    if (since !== undefined && (held === undefined || compareVersions(since, held) > 0)) continue;
    yield file.problem(
      [...path, "x-downgrade"],
      `has no effect: the member is not newer than what holds it${held === undefined ? "" : `, which is ${held}`}; say a later \`x-since\`, or leave it out`,
      "key",
    );
  }
}

/** The version of what a member is in: of the nearest schema around it that says one, or of the operation. */
function sinceOfHolder(file: SourceFile, path: DataPath): string | undefined {
  for (let length = path.length - 1; length >= 0; length -= 1) {
    const around = valueAt(file.value, path.slice(0, length)) as { "x-since"?: string; since?: string } | undefined;
    const since = around?.["x-since"] ?? (length === 0 ? around?.since : undefined);
    if (since !== undefined) return since;
  }
  return undefined;
}

function* dated({ sources, model }: ShapedSpec): Generator<Dated> {
  for (const file of sources.ofKind("operation"))
    yield { file, path: ["since"], since: (file.value as { since: string }).since };
  for (const { file, path, schema } of schemaPlaces(sources))
    yield { file, path: [...path, "x-since"], since: schema["x-since"] };
  for (const { file, path, requirement } of requirementPlaces(sources))
    yield { file, path: [...path, "since"], since: requirement.since };
  for (const [name, { since }] of Object.entries(model.capabilities))
    yield { file: sources.file("capabilities.yaml"), path: ["capabilities", name, "since"], since };
  for (const [name, { since }] of Object.entries(model.profiles))
    yield { file: sources.file("profiles.yaml"), path: ["profiles", name, "since"], since };
}
