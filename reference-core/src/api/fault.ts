/** Faults, as the Compute API words them: one table from the manager's error codes to HTTP, and one from HTTP to the name of the body. */
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ComputeError } from "../compute/compute-error.ts";
import type { ComputeErrorCode } from "../compute/compute-error.ts";

const STATUS_OF: Readonly<Record<ComputeErrorCode, ContentfulStatusCode>> = {
  NOT_FOUND: 404,
  BAD_REQUEST: 400,
  INVALID_STATE: 409,
  NOT_SUPPORTED: 501,
  DRIVER_UNAVAILABLE: 503,
};

/** @see Nova nova/api/openstack/wsgi.py Fault */
const NAME_OF: Readonly<Record<number, string>> = {
  400: "badRequest",
  403: "forbidden",
  404: "itemNotFound",
  405: "badMethod",
  409: "conflictingRequest",
  413: "overLimit",
  415: "badMediaType",
  501: "notImplemented",
  503: "serviceUnavailable",
};

/**
 * Words an error as the answer to a request.
 *
 * @param error - Anything that a handler threw.
 * @returns The answer. What nobody foresaw is a `computeFault` without particulars; those are for the log.
 */
export function faultAnswer(error: unknown): Response {
  if (error instanceof ComputeError) return answer(STATUS_OF[error.code], error.message);
  if (error instanceof HTTPException) return answer(error.status, error.message);
  return answer(500, "Unexpected API Error. The log of the compute service says more.");
}

function answer(code: ContentfulStatusCode, message: string): Response {
  return Response.json({ [NAME_OF[code] ?? "computeFault"]: { code, message } }, { status: code });
}
