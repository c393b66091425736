// What the package costs whoever depends on it: the time of `import "@virt-driver-kit/spec"` in a fresh process, the size of what npm packs, and the
// dependencies that come along. Run it after a build with `tsx spec/bench/package.ts`; it exits 1 if one of them is over its bar.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const MOST_IMPORT_MS = 50;
const RUNS = 21;
/** What a driver may be made to install; see CONTRIBUTING.md. */
const DEPENDENCIES = ["vscode-jsonrpc"];

const FOLDER = fileURLToPath(new URL("..", import.meta.url));

/** How long the import takes, in milliseconds, without the start of the process. */
function importMs(): number {
  const entry = JSON.stringify(new URL("../dist/index.js", import.meta.url).href);
  const source = `const begun = performance.now(); await import(${entry}); console.log(performance.now() - begun);`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", source], { encoding: "utf8" }));
}

function packed(): { size: number; unpackedSize: number; entryCount: number } {
  const report = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: FOLDER,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [first] = JSON.parse(report) as { size: number; unpackedSize: number; entryCount: number }[];
  if (first === undefined) throw new RangeError("npm pack says nothing");
  return first;
}

const times = Array.from({ length: RUNS }, importMs).toSorted((left, right) => left - right);
const median = times[Math.floor(RUNS / 2)] ?? Number.NaN;
const { size, unpackedSize, entryCount } = packed();
const manifest = JSON.parse(readFileSync(`${FOLDER}/package.json`, "utf8")) as { dependencies?: object };
const dependencies = Object.keys(manifest.dependencies ?? {});
const kib = (bytes: number): string => `${Math.round(bytes / 1024)} KiB`;

process.stdout.write(
  [
    `import, median of ${RUNS}     ${median.toFixed(1)} ms (${times[0]?.toFixed(1)} to ${times.at(-1)?.toFixed(1)})   bar ${MOST_IMPORT_MS} ms`,
    `packed                   ${kib(size)}, unpacked ${kib(unpackedSize)} in ${entryCount} files`,
    `runtime dependencies     ${dependencies.join(", ")}`,
    "",
  ].join("\n"),
);
const isLight = median < MOST_IMPORT_MS && dependencies.every((name) => DEPENDENCIES.includes(name));
process.exitCode = isLight ? 0 : 1;
