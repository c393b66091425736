/** What faults make of the requests that the driver gets and of the answers that it gives. */

import { type AnswerFault, type Call, DriverError } from "@virt-driver-kit/spec";
import type { ArmedFault } from "../../faults/armed-fault.ts";
import { during, instanceIn, nodeIn } from "../../faults/current-request.ts";
import { deedsOn } from "../../faults/deeds.ts";
import { withChanges } from "../../faults/json-places.ts";
import type { Occurrence } from "../../faults/occurrence.ts";
import type { DriverContext } from "../driver-context.ts";
import { errorAnswered } from "./faulty-error.ts";
import { leak, withLeak } from "./leak.ts";

/** An operation of the driver, whichever. */
export type Operation = (params: object, call: Call) => Promise<object>;

/** What a call comes to. */
type Outcome = { readonly result: object } | { readonly error: unknown };

/**
 * Makes an operation meet the faults of requests, answers and leaks. The operations on the simulation itself meet none.
 *
 * @param name - The operation's name.
 * @param operation - The operation as it should be.
 * @param context - The driver's surroundings.
 */
export function withFaults(name: string, operation: Operation, context: DriverContext): Operation {
  if (name.startsWith("simulation/")) return operation;
  const { life } = context;
  const { faults } = context.hypervisor;
  return async (params, call) => {
    const about = occurrenceOf(context, name, params);
    const read = faults
      .meeting("requestFault", about)
      .reduce((misread, { fault }) => withChanges(misread, fault.changes), params);
    const outcome = await during({ operation: name, params, life }, () => outcomeOf(operation(read, call)));
    const answered = await answer(context, about, leaked(context, about, outcome));
    if ("result" in answered) return answered.result;
    throw answered.error;
  };
}

function occurrenceOf({ hypervisor }: DriverContext, operation: string, params: object): Occurrence {
  const instanceUuid = instanceIn(params);
  const node = nodeIn(params) ?? hypervisor.host.instance(instanceUuid ?? "")?.node;
  return { operation, params, instanceUuid, node };
}

function outcomeOf(running: Promise<object>): Promise<Outcome> {
  return running.then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
}

function leaked({ hypervisor, host }: DriverContext, about: Occurrence, outcome: Outcome): Outcome {
  let { error } = outcome as { readonly error?: unknown };
  for (const { fault } of hypervisor.faults.meeting("leakFault", withCode(about, outcome))) {
    if (fault.into === "errorMessage") error = withLeak(error, fault, about.params);
    else leak(host, fault, about.params);
  }
  return "error" in outcome ? { error } : outcome;
}

async function answer(context: DriverContext, about: Occurrence, outcome: Outcome): Promise<Outcome> {
  const { hypervisor } = context;
  const deed = deedsOn(hypervisor);
  let answered = outcome;
  for (const armed of hypervisor.faults.meeting("answerFault", withCode(about, outcome))) {
    const { fault } = armed;
    if (fault.action === "withhold") await context.clock.outside(() => new Promise<void>((end) => armed.onEnd(end)));
    else if (fault.action === "delay") await context.clock.sleep(fault.delayMs ?? 0);
    else answered = misreported(armed, about, answered);
    if (fault.deed !== undefined) deed.do(fault.deed, deed.about(about.instanceUuid));
  }
  return answered;
}

function misreported(armed: ArmedFault<AnswerFault>, about: Occurrence, answered: Outcome): Outcome {
  const { fault } = armed;
  if (fault.action === "fail") return { error: errorAnswered(fault, about) };
  if ("error" in answered) {
    return fault.action === "succeed" ? { result: JSON.parse(fault.resultJson ?? "{}") as object } : answered;
  }
  if (fault.action === "alter") return { result: withChanges(answered.result, fault.changes ?? []) };
  return fault.action === "stale" ? { result: armed.firstResult(about.params ?? {}, answered.result) } : answered;
}

function withCode(about: Occurrence, outcome: Outcome): Occurrence {
  return "error" in outcome && outcome.error instanceof DriverError ? { ...about, code: outcome.error.code } : about;
}
