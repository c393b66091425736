// How a check says that the driver breaks its requirement.

/** What a failed expectation tells besides its message. */
export interface ViolationDetails {
  /** What the requirement asks for. */
  readonly expected?: unknown;
  /** What the driver gave instead. */
  readonly got?: unknown;
  /** What the driver's author should look at first. */
  readonly hint?: string | undefined;
}

/** The driver broke the requirement that the check tries. The message is a sentence on what the driver did. */
export class Violation extends Error {
  /** What the requirement asks for, if the check said. */
  readonly expected: unknown;
  /** What the driver gave instead, if the check said. */
  readonly got: unknown;
  /** What the driver's author should look at first. */
  readonly hint: string | undefined;

  /**
   * @param message - What the driver did, as a sentence.
   * @param details - What was expected, what came and where to look.
   */
  constructor(message: string, details: ViolationDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = "Violation";
    this.expected = details.expected;
    this.got = details.got;
    this.hint = details.hint;
  }
}
