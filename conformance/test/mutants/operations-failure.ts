// Drivers that are wrong about calls that fail: by their hypervisor, by a deadline, or because they were cancelled.
import { DriverError } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver, PowerState } from "@virt-driver-kit/spec";

import { restarting } from "./attachments.ts";
import { codeOf, onAnswer, onRequest, withErrorData } from "./meddling.ts";
import { backendFailed, isRefusal, replacing, within, type Mutant } from "./mutant.ts";

type Change =
  | "powerOn"
  | "powerOff"
  | "reboot"
  | "pause"
  | "unpause"
  | "suspend"
  | "resume"
  | "rescue"
  | "unrescue"
  | "snapshot"
  | "quiesce"
  | "unquiesce";
type ParamsOf<Operation extends Change> = Parameters<Required<ComputeDriver>[Operation]>[0];
type Params = ParamsOf<"powerOff"> &
  ParamsOf<"reboot"> &
  ParamsOf<"rescue"> &
  ParamsOf<"snapshot"> &
  ParamsOf<"quiesce">;

/** Replaces one changing operation. */
function changing(
  operation: Change,
  change: (
    proceed: () => Promise<object>,
    params: Params,
    call: Call,
    driver: Required<ComputeDriver>,
  ) => Promise<object>,
): ReturnType<typeof replacing> {
  return replacing((driver) => {
    const method: (params: Params, call: Call) => Promise<object> = driver[operation];
    return {
      [operation]: (params: Params, call: Call) =>
        change(() => method.call(driver, params, call), params, call, driver),
    };
  });
}

const CHANGES: readonly Change[] = [
  "powerOn",
  "powerOff",
  "reboot",
  "pause",
  "unpause",
  "suspend",
  "resume",
  "rescue",
  "unrescue",
  "snapshot",
  "quiesce",
  "unquiesce",
];

const unrepeatable = CHANGES.map((operation): Mutant => {
  const broken = new Set<string>();
  return {
    id: `operations/failed-call-can-be-repeated: ${operation}`,
    requirement: "operations/failed-call-can-be-repeated",
    title: `${operation} that has failed once fails for ever`,
    message: `${operation} failed again`,
    only: [`operations/failed-call-can-be-repeated[${operation}*`],
    driver: changing(operation, async (proceed, { instanceUuid }) => {
      if (broken.has(instanceUuid)) throw backendFailed("go on after a failure");
      try {
        return await proceed();
      } catch (error) {
        if (isRefusal(error, "BACKEND_FAILED")) broken.add(instanceUuid);
        throw error;
      }
    }),
  };
});

/** The states that those lead to which lead to another one. */
const WANTED = {
  powerOn: "running",
  powerOff: "shutdown",
  reboot: "shutdown",
  pause: "paused",
  unpause: "running",
  suspend: "suspended",
  resume: "running",
  rescue: "running",
} as const satisfies Partial<Record<Change, PowerState>>;

const untruthful = Object.entries(WANTED).map(([name, state]): Mutant => {
  const operation = name as keyof typeof WANTED;
  return {
    id: `operations/failure-tells-the-truth: ${operation} as wanted`,
    requirement: "operations/failure-tells-the-truth",
    title: `After a ${operation} that failed, getInfo tells the state that was wanted`,
    message: `after ${operation} failed at hypervisor call number 1`,
    only: [`operations/failure-tells-the-truth[${operation}*`],
    driver: replacing((driver) => {
      const wanted = new Map<string, PowerState>();
      const method: (params: Params, call: Call) => Promise<object> = driver[operation];
      return {
        [operation]: async (params: Params, call: Call) => {
          wanted.set(params.instanceUuid, state);
          const result = await method.call(driver, params, call);
          wanted.delete(params.instanceUuid);
          return result;
        },
        getInfo: async (params, call) => {
          const { info } = await driver.getInfo(params, call);
          return { info: { ...info, powerState: wanted.get(params.instanceUuid) ?? info.powerState } };
        },
      };
    }),
  };
});

/** The mutants of changing calls that failed. */
export const operationsFailureMutants: readonly Mutant[] = [
  ...unrepeatable,
  ...untruthful,
  {
    id: "operations/failure-tells-the-truth: done all the same",
    requirement: "operations/failure-tells-the-truth",
    title: "A powerOff that fails at its hypervisor is tried again, and reported as failed without effect",
    message: "Unexpected powerState after powerOff failed at hypervisor call number 1 with effect none",
    driver: changing("powerOff", async (proceed, params, call, driver) => {
      try {
        return await proceed();
      } catch (error) {
        if (!isRefusal(error, "BACKEND_FAILED")) throw error;
        await driver.powerOff({ ...params, timeoutSeconds: 0 }, within(call));
        throw backendFailed("power off");
      }
    }),
  },
  {
    id: "operations/failure-tells-the-truth: cancelled and done",
    requirement: "operations/failure-tells-the-truth",
    title: "A powerOff that was cancelled cuts the guest off, and says that it had no effect",
    message: "Unexpected powerState after a powerOff cancelled with effect none",
    driver: changing("powerOff", async (proceed, params, call, driver) => {
      try {
        return await proceed();
      } catch (error) {
        if (!call.signal.aborted) throw error;
        const signal = new AbortController().signal;
        await driver.powerOff({ ...params, timeoutSeconds: 0 }, { ...within(call), signal });
        throw new DriverError("OPERATION_CANCELLED", "Cannot power off: cancelled", { effect: "none" });
      }
    }),
    alsoBreaks: ["operations/deadline-is-kept"],
    only: ["operations/failure-tells-the-truth*", "operations/deadline-is-kept"],
    patience: 0.3,
  },
  {
    id: "operations/deadline-is-kept: ignored",
    requirement: "operations/deadline-is-kept",
    title: "Deadlines are ignored",
    message: "Unexpected outcome of a powerOff whose deadline is shorter than its timeout",
    attach: restarting(() =>
      onRequest("*", (request) => {
        const { deadlineMs: _, ...call } = request.params.call ?? {};
        return { ...request, params: { ...request.params, call } };
      }),
    ),
    only: ["operations/deadline-is-kept"],
    patience: 0.1,
  },
  {
    id: "operations/deadline-is-kept: other code",
    requirement: "operations/deadline-is-kept",
    title: "A call that ran out of time says that it was cancelled",
    message: "Unexpected outcome of a powerOff whose deadline is shorter than its timeout",
    attach: restarting(() =>
      onAnswer("*", (answer) => {
        if (codeOf(answer) !== "DEADLINE_EXCEEDED" || answer.error === undefined) return answer;
        const cancelled = { ...answer, error: { ...answer.error, code: 1102 } };
        return withErrorData(cancelled, { code: "OPERATION_CANCELLED" });
      }),
    ),
  },
];
