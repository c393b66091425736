// What the author of a driver writes against.
// A driver is a DriverDefinition: its name, its capabilities, and a function that makes the ComputeDriver. Sessions,
// versions, validation, deadlines, repeats of a call and the numbering of events are the serving library's work; see
// `serveDriver`.
import type { ComputeDriver } from "../generated/compute-driver.ts";
import type { CoreClient } from "../generated/core-client.ts";
import type { Capabilities, EventParams, NodesChangedParams, ProgressParams } from "../generated/types.ts";
import type { Clock } from "./clock.ts";
import type { Declarable, DriverFor } from "./driver-with.ts";
import { missingRequirement } from "./missing-requirement.ts";

/**
 * What a driver tells of an instance's transition; the library adds the driver epoch, the sequence and, if absent, the
 * time.
 */
export type DriverEvent = Omit<EventParams, "driverEpoch" | "sequence" | "observedAt"> &
  Partial<Pick<EventParams, "observedAt">>;

/** What a driver tells of its nodes; the library adds the driver epoch and, if absent, the time. */
export type NodesNews = Omit<NodesChangedParams, "driverEpoch" | "observedAt"> &
  Partial<Pick<NodesChangedParams, "observedAt">>;

/** What a driver may say about a request to the core. The {@link Call} in which it asks says it all. */
export interface CoreCallOptions {
  /** Ends the wait, with the signal's reason. The core is not told, and its answer is ignored. */
  readonly signal?: AbortSignal;
}

/** What the serving library offers a driver for as long as it is served. */
export interface DriverHost {
  /** The time, real or virtual. A driver takes it from nowhere else. */
  readonly clock: Clock;
  /** The identity of this run of the driver, a uuid: the `driverEpoch` of `initialize` and of every event. */
  readonly driverEpoch: string;
  /** The sequence of the last event that {@link emitEvent} numbered; 0 before the first. */
  readonly lastSequence: number;
  /** The core, for what the driver has to ask it. */
  readonly core: CoreClient;
  /** Aborts when the driver is no longer served, so that it can release its connections and timers. Instances stay. */
  readonly closing: AbortSignal;

  /**
   * Tells the caller that an instance has changed its power state.
   *
   * The event is numbered and written before this returns, so one that is emitted within a call precedes the call's
   * answer. With no session open it is numbered and dropped: the caller sees the gap and reads `listInstanceStates`.
   *
   * @param event - The instance, its node, the transition, the state after it, and the call that asked for it, if one
   *   did.
   * @throws TypeError if the event does not match the schema of `event`; nothing is numbered or sent.
   * @see Requirements `event/sequence-has-no-gaps`, `event/names-its-cause`
   */
  emitEvent(event: DriverEvent): void;

  /**
   * Tells the caller that nodes have come, gone or changed.
   *
   * Written before this returns, like an event. With no session open it is dropped: a caller reads `listNodes` first of all.
   *
   * @param news - What became of which node, and the call that asked for it, if one did.
   * @throws TypeError if the news does not match the schema of `nodesChanged`; nothing is sent.
   */
  emitNodesChanged(news: NodesNews): void;

  /**
   * Declares other capabilities from now on, and tells the caller so with `capabilitiesChanged`.
   *
   * @param capabilities - All that the driver can do now, not only what is new. It must have the methods.
   * @throws TypeError if they do not match the schema, or one is declared without one that it requires; nothing changes.
   */
  changeCapabilities(capabilities: Capabilities): void;

  /**
   * Writes a line for the operator, where it cannot disturb the protocol: to standard error, unless `serveDriver` was
   * told otherwise.
   *
   * @param line - The text, without secrets.
   */
  log(line: string): void;
}

/** The circumstances of one call of a driver's method. */
export interface Call {
  /** The identity of a changing call, a uuid minted by the caller; events that the call causes carry it. */
  readonly operationId?: string;
  /** A mark for tracing, to be copied into logs. */
  readonly requestId?: string;
  /**
   * Aborts when the caller cancels or the deadline passes. The driver stops, cleans up and rejects; rejecting with the
   * signal's reason, as `clock.sleep` and `fetch` do, is enough. A lost connection aborts nothing.
   */
  readonly signal: AbortSignal;

  /**
   * Tells the caller how far the call has come. Has no effect once the call has been answered, or on a call without an
   * operation id.
   *
   * @param progress - `step`: what the driver is doing, for people. `percent`: how much is done, 0 to 100, where it can
   *   tell. `migration`: the figures of a `liveMigration`, if it counts.
   * @throws TypeError if `progress` does not match the schema of `progress`.
   */
  reportProgress(progress: Omit<ProgressParams, "operationId">): void;
}

/** A driver, ready to be served or to be attached in-process. */
export interface DriverDefinition {
  /** The product's name, as `initialize` tells it. */
  readonly name: string;
  /** The product's own version, in any form. */
  readonly version: string;
  /**
   * What the driver can do beyond the mandatory operations. Everything else is answered NOT_SUPPORTED before it reaches
   * the driver.
   */
  readonly capabilities: Capabilities;

  /**
   * Makes the driver. Called once per run, before the first connection is accepted.
   *
   * @param host - What the library offers the driver.
   * @returns An object with a method for each mandatory operation and each that a declared capability gates.
   * @throws Anything; `serveDriver` then rejects with it. A hypervisor that cannot be reached is no reason: `probe` has
   *   to tell that.
   */
  create(host: DriverHost): ComputeDriver | Promise<ComputeDriver>;
}

/** A {@link DriverDefinition} whose driver has the methods that its capabilities call for, and no others. */
export interface ExactDefinition<Declared extends Capabilities> extends Omit<
  DriverDefinition,
  "capabilities" | "create"
> {
  /** See {@link DriverDefinition.capabilities}. */
  readonly capabilities: Declared & Declarable<Declared>;

  /** See {@link DriverDefinition.create}. */
  create(host: DriverHost): DriverFor<Declared> | Promise<DriverFor<Declared>>;
}

/**
 * Checks a driver's definition where it is written down.
 *
 * The compiler checks that the driver has the methods of each capability that it declares, and none of the others. A capability of
 * which only the running program knows whether it is declared leaves its methods optional.
 *
 * @param definition - The driver.
 * @returns The same definition.
 * @throws TypeError if a member is missing or of the wrong type, or a capability is declared without one that it requires.
 *
 * @example
 * ```ts
 * export const driver = defineDriver({
 *   name: "example",
 *   version: "1.0.0",
 *   capabilities: { supportsPause: true },
 *   create: (host) => new ExampleDriver(host),
 * });
 * ```
 */
export function defineDriver<const Declared extends Capabilities>(
  definition: ExactDefinition<Declared>,
): DriverDefinition {
  const { capabilities } = definition;
  for (const member of ["name", "version"] as const) {
    if (typeof definition[member] !== "string" || definition[member] === "") {
      throw new TypeError(`Cannot define a driver: "${member}" is not a string with something in it`);
    }
  }
  if (typeof capabilities !== "object" || capabilities === null) {
    throw new TypeError('Cannot define a driver: "capabilities" is not an object');
  }
  if (typeof definition.create !== "function")
    throw new TypeError('Cannot define a driver: "create" is not a function');
  const missing = missingRequirement(capabilities);
  if (missing !== undefined) throw new TypeError(`Cannot define a driver: ${missing}`);
  return definition;
}
