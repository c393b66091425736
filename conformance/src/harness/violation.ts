// How a check says that the driver breaks a requirement.
import type { RequirementId } from "@virt-driver-kit/spec";

/** What a failed expectation tells besides its message. */
export interface ViolationDetails {
  /** What the requirement asks for. */
  readonly expected?: unknown;
  /** What the driver gave instead. */
  readonly got?: unknown;
  /** What the driver's author should look at first. */
  readonly hint?: string | undefined;
  /** The requirement that is broken, where a check meets the breach of another one than it is about. Left out: that of the check. */
  readonly requirement?: RequirementId | undefined;
  /** The steps that lead to the breach, for a check that draws them by chance: with them it can be replayed. */
  readonly sequence?: string | undefined;
}

/** The driver broke the requirement that the check tries, or another one that is named. The message is a sentence on what the driver did. */
export class Violation extends Error {
  /** What the requirement asks for, if the check said. */
  readonly expected: unknown;
  /** What the driver gave instead, if the check said. */
  readonly got: unknown;
  /** What the driver's author should look at first. */
  readonly hint: string | undefined;
  /** The requirement that is broken, if it is not that of the check. */
  readonly requirement: RequirementId | undefined;
  /** The steps that lead to the breach, if they were drawn by chance. */
  readonly sequence: string | undefined;

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
    this.requirement = details.requirement;
    this.sequence = details.sequence;
  }
}
