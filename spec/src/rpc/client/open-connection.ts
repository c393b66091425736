// Puts a connection together: the wire, the calls, and those who want to be told.
import { specModel } from "../../generated/spec-model.ts";
import type {
  CapabilitiesChangedParams,
  EventParams,
  InitializeParams,
  InitializeResult,
  NotificationMap,
  ProgressParams,
} from "../../generated/types.ts";
import { answeredError } from "../asked-requests.ts";
import { SPEC_VERSIONS, contractOf } from "../contract.ts";
import type { OperationContract } from "../contract.ts";
import { invalidMessage } from "../faults/call-faults.ts";
import { closedByCaller } from "../faults/connection-faults.ts";
import { unexpectedNotification } from "../faults/message-faults.ts";
import type { WireFault } from "../faults/wire-fault.ts";
import { shownCall } from "../faults/shown-message.ts";
import type { WireMessage } from "../json-rpc.ts";
import type { Attachment, DriverProcess } from "./attachment.ts";
import type { CallOptions } from "./call-options.ts";
import { Calls } from "./calls.ts";
import type { CallsParts } from "./calls.ts";
import { ClientWire } from "./client-wire.ts";
import type { WireOwner } from "./client-wire.ts";
import type {
  CloseReason,
  DriverConnection,
  DriverNotification,
  RawAnswer,
  SessionRequest,
  TappedMessage,
} from "./driver-connection.ts";
import { driverClient } from "./driver-client.ts";
import type { DriverClient } from "./driver-client.ts";
import { FaultLog } from "./fault-log.ts";
import { Listeners } from "./listeners.ts";
import { RequestServer } from "./request-server.ts";
import type { CoreRequests } from "./request-server.ts";

/** How a connection behaves; everything is decided. */
export interface ConnectionSettings extends Pick<CallsParts, "clock" | "hangTimeoutMs" | "insist" | "mintId"> {
  readonly maxMessageBytes: number;
  readonly requests: CoreRequests;
}

/**
 * Opens a connection to a driver that has been reached.
 *
 * @param attachment - The driver.
 * @param settings - How the connection behaves.
 * @returns The connection.
 */
export function openConnection(attachment: Attachment, settings: ConnectionSettings): DriverConnection {
  return new Connection(attachment, settings);
}

class Connection implements DriverConnection, WireOwner {
  readonly driver: DriverClient;
  readonly closed: Promise<CloseReason>;
  declare readonly process?: DriverProcess;
  session: InitializeResult | undefined;
  readonly #attachment: Attachment;
  readonly #settings: ConnectionSettings;
  readonly #wire: ClientWire;
  readonly #calls: Calls;
  readonly #requests: RequestServer;
  readonly #faults = new FaultLog();
  readonly #notifications = new Map<string, Listeners<[object]>>();
  readonly #taps = new Listeners<[TappedMessage]>();
  readonly #resolveClosed: (reason: CloseReason) => void;
  #closing: Promise<void> | undefined;
  /** Whether a shutdown was answered, after which a driver may go. */
  #shutDown = false;

  constructor(attachment: Attachment, settings: ConnectionSettings) {
    this.#attachment = attachment;
    this.#settings = settings;
    if (attachment.process !== undefined) this.process = attachment.process;
    ({ promise: this.closed, resolve: this.#resolveClosed } = Promise.withResolvers<CloseReason>());
    this.#wire = new ClientWire(attachment, settings.maxMessageBytes, this);
    this.#calls = new Calls({
      ...settings,
      wire: this.#wire,
      report: (fault) => this.#faults.add(fault),
      session: () => this.session,
    });
    this.#requests = new RequestServer({
      handlers: settings.requests,
      session: () => this.session,
      report: (fault) => this.#faults.add(fault),
    });
    this.driver = driverClient((name, params, options) => this.#call(name, params, options));
  }

  get faults(): readonly WireFault[] {
    return this.#faults.all;
  }

  initialize(request: SessionRequest, options: CallOptions = {}): Promise<InitializeResult> {
    const params: InitializeParams = {
      specVersions: [...SPEC_VERSIONS],
      caller: { name: "virt-driver-kit", version: specModel.version },
      maxMessageBytes: this.#settings.maxMessageBytes,
      ...request,
    };
    return this.driver.initialize(params, options);
  }

  cancelOperation(operationId: string): void {
    this.#wire.notify("cancelOperation", { operationId });
  }

  async request(
    method: string,
    params: object = {},
    options: Pick<CallOptions, "hangTimeoutMs"> = {},
  ): Promise<RawAnswer> {
    const sent = this.#wire.request(method, params);
    const watch = this.#calls.watch(sent.id, method, options.hangTimeoutMs);
    try {
      return { result: await sent.answer };
    } catch (thrown) {
      const error = answeredError(thrown);
      if (error === undefined) throw thrown;
      return { error };
    } finally {
      watch.stop();
    }
  }

  writeRaw(bytes: string | Uint8Array, answers: number = 1): void {
    this.#wire.writeRaw(bytes, answers);
  }

  holdReading(): () => void {
    return this.#wire.holdReading();
  }

  onEvent(listener: (event: EventParams) => void): () => void {
    return this.onNotification("event", listener);
  }

  onNotification<Name extends DriverNotification>(
    name: Name,
    listener: (params: NotificationMap[Name]) => void,
  ): () => void {
    const listeners = this.#notifications.get(name) ?? new Listeners<[object]>();
    this.#notifications.set(name, listeners);
    return listeners.add((params) => listener(params as NotificationMap[Name]));
  }

  onFault(listener: (fault: WireFault) => void): () => void {
    return this.#faults.listen(listener);
  }

  onMessage(tap: (message: TappedMessage) => void): () => void {
    return this.#taps.add(tap);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  fault(fault: WireFault): void {
    this.#faults.add(fault);
  }

  message(direction: "sent" | "received", message: WireMessage, bytes: number, method: string | undefined): void {
    if (this.#taps.isEmpty) return;
    const tapped = { direction, message, bytes, atMs: this.#settings.clock.now() };
    this.#taps.tell(method === undefined ? tapped : { ...tapped, method });
  }

  get specVersion(): string | undefined {
    return this.session?.specVersion;
  }

  notified(method: string, params: object): void {
    const contract = contractOf(method);
    if (contract?.model.kind === "notification" && contract.model.direction === "driverToCore")
      this.#accept(contract, params);
    else this.#faults.add(unexpectedNotification(method, shownCall(method, params)));
  }

  async asked(method: string, params: object): Promise<object> {
    const resume = this.#calls.pauseWatches();
    try {
      return await this.#requests.serve(method, params);
    } finally {
      resume();
    }
  }

  ended(fault: WireFault): void {
    this.#requests.end();
    const expected = this.#shutDown || this.#closing !== undefined;
    if (!expected) this.#faults.add(fault);
    this.#resolveClosed(expected ? { requested: true } : { requested: false, fault });
  }

  async #call(name: string, params: object, options: CallOptions): Promise<object> {
    const result = await this.#calls.call(name, params, options);
    if (name === "shutdown") this.#shutDown = true;
    if (name === "initialize") {
      this.session = result as InitializeResult;
      this.#wire.peerMaxMessageBytes = this.session.maxMessageBytes;
      this.#wire.maxMessageBytes = Math.max(this.#wire.maxMessageBytes, (params as InitializeParams).maxMessageBytes);
    }
    return result;
  }

  /** Judges a notification as its sender is judged, and uses it as its receiver may. */
  #accept({ model: { name }, params: judge }: OperationContract, params: object): void {
    const problems = judge.closed(params);
    if (problems === null) {
      this.#use(name as DriverNotification, params);
      return;
    }
    const problem = problems[0]?.message ?? "it does not match its schema";
    this.#faults.add(invalidMessage("notification", name, problem, shownCall(name, params)));
    const accepted = judge.tolerant(params);
    if (accepted.ok) this.#use(name as DriverNotification, accepted.value);
  }

  #use(name: DriverNotification, params: object): void {
    if (name === "progress") this.#calls.progress(params as ProgressParams);
    if (name === "capabilitiesChanged") this.#capabilitiesChanged(params as CapabilitiesChangedParams);
    this.#notifications.get(name)?.tell(params);
  }

  /** What a run of the driver that has ended meanwhile could do is of no interest. */
  #capabilitiesChanged({ driverEpoch, capabilities }: CapabilitiesChangedParams): void {
    if (this.session?.driverEpoch === driverEpoch) this.session = { ...this.session, capabilities };
  }

  async #close(): Promise<void> {
    this.#requests.end();
    this.#wire.finish(closedByCaller());
    await this.#attachment.close();
    this.#resolveClosed({ requested: true });
  }
}
