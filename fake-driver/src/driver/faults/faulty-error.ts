import { type AnswerFault, DriverError, exampleValue, specModel } from "@virt-driver-kit/spec";
import type { Occurrence } from "../../faults/occurrence.ts";

/**
 * Makes the error that a fault has answered in place of the truth.
 *
 * Its details are as the spec wants them: what the request tells is true, and the rest is made up.
 */
export function errorAnswered(
  { code = "INTERNAL_ERROR", effect = "unknown" }: AnswerFault,
  about: Occurrence,
): DriverError {
  const { operation = "the call", instanceUuid, node } = about;
  const schema = specModel.errors[code]?.details;
  const known = Object.entries({ operation, instanceUuid, node }).filter(
    ([name, value]) => value !== undefined && schema?.properties?.[name] !== undefined,
  );
  const details = schema && {
    ...(exampleValue(schema, specModel.schemas, 0) as object),
    ...Object.fromEntries(known),
  };
  const message = `Cannot carry out ${operation}: so says an injected fault`;
  const data = { code, effect, ...(details === undefined ? {} : { details }) };
  return DriverError.fromWire({ code: specModel.errors[code]?.rpcCode ?? 0, message, data });
}
