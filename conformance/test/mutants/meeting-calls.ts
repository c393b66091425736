// Drivers that are right as long as calls come one after the other, and wrong when several are in progress or one is cancelled.
import type { Call, ComputeDriver } from "@virt-driver-kit/spec";

import { restarting } from "./attachments.ts";
import type { Answer, Meddler, Relay, Request } from "./interposer.ts";
import { answering, codeOf, onAnswer, withErrorData } from "./meddling.ts";
import { backendFailed, isRefusal, type Mutant, replacing } from "./mutant.ts";

type Driver = Required<ComputeDriver>;

/** Operations that take their time, and answer nothing. */
const SLOW = ["rebuild", "reboot", "suspend", "resume", "rescue", "powerOn", "powerOff"] as const;

/** A call that nobody cancels. */
function uncancelled(): Call {
  return { signal: new AbortController().signal, reportProgress: () => undefined };
}

/** Answers before the work is done, if other instances are being worked on as well. */
function hasty(driver: Driver): Partial<ComputeDriver> {
  let inProgress = 0;
  const replaced = SLOW.map((operation) => {
    const work = driver[operation] as (params: object, call: Call) => Promise<object>;
    const counted = async (params: object, call: Call): Promise<object> => {
      const isHasty = inProgress > 0;
      inProgress += 1;
      const done = work(params, isHasty ? uncancelled() : call).finally(() => {
        inProgress -= 1;
      });
      if (!isHasty) return done;
      done.catch(() => undefined);
      return {};
    };
    return [operation, counted] as const;
  });
  return Object.fromEntries(replaced);
}

/** Names, where an instance is busy, the call that was answered last. */
function misnaming(): Meddler {
  let last: string | undefined;
  return onAnswer("*", (answer, request) => {
    const details = answer.error?.data?.["details"] ?? {};
    if (codeOf(answer) === "INSTANCE_BUSY" && last !== undefined)
      return withErrorData(answer, { details: { ...details, operationId: last } });
    last = request.params.call?.operationId ?? last;
    return answer;
  });
}

/** Does something else once a call has been cancelled. */
function afterCancelling(
  driver: Driver,
  operation: "powerOn" | "reboot" | "suspend",
  spoil: (params: { readonly instanceUuid: string }) => Promise<unknown>,
): Partial<ComputeDriver> {
  const work = driver[operation] as (params: { instanceUuid: string }, call: Call) => Promise<object>;
  const spoiling = async (params: { instanceUuid: string }, call: Call): Promise<object> => {
    try {
      return await work(params, call);
    } catch (error) {
      if (isRefusal(error, "OPERATION_CANCELLED")) await spoil(params);
      throw error;
    }
  };
  return { [operation]: spoiling };
}

/** Refuses to power an instance on when it has been cancelled in that before. */
function discouraged(driver: Driver): Partial<ComputeDriver> {
  const cancelled = new Set<string>();
  const spoiled = afterCancelling(driver, "powerOn", async ({ instanceUuid }) => cancelled.add(instanceUuid));
  return {
    powerOn: async (params, call) => {
      if (cancelled.delete(params.instanceUuid)) throw backendFailed("startGuest");
      return (await spoiled.powerOn?.(params, call)) ?? {};
    },
  };
}

/** More requests in progress than this are many. */
const MANY = 40;

/** Gives two readings each other's answers when many are asked for at once. */
function mixingUp(): Meddler {
  const inProgress = new Set<unknown>();
  let held: { readonly answer: Answer; readonly relay: Relay } | undefined;
  return {
    request: (request) => {
      inProgress.add(request.id);
      return [request];
    },
    answer: (answer, request: Request, relay) => {
      const isMuch = inProgress.size > MANY;
      inProgress.delete(request.id);
      if (request.method !== "getInfo" || answer.result === undefined) return [answer];
      if (held === undefined && isMuch) {
        held = { answer, relay };
        return [];
      }
      if (held === undefined) return [answer];
      const { answer: other } = held;
      held = undefined;
      return [
        { ...other, result: answer.result },
        { ...answer, result: other.result ?? {} },
      ];
    },
  };
}

/** Lets every hundredth reading wait for the changes in progress. */
function queueingReads(driver: Driver): Partial<ComputeDriver> {
  let reads = 0;
  const changes = new Set<Promise<unknown>>();
  return {
    powerOff: (params, call) => {
      const change = driver.powerOff(params, call);
      const settled = change.catch(() => undefined).finally(() => changes.delete(settled));
      changes.add(settled);
      return change;
    },
    getInfo: async (params, call) => {
      reads += 1;
      if (reads % 100 === 0) await Promise.all(changes);
      return driver.getInfo(params, call);
    },
  };
}

const HISTORIES = ["operations/busy-instance-is-refused[history-*"];
const CANCELLED = ["cancelOperation/cancelled-call-answers[random-moments]"];

/** The mutants of calls that meet or are cancelled, found under the requirement of the check. */
export const meetingCallsMutants: readonly Mutant[] = [
  {
    id: "operations/busy-instance-is-refused: hasty under load",
    requirement: "operations/busy-instance-is-refused",
    title: "Calls are answered before they are done when other instances are being worked on",
    message: "No order of the calls on instance",
    only: HISTORIES,
    driver: replacing(hasty),
  },
  {
    id: "operations/busy-instance-is-refused: pretends to pause",
    requirement: "operations/busy-instance-is-refused",
    title: "A pause of an instance that is busy is answered as done",
    message: "No order of the calls on instance",
    only: HISTORIES,
    attach: restarting(() =>
      onAnswer("pause", (answer, request) => (codeOf(answer) === "INSTANCE_BUSY" ? answering(request) : answer)),
    ),
  },
  {
    id: "operations/busy-instance-is-refused: names the last one",
    requirement: "operations/busy-instance-is-refused",
    title: "INSTANCE_BUSY names the call that was answered last",
    message: "naming no call that was in progress on the instance",
    only: HISTORIES,
    attach: restarting(misnaming),
  },
  {
    id: "cancelOperation/cancelled-call-answers: as a failure",
    requirement: "cancelOperation/cancelled-call-answers",
    title: "A reboot that is cancelled is answered as one that the hypervisor has broken off",
    message: "Unexpected code of a cancelled reboot",
    only: CANCELLED,
    driver: replacing((driver) =>
      afterCancelling(driver, "reboot", async () => {
        throw backendFailed("stopGuest");
      }),
    ),
  },
  {
    id: "protocol/answers-each-request-once: mixed up under load",
    requirement: "protocol/answers-each-request-once",
    title: "Two of many readings get each other's answers",
    message: "Unexpected uuid in the answer of getInfo beside many other calls",
    only: ["protocol/answers-each-request-once[many-at-once]"],
    attach: restarting(mixingUp),
  },
  {
    id: "operations/reads-never-wait: now and then",
    requirement: "operations/reads-never-wait",
    title: "Every hundredth reading waits for the changes in progress",
    message: "reads some were not answered while a powerOff was in progress",
    only: ["operations/reads-never-wait[many-at-once]"],
    patience: 0.2,
    driver: replacing(queueingReads),
  },
];

/** The mutants of calls that are cancelled, found under the requirement that is broken by what is left. */
export const cancelledChangesMutants: readonly Mutant[] = [
  {
    id: "operations/failure-tells-the-truth: cancelling loses the instance",
    requirement: "operations/failure-tells-the-truth",
    title: "An instance whose reboot is cancelled is gone",
    message: "and is absent after a reboot-",
    only: CANCELLED,
    driver: replacing((driver) =>
      afterCancelling(driver, "reboot", (params) => driver.destroy({ ...params, destroyDisks: true }, uncancelled())),
    ),
  },
  {
    id: "operations/failure-tells-the-truth: suspends all the same",
    requirement: "operations/failure-tells-the-truth",
    title: "A suspend that is answered as cancelled and without effect is done all the same",
    message: "The instance was running and is suspended after a suspend that was cancelled",
    only: CANCELLED,
    driver: replacing((driver) =>
      afterCancelling(driver, "suspend", (params) => driver.suspend(params, uncancelled())),
    ),
  },
  {
    id: "operations/failed-call-can-be-repeated: not after it was cancelled",
    requirement: "operations/failed-call-can-be-repeated",
    title: "A powerOn that was cancelled fails when it is made again",
    message: "was answered BACKEND_FAILED when it was made again after it was cancelled",
    only: CANCELLED,
    driver: replacing(discouraged),
  },
];
