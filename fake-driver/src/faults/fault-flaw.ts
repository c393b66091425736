/** Finds why a fault could never happen as it is written. */

import {
  type FaultChange,
  type FaultCondition,
  type FaultTrigger,
  type JsonSchema,
  type OperationModel,
  type SimulatedFault,
  didYouMean,
  specModel,
} from "@virt-driver-kit/spec";
import { USUAL_STEP_MS } from "../hypervisor/steps.ts";
import { isTriggered, type TriggeredFault } from "./armed-fault.ts";
import { pointerFlaw } from "./pointer-flaw.ts";

/** What is wrong with a fault. */
export interface FaultFlaw {
  /** The member that is wrong, such as `trigger.step`. */
  readonly member: string;
  /** What is wrong with it, with what could have been meant. */
  readonly problem: string;
}

/** What can be asked of everything that meets a fault. */
const OF_ALL = ["operation", "instanceUuid", "node", "where", "nth", "times"] as const satisfies (keyof FaultTrigger)[];

/** What can be asked besides, by kind. */
const OF_KIND: Readonly<Record<TriggeredFault["kind"], readonly (keyof FaultTrigger)[]>> = {
  stepFault: ["step", "afterFailure"],
  requestFault: [],
  answerFault: ["onCode"],
  eventFault: ["transition"],
  leakFault: ["onCode"],
};

/** What actions need, by kind and action. */
const NEEDS: Readonly<Record<string, string>> = {
  "stepFault delay": "delayMs",
  "stepFault late": "delayMs",
  "stepFault also": "deed",
  "answerFault alter": "changes",
  "answerFault fail": "code",
  "answerFault succeed": "resultJson",
  "answerFault delay": "delayMs",
  "eventFault alter": "changes",
  "eventFault delay": "delayMs",
};

/** In characters. */
const LONGEST_LIST = 900;

const OPERATIONS = Object.values(specModel.operations).filter(
  ({ direction, servedBy, name }) =>
    direction === "coreToDriver" && servedBy === "driver" && !name.startsWith("simulation/"),
);

/**
 * Finds why a fault could never happen as it is written, whatever the driver is asked.
 *
 * @param fault - A fault that fits its schema.
 * @returns The first thing wrong with it; undefined if nothing is.
 * @see Requirement `simulation/impossible-faults-are-refused`
 */
export function faultFlaw(fault: SimulatedFault): FaultFlaw | undefined {
  if (!isTriggered(fault)) return undefined;
  return firstOf(flawsOfTrigger(fault)) ?? firstOf(flawsOfAction(fault));
}

function* flawsOfTrigger({ kind, trigger }: TriggeredFault): Generator<FaultFlaw> {
  const possible: readonly string[] = [...OF_ALL, ...OF_KIND[kind]];
  for (const name of Object.keys(trigger)) {
    if (possible.includes(name)) continue;
    yield {
      member: `trigger.${name}`,
      problem: `is nothing that a ${kind} can ask; it can ask ${possible.join(", ")}`,
    };
  }
  const { operation, step, transition } = trigger;
  const names = OPERATIONS.map(({ name }) => name);
  yield* unknownName("operation", "operation of the spec that a driver carries out", operation, names);
  yield* unknownName("step", "step of the hypervisor", step, Object.keys(USUAL_STEP_MS));
  yield* unknownName("transition", "transition or change of a node", transition, transitions());
  for (const [index, condition] of (trigger.where ?? []).entries()) {
    yield* flawsOfPlace(condition, `trigger.where[${index}]`, schemaOf(operation, "params"));
  }
}

function* flawsOfAction(fault: TriggeredFault): Generator<FaultFlaw> {
  const needed = "action" in fault ? NEEDS[`${fault.kind} ${fault.action}`] : undefined;
  if (needed !== undefined && !(needed in fault)) {
    yield { member: needed, problem: `is missing, and action "${"action" in fault ? fault.action : ""}" needs it` };
  }
  for (const [index, change] of ("changes" in fault ? (fault.changes ?? []) : []).entries()) {
    yield* flawsOfPlace(change, `changes[${index}]`, changedSchema(fault));
  }
  if (fault.kind === "leakFault" && fault.pointer !== undefined) {
    yield* flawsOfPlace({ pointer: fault.pointer }, "", schemaOf(fault.trigger.operation, "params"));
  }
  if (fault.kind === "answerFault" && fault.resultJson !== undefined) {
    yield* flawsOfResult(fault.resultJson, fault.trigger.operation);
  }
}

/** What a fault's changes are made to; undefined if that may be one thing or another. */
function changedSchema({ kind, trigger }: TriggeredFault): JsonSchema | undefined {
  if (kind === "requestFault") return schemaOf(trigger.operation, "params");
  if (kind === "answerFault") return schemaOf(trigger.operation, "result");
  if (trigger.transition === undefined) return undefined;
  return schemaOf(changesOfNodes().includes(trigger.transition) ? "nodesChanged" : "event", "params");
}

function* flawsOfPlace(
  { pointer, ...values }: FaultCondition & Pick<FaultChange, "was">,
  member: string,
  schema: JsonSchema | undefined,
): Generator<FaultFlaw> {
  const of = (name: string): string => (member === "" ? name : `${member}.${name}`);
  const problem = schema && pointerFlaw(schema, pointer);
  if (problem !== undefined) yield { member: of("pointer"), problem };
  for (const name of ["was", "json"] as const) {
    const text = values[name];
    if (text !== undefined && parsed(text) === undefined) yield { member: of(name), problem: notJson(text) };
  }
}

function* flawsOfResult(text: string, operation: string | undefined): Generator<FaultFlaw> {
  const value = parsed(text);
  if (value === undefined) yield { member: "resultJson", problem: notJson(text) };
  else if (typeof value.json !== "object" || value.json === null || Array.isArray(value.json)) {
    yield { member: "resultJson", problem: "is no object, as every result is" };
  }
  const schema = schemaOf(operation, "result");
  for (const name of Object.keys(value?.json ?? {})) {
    const problem = schema && pointerFlaw(schema, `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    if (problem !== undefined) yield { member: "resultJson", problem };
  }
}

function* unknownName(
  member: "operation" | "step" | "transition",
  what: string,
  name: string | undefined,
  known: readonly string[],
): Generator<FaultFlaw> {
  if (name === undefined || known.includes(name)) return;
  const advice = didYouMean(name, known) || choice(known);
  yield { member: `trigger.${member}`, problem: `names no ${what}: "${name}"${advice}` };
}

/** What there is to choose from, unless that is more than an error can say. */
function choice(known: readonly string[]): string {
  const list = known.join(", ");
  return list.length > LONGEST_LIST ? "" : `; there are ${list}`;
}

function schemaOf(operation: string | undefined, part: "params" | "result"): JsonSchema | undefined {
  const model: OperationModel | undefined = operation === undefined ? undefined : specModel.operations[operation];
  return model?.[part];
}

function transitions(): string[] {
  return [...(specModel.operations["event"]?.params.properties?.["transition"]?.enum ?? []), ...changesOfNodes()];
}

function changesOfNodes(): readonly string[] {
  return specModel.schemas["NodeChange"]?.properties?.["change"]?.enum ?? [];
}

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function notJson(text: string): string {
  return `is no JSON text: ${text}; a string has quotes of its own, as in '"running"'`;
}

function firstOf(flaws: Iterable<FaultFlaw>): FaultFlaw | undefined {
  for (const flaw of flaws) return flaw;
  return undefined;
}
