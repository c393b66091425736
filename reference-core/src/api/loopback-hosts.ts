/** Keeps web pages away from an API that asks nobody who they are. */
import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

const LOOPBACK_HOSTS = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/u;

/**
 * Refuses a request that was meant for another host: a page in a browser on this machine can have its own name point here, and is then
 * allowed to read answers.
 */
export const loopbackHosts: MiddlewareHandler = async ({ req }, next) => {
  if (!LOOPBACK_HOSTS.test(new URL(req.url).host)) {
    throw new HTTPException(403, {
      message: "The API is served to this machine only: ask for 127.0.0.1, [::1] or localhost.",
    });
  }
  await next();
};
