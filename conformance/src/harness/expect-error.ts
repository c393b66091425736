// The expectation that a call is refused, for the right reason.
import { DriverError, specModel } from "@virt-driver-kit/spec";
import type { ErrorCode } from "@virt-driver-kit/spec";

import { abbreviate } from "./abbreviate.ts";
import type { ExpectErrorOptions, RefusedCall } from "./check-context.ts";
import { Violation } from "./violation.ts";

/**
 * Waits for a call to be refused.
 *
 * @param operationOf - Tells which operation a call is of.
 * @throws Violation if the call succeeds, or is refused with another code or effect.
 * @throws whatever else the call rejects with, such as a `WireError`.
 */
export async function expectError(
  call: Promise<unknown>,
  code: ErrorCode | readonly ErrorCode[],
  options: ExpectErrorOptions,
  operationOf: (call: unknown) => string | undefined,
): Promise<RefusedCall> {
  const codes: readonly ErrorCode[] = typeof code === "string" ? [code] : code;
  const wanted = codes.join(" or ");
  const operation = operationOf(call);
  const name = operation === undefined ? "The call" : `"${operation}"`;
  const hint = options.hint ?? whyRefused(codes);
  const error = await refusalOf(call, name, wanted, hint);
  const got = abbreviate({ code: error.code, effect: error.effect, details: error.details, message: error.message });
  if (!codes.includes(error.code)) {
    throw new Violation(
      `${name} answered ${error.code} instead of ${wanted}`,
      { expected: wanted, got, hint },
      { cause: error },
    );
  }
  if (options.effect !== undefined && error.effect !== options.effect) {
    throw new Violation(`${name} answered ${error.code} with effect "${error.effect}" instead of "${options.effect}"`, {
      expected: `effect "${options.effect}"`,
      got,
      hint,
    });
  }
  return { code: error.code, message: error.message, effect: error.effect, details: { ...error.details } };
}

async function refusalOf(call: Promise<unknown>, name: string, wanted: string, hint: string): Promise<DriverError> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof DriverError) return error;
    throw error;
  }
  throw new Violation(`${name} succeeded instead of being refused with ${wanted}`, {
    expected: wanted,
    got: { result: answer },
    hint,
  });
}

/** When a call has to be refused so, in the words of the spec. */
function whyRefused(codes: readonly ErrorCode[]): string {
  const meanings = codes.map((code) => `${code}: ${specModel.errors[code]?.meaning ?? ""}`);
  return `See to this before anything is changed. ${meanings.join(" ")}`.trim();
}
