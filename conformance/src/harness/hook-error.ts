// The failure of a command that the site's people wrote: the kit's surroundings are broken, and the driver was not tried.

/** A hook failed. */
export class HookError extends Error {
  /** What the command wrote, or the end of it. */
  readonly output: string;

  /**
   * @param hook - The hook, and which of its commands, such as `hostDown.begin`.
   * @param line - The command.
   * @param failure - How it failed, such as `exited with 1`.
   * @param output - What it wrote.
   */
  constructor(hook: string, line: string, failure: string, output: string) {
    super(`The hook "${hook}" failed: ${line} ${failure}`);
    this.name = "HookError";
    this.output = output;
  }
}
