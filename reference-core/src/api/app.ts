/**
 * The REST edge, in the shape of the OpenStack Compute API v2.1.
 *
 * It checks requests, words answers and faults, and decides nothing. There is no authentication: it is for the loopback interface only.
 */
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { ComputeManager } from "../compute/compute-manager.ts";
import { flavorRoutes, imageRoutes } from "./catalogue.ts";
import { faultAnswer } from "./fault.ts";
import { loopbackHosts } from "./loopback-hosts.ts";
import { serverActionRoutes } from "./server-actions.ts";
import { serverRoutes } from "./servers.ts";
import { microversion, versionRoutes } from "./versions.ts";

const KNOWN_PATHS = /^\/(v2\.1\/?|v2\.1\/(servers|flavors|images)(\/[^/]+)?|v2\.1\/servers\/[^/]+\/action)?$/u;

/** What the edge needs. */
export interface ApiOptions {
  readonly manager: ComputeManager;
  readonly catalogue: Catalogue;
  /** Told of errors that nobody foresaw. */
  readonly log: (line: string) => void;
}

/** Makes the edge. Every answer that is not a success has a fault for a body. */
export function createApi({ manager, catalogue, log }: ApiOptions): Hono {
  const api = new Hono();
  api.use(microversion);
  api.use(loopbackHosts);
  api.route("/", versionRoutes());
  api.route("/v2.1/servers", serverRoutes(manager));
  api.route("/v2.1/servers", serverActionRoutes(manager));
  api.route("/v2.1/flavors", flavorRoutes(catalogue));
  api.route("/v2.1/images", imageRoutes(catalogue));
  api.notFound(({ req }) =>
    faultAnswer(
      KNOWN_PATHS.test(req.path)
        ? new HTTPException(405, { message: `The method ${req.method} is not allowed for this resource.` })
        : new HTTPException(404, { message: "The resource could not be found." }),
    ),
  );
  api.onError((error) => {
    const answer = faultAnswer(error);
    if (answer.status === 500) log(`Cannot answer a request: ${error.stack ?? error.message}`);
    return answer;
  });
  return api;
}
