/**
 * The driver cannot start as it was asked to: a bad option, or a state directory that cannot be used. The message says what to do; it is
 * meant for the person who started the driver, and the command ends with status 2.
 */
export class SetupError extends Error {
  /** Tells this error from others across copies of the package. */
  override readonly name = "SetupError";
}
