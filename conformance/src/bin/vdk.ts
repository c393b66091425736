// The process around the command `vdk`. The only place that knows signals and sets an exit code.
import { runCli } from "../cli/run-cli.ts";

const cancel = new AbortController();

/** The first signal cancels, and everything is cleaned up; a second one does not wait for that. */
function onSignal(name: NodeJS.Signals): void {
  if (cancel.signal.aborted) process.exit(2);
  process.stderr.write(`\n${name}: cleaning up; once more to stop at once\n`);
  cancel.abort();
}

// SIGHUP is a terminal that was closed: what the run made must not stay behind because nobody watches.
const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
for (const name of SIGNALS) process.on(name, onSignal);

// A reader that has seen enough, such as `head`, or a terminal that is gone, ends the output and not the run: the exit code is still owed.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
  });
}

const { stdin, stdout, stderr, env } = process;
process.exitCode = await runCli(process.argv.slice(2), {
  stdin,
  stdout,
  stderr,
  env,
  cwd: process.cwd(),
  signal: cancel.signal,
});
for (const name of SIGNALS) process.off(name, onSignal);
