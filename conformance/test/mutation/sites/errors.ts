// An error that is answered as another one, or not at all.
import {
  exampleValue,
  type ErrorCode,
  type OperationModel,
  type SimulatedFault,
  specModel,
} from "@virt-driver-kit/spec";

import type { Meddler } from "../../mutants/interposer.ts";
import { answering, codeOf, refusing } from "../../mutants/meddling.ts";
import type { Mutation, MutationClass, MutationSite } from "../site.ts";
import { refused, refusedWith } from "../traces.ts";
import { isServed, REQUESTS } from "./operations.ts";

/** The errors that the library answers for the driver, so that the driver's own code cannot change them. */
const OF_THE_LIBRARY: ReadonlySet<string> = new Set([
  "INSTANCE_BUSY",
  ...Object.values(specModel.errors).flatMap(({ common }, index) =>
    common ? [Object.keys(specModel.errors)[index] ?? ""] : [],
  ),
]);

/** Answers in place of an error: with another code, or with a success. */
type Instead = ErrorCode | "success";

function site(kind: MutationClass, { name, result }: OperationModel, code: ErrorCode, instead: Instead): MutationSite {
  const example = exampleValue(result ?? {}, specModel.schemas) as Record<string, unknown>;
  return {
    id: `${kind}:${name}:${code}`,
    class: kind,
    origins: [name, "errors"],
    title: `${name} answers ${instead} where ${code} is due`,
    reachedBy: [refused(name, code)],
    mutation: mutationOf(name, code, instead, example),
  };
}

function mutationOf(operation: string, code: ErrorCode, instead: Instead, example: Record<string, unknown>): Mutation {
  const model = specModel.operations[operation];
  if (model === undefined || !isServed(model) || OF_THE_LIBRARY.has(code))
    return { wire: () => answeringInstead(operation, code, instead, example) };
  const trigger = { operation, onCode: code, times: 0 };
  const fault: SimulatedFault =
    instead === "success"
      ? { kind: "answerFault", trigger, action: "succeed", resultJson: JSON.stringify(example) }
      : { kind: "answerFault", trigger, action: "fail", code: instead, effect: "none" };
  return { faults: [fault] };
}

function answeringInstead(
  operation: string,
  code: string,
  instead: Instead,
  example: Readonly<Record<string, unknown>> | undefined,
): Meddler {
  return {
    answer: (answer, request) => {
      if ((operation !== "*" && request.method !== operation) || codeOf(answer) !== code) return [answer];
      if (instead !== "success") return [refusing(request, instead, detailsOf(instead))];
      return [answering(request, example ?? exampleResult(request.method))];
    },
  };
}

function exampleResult(operation: string): Record<string, unknown> {
  return exampleValue(specModel.operations[operation]?.result ?? {}, specModel.schemas) as Record<string, unknown>;
}

function detailsOf(code: string): object | undefined {
  const { details } = specModel.errors[code] ?? {};
  return details && (exampleValue(details, specModel.schemas) as object);
}

/** Another error of the operation, of those that ask something else of the caller if there are any. */
function otherCode({ errors }: OperationModel, code: string): ErrorCode {
  const codes = errors.map((error) => error.code);
  const start = codes.indexOf(code) + 1;
  const others = [...codes.slice(start), ...codes.slice(0, start), "BACKEND_FAILED", "INTERNAL_ERROR"].filter(
    (other) => other !== code,
  );
  const recovery = specModel.errors[code]?.recovery;
  return (others.find((other) => specModel.errors[other]?.recovery !== recovery) ?? others[0]) as ErrorCode;
}

/** Its own errors, and the one by which a hypervisor that does not answer is told from an instance that is not there. */
function codesOf({ name, errors, servedBy }: OperationModel): ErrorCode[] {
  const isOfTheBackend = servedBy === "driver" && !name.startsWith("simulation/");
  const codes = [...errors.map(({ code }) => code), ...(isOfTheBackend ? ["BACKEND_UNREACHABLE"] : [])];
  return [...new Set(codes)] as ErrorCode[];
}

function everywhere(kind: MutationClass, code: ErrorCode, instead: Instead): MutationSite {
  return {
    id: `${kind}:*:${code}`,
    class: kind,
    origins: ["errors", "protocol", "sessions", "operations"],
    title: `${instead} is answered where ${code} is due`,
    reachedBy: [refusedWith(code)],
    mutation: { wire: () => answeringInstead("*", code, instead, undefined) },
  };
}

const COMMON = (Object.keys(specModel.errors) as ErrorCode[]).filter((code) => specModel.errors[code]?.common === true);

/** The sites at which an error is answered as another one. */
export const replacedErrorSites: readonly MutationSite[] = [
  ...REQUESTS.flatMap((model) =>
    codesOf(model).map((code) => site("error-replaced", model, code, otherCode(model, code))),
  ),
  ...COMMON.map((code) =>
    everywhere("error-replaced", code, code === "INTERNAL_ERROR" ? "BACKEND_FAILED" : "INTERNAL_ERROR"),
  ),
];

/** The sites at which success is answered in place of an error. */
export const swallowedErrorSites: readonly MutationSite[] = [
  ...REQUESTS.flatMap((model) => codesOf(model).map((code) => site("error-swallowed", model, code, "success"))),
  ...COMMON.map((code) => everywhere("error-swallowed", code, "success")),
];
