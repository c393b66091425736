// Notes every call of a run: what was called, in which state of its instance, and how it was answered. It listens on the
// connections and asks nothing itself, so that it costs next to nothing and nothing depends on it.
import type { DriverConnection, SpecModel, TappedMessage } from "@virt-driver-kit/spec";

import { type AnsweredCall, InstanceStates } from "./instance-states.ts";
import { rowOf, type SeenCall, type StateOfCall, variantText } from "./seen-call.ts";

/** The calls of a run. */
export interface CallLog {
  /** Listens on the connections to one host. Hosts know different things of the same instance. */
  host(): (connection: DriverConnection) => void;
  /** What was seen, without an order. */
  seen(): SeenCall[];
}

type Params = Readonly<Record<string, unknown>>;

/** A call that has not been answered. */
interface Pending {
  readonly operation: string;
  readonly params: Params;
  readonly uuid: string | undefined;
  readonly state: StateOfCall;
  readonly restarted: boolean;
  readonly news: number;
}

/** Makes a log. */
export function callLog(model: SpecModel): CallLog {
  const counts = new Map<string, { call: Omit<SeenCall, "calls">; calls: number }>();
  const note = (call: Omit<SeenCall, "calls">): void => {
    const key = `${call.operation} ${call.variant} ${call.state} ${call.restarted} ${call.outcome}`;
    const counted = counts.get(key);
    if (counted === undefined) counts.set(key, { call, calls: 1 });
    else counted.calls += 1;
  };
  return {
    host: () => hostLog(model, note),
    seen: () => [...counts.values()].map(({ call, calls }) => ({ ...call, calls })),
  };
}

function hostLog(model: SpecModel, note: (call: Omit<SeenCall, "calls">) => void): (to: DriverConnection) => void {
  const states = new InstanceStates(model);
  /** By uuid: how many changing calls are at work. */
  const busy = new Map<string, number>();

  const isChange = (operation: string): boolean => model.operations[operation]?.kind === "change";
  const count = ({ uuid, operation }: Pending, by: 1 | -1): void => {
    if (uuid === undefined || !isChange(operation)) return;
    const left = (busy.get(uuid) ?? 0) + by;
    if (left > 0) busy.set(uuid, left);
    else busy.delete(uuid);
  };

  const begun = (operation: string, params: Params): Pending => {
    const uuid = instanceOf(params);
    const state = uuid === undefined ? "none" : busy.has(uuid) ? "busy" : states.stateOf(uuid);
    const restarted = uuid !== undefined && states.outlivedItsRun(uuid);
    return { operation, params, uuid, state, restarted, news: uuid === undefined ? 0 : states.newsOf(uuid) };
  };

  const ended = (pending: Pending, answer: Pick<AnsweredCall, "result" | "error">): void => {
    const { operation, params, uuid, restarted } = pending;
    states.answered({ operation, params, ...answer }, uuid, pending.news);
    const operationModel = model.operations[operation];
    if (operationModel === undefined) return;
    const row = rowOf(operationModel, params);
    const state = stateTold(answer.error, pending.state);
    const outcome = answer.error === undefined ? "ok" : String(answer.error.code);
    note({ operation, variant: row === undefined ? "" : variantText(row), state, restarted, outcome });
  };

  return (connection) => {
    const pending = new Map<unknown, Pending>();
    const take = (id: unknown): Pending | undefined => {
      const call = pending.get(id);
      pending.delete(id);
      if (call !== undefined) count(call, -1);
      return call;
    };
    connection.onMessage(({ direction, message }: TappedMessage) => {
      if (direction === "sent") {
        if (!("id" in message) || !("method" in message)) return;
        const call = begun(message.method, (message.params ?? {}) as Params);
        pending.set(message.id, call);
        count(call, 1);
      } else if ("method" in message) {
        const { instanceUuid, powerState } = (message.params ?? {}) as Params;
        if (message.method === "event") states.learn(instanceUuid, powerState);
      } else {
        const call = take(message.id);
        if (call === undefined) return;
        const { result, error } = message;
        ended(call, error === undefined ? { result: result as Params } : { error: error.data ?? {} });
      }
    });
    // What was on its way may still happen.
    void connection.closed.then(() => {
      for (const [id, call] of pending) {
        take(id);
        if (call.uuid !== undefined && isChange(call.operation)) states.doubt(call.uuid);
      }
    });
  };
}

/** The instance that a request names. */
function instanceOf(params: Params): string | undefined {
  const { instanceUuid, instance } = params as { instanceUuid?: unknown; instance?: { uuid?: unknown } | null };
  const uuid = instanceUuid ?? instance?.uuid;
  return typeof uuid === "string" ? uuid : undefined;
}

/** The driver's own word on the state it found, where it refused for it; else what was known. */
function stateTold(error: AnsweredCall["error"], known: StateOfCall): StateOfCall {
  if (error?.code === "INSTANCE_NOT_FOUND" && known !== "none") return "absent";
  const told = (error?.details as { powerState?: unknown } | undefined)?.powerState;
  return error?.code === "INVALID_STATE" && typeof told === "string" ? (told as StateOfCall) : known;
}
