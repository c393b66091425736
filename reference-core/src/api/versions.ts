/** `/` and `/v2.1`: which versions of the Compute API there are. */
import { Hono } from "hono";
import type { Context, MiddlewareHandler } from "hono";
import { baseUrlOf } from "./view.ts";

const MICROVERSION = "2.1";

/** The routes of versions. @see Nova nova/api/openstack/compute/versions.py */
export function versionRoutes(): Hono {
  return new Hono()
    .get("/", (context) => context.json({ versions: [versionView(context)] }))
    .get("/v2.1", (context) => context.json({ version: versionView(context) }))
    .get("/v2.1/", (context) => context.json({ version: versionView(context) }));
}

function versionView(context: Context): object {
  const self = `${baseUrlOf(context)}/v2.1/`;
  return {
    id: "v2.1",
    status: "CURRENT",
    version: MICROVERSION,
    min_version: MICROVERSION,
    updated: "2013-07-23T11:33:21Z",
    links: [{ rel: "self", href: self }],
  };
}

/** Says with every answer which microversion it is in, whichever was asked for: there is only one. */
export const microversion: MiddlewareHandler = async (context, next) => {
  await next();
  context.res.headers.set("OpenStack-API-Version", `compute ${MICROVERSION}`);
  context.res.headers.set("X-OpenStack-Nova-API-Version", MICROVERSION);
  context.res.headers.set("Vary", "OpenStack-API-Version, X-OpenStack-Nova-API-Version");
};
