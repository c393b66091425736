// Checks the shape of every published package, packed as npm would pack it: publint --strict, then are-the-types-wrong.
// Expects a build. Exits 1 and prints the tools' findings if any package is wrong.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly workspaces?: readonly string[];
}

/** What npm says of a package that it packed. */
interface PackedPackage {
  readonly name: string;
  readonly filename: string;
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

/** Packs packages as npm would publish them; resolves to the paths of what it made, by name. */
async function pack(directories: readonly string[], destination: string): Promise<ReadonlyMap<string, string>> {
  const workspaces = directories.map((directory) => `--workspace=${directory}`);
  const { stdout } = await run("npm", ["pack", "--json", `--pack-destination=${destination}`, ...workspaces], {
    cwd: root,
  });
  const packed = JSON.parse(stdout) as readonly PackedPackage[];
  return new Map(packed.map(({ name, filename }) => [name, join(destination, filename)]));
}

async function checkPackage(name: string, tarball: string): Promise<boolean> {
  const reports = await Promise.all([
    findings("publint", ["run", tarball, "--strict"]),
    findings("attw", [tarball, "--profile", "esm-only", "--format", "ascii", "--no-emoji"]),
  ]);
  const wrong = reports.filter((report) => report !== undefined);
  console.log(wrong.length === 0 ? `${name}: packs well` : `${name}: packs wrongly\n${wrong.join("\n")}`);
  return wrong.length === 0;
}

const published = (readManifest(".").workspaces ?? []).filter((directory) => readManifest(directory).private !== true);
const destination = mkdtempSync(join(tmpdir(), "vdk-pack-"));
try {
  const results = [];
  for (const [name, tarball] of await pack(published, destination)) results.push(await checkPackage(name, tarball));
  process.exitCode = results.length === published.length && results.every(Boolean) ? 0 : 1;
} finally {
  rmSync(destination, { recursive: true });
}
