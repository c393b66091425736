// The process around the command `vdk`. The only place that knows signals and sets an exit code.
import { runCli } from "../cli/run-cli.ts";

const cancel = new AbortController();

/** The first signal cancels, and everything is cleaned up; a second one does not wait for that. */
function onSignal(name: NodeJS.Signals): void {
  if (cancel.signal.aborted) process.exit(2);
  process.stderr.write(`\n${name}: cleaning up; once more to stop at once\n`);
  cancel.abort();
}

process.on("SIGINT", onSignal);
process.on("SIGTERM", onSignal);

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

const { stdin, stdout, stderr, env } = process;
process.exitCode = await runCli(process.argv.slice(2), {
  stdin,
  stdout,
  stderr,
  env,
  cwd: process.cwd(),
  signal: cancel.signal,
});
process.off("SIGINT", onSignal);
process.off("SIGTERM", onSignal);
