/** Addresses to listen on: of this machine only, since nobody who asks has to say who he is. */
import { SetupError } from "../setup-error.ts";

/** Where to listen. */
export interface ListenAddress {
  /** `127.0.0.1`, `::1` or `localhost`. */
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
}

const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/**
 * Reads an address.
 *
 * @param text - `host:port`, such as `127.0.0.1:8774` or `[::1]:8774`.
 * @throws {@link SetupError} if it has another form, or is not on the loopback interface: there is no authentication.
 */
export function parseListenAddress(text: string): ListenAddress {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/u.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port > 65_535) {
    throw new SetupError(`Cannot listen on "${text}": write host:port, such as 127.0.0.1:8774`);
  }
  if (!LOOPBACK.includes(host)) {
    throw new SetupError(`Cannot listen on "${text}": the API has no authentication; use ${LOOPBACK.join(", ")}`);
  }
  return { host, port };
}
