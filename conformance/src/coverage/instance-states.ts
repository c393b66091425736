// What the kit knows of the instances of one host: their power states by the last read, event or answer, and who works on them.
import type { PowerState, SpecModel } from "@virt-driver-kit/spec";

import { rowOf } from "./seen-call.ts";

/** What is known of an instance. */
export type KnownState = PowerState | "absent" | "unknown";

/** A request that was answered. */
export interface AnsweredCall {
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What it answered; absent if it failed. */
  readonly result?: Readonly<Record<string, unknown>>;
  /** The error's own data, if it failed. */
  readonly error?: { readonly code?: unknown; readonly effect?: unknown; readonly details?: unknown };
}

interface Known {
  state: KnownState;
  /** The run of the driver in which it was made. */
  run: number;
  /** Counts what was learnt, so that an answer does not overrule what came while it was on its way. */
  news: number;
}

/** Keeps what is known. It asks nothing, so it can be wrong where nobody has looked. */
export class InstanceStates {
  readonly #model: SpecModel;
  readonly #instances = new Map<string, Known>();
  #epoch: unknown;
  #run = 0;

  constructor(model: SpecModel) {
    this.#model = model;
  }

  /** The state of an instance; `absent` if nobody ever spoke of it. */
  stateOf(uuid: string): KnownState {
    return this.#instances.get(uuid)?.state ?? "absent";
  }

  /** Whether an earlier run of the driver had made the instance. */
  outlivedItsRun(uuid: string): boolean {
    const known = this.#instances.get(uuid);
    return known !== undefined && known.run < this.#run;
  }

  /** A mark to tell later whether there was news of an instance. */
  newsOf(uuid: string): number {
    return this.#instances.get(uuid)?.news ?? 0;
  }

  /** Takes in a state that somebody has seen. */
  learn(uuid: unknown, state: unknown): void {
    if (typeof uuid !== "string" || typeof state !== "string") return;
    const known = this.#instances.get(uuid);
    const wasThere = known !== undefined && known.state !== "absent";
    const run = wasThere ? known.run : this.#run;
    this.#instances.set(uuid, { state: state as KnownState, run, news: (known?.news ?? 0) + 1 });
  }

  /** Nobody can tell any more what became of an instance. */
  doubt(uuid: string): void {
    if (this.#instances.has(uuid)) this.learn(uuid, "unknown");
  }

  /** Takes in an answer; `newsBefore` is what {@link newsOf} said of the call's instance when it was made. */
  answered(call: AnsweredCall, uuid: string | undefined, newsBefore: number): void {
    const { operation, result, error } = call;
    if (error !== undefined) this.#failed(error, uuid);
    else if (operation === "initialize") this.#initialized(result);
    else if (operation === "getInfo") this.#row(result?.["info"]);
    else if (operation === "listInstanceStates") (result?.["states"] as unknown[] | undefined)?.forEach(this.#row);
    else if (uuid !== undefined && this.newsOf(uuid) === newsBefore) this.#succeeded(call, uuid);
  }

  /** A new run of the driver: what it knows of earlier instances is its own to tell. */
  #initialized(result: AnsweredCall["result"]): void {
    if (result?.["driverEpoch"] === this.#epoch) return;
    if (this.#epoch !== undefined) this.#run += 1;
    this.#epoch = result?.["driverEpoch"];
    const capabilities = result?.["capabilities"] as { supportsRecovery?: unknown } | undefined;
    if (capabilities?.supportsRecovery !== true) for (const uuid of this.#instances.keys()) this.doubt(uuid);
  }

  readonly #row = (row: unknown): void => {
    const { uuid, powerState } = (row ?? {}) as { uuid?: unknown; powerState?: unknown };
    this.learn(uuid, powerState);
  };

  #failed({ code, effect, details }: NonNullable<AnsweredCall["error"]>, uuid: string | undefined): void {
    if (uuid === undefined) return;
    if (code === "INSTANCE_NOT_FOUND") this.learn(uuid, "absent");
    else if (code === "INVALID_STATE")
      this.learn(uuid, (details as { powerState?: unknown } | undefined)?.powerState ?? "unknown");
    else if (effect !== "none") this.doubt(uuid);
  }

  #succeeded({ operation, params, result }: AnsweredCall, uuid: string): void {
    const model = this.#model.operations[operation];
    const outcome = model && rowOf(model, params)?.outcome[this.stateOf(uuid)];
    if (outcome === undefined || outcome === "unchanged" || outcome in this.#model.errors) return;
    // A live migration may end well and leave the guest where it was.
    const ended = result?.["outcome"];
    if (ended === undefined || ended === "completed") this.learn(uuid, outcome);
  }
}
