// A reference core on the driver under test: started and stopped by the check, used by its REST API, and watched in what it asks.
import { type DriverConnection, DriverError, type EventParams, systemClock } from "@virt-driver-kit/spec";
import type { Catalogue, Core, Image } from "@virt-driver-kit/reference-core";

import type { CheckContext, InstanceOptions, NewInstance } from "../../harness/check-context.ts";
import { ask, type CoreAnswer, type ServerView, viewOf } from "./core-client.ts";
import { type CoreCall, lend, type Lent } from "./lent-connection.ts";

/** How a core is set up. */
export interface CoreSetUp {
  /** How often the core reads all power states, in milliseconds of real time. Left out: never while a check runs. */
  readonly syncIntervalMs?: number;
  /** Whether an event reaches the core. Left out: each does. */
  readonly hears?: (event: EventParams) => boolean;
  /** Reaches the driver. Left out: the core is lent the check's own connection. */
  readonly connect?: (lendOne: (over: Lent) => DriverConnection) => Promise<DriverConnection>;
}

/** A server that was asked for. */
export interface Server {
  readonly id: string;
  readonly name: string;
  /** What the core was given for it, as the kit would have called `spawn` itself. */
  readonly params: NewInstance;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Each)[] ? Each[] : T[Key] };

const NEVER_MS = 86_400_000;
/** How long a guest may take to shut down. The probe does at once, and where nobody hears the button no check shall last a minute. */
const SHUTDOWN_SECONDS = 1;
/** Between two looks for a driver that is being restarted, in milliseconds of real time. */
const LOOK_MS = 5;
/** Lines of the core's log that are shown with a failure. */
const LINES = 5;

/** A core, and who uses it. One check has one at a time. */
export class RunningCore {
  /** Every call that the core has made, over all its runs. */
  readonly calls: CoreCall[] = [];
  readonly servers: Server[] = [];
  readonly #t: CheckContext;
  readonly #setUp: CoreSetUp;
  readonly #databasePath: string;
  readonly #catalogue: Mutable<Catalogue> = { flavors: [], images: [] };
  readonly #nodes = new Set<string>();
  readonly #uuids: string[] = [];
  readonly #log: string[] = [];
  readonly #ended = new WeakSet<DriverConnection>();
  #stopping = new AbortController();
  #core: Core | undefined;

  private constructor(t: CheckContext, setUp: CoreSetUp) {
    this.#t = t;
    this.#setUp = setUp;
    const name = `core-${t.uuid()}.db`;
    this.#databasePath = t.newFile(name);
    // The database keeps these beside it, and leaves them where it is not closed in good order.
    for (const side of ["-shm", "-wal"]) t.newFile(`${name}${side}`);
  }

  /**
   * Starts a core on the driver. It is stopped when the check ends, before its instances are removed.
   *
   * @throws Blocked by `initialize` if the driver does not let it in.
   */
  static async on(t: CheckContext, setUp: CoreSetUp = {}): Promise<RunningCore> {
    const core = new RunningCore(t, setUp);
    t.onCleanup(() => core.stop());
    await core.start();
    return core;
  }

  /** Starts a run of the core, on what an earlier run of it has stored. */
  async start(): Promise<void> {
    const { startCore } = await import("@virt-driver-kit/reference-core");
    const { syncIntervalMs = NEVER_MS, hears = () => true, connect } = this.#setUp;
    const lending = { calls: this.calls, nodes: this.#nodes, hears };
    const stopping = new AbortController();
    this.#stopping = stopping;
    const lendOne = (over: Lent): DriverConnection => lend(over, lending);
    this.#core = await this.#t.given("initialize", () =>
      startCore({
        databasePath: this.#databasePath,
        connect: connect === undefined ? () => this.#lendOwn(lendOne, stopping.signal) : () => connect(lendOne),
        catalogue: this.#catalogue,
        listen: { host: "127.0.0.1", port: 0 },
        syncIntervalMs,
        graceMs: 0,
        clock: systemClock,
        log: (line) => void this.#log.push(line),
        shutdownTimeoutSeconds: SHUTDOWN_SECONDS,
        survivesPowerCuts: false,
        mintUuid: () => this.#uuids.shift() ?? this.#t.uuid(),
      }),
    );
  }

  /** Stops the core at once. What it has in progress is in progress on the driver still, and on the core's disk. */
  async stop(): Promise<void> {
    const core = this.#core;
    this.#core = undefined;
    this.#stopping.abort();
    await core?.stop();
  }

  /** Lends the check's connection; while the driver is being restarted, the next one. */
  async #lendOwn(lendOne: (over: Lent) => DriverConnection, signal: AbortSignal): Promise<DriverConnection> {
    while (this.#ended.has(this.#t.connection)) await systemClock.sleep(LOOK_MS, signal);
    const { connection } = this.#t;
    void connection.closed.then(() => this.#ended.add(connection));
    return lendOne(this.#t);
  }

  /** Stops the core, as if it had died, and starts it again. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Whether the driver has told the core that a newer one controls it. The core acts no more then. */
  get isFenced(): boolean {
    return this.#core?.ended.aborted === true;
  }

  /** The end of the core's log. */
  get log(): readonly string[] {
    return this.#log.slice(-LINES);
  }

  /** Asks for a server, as {@link CheckContext.newInstance} would describe it. It is built afterwards. */
  async create(options: InstanceOptions = {}): Promise<Server> {
    const params = await this.#t.newInstance({ ...options, flavor: { rootGib: 1, ...options.flavor } });
    return this.createFrom(params);
  }

  /** Asks for a server as described. */
  async createFrom(params: NewInstance): Promise<Server> {
    const { uuid, name, image } = params.instance;
    // Flavors have no other identity in the API than their name.
    const flavor = { ...params.instance.flavor, name: `flavor-${uuid}` };
    const { source, ...bytes } = image;
    this.#catalogue.flavors.push(flavor);
    this.#catalogue.images.push({ ...bytes, path: source.path } as Image);
    this.#nodes.add(params.node);
    this.#uuids.push(uuid);
    const body = { server: { name, flavorRef: flavor.name, imageRef: image.id } };
    const answer = await this.request("POST", "/servers", body);
    this.#expectStatus(answer, 202, "a server was asked for");
    const server = { id: uuid, name, params };
    this.servers.push(server);
    return server;
  }

  /** Shows a server; nothing if it is gone. */
  async show({ id }: Pick<Server, "id">): Promise<ServerView | undefined> {
    const answer = await this.request("GET", `/servers/${id}`);
    if (answer.status === 404) return undefined;
    this.#expectStatus(answer, 200, "a server was looked at");
    return viewOf(answer.body["server"]);
  }

  /** Shows every server. */
  async list(): Promise<ServerView[]> {
    const answer = await this.request("GET", "/servers/detail");
    this.#expectStatus(answer, 200, "all servers were looked at");
    return (answer.body["servers"] as unknown[]).map(viewOf);
  }

  /** Asks for an action, by the body of its request. It is carried out afterwards. */
  async act({ id }: Pick<Server, "id">, action: object): Promise<void> {
    const answer = await this.request("POST", `/servers/${id}/action`, action);
    this.#expectStatus(answer, 202, `${Object.keys(action).join()} was asked for`);
  }

  /** What the guest wrote to its console, as a user sees it. Nothing if the core has none to show. */
  async console({ id }: Pick<Server, "id">): Promise<string | undefined> {
    const answer = await this.request("POST", `/servers/${id}/action`, { "os-getConsoleOutput": {} });
    return answer.status === 200 ? String(answer.body["output"]) : undefined;
  }

  /** Asks for a deletion. It is carried out afterwards. */
  async delete({ id }: Pick<Server, "id">): Promise<void> {
    this.#expectStatus(await this.request("DELETE", `/servers/${id}`), 204, "a deletion was asked for");
  }

  /** Makes a request as it is. */
  request(method: string, path: string, body?: object): Promise<CoreAnswer> {
    if (this.#core === undefined) throw new TypeError("Cannot ask the reference core: it is not running");
    return ask(this.#core.url, method, path, body);
  }

  /** The last refusal by the driver of a call about a server, for the cause of what became of it. */
  refusalOf({ id }: Pick<Server, "id">): DriverError | undefined {
    const refused = this.calls.findLast(({ instanceUuid, end }) => instanceUuid === id && end === "refused");
    return refused?.error instanceof DriverError ? refused.error : undefined;
  }

  /** An answer that the API does not give to such a request is the core's own fault. */
  #expectStatus({ status, body }: CoreAnswer, expected: number, when: string): void {
    if (status === expected) return;
    throw new TypeError(
      `The reference core answered ${status} and not ${expected} when ${when}: ${JSON.stringify(body)}. Its log ends: ${this.log.join(" / ")}`,
    );
  }
}
