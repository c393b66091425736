// The tiny spec's generated files, for the tests of each generator.
import { generateAll } from "../../src/generate/generate-all.ts";
import { loadSpec } from "../../src/model/index.ts";
import { TINY_SPEC } from "../model/tiny-spec.ts";

const files = generateAll(await loadSpec(TINY_SPEC));

/** The text of one generated file. */
export function generated(name: string): string {
  const text = files.get(name);
  if (text === undefined) throw new RangeError(`Cannot find "${name}" among ${[...files.keys()].join(", ")}`);
  return text;
}
