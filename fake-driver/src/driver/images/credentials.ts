/**
 * What an HTTP source or sink is shown, renewed by the core when it has lost its force.
 *
 * @see Requirements `renewCredentials/asks-before-it-gives-up`, `renewCredentials/refusal-ends-the-operation`
 */

import { type Call, type HttpImageSink, type HttpImageSource, timestampMs } from "@virt-driver-kit/spec";
import { type HttpPlace, HttpRefusal } from "../../images/http-request.ts";
import type { DriverContext } from "../driver-context.ts";
import { credentialsExpired, type ImageName } from "./image-errors.ts";

/** What credentials are for. */
export interface CredentialsOptions {
  readonly context: Pick<DriverContext, "host" | "clock">;
  readonly call: Call;
  /** What is attempted, for errors. */
  readonly attempt: string;
  readonly resource: "imageSource" | "imageSink";
  readonly image: ImageName;
}

/** The credentials for one transfer. */
export class Credentials {
  readonly #options: CredentialsOptions;
  readonly #caCertificates: string | undefined;
  #place: HttpPlace;
  #expiresAtMs: number;

  /** @param given - The source or sink as the request gave it. */
  constructor(given: HttpImageSource | HttpImageSink, options: CredentialsOptions) {
    this.#options = options;
    this.#place = given;
    this.#caCertificates = given.caCertificates;
    this.#expiresAtMs = given.expiresAt === undefined ? Infinity : timestampMs(given.expiresAt);
  }

  /**
   * Does something at the place, with credentials that have force: renewed before if their time is up, or once more if the server does
   * not take them.
   *
   * @throws `CREDENTIALS_EXPIRED` if the core does not renew them, or the server refuses what is new; whatever else `work` throws.
   */
  async use<T>(work: (place: HttpPlace) => Promise<T>): Promise<T> {
    const { attempt, resource, image, context } = this.#options;
    const areNew = this.#expiresAtMs <= context.clock.now();
    if (areNew) await this.renew();
    try {
      return await work(this.#place);
    } catch (error) {
      if (!isOfCredentials(error)) throw error;
      if (areNew) throw credentialsExpired(attempt, resource, image, "and the server refuses the new ones", error);
    }
    await this.renew();
    try {
      return await work(this.#place);
    } catch (error) {
      if (!isOfCredentials(error)) throw error;
      throw credentialsExpired(attempt, resource, image, "and the server refuses the new ones", error);
    }
  }

  /** Asks the core for new ones. Throws `CREDENTIALS_EXPIRED` if it has none; the signal's reason once it aborts. */
  async renew(): Promise<void> {
    const { context, call, attempt, resource, image } = this.#options;
    const { operationId, signal } = call;
    if (operationId === undefined) {
      throw credentialsExpired(attempt, resource, image, "and a call without an operationId cannot have them renewed");
    }
    const params = { operationId, resource, resourceId: image.id };
    const { credential } = await context.clock
      .outside(() => context.host.core.renewCredentials(params, { signal }))
      .catch((thrown: unknown) => {
        signal.throwIfAborted();
        throw credentialsExpired(attempt, resource, image, "and the core did not renew them", thrown);
      });
    this.#place = { url: credential.url, headers: credential.headers, caCertificates: this.#caCertificates };
    this.#expiresAtMs = timestampMs(credential.expiresAt);
  }
}

const isOfCredentials = (error: unknown): boolean => error instanceof HttpRefusal && error.isOfCredentials;
