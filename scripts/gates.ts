// Runs npm scripts side by side: `gates.ts lint typecheck`. Each is told of when it ends, with what it printed.
// As many run at a time as there are processors, in the order given. All run, whatever becomes of the others; exits 1 if one of them failed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Readonly<Record<string, string>> };

interface Gate {
  readonly name: string;
  readonly command: string;
}

function gateOf(name: string): Gate {
  const command = scripts[name];
  if (command === undefined) throw new TypeError(`Cannot run "${name}": package.json has no script of that name`);
  return { name, command };
}

/** Runs a script as npm would, which has put the tools on the path already. Answers whether it passed. */
async function passes({ name, command }: Gate): Promise<boolean> {
  const begun = performance.now();
  const child = spawn(`{ ${command}\n} 2>&1`, { shell: true, stdio: ["ignore", "pipe", "inherit"] });
  const [[code], output] = await Promise.all([once(child, "close"), text(child.stdout)]);
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  console.log(`== ${name}: ${code === 0 ? "passed" : "FAILED"} in ${seconds} s\n${output}`);
  return code === 0;
}

const waiting = process.argv.slice(2).map(gateOf);
const failed: string[] = [];

async function runNext(): Promise<void> {
  for (let gate = waiting.shift(); gate !== undefined; gate = waiting.shift()) {
    if (!(await passes(gate))) failed.push(gate.name);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, runNext));
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(", ")}`);
  process.exitCode = 1;
}
