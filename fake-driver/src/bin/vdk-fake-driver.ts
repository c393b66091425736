/** The program `vdk-fake-driver`. */

import { run } from "../cli/run.ts";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

process.exitCode = await run(process.argv.slice(2), {
  writeOut: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
  stop: stop.signal,
  kill: () => process.kill(process.pid, "SIGKILL"),
});
