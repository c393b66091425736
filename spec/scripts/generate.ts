// Regenerates `src/generated` of a spec package from its sources, or with `--check` says whether that would change anything.
// Exit codes: 0 done (or nothing would change), 1 something would change, 2 the sources or the arguments are wrong.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { generateAll } from "../src/generate/generate-all.ts";
import { loadSpec, SpecSourceError } from "../src/model/index.ts";

const OWN_PACKAGE = fileURLToPath(new URL("..", import.meta.url));

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { check: { type: "boolean" } }, allowPositionals: true });
  const [directory = OWN_PACKAGE] = positionals;
  const files = generateAll(await loadSpec(directory));
  const output = join(directory, "src", "generated");
  return values.check === true ? check(files, output) : write(files, output);
}

async function check(files: ReadonlyMap<string, string>, output: string): Promise<number> {
  let result = 0;
  for (const [name, text] of files) {
    if ((await current(join(output, name))) === text) continue;
    console.error(`${join(output, name)} does not match the spec's sources. Run: npm run generate`);
    result = 1;
  }
  for (const name of await listed(output)) {
    if (files.has(name)) continue;
    console.error(`${join(output, name)} is not generated. Remove it, or move it out of the folder`);
    result = 1;
  }
  return result;
}

async function write(files: ReadonlyMap<string, string>, output: string): Promise<number> {
  await mkdir(output, { recursive: true });
  for (const [name, text] of files) {
    if ((await current(join(output, name))) === text) continue;
    await writeFile(join(output, name), text);
    console.log(`${join(output, name)} written`);
  }
  return 0;
}

/** A file's text; a file that is not there differs from any. */
function current(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}

/** A folder's files; a folder that is not there has none. */
function listed(path: string): Promise<string[]> {
  return readdir(path).catch(() => []);
}

/** What to say of an error that is the user's to mend; any other is a defect and keeps its stack. */
function complaint(error: unknown): string {
  if (error instanceof SpecSourceError) return error.message;
  const isUsage = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  if (!isUsage) throw error;
  return `${error.message}. Usage: generate [--check] [directory]`;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(complaint(error));
  process.exitCode = 2;
}
