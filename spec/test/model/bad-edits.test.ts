// Every rule of the spec's sources, each broken once: the problem is found, at its place, in words that say what to do.
import { describe, expect, it } from "vitest";

import { buildModel } from "../../src/model/build-model.ts";
import { formatProblem, loadSpec, SpecSourceError } from "../../src/model/index.ts";
import { References } from "../../src/model/resolve-references.ts";
import { RULES } from "../../src/model/rules/all-rules.ts";
import { SpecSources } from "../../src/model/spec-sources.ts";
import type { BadEdit } from "./bad-edits/bad-edit.ts";
import { CAPABILITY_EDITS } from "./bad-edits/capabilities.ts";
import { NAME_EDITS } from "./bad-edits/names.ts";
import { NOVA_EDITS } from "./bad-edits/nova.ts";
import { OPERATION_EDITS } from "./bad-edits/operations.ts";
import { SCHEMA_EDITS } from "./bad-edits/schemas.ts";
import { FILE_EDITS } from "./bad-edits/source-files.ts";
import { VOCABULARY_EDITS } from "./bad-edits/vocabulary.ts";
import { editedSpec } from "./tiny-spec.ts";

/** Edits after which each file has the right shape and some rule is broken. */
const SHAPED_EDITS: readonly BadEdit[] = [
  ...NAME_EDITS,
  ...OPERATION_EDITS,
  ...CAPABILITY_EDITS,
  ...SCHEMA_EDITS,
  ...VOCABULARY_EDITS,
  ...NOVA_EDITS,
];

describe("loadSpec()", () => {
  it.each([...FILE_EDITS, ...SHAPED_EDITS])("reports $title", async ({ edits, problems }) => {
    await using spec = await editedSpec(edits);
    expect(await problemsOf(spec.directory)).toEqual(problems);
  });
});

describe("the rules", () => {
  it("are each seen to fail by one of these edits", async () => {
    const broken = await Promise.all(SHAPED_EDITS.map(brokenRules));
    expect(RULES.map(({ name }) => name).filter((name) => !broken.flat().includes(name))).toEqual([]);
  });
});

async function problemsOf(directory: string): Promise<string[]> {
  try {
    await loadSpec(directory);
    return [];
  } catch (error) {
    if (!(error instanceof SpecSourceError)) throw error;
    return error.problems.map(formatProblem);
  }
}

async function brokenRules({ edits }: BadEdit): Promise<string[]> {
  await using spec = await editedSpec(edits);
  const sources = await SpecSources.read(spec.directory);
  const references = await References.resolve(sources);
  const shaped = { sources, references, model: buildModel(sources, references) };
  return RULES.filter((rule) => [...rule(shaped)].length > 0).map(({ name }) => name);
}
