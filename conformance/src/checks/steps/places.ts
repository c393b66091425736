// The places in an operation's parameters, as the model has them, and how something is put there: for checks that hold for data
// of a kind, wherever it stands.
import { exampleValue, specModel } from "@virt-driver-kit/spec";
import type { Capability, JsonSchema, JsonValue, OperationName } from "@virt-driver-kit/spec";

/** Parameters of a request. */
export type Params = Readonly<Record<string, unknown>>;

/** A member of the parameters or of an object in them, an entry of a list, or a variant of a union. */
export interface Place {
  /** Names it, as in `params.devices.blockDevices.volumes[].tag`; a variant stands in angle brackets. */
  readonly path: string;
  /** The shared object that it is part of and where there, as in `VolumeAttachment.tag`; without one, its path. What is wrong with it is so in every request. */
  readonly part: string;
  /** What is there, with references followed. */
  readonly schema: JsonSchema;
  /** Whether it is a secret, or is part of one. */
  readonly isSensitive: boolean;
  /** The capabilities that it is behind, the outermost first. */
  readonly capabilities: readonly Capability[];
  /** Whether the last of them stands at this very place. */
  readonly isGated: boolean;
  /**
   * Copies a request and puts a value here, with examples of all that is needed around it.
   *
   * @param value - The value. Left out: what is there already, or else an example.
   */
  readonly put: (params: Params, value?: JsonValue) => Params;
  /** Copies a request and changes what is here, or else an example of it. */
  readonly edit: (params: Params, change: (present: JsonValue) => JsonValue) => Params;
}

type Change = (value: JsonValue | undefined) => JsonValue;

/** Where the walk is. */
interface At {
  readonly path: string;
  readonly part: string;
  readonly isSensitive: boolean;
  readonly capabilities: readonly Capability[];
  /** The names of the schemas that it came through, so that it ends. */
  readonly through: readonly string[];
  /** Turns a change at this place into one of the whole. */
  readonly lift: (change: Change) => Change;
}

/** Lists the places in the parameters of an operation, apart from the parameters themselves. */
export function placesIn(operation: OperationName): Place[] {
  const { params = {} } = specModel.operations[operation] ?? {};
  const part = `${operation}.params`;
  return inside(params, {
    path: "params",
    part,
    isSensitive: false,
    capabilities: [],
    through: [],
    lift: (change) => change,
  });
}

function placesAt(use: JsonSchema, from: At): Place[] {
  const name = use.$ref?.replace("#/$defs/", "");
  if (name !== undefined && from.through.includes(name)) return [];
  const schema = (name === undefined ? use : specModel.schemas[name]) ?? {};
  const gate = (use["x-capability"] ?? schema["x-capability"]) as Capability | undefined;
  const capabilities = gate === undefined ? from.capabilities : [...from.capabilities, gate];
  const through = name === undefined ? from.through : [...from.through, name];
  const isSensitive = from.isSensitive || use["x-sensitive"] === true || schema["x-sensitive"] === true;
  const at: At = { ...from, part: name ?? from.part, isSensitive, capabilities, through };
  const put: Place["put"] = (params, value) =>
    at.lift((present) => value ?? present ?? exampleOf(use))(params as JsonValue) as Params;
  const edit: Place["edit"] = (params, change) =>
    at.lift((present) => change(present ?? exampleOf(use)))(params as JsonValue) as Params;
  const { path } = at;
  const { part } = from;
  return [
    { path, part, schema, isSensitive, capabilities, isGated: gate !== undefined, put, edit },
    ...inside(schema, at),
  ];
}

function inside(schema: JsonSchema, at: At): Place[] {
  if (schema.oneOf !== undefined) return schema.oneOf.flatMap((variant) => placesAt(variant, toVariant(variant, at)));
  const members = Object.entries(schema.properties ?? {});
  const entries = schema.items === undefined ? [] : placesAt(schema.items, toEntry(at));
  return [...entries, ...members.flatMap(([name, member]) => placesAt(member, toMember(name, schema, at)))];
}

function toMember(name: string, schema: JsonSchema, at: At): At {
  const lift: At["lift"] = (change) =>
    at.lift((present) => {
      const object = (present ?? exampleOf(schema)) as Record<string, JsonValue>;
      return { ...object, [name]: change(object[name]) };
    });
  return { ...at, path: `${at.path}.${name}`, part: `${at.part}.${name}`, lift };
}

function toEntry(at: At): At {
  const lift: At["lift"] = (change) =>
    at.lift((present) => {
      const [first, ...others] = (present ?? []) as JsonValue[];
      return [change(first), ...others];
    });
  return { ...at, path: `${at.path}[]`, part: `${at.part}[]`, lift };
}

/** What is there may be another variant, and then gives way. */
function toVariant(variant: JsonSchema, at: At): At {
  const name = variant.$ref?.replace("#/$defs/", "") ?? "";
  const tags = Object.entries(specModel.schemas[name]?.properties ?? {}).filter(([, member]) => "const" in member);
  const isThis = (value: JsonValue | undefined): boolean =>
    value !== undefined &&
    tags.every(([tag, { const: wanted }]) => (value as Record<string, JsonValue>)[tag] === wanted);
  const lift: At["lift"] = (change) => at.lift((present) => change(isThis(present) ? present : exampleOf(variant)));
  return { ...at, path: `${at.path}<${name}>`, part: `${at.part}<${name}>`, lift };
}

function exampleOf(schema: JsonSchema): JsonValue {
  return exampleValue(schema, specModel.schemas);
}
