// Something of the site that the configuration names is not there or not what it should be.

/** A resource cannot be used. The message says which, what is wrong with it, and what to do. */
export class ResourceError extends Error {
  /** @param message - As a sentence. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ResourceError";
  }
}
