/** Reads the body of a request and says in the Compute API's words what is wrong with it. */
import type { ErrorObject, ValidateFunction } from "ajv";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";

/** @see Nova nova/conf, oslo_middleware `max_request_body_size` */
const LARGEST_BODY_BYTES = 114_688;

/**
 * Reads a JSON body.
 *
 * @throws HTTPException 415 if it is declared to be something else, 413 if it is too long, 400 if it is not JSON or not an object.
 */
export async function readBody({ req }: Context): Promise<Readonly<Record<string, unknown>>> {
  const type = req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new HTTPException(415, { message: `Unsupported Content-Type ${type ?? "(none)"}: send application/json` });
  }
  const text = await readText(req.raw);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new HTTPException(400, { message: "Malformed request body: it is not valid JSON", cause });
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new HTTPException(400, { message: "Malformed request body: it is not a JSON object" });
  }
  return body as Record<string, unknown>;
}

async function readText({ body }: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > LARGEST_BODY_BYTES) {
      throw new HTTPException(413, { message: `Request is too large: at most ${LARGEST_BODY_BYTES} bytes are read` });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Checks a value.
 *
 * @param attribute - What the value is called, if it is not the whole body.
 * @returns The value.
 * @throws HTTPException 400 with the first thing that is wrong.
 */
export function checked<T>(value: unknown, isValid: ValidateFunction<T>, attribute: string = ""): T {
  if (isValid(value)) return value;
  const [error] = isValid.errors ?? [];
  throw new HTTPException(400, { message: explain(error, attribute) });
}

function explain(error: ErrorObject | undefined, attribute: string): string {
  const path = `${attribute}${error?.instancePath.replaceAll("/", ".") ?? ""}`.replace(/^\./u, "");
  return `Invalid input for field/attribute ${path || "body"}. ${problem(error)}`;
}

function problem(error: ErrorObject | undefined): string {
  const { missingProperty, additionalProperty, allowedValues } = (error?.params ?? {}) as Readonly<
    Record<string, unknown>
  >;
  switch (error?.keyword) {
    case "required":
      return `'${String(missingProperty)}' is a required property`;
    case "additionalProperties":
      return `Additional properties are not allowed ('${String(additionalProperty)}' was unexpected)`;
    case "enum":
      return `It must be one of ${JSON.stringify(allowedValues)}`;
    case "pattern":
      return "It is empty or has another form than expected";
    default:
      return `It ${error?.message ?? "is not valid"}`;
  }
}
