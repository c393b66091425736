// Standard output for the protocol alone, whatever the author of a driver prints.

/** Writes to a stream; the function that `process.stdout.write` is. */
export type StreamWrite = typeof process.stdout.write;

let taken: StreamWrite | undefined;

/**
 * Takes standard output for the protocol.
 *
 * Whatever else the process prints there, by `console.log` or otherwise, goes to standard error from now on.
 *
 * @returns The way to write to it; the same each time.
 */
export function takeStdout(): StreamWrite {
  if (taken !== undefined) return taken;
  const { stdout, stderr } = process;
  taken = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  return taken;
}
