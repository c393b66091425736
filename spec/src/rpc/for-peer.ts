// What is sent to a peer, given what it declares and which version it speaks.
import { DriverError } from "../driver/driver-error.ts";
import type { WireErrorObject } from "../driver/driver-error.ts";
import { specModel } from "../generated/spec-model.ts";
import type { Capabilities } from "../generated/types.ts";
import { compareVersions } from "../model/compare-versions.ts";
import { downgrade } from "../validation/downgrade.ts";
import { undeclaredData } from "../validation/undeclared-data.ts";
import type { OperationContract } from "./contract.ts";

/** Told of something that the peer does not know and that must not be dropped; `state` is the end of a sentence about it. */
export type RefuseToSend = (state: string) => void;

/**
 * Refuses params with a member, or a variant of a union, whose capability the driver does not declare.
 *
 * @param contract - The operation.
 * @param params - Its params, which fit the schema.
 * @param capabilities - What the driver declares.
 * @throws {@link DriverError} `NOT_SUPPORTED`, naming the capability and the place.
 */
export function refuseUndeclared(
  { model: { name, params: schema } }: OperationContract,
  params: object,
  capabilities: Capabilities,
): void {
  const isDeclared = (capability: string): boolean => capabilities[capability as keyof Capabilities] === true;
  const found = undeclaredData(schema, params, isDeclared, specModel.schemas, "params");
  if (found === undefined) return;
  const { path, capability } = found;
  const message = `Cannot call ${name}: ${path} needs ${capability}, which the driver does not declare`;
  throw new DriverError("NOT_SUPPORTED", message, { effect: "none", details: { operation: name, capability, path } });
}

/**
 * Makes a message fit for the version that a session speaks.
 *
 * @param contract - The operation.
 * @param part - Which message of it.
 * @param value - The message, which fits the schema of this library's own version.
 * @param version - The version spoken; undefined if none was agreed on yet.
 * @param refuse - Called if the message must not be sent; throws, or has the return value not sent.
 * @returns The message without what is newer and may be dropped.
 */
export function forVersion(
  { model }: OperationContract,
  part: "params" | "result",
  value: object,
  version: string | undefined,
  refuse: RefuseToSend,
): object {
  if (version === undefined || version === specModel.version) return value;
  const tooNew = (what: string, since: string): void =>
    refuse(`${what} came with version ${since} of the spec, and the session speaks ${version}`);
  if (compareVersions(model.since, version) > 0) tooNew(model.name, model.since);
  const downgrading = { version, schemas: specModel.schemas, refuse: tooNew };
  return downgrade(model[part] ?? {}, value, part, downgrading) as object;
}

/**
 * Makes an error fit for the version that a session speaks. A code that the peer does not know it reads as INTERNAL_ERROR; of the details it is told
 * what it knows.
 *
 * @param error - The error.
 * @param version - The version spoken; undefined if none was agreed on yet.
 * @returns The error without details that are newer.
 */
export function errorForVersion(error: WireErrorObject, version: string | undefined): WireErrorObject {
  const { code, details } = error.data;
  if (details === undefined || version === undefined || version === specModel.version) return error;
  const downgrading = { version, schemas: specModel.schemas, refuse: () => undefined };
  const known = downgrade(specModel.errors[code]?.details ?? {}, details, "details", downgrading) as object;
  return { ...error, data: { ...error.data, details: known } };
}
