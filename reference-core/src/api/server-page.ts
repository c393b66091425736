/** Lists of servers: filters and pages. */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Instance } from "../compute/instance.ts";
import { statusOf } from "./server-view.ts";
import { baseUrlOf } from "./view.ts";
import type { Link } from "./view.ts";

/** Most servers on a page, as Nova's `max_limit`. */
const LARGEST_PAGE = 1000;

/**
 * One page of a list of servers, by the query parameters `limit`, `marker`, `status` and `name`; others are ignored, as in Nova.
 *
 * @param instances - All of them, newest first.
 * @param view - What to show of each.
 * @throws HTTPException 400 if the limit is not a number or the marker is not in the list.
 */
export function pageOf(
  context: Context,
  instances: readonly Instance[],
  view: (instance: Instance, baseUrl: string) => object,
): { servers: object[]; servers_links?: Link[] } {
  const { limit, marker, status, name } = context.req.query();
  const matching = instances
    .filter((instance) => status === undefined || statusOf(instance) === status.toUpperCase())
    .filter((instance) => name === undefined || instance.name.includes(name));
  const start = marker === undefined ? 0 : matching.findIndex(({ uuid }) => uuid === marker) + 1;
  if (marker !== undefined && start === 0) throw new HTTPException(400, { message: `marker [${marker}] not found` });
  const end = start + pageSize(limit);
  const shown = matching.slice(start, end);
  const last = shown.at(-1);
  return {
    servers: shown.map((instance) => view(instance, baseUrlOf(context))),
    ...(last !== undefined && end < matching.length ? { servers_links: [nextLink(context, last.uuid)] } : {}),
  };
}

function pageSize(limit: string | undefined): number {
  if (limit === undefined) return LARGEST_PAGE;
  if (!/^\d{1,9}$/u.test(limit)) {
    throw new HTTPException(400, {
      message: `Invalid input for query parameters limit. Value: ${limit}. It must be a number`,
    });
  }
  return Math.min(Number(limit), LARGEST_PAGE) || LARGEST_PAGE;
}

function nextLink(context: Context, marker: string): Link {
  const url = new URL(context.req.url);
  url.searchParams.set("marker", marker);
  return { rel: "next", href: url.href };
}
