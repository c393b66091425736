// Listens on every connection of a run: the messages for the transcript, the events for the checks, the faults for the verdict.
import type { Clock, DriverConnection, WireFault, WireFaultKind } from "@virt-driver-kit/spec";

import type { Incident } from "./outcome.ts";
import type { EventSink } from "./event-recorder.ts";
import { eventRecorder } from "./event-recorder.ts";
import { incidentOf } from "./incident.ts";
import type { Transcript } from "./transcript.ts";

/** Hears everything that a driver says. */
export interface ConnectionMonitor {
  /** Starts listening on a new connection. */
  observe(connection: DriverConnection): void;
  /** A new check begins: the transcript and the events start empty. */
  begin(): void;
  /** The events since {@link ConnectionMonitor.begin}. */
  readonly events: EventSink;
  readonly transcript: Transcript;
  /** Says that the check provokes faults of these kinds. */
  tolerate(kinds: readonly WireFaultKind[]): void;
  /**
   * What broke a requirement since the last time this was called. Each defect is told once in a run.
   *
   * @param others - What was seen by others than the monitor in that time.
   */
  takeIncidents(others?: readonly Incident[]): Incident[];
}

/** These are told by the calls that they take down, and a check may end a connection on purpose. */
const TOLD_BY_CALLS: readonly WireFaultKind[] = [
  "cannot-connect",
  "driver-exited",
  "connection-closed",
  "invalid-call",
];

/**
 * Makes a monitor.
 *
 * @param alsoHears - Called with each connection, to listen on it too.
 */
export function connectionMonitor(
  transcript: Transcript,
  clock: Clock,
  alsoHears: (connection: DriverConnection) => void = () => undefined,
): ConnectionMonitor {
  const told = new Set<string>();
  let events = eventRecorder();
  let tolerated = new Set<WireFaultKind>(TOLD_BY_CALLS);
  let faults: WireFault[] = [];
  return {
    observe: (connection) => {
      alsoHears(connection);
      connection.onMessage(({ direction, message, method, atMs }) => {
        transcript.add({ direction: direction === "sent" ? "->" : "<-", message, method, atMs });
      });
      connection.onEvent((event) => events.record(event));
      connection.onFault((fault) => {
        transcript.add({ direction: "--", message: fault.message, atMs: clock.now() });
        if (fault.blame === "driver") faults.push(fault);
      });
    },
    begin: () => {
      transcript.begin(clock.now());
      events = eventRecorder();
      tolerated = new Set(TOLD_BY_CALLS);
    },
    get events() {
      return events;
    },
    transcript,
    tolerate: (kinds) => kinds.forEach((kind) => tolerated.add(kind)),
    takeIncidents: (others = []) => {
      const incidents = [...others, ...faults.filter(({ kind }) => !tolerated.has(kind)).map(incidentOf)];
      faults = [];
      return incidents.filter((incident) => {
        if (incident === undefined || told.has(incident.key)) return false;
        told.add(incident.key);
        return true;
      }) as Incident[];
    },
  };
}
