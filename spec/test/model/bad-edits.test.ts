// Every rule of the spec's sources, each broken once: the problem is found, at its place, in words that say what to do.
import { describe, expect, it } from "vitest";

import { formatProblem, loadSpec, SpecSourceError } from "../../src/model/index.ts";
import { NAME_EDITS } from "./bad-edits/names.ts";
import { OPERATION_EDITS } from "./bad-edits/operations.ts";
import { SCHEMA_EDITS } from "./bad-edits/schemas.ts";
import { FILE_EDITS } from "./bad-edits/source-files.ts";
import { editedSpec } from "./tiny-spec.ts";

describe("loadSpec()", () => {
  it.each([...FILE_EDITS, ...NAME_EDITS, ...OPERATION_EDITS, ...SCHEMA_EDITS])(
    "reports $title",
    async ({ edits, problems }) => {
      await using spec = await editedSpec(edits);
      expect(await problemsOf(spec.directory)).toEqual(problems);
    },
  );
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
