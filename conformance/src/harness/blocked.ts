// How a check says that it could not try its requirement, because something it only needed as a preparation failed.
// That failure is a finding of its own, counted once however many checks it stops.

/** A preparation failed. {@link Error.cause} is the failure. */
export class Blocked extends Error {
  /** The operation that failed, such as `spawn`. All checks blocked by the same failure of the same operation form one finding. */
  readonly operation: string;

  /**
   * @param operation - The operation that failed.
   * @param cause - Its failure.
   */
  constructor(operation: string, cause: unknown) {
    super(
      `Cannot prepare the check: "${operation}" failed: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
    this.name = "Blocked";
    this.operation = operation;
  }
}
