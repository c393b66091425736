// A request that nobody checks before it is sent, with its error made readable.
import { DriverError, specModel } from "@virt-driver-kit/spec";
import type { DriverConnection, ErrorObject, WireErrorObject } from "@virt-driver-kit/spec";

import { Violation } from "./violation.ts";

const METHOD_NOT_FOUND = -32_601;

/**
 * Sends a request as it is.
 *
 * @param hangTimeoutMs - How long it may stay without an answer; as long as on the connection if left out.
 * @returns The result, unjudged.
 * @throws DriverError if the answer is an error of the spec, or the one that JSON-RPC has for unknown methods.
 * @throws Violation if it is another error.
 */
export async function rawRequest(
  connection: DriverConnection,
  method: string,
  params: object,
  hangTimeoutMs?: number,
): Promise<unknown> {
  const { result, error } = await connection.request(
    method,
    params,
    hangTimeoutMs === undefined ? {} : { hangTimeoutMs },
  );
  if (error === undefined) return result;
  if (isOfTheSpec(error)) throw DriverError.fromWire(error);
  if (error.code === METHOD_NOT_FOUND) {
    throw new DriverError("NOT_SUPPORTED", error.message, { effect: "none", details: { operation: method } });
  }
  throw new Violation(`"${method}" answered an error that is none of the spec`, {
    expected: 'an error whose "data" has a code and an effect',
    got: error,
    hint: "errors.yaml lists the codes; errors/carry-code-and-effect says what goes with them",
  });
}

function isOfTheSpec(error: ErrorObject): error is WireErrorObject {
  const { code, effect } = (error.data ?? {}) as { code?: unknown; effect?: unknown };
  return typeof code === "string" && Object.hasOwn(specModel.errors, code) && typeof effect === "string";
}
