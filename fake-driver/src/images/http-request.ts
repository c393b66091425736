/**
 * One real HTTP request, to read an image or to write one.
 *
 * Headers go to the scheme, host and port of the URL that they came with and to no other, and a server of `https` has to prove who it is.
 *
 * @see Requirements `secrets/go-to-their-own-server`, `secrets/servers-are-verified`
 */

import { type IncomingMessage, request as requestPlain, type ClientRequest } from "node:http";
import { request as requestSecure } from "node:https";
import type { HttpHeader } from "@virt-driver-kit/spec";

/** Where a request goes, and what it shows there. */
export interface HttpPlace {
  readonly url: string;
  readonly headers?: readonly HttpHeader[] | undefined;
  /** The authorities that may vouch for the server, as PEM; absent for those that this host trusts. */
  readonly caCertificates?: string | undefined;
}

/** The server answered, and not with what was asked for. The message names no URL, since one may be a credential. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";
  readonly status: number;

  constructor(status: number) {
    super(`the server answered ${status}`);
    this.status = status;
  }

  /** Whether it no longer takes what it was shown. */
  get isOfCredentials(): boolean {
    return this.status === 401 || this.status === 403;
  }

  /** Whether it says that what was asked for is not there, or not to be had, however often it is asked. */
  get isForGood(): boolean {
    return this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429;
  }
}

/** What the driver takes for an answer that leads elsewhere. */
const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 5;

/**
 * Begins to read what is at a place.
 *
 * @returns The answer, with a body that is to be read or destroyed.
 * @throws {@link HttpRefusal} if the server answered with something else; an `Error` if it could not be reached, was not vouched for, or
 *   led to where it may not; the signal's reason once it aborts.
 */
export async function getFrom(place: HttpPlace, signal: AbortSignal): Promise<IncomingMessage> {
  const first = new URL(place.url);
  let url = first;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const request = openRequest("GET", url, url.origin === first.origin ? place : { ...place, headers: [] }, signal);
    request.end();
    const response = await responseTo(request);
    const location = response.headers.location;
    const status = response.statusCode ?? 0;
    if (status === 200) return response;
    response.destroy();
    if (!REDIRECTS.includes(status) || location === undefined) throw new HttpRefusal(status);
    const next = new URL(location, url);
    if (url.protocol === "https:" && next.protocol !== "https:")
      throw new Error("the server led to one that proves nothing");
    url = next;
  }
  throw new Error(`the server led on more than ${MOST_REDIRECTS} times`);
}

/** Opens a request on a connection of its own. Throws if the URL is of another kind than `http` and `https`. */
export function openRequest(method: "GET" | "PUT", url: URL, place: HttpPlace, signal: AbortSignal): ClientRequest {
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new Error(`"${url.protocol}" is no kind of HTTP`);
  const headers: Record<string, string[]> = {};
  for (const { name, value } of place.headers ?? []) headers[name] = [...(headers[name] ?? []), value];
  const options = { method, headers, agent: false as const, signal };
  if (url.protocol === "http:") return requestPlain(url, options);
  return requestSecure(url, { ...options, ...(place.caCertificates !== undefined && { ca: place.caCertificates }) });
}

/** Waits for the answer's head. Rejects with what kept it from coming; errors after that are for whoever reads or writes the body. */
export function responseTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once("response", resolve);
    request.on("error", reject);
  });
}
