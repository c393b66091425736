/** What faults make of what the driver tells unasked. */

import type { DriverEvent, DriverHost, EventFault, NodesNews } from "@virt-driver-kit/spec";
import type { VirtualClock } from "../../clock/virtual-clock.ts";
import type { ArmedFault } from "../../faults/armed-fault.ts";
import { currentRequest } from "../../faults/current-request.ts";
import type { Faults } from "../../faults/faults.ts";
import { withChanges } from "../../faults/json-places.ts";
import type { Occurrence } from "../../faults/occurrence.ts";

/** A notification, with what sends it. */
interface News<Content extends object> {
  readonly content: Content;
  readonly send: (content: Content) => void;
}

/**
 * Makes a driver's host whose notifications meet the faults of events.
 *
 * @param host - The host that sends them.
 * @param faults - The faults.
 * @param clock - The time in which some are sent late.
 */
export function faultyHost(host: DriverHost, faults: Faults, clock: VirtualClock): DriverHost {
  const teller = new Teller(host, faults, clock);
  // The other members, some of which change with time, are still those of the host.
  const telling: Pick<DriverHost, "emitEvent" | "emitNodesChanged"> = {
    emitEvent(event) {
      const { instanceUuid, node, transition } = event;
      const about = { instanceUuid, node, transitions: [transition], ...causeOf(event) };
      teller.tell(about, { content: event, send: (content) => host.emitEvent(content) });
    },
    emitNodesChanged(news) {
      const [change] = news.changes;
      const about = { node: change?.node, transitions: news.changes.map((entry) => entry.change), ...causeOf(news) };
      teller.tell(about, { content: news, send: (content) => host.emitNodesChanged(content) });
    },
  };
  return Object.assign(Object.create(host) as DriverHost, telling);
}

/** What a caller asked for names its call, which is then the one that is being carried out. */
function causeOf({ operationId }: DriverEvent | NodesNews): Pick<Occurrence, "operation" | "params"> {
  if (operationId === undefined) return {};
  const { operation, params } = currentRequest() ?? {};
  return { operation, params };
}

class Teller {
  readonly #host: DriverHost;
  readonly #faults: Faults;
  readonly #clock: VirtualClock;
  /** What is sent after the next one. */
  #heldBack: (() => void)[] = [];

  constructor(host: DriverHost, faults: Faults, clock: VirtualClock) {
    this.#host = host;
    this.#faults = faults;
    this.#clock = clock;
  }

  tell<Content extends object>(about: Occurrence, { content, send }: News<Content>): void {
    const met = this.#faults.meeting("eventFault", about);
    if (met.length === 0) return this.#send(() => send(content));
    const altered = met
      .filter(({ fault }) => fault.action === "alter")
      .reduce((told, { fault }) => withChanges(told, fault.changes ?? []), content);
    const copies = met.some(({ fault }) => fault.action === "duplicate") ? [altered, altered] : [altered];
    const stop = met.find(({ fault }) => STOPPING.has(fault.action));
    for (const copy of copies) this.#sendOrStop(stop, () => this.#sendAltered(() => send(copy)));
  }

  #sendOrStop(stop: ArmedFault<EventFault> | undefined, send: () => void): void {
    if (stop === undefined) this.#send(send);
    else if (stop.fault.action === "delay") this.#clock.setTimer(stop.fault.delayMs ?? 0, () => this.#send(send));
    else if (stop.fault.action === "holdBack") {
      this.#heldBack.push(send);
      stop.onEnd(() => this.#release());
    }
  }

  #send(send: () => void): void {
    send();
    this.#release();
  }

  #release(): void {
    const heldBack = this.#heldBack;
    this.#heldBack = [];
    for (const send of heldBack) send();
  }

  /** The library sends nothing that does not fit the spec. */
  #sendAltered(send: () => void): void {
    try {
      send();
    } catch (error) {
      this.#host.log(
        `An injected fault has spoiled a notification: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

/** The actions that keep a notification from being sent at once. */
const STOPPING: ReadonlySet<string> = new Set(["drop", "delay", "holdBack"]);
