// The spec that the tests of model and generators work on, and copies of it with edits.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the tiny spec. */
export const TINY_SPEC: string = fileURLToPath(new URL("tiny-spec", import.meta.url));

/**
 * One edit of a file: the first `find` becomes `replace`. Without `find`, `replace` becomes the whole file; without both, the file goes.
 */
export type Edit = readonly [file: string, find?: string | undefined, replace?: string];

/** A copy of the tiny spec, or of another, in a folder of its own; it is removed when the copy is disposed of. */
export async function editedSpec(
  edits: readonly Edit[],
  original: string = TINY_SPEC,
): Promise<{ directory: string } & AsyncDisposable> {
  const directory = await mkdtemp(join(tmpdir(), "tiny-spec-"));
  await cp(original, directory, { recursive: true });
  for (const edit of edits) await apply(directory, edit);
  return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
}

async function apply(directory: string, [file, find, replace]: Edit): Promise<void> {
  const path = join(directory, file);
  if (replace === undefined) return rm(path);
  if (find === undefined) return writeFile(path, replace);
  const text = await readFile(path, "utf8");
  if (!text.includes(find)) throw new RangeError(`Cannot edit ${file}: "${find}" is not in it`);
  return writeFile(
    path,
    text.replace(find, () => replace),
  );
}
