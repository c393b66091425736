// What the user of the kit has to change. The command line prints it as one message, without a stack.

/** Something is wrong with the arguments, a file they name, or the configuration. */
export class UsageError extends Error {
  /** @param message - What was attempted, on what, what was found, and what to do. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UsageError";
  }
}
