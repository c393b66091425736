// Regenerates what is made from a spec's sources: `src/generated` of its package and, with `--reference`, the pages of the reference. With `--check`
// it says whether that would change anything.
// Exit codes: 0 done (or nothing would change), 1 something would change, 2 the sources or the arguments are wrong.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { generateAll } from "../src/generate/generate-all.ts";
import { referencePages } from "../src/generate/reference/reference-pages.ts";
import { loadSpec, SpecSourceError } from "../src/model/index.ts";

const OWN_PACKAGE = fileURLToPath(new URL("..", import.meta.url));

/** What a file that is generated says of itself; only such a file is ever removed. */
const GENERATED_MARK = "Generated from the spec's sources by";

/** A folder that holds nothing but generated files. */
interface Output {
  folder: string;
  files: ReadonlyMap<string, string>;
}

async function main(): Promise<number> {
  const options = { check: { type: "boolean" }, reference: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [directory = OWN_PACKAGE] = positionals;
  const model = await loadSpec(directory);
  const outputs: Output[] = [{ folder: join(directory, "src", "generated"), files: generateAll(model) }];
  if (values.reference !== undefined) outputs.push({ folder: values.reference, files: referencePages(model) });
  const results = await Promise.all(outputs.map(values.check === true ? check : write));
  return Math.max(...results);
}

async function check({ folder, files }: Output): Promise<number> {
  let result = 0;
  for (const [name, text] of files) {
    if ((await current(join(folder, name))) === text) continue;
    console.error(`${join(folder, name)} does not match the spec's sources. Run: npm run generate`);
    result = 1;
  }
  for (const name of await strays({ folder, files })) {
    console.error(`${join(folder, name)} is not generated. Remove it, or move it out of the folder`);
    result = 1;
  }
  return result;
}

async function write({ folder, files }: Output): Promise<number> {
  for (const [name, text] of files) {
    const path = join(folder, name);
    if ((await current(path)) === text) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    console.log(`${path} written`);
  }
  let result = 0;
  for (const name of await strays({ folder, files })) {
    const path = join(folder, name);
    if ((await current(path))?.includes(GENERATED_MARK) === true) {
      await rm(path);
      console.log(`${path} removed`);
    } else {
      console.error(`${path} is not generated. Remove it, or move it out of the folder`);
      result = 1;
    }
  }
  return result;
}

/** A file's text; a file that is not there differs from any. */
function current(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}

/** The files of a folder that were not generated, or not by this version of the sources; a folder that is not there has none. */
async function strays({ folder, files }: Output): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((name) => !files.has(name));
}

/** What to say of an error that is the user's to mend; any other is a defect and keeps its stack. */
function complaint(error: unknown): string {
  if (error instanceof SpecSourceError) return error.message;
  const isUsage = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  if (!isUsage) throw error;
  return `${error.message}. Usage: generate [--check] [--reference <folder>] [directory]`;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(complaint(error));
  process.exitCode = 2;
}
