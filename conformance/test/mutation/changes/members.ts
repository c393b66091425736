// Drivers that read or tell one member of an object wrongly, wherever the object stands.
import { type DriverDefinition, type JsonSchema, type JsonValue, specModel } from "@virt-driver-kit/spec";

import { alteredValue } from "../altered-value.ts";
import type { Answer, Meddler } from "../../mutants/interposer.ts";
import { type JsonObject, type SchemaMember, visitMembers } from "../schema-members.ts";
import { changingMethods } from "./methods.ts";

/** What becomes of a member. */
export type MemberChange = "dropped" | "altered";

/** What an operation's objects are called after, by the part of the exchange. */
export const OWNERS = { params: ".params", result: ".result" } as const;

/**
 * Changes a member wherever it is in a message.
 *
 * @returns A changed copy.
 */
function withMember<T extends object>(
  schema: JsonSchema | undefined,
  owner: string,
  message: T,
  name: string,
  how: MemberChange,
): T {
  if (schema === undefined) return message;
  // By its text, since two members that are one object here are two on the wire.
  const changed = JSON.parse(JSON.stringify(message)) as T;
  visitMembers(schema, changed, owner, (member, object, key) => {
    if (member.name === name && object[key] !== undefined) change(member, object, key, how);
  });
  return changed;
}

function change({ schema }: SchemaMember, object: JsonObject, key: string, how: MemberChange): void {
  const value: JsonValue | undefined = how === "altered" ? alteredValue(schema, object[key]) : undefined;
  if (value !== undefined) object[key] = value;
  else if (how === "dropped") delete object[key];
}

/** Makes a driver that answers a member wrongly. */
export function answeringMember(name: string, how: MemberChange): (base: DriverDefinition) => DriverDefinition {
  return changingMethods((operation, method) => async (params, call) => {
    const result = await method(params, call);
    return withMember(specModel.operations[operation]?.result, operation + OWNERS.result, result, name, how);
  });
}

/** Makes a driver that reads a member wrongly. */
export function readingMember(name: string, how: MemberChange): (base: DriverDefinition) => DriverDefinition {
  return changingMethods(
    (operation, method) => (params, call) =>
      method(withMember(specModel.operations[operation]?.params, operation + OWNERS.params, params, name, how), call),
  );
}

/** Changes a member in all that a driver says on the wire: answers, details of errors, notifications and questions. */
export function sayingMember(name: string, how: MemberChange): Meddler {
  return {
    answer: (answer, { method }) => [withAnswerMember(answer, method, name, how)],
    notification: (said) => {
      const schema = specModel.operations[said.method]?.params;
      const params = withMember(schema, said.method + OWNERS.params, said.params, name, how);
      return [{ ...said, params }];
    },
  };
}

function withAnswerMember(answer: Answer, method: string, name: string, how: MemberChange): Answer {
  const { result, error } = answer;
  if (result !== undefined) {
    return {
      ...answer,
      result: withMember(specModel.operations[method]?.result, method + OWNERS.result, result, name, how),
    };
  }
  const code = error?.data?.["code"] as string | undefined;
  const details = error?.data?.["details"] as object | undefined;
  if (error === undefined || code === undefined || details === undefined) return answer;
  const changed = withMember(specModel.errors[code]?.details, detailsOwner(code), details, name, how);
  return { ...answer, error: { ...error, data: { ...error.data, details: changed } } };
}

/** What the details of an error are called after. */
export function detailsOwner(code: string): string {
  return `${code}.details`;
}
