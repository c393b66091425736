// Calls that are in progress at the same time, with the moments at which each began and was answered.
import { DriverError } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { overlap, type PastCall } from "../../model/linearize.ts";
import type { Step } from "../../model/site-model.ts";
import { perform } from "./perform.ts";
import type { Stage } from "./stage.ts";

/** A call that was answered. */
export interface RecordedCall extends PastCall {
  readonly actor: number;
  readonly operationId: string;
  readonly refusal: DriverError | undefined;
}

/** Begins calls, and notes what comes of them. */
export class Recorder {
  readonly #t: CheckContext;
  readonly #stage: Stage;
  readonly #calls: Promise<RecordedCall>[] = [];
  #moment = 0;

  constructor(t: CheckContext, stage: Stage) {
    this.#t = t;
    this.#stage = stage;
  }

  /** Begins a call. */
  begin(step: Step): void {
    const answer = this.#record(step);
    // It is looked at when all have been answered.
    answer.catch(() => undefined);
    this.#calls.push(answer);
  }

  /** All calls since the last time, once each has been answered. Rejects with what else came of one, such as a fault of the wire. */
  async answered(): Promise<readonly RecordedCall[]> {
    return Promise.all(this.#calls.splice(0));
  }

  async #record({ actor, command }: Step): Promise<RecordedCall> {
    const operationId = this.#t.uuid();
    const begin = this.#moment++;
    let refusal: DriverError | undefined;
    try {
      await perform(this.#t, this.#stage, { actor, command }, { operationId });
    } catch (error) {
      if (!(error instanceof DriverError)) throw error;
      refusal = error;
    }
    return { actor, command, operationId, begin, end: this.#moment++, outcome: refusal?.code ?? "done", refusal };
  }
}

/** The calls that were refused as INSTANCE_BUSY and name no call that was in progress with them on their instance. */
export function unjustlyBusy(calls: readonly RecordedCall[]): RecordedCall[] {
  return calls.filter((call) => {
    if (call.outcome !== "INSTANCE_BUSY") return false;
    const named = call.refusal?.details?.["operationId" as never] as string | undefined;
    const holder = calls.find(({ operationId }) => operationId === named);
    return holder === undefined || holder === call || holder.actor !== call.actor || !overlap(holder, call);
  });
}
