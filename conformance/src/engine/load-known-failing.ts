// The list of known failures, from its file, held against what there is.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { specModel } from "@virt-driver-kit/spec";

import { allChecks } from "../checks/index.ts";
import { parseKnownFailing } from "./known-failing.ts";
import type { KnownFailure } from "./known-failing.ts";
import { unknownEntries } from "./known-failures.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Loads the list.
 *
 * @param file - Its path; an empty list if left out.
 * @param cwd - What a relative path begins at.
 * @throws UsageError if it cannot be read or understood, or names what there is not.
 */
export function loadKnownFailing(file: string | undefined, cwd: string): KnownFailure[] {
  if (file === undefined) return [];
  const known = parseKnownFailing(textOf(file, cwd), file);
  const checks = allChecks.map(({ id }) => id);
  const [stranger] = unknownEntries(known, { checks, requirements: Object.keys(specModel.requirements) });
  if (stranger === undefined) return known;
  const { id, names = "check or requirement" } = stranger;
  throw new UsageError(`Cannot use the known failures in "${file}": no ${names} is called "${id}"`);
}

function textOf(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch (error) {
    throw new UsageError(
      `Cannot read the known failures in "${file}": ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
