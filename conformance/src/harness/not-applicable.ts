// How a check finds out, while it runs, that it means nothing for this driver.

/** The check does not concern this driver. The message is the reason, as a sentence. */
export class NotApplicable extends Error {
  /** The member of the configuration that would let it be tried, such as `resources.volumes`, where it is only a resource that it lacks. */
  readonly lacks: string | undefined;

  /** @param reason - Such as `The driver serves one node only`. */
  constructor(reason: string, lacks?: string) {
    super(reason);
    this.name = "NotApplicable";
    this.lacks = lacks;
  }
}
