// Drivers that tell transitions wrongly, or not at all.
import { randomUUID } from "node:crypto";

import type { ComputeDriver, DriverDefinition, DriverEvent, DriverHost } from "@virt-driver-kit/spec";

import { restarting } from "./attachments.ts";
import { planned } from "./faulty.ts";
import type { Meddler, Notification, Request } from "./interposer.ts";
import { onEvent, withNotice } from "./meddling.ts";
import { replacing, type DriverMutant, type Mutant } from "./mutant.ts";

/** Changes what a driver tells, before it is numbered; nothing is told for an empty list. */
export function telling(change: () => (event: DriverEvent) => readonly DriverEvent[]): DriverMutant["driver"] {
  return (base: DriverDefinition): DriverDefinition => ({
    ...base,
    create: (host) => {
      const changeEvent = change();
      const emitEvent: DriverHost["emitEvent"] = (event) => changeEvent(event).forEach((each) => host.emitEvent(each));
      return base.create(
        new Proxy(host, { get: (target, name) => (name === "emitEvent" ? emitEvent : Reflect.get(target, name)) }),
      );
    },
  });
}

/** The event without its cause. */
function uncaused(event: DriverEvent): DriverEvent {
  const { operationId: _, ...rest } = event;
  return rest;
}

const OPERATIONS = {
  spawn: "spawned",
  destroy: "destroyed",
  powerOn: "started",
  powerOff: "stopped",
  reboot: "rebooted",
  pause: "paused",
  unpause: "unpaused",
} as const;

/** Those of which another operation tells so too. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(["powerOn", "powerOff"]);

const silent = Object.entries(OPERATIONS).map(([operation, transition]): Mutant => ({
  id: `event/tells-requested-transitions: ${operation}`,
  requirement: "event/tells-requested-transitions",
  title: `${operation} tells nothing`,
  message: `Unexpected events "${transition}" of ${operation}`,
  ...(TOLD_ELSEWHERE.has(operation) && { alsoBreaks: ["event/comes-before-the-answer"] }),
  driver: telling(() => (event) => (event.operationId !== undefined && event.transition === transition ? [] : [event])),
}));

const requested: readonly Mutant[] = [
  ...silent,
  {
    id: "event/tells-requested-transitions: twice",
    requirement: "event/tells-requested-transitions",
    title: "Each event is told twice",
    message: 'Unexpected events "spawned" of spawn',
    alsoBreaks: ["event/comes-before-the-answer", "event/tells-what-the-guest-did"],
    driver: telling(() => (event) => [event, event]),
  },
  {
    id: "event/tells-requested-transitions: state before",
    requirement: "event/tells-requested-transitions",
    title: "The event of a pause carries the state before it",
    message: 'Unexpected events "paused" of pause',
    driver: telling(() => (event) => [event.transition === "paused" ? { ...event, powerState: "running" } : event]),
  },
  {
    id: "event/tells-requested-transitions: vague",
    requirement: "event/tells-requested-transitions",
    title: "A reboot is told as a start",
    message: 'Unexpected events "rebooted" of reboot',
    driver: telling(() => (event) => [event.transition === "rebooted" ? { ...event, transition: "started" } : event]),
  },
  {
    id: "event/comes-before-the-answer: after it",
    requirement: "event/comes-before-the-answer",
    title: "The event of a call comes after its answer",
    message: "after the answer of spawn",
    attach: restarting(tellingAfterwards),
  },
  {
    id: "event/comes-before-the-answer: long after it",
    requirement: "event/comes-before-the-answer",
    title: "The event of a powerOff comes fifteen seconds late",
    message: "after the answer of powerOff",
    driver: planned("stop-is-told-fifteen-seconds-late"),
    only: ["event/comes-before-the-answer*"],
  },
  {
    id: "event/names-its-cause: nameless",
    requirement: "event/names-its-cause",
    title: "No event names the call that caused it",
    message: "Unexpected operationId of the event",
    alsoBreaks: ["event/comes-before-the-answer"],
    driver: telling(() => (event) => [uncaused(event)]),
  },
  {
    id: "event/names-its-cause: own identity",
    requirement: "event/names-its-cause",
    title: "Events name an identity of the driver's own",
    message: "Unexpected operationId of the event",
    alsoBreaks: ["event/comes-before-the-answer"],
    driver: telling(() => (event) => [
      event.operationId === undefined ? event : { ...event, operationId: randomUUID() },
    ]),
  },
  {
    id: "event/names-its-cause: last call",
    requirement: "event/names-its-cause",
    title: "The event of a guest that stopped itself names the last call on it",
    message: "Unexpected operationId of the event of a guest that powered itself off",
    alsoBreaks: ["event/tells-what-the-guest-did"],
    driver: telling(() => {
      const calls = new Map<string, string>();
      return (event) => {
        const operationId = event.operationId ?? calls.get(event.instanceUuid);
        if (operationId === undefined) return [event];
        calls.set(event.instanceUuid, operationId);
        return [{ ...event, operationId }];
      };
    }),
  },
];

/** Holds the event of a call back until the call is answered. */
function tellingAfterwards(): Meddler {
  const held = new Map<unknown, Notification[]>();
  return {
    notification: (event) => {
      const { operationId } = event.params;
      if (event.method !== "event" || operationId === undefined) return [event];
      held.set(operationId, [...(held.get(operationId) ?? []), event]);
      return [];
    },
    answer: (answer, { params }: Request) => [answer, ...(held.get(params.call?.operationId) ?? [])],
  };
}

/** Numbers the events otherwise. */
function numbering(renumber: () => (sequence: number, event: Notification) => number): () => Meddler {
  return () => {
    const number = renumber();
    return onEvent((event) => withNotice(event, { sequence: number(Number(event.params["sequence"]), event) }));
  };
}

const sequence: readonly Mutant[] = [
  {
    id: "event/sequence-has-no-gaps: gap",
    requirement: "event/sequence-has-no-gaps",
    title: "Every third number is left out",
    message: "Unexpected sequence of the events of one run",
    attach: restarting(numbering(() => (number) => number + Math.floor(number / 3))),
  },
  {
    id: "event/sequence-has-no-gaps: twice",
    requirement: "event/sequence-has-no-gaps",
    title: "Every third number is given twice",
    message: "Unexpected sequence of the events of one run",
    attach: restarting(numbering(() => (number) => number - Math.floor(number / 3))),
  },
  {
    id: "event/sequence-has-no-gaps: by instance",
    requirement: "event/sequence-has-no-gaps",
    title: "The events of each instance are numbered for themselves",
    message: "Unexpected sequence of the events of one run",
    attach: restarting(
      numbering(() => {
        const numbers = new Map<unknown, number>();
        return (_number, { params }) => {
          const next = (numbers.get(params["instanceUuid"]) ?? 0) + 1;
          numbers.set(params["instanceUuid"], next);
          return next;
        };
      }),
    ),
  },
  {
    id: "event/sequence-has-no-gaps: other epoch",
    requirement: "event/sequence-has-no-gaps",
    title: "Events carry an epoch that initialize did not tell",
    message: "Unexpected driverEpoch of the events of one run",
    attach: restarting(() => {
      const driverEpoch = randomUUID();
      return onEvent((event) => withNotice(event, { driverEpoch }));
    }),
  },
];

/** Tells something of a call whether or not it changes anything. */
function overeager(
  operation: "powerOn" | "powerOff" | "destroy",
  transition: DriverEvent["transition"],
  powerState: DriverEvent["powerState"],
  when: "before" | "refused" | "unchanged",
): DriverMutant["driver"] {
  return (base) => {
    let hasTold = false;
    const watching = telling(() => (event) => {
      hasTold = true;
      return [event];
    })(base);
    return replacing((driver, host) => ({
      [operation]: async (params: { readonly instanceUuid: string }, call: Parameters<ComputeDriver["destroy"]>[1]) => {
        const { nodes } = await driver.listNodes({}, call);
        const node = nodes[0]?.uuid ?? "";
        const { instanceUuid } = params;
        const { operationId } = call;
        const tell = (): void =>
          host.emitEvent({
            instanceUuid,
            node,
            transition,
            powerState,
            ...(operationId !== undefined && { operationId }),
          });
        hasTold = false;
        try {
          const result = await (driver[operation] as (params: object, call: object) => Promise<object>)(params, call);
          if (when === "unchanged" && !hasTold) tell();
          return result;
        } catch (error) {
          if (when === "refused") tell();
          throw error;
        }
      },
    }))(watching);
  };
}

const spontaneous: readonly Mutant[] = [
  {
    id: "event/tells-what-the-guest-did: nothing",
    requirement: "event/tells-what-the-guest-did",
    title: "A guest that stops by itself is not told of",
    message: "in vain until the driver tells that the guest has powered itself off",
    driver: telling(() => (event) => (event.operationId === undefined ? [] : [event])),
  },
  {
    id: "event/tells-what-the-guest-did: state before",
    requirement: "event/tells-what-the-guest-did",
    title: "A guest that stops by itself is told of with the state before",
    message: "Unexpected powerState of the event of a guest that powered itself off",
    driver: telling(() => (event) => [event.operationId === undefined ? { ...event, powerState: "running" } : event]),
  },
  {
    id: "event/tells-only-what-happened: refused",
    requirement: "event/tells-only-what-happened",
    title: "A powerOn that is refused is told as a start",
    message: "Unexpected events of an instance that is not there, after a powerOn that was refused",
    driver: overeager("powerOn", "started", "running", "refused"),
  },
  {
    id: "event/tells-only-what-happened: unchanged",
    requirement: "event/tells-only-what-happened",
    title: "A powerOff of an instance that is off is told as a stop",
    message: "Unexpected events of a powered-off instance after powerOff",
    driver: overeager("powerOff", "stopped", "shutdown", "unchanged"),
  },
  {
    id: "event/tells-only-what-happened: absent",
    requirement: "event/tells-only-what-happened",
    title: "A destroy of an instance that is not there is told as one",
    message: "Unexpected events of an instance that is not there after destroy",
    driver: overeager("destroy", "destroyed", "absent", "unchanged"),
  },
  {
    id: "event/tells-only-what-happened: failed",
    requirement: "event/tells-only-what-happened",
    title: "A powerOff that failed is told as a stop",
    message: "Unexpected events of a running instance after a powerOff that failed",
    driver: overeager("powerOff", "stopped", "shutdown", "refused"),
  },
];

/** The mutants of `event`. */
export const eventMutants: readonly Mutant[] = [...requested, ...sequence, ...spontaneous];
