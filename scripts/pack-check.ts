// Checks the shape of every published package, packed as npm would pack it: publint --strict, then are-the-types-wrong.
// Expects a build. Exits 1 and prints the tools' findings if any package is wrong.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly workspaces?: readonly string[];
}

const root = join(import.meta.dirname, "..");
const run = promisify(execFile);

function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(join(root, directory, "package.json"), "utf8")) as Manifest;
}

/** Resolves to what the tool found wrong, or undefined if it is content. */
async function findings(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    await run(command, args, { cwd: root });
    return undefined;
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    return stdout + stderr || message;
  }
}

async function checkPackage(directory: string): Promise<boolean> {
  const { name } = readManifest(directory);
  const reports = await Promise.all([
    findings("publint", ["run", directory, "--strict"]),
    findings("attw", ["--pack", directory, "--profile", "esm-only", "--format", "ascii", "--no-emoji"]),
  ]);
  const wrong = reports.filter((report) => report !== undefined);
  console.log(wrong.length === 0 ? `${name}: packs well` : `${name}: packs wrongly\n${wrong.join("\n")}`);
  return wrong.length === 0;
}

const published = (readManifest(".").workspaces ?? []).filter((directory) => readManifest(directory).private !== true);
const results = [];
for (const directory of published) results.push(await checkPackage(directory));
process.exitCode = results.every(Boolean) ? 0 : 1;
