// Drivers that are wrong about the identity of changing calls, and about calls that meet.
import { restarting } from "./attachments.ts";
import type { Meddler, Relay, Request, RequestParams } from "./interposer.ts";
import { answering, codeOf, onAnswer, refusing, withErrorData } from "./meddling.ts";
import type { Mutant } from "./mutant.ts";
import { anew, onRepeat } from "./repeats.ts";

function conflict(request: Request): ReturnType<typeof refusing> {
  return refusing(request, "OPERATION_CONFLICT", { operationId: request.params.call?.operationId });
}

const repeated: readonly Mutant[] = [
  {
    id: "operations/repeated-id-runs-once: runs twice",
    requirement: "operations/repeated-id-runs-once",
    title: "A reboot that is repeated is carried out again",
    message: "The guest booted 2 times after a reboot that was sent twice under one operationId",
    attach: restarting(onRepeat(({ request, isSame, hasFailed }) => (isSame && !hasFailed ? anew(request) : request))),
  },
  {
    id: "operations/repeated-id-runs-once: refuses",
    requirement: "operations/repeated-id-runs-once",
    title: "A reboot that is repeated is a conflict",
    message: "answered OPERATION_CONFLICT",
    attach: restarting(
      onRepeat(({ request, isSame }, relay) => {
        if (!isSame) return request;
        relay.toCaller(conflict(request));
        return undefined;
      }),
    ),
  },
  {
    id: "operations/repeated-id-runs-once: busy with itself",
    requirement: "operations/repeated-id-runs-once",
    title: "A reboot that is repeated while it is in progress finds the instance busy",
    message: "Unexpected code of a reboot that repeats one in progress",
    attach: restarting(onRepeat(({ request, isSame, isEarly }) => (isSame && isEarly ? anew(request) : request))),
  },
  {
    id: "operations/repeated-id-runs-once: forgets failures",
    requirement: "operations/repeated-id-runs-once",
    title: "A reboot that was refused is tried again when it is repeated",
    message: "succeeded instead of being refused with INSTANCE_NOT_FOUND",
    attach: restarting(onRepeat(({ request, isSame, hasFailed }) => (isSame && hasFailed ? anew(request) : request))),
  },
];

const reused: readonly Mutant[] = [
  {
    id: "operations/reused-id-is-refused: other operation",
    requirement: "operations/reused-id-is-refused",
    title: "An identity may be used again for another operation",
    message: "succeeded instead of being refused with OPERATION_CONFLICT",
    attach: restarting(
      onRepeat(({ request, earlier }) => (request.method === earlier.method ? request : anew(request))),
    ),
  },
  {
    id: "operations/reused-id-is-refused: other parameters",
    requirement: "operations/reused-id-is-refused",
    title: "A call is taken for a repeat by its identity alone, whatever its parameters",
    message: "succeeded instead of being refused with OPERATION_CONFLICT",
    attach: restarting(
      onRepeat(({ request, earlier, isSame }) => {
        if (isSame || request.method !== earlier.method) return request;
        return { ...earlier, id: request.id ?? 0 };
      }),
    ),
  },
  {
    id: "operations/reused-id-is-refused: done all the same",
    requirement: "operations/reused-id-is-refused",
    title: "A call with an identity that was used before is refused, and carried out",
    message: "after a powerOff that was refused",
    attach: restarting(
      onRepeat(({ request, isSame }, relay) => {
        if (isSame) return request;
        const { method, params } = anew(request);
        void relay.ask(method, params).then(() => relay.toCaller(conflict(request)));
        return undefined;
      }),
    ),
  },
];

function instanceOf({ instanceUuid, instance }: RequestParams): unknown {
  return instanceUuid ?? (instance as { uuid?: unknown } | undefined)?.uuid;
}

/** Sees the calls that come while a change of the same instance is in progress; what `wait` keeps follows after it. */
function onMeeting(wait: (request: Request, change: Request, relay: Relay) => boolean): () => Meddler {
  return () => {
    const changes = new Map<unknown, { readonly change: Request; readonly waiting: (() => void)[] }>();
    return {
      request: (request, relay) => {
        const meetings = [...changes.values()].filter(({ change }) => {
          const instance = instanceOf(request.params);
          return instance === undefined || instance === instanceOf(change.params);
        });
        const [meeting] = meetings;
        if (meeting !== undefined && wait(request, meeting.change, relay)) {
          meeting.waiting.push(() => relay.toDriver(request));
          return [];
        }
        if (meeting === undefined && request.params.call?.operationId !== undefined)
          changes.set(request.id, { change: request, waiting: [] });
        return [request];
      },
      answer: (answer, request, relay) => {
        relay.toCaller(answer);
        const finished = changes.get(request.id);
        changes.delete(request.id);
        for (const go of finished?.waiting ?? []) go();
        return [];
      },
    };
  };
}

const meeting: readonly Mutant[] = [
  {
    id: "operations/busy-instance-is-refused: queues",
    requirement: "operations/busy-instance-is-refused",
    title: "A change waits for the one that is in progress",
    message: "reboot was not answered while a powerOff of the instance was in progress",
    attach: restarting(onMeeting(({ method }) => method === "reboot" || method === "destroy")),
    only: ["operations/busy-instance-is-refused"],
    patience: 0.1,
  },
  {
    id: "operations/busy-instance-is-refused: breaks off",
    requirement: "operations/busy-instance-is-refused",
    title: "A change breaks off the one that is in progress",
    message: "reboot was not answered while a powerOff of the instance was in progress",
    attach: restarting(
      onMeeting((request, change, relay) => {
        if (request.method !== "reboot") return false;
        const { operationId } = change.params.call ?? {};
        relay.toDriver({ jsonrpc: "2.0", method: "cancelOperation", params: { operationId } });
        return true;
      }),
    ),
    only: ["operations/busy-instance-is-refused"],
    patience: 0.1,
  },
  {
    id: "operations/busy-instance-is-refused: other code",
    requirement: "operations/busy-instance-is-refused",
    title: "A change that meets another one is refused for the power state",
    message: "answered INVALID_STATE instead of INSTANCE_BUSY",
    attach: restarting(() =>
      onAnswer("*", (answer, request) => {
        if (codeOf(answer) !== "INSTANCE_BUSY") return answer;
        return refusing(request, "INVALID_STATE", { instanceUuid: instanceOf(request.params), powerState: "running" });
      }),
    ),
  },
  {
    id: "operations/busy-instance-is-refused: names itself",
    requirement: "operations/busy-instance-is-refused",
    title: "A change that is refused names itself as the call in the way",
    message: "Unexpected operationId that INSTANCE_BUSY names",
    attach: restarting(() =>
      onAnswer("*", (answer, { method, params }) => {
        if (codeOf(answer) !== "INSTANCE_BUSY") return answer;
        const { operationId } = params.call ?? {};
        return withErrorData(answer, { details: { instanceUuid: instanceOf(params), operationId, operation: method } });
      }),
    ),
  },
  {
    id: "operations/busy-instance-is-refused: pretends",
    requirement: "operations/busy-instance-is-refused",
    title: "A change that meets another one is answered as done, and is not",
    message: "succeeded instead of being refused with INSTANCE_BUSY",
    attach: restarting(() =>
      onAnswer("*", (answer, request) => (codeOf(answer) === "INSTANCE_BUSY" ? answering(request) : answer)),
    ),
  },
  ...["getInfo", "getOperation"].map((read): Mutant => ({
    id: `operations/reads-never-wait: ${read}`,
    requirement: "operations/reads-never-wait",
    title: `${read} waits for a change in progress`,
    message: `${read} was not answered while a powerOff of the instance was in progress`,
    attach: restarting(onMeeting(({ method }) => method === read)),
    only: ["operations/reads-never-wait"],
    patience: 0.1,
  })),
];

/** The mutants of the identity and concurrency of changing calls. */
export const operationsIdentityMutants: readonly Mutant[] = [...repeated, ...reused, ...meeting];
