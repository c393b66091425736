/** What all views of the Compute API have in common. */
import { timestampOf } from "@virt-driver-kit/spec";
import type { Context } from "hono";

/** A link as the Compute API writes it. */
export interface Link {
  readonly rel: string;
  readonly href: string;
}

/** Where this API is, as the client of a request sees it, such as `http://127.0.0.1:8774`. */
export function baseUrlOf({ req }: Context): string {
  return new URL(req.url).origin;
}

/** The links of one resource. */
export function links(baseUrl: string, collection: string, id: string): Link[] {
  const path = `${collection}/${encodeURIComponent(id)}`;
  return [
    { rel: "self", href: `${baseUrl}/v2.1/${path}` },
    { rel: "bookmark", href: `${baseUrl}/${path}` },
  ];
}

/**
 * Writes a time as the Compute API does.
 *
 * @param ms - Milliseconds since 1970-01-01T00:00:00Z.
 * @returns Such as `2026-11-21T14:05:00Z`.
 */
export function timestamp(ms: number): string {
  return `${timestampOf(ms).slice(0, 19)}Z`;
}
