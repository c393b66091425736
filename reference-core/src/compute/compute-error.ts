/** The one error with which the compute manager refuses a request; the REST edge has one table from its codes to HTTP. */

/** Why a request is refused. Nothing was changed. */
export type ComputeErrorCode =
  /** No such instance, flavor, image or console. */
  | "NOT_FOUND"
  /** The request names something that cannot be used. */
  | "BAD_REQUEST"
  /** The instance's vm state or task state does not allow it. */
  | "INVALID_STATE"
  /** The driver does not offer it. */
  | "NOT_SUPPORTED"
  /** The driver is not connected, or a newer core controls it. */
  | "DRIVER_UNAVAILABLE";

/** A refused request. The message is for the one who made it. */
export class ComputeError extends Error {
  override readonly name: string = "ComputeError";
  readonly code: ComputeErrorCode;

  constructor(code: ComputeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
