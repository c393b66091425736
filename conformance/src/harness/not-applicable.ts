// How a check finds out, while it runs, that it means nothing for this driver.

/** The check does not concern this driver. The message is the reason, as a sentence. */
export class NotApplicable extends Error {
  /** @param reason - Such as `The driver serves one node only`. */
  constructor(reason: string) {
    super(reason);
    this.name = "NotApplicable";
  }
}
