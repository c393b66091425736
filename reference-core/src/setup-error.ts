/** The one error of a core that cannot start, told to the operator and to nobody else. */

/** Something that the operator has to change before the core can start: an option, a file, a driver. */
export class SetupError extends Error {
  /** Tells this class from others where the class itself is not at hand. */
  override readonly name: string = "SetupError";
}
