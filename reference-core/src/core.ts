/** A whole core: database, session, compute manager and REST edge, put together, started and stopped in the right order. */
import { randomUUID } from "node:crypto";
import type { Clock, DriverConnection } from "@virt-driver-kit/spec";
import { createApi } from "./api/app.ts";
import { listen } from "./api/listen.ts";
import type { Listener } from "./api/listen.ts";
import type { ListenAddress } from "./api/listen-address.ts";
import type { Catalogue } from "./catalogue/catalogue.ts";
import type { ComputeContext } from "./compute/compute-context.ts";
import { ComputeManager } from "./compute/compute-manager.ts";
import { EventFollower } from "./compute/event-follower.ts";
import { InstanceLocks } from "./compute/instance-locks.ts";
import { OperationRunner } from "./compute/operation-runner.ts";
import { syncAll } from "./compute/power-sync.ts";
import { DriverSession } from "./driver/driver-session.ts";
import { SessionEndedError } from "./driver/session-errors.ts";
import { openCoreDatabase } from "./persistence/core-database.ts";
import type { CoreDatabase } from "./persistence/core-database.ts";
import { EpochStore } from "./persistence/epoch-store.ts";
import { InstanceStore } from "./persistence/instance-store.ts";
import { OperationStore } from "./persistence/operation-store.ts";

/** What a core is made of. */
export interface CoreOptions {
  /** The database file; made if it is not there. */
  readonly databasePath: string;
  /** Reaches the driver; called again whenever the connection is lost. */
  readonly connect: () => Promise<DriverConnection>;
  /** What servers can be made of. */
  readonly catalogue: Catalogue;
  /** Where to serve the REST API. */
  readonly listen: ListenAddress;
  /** How often all power states are read, in milliseconds. */
  readonly syncIntervalMs: number;
  /** How long work in progress may take to finish when the core is stopped, in milliseconds. With what takes longer the next run goes on. */
  readonly graceMs: number;
  /** The time, and all waiting. */
  readonly clock: Clock;
  /** Writes a line for the operator. */
  readonly log: (line: string) => void;
  /** How long a guest may take to shut down before it is cut off, in seconds; Nova's `shutdown_timeout`. @defaultValue 60 */
  readonly shutdownTimeoutSeconds?: number;
  /** Makes the uuids of new instances, each another: for whoever has to know them before the driver does. @defaultValue random ones */
  readonly mintUuid?: () => string;
  /** Whether what is stored survives a power cut, and not only the death of this process, which is much quicker. @defaultValue true */
  readonly survivesPowerCuts?: boolean;
}

/** A core at work. */
export interface Core {
  /** Where the REST API is, such as `http://127.0.0.1:8774`. */
  readonly url: string;
  /** Whether a session with the driver is open now. */
  readonly isConnected: boolean;
  /** Aborts when this core acts no more, because it was stopped, or fenced by a newer one; the reason says which. */
  readonly ended: AbortSignal;
  /** Stops in good order; safe to call twice. What is in progress is on disk and goes on when a core is started on the same database. */
  stop(): Promise<void>;
}

/**
 * Starts a core: what an earlier run left unfinished is taken up again, and requests are answered from then on.
 *
 * @throws {@link SetupError} if the database, the driver or the address cannot be had. Nothing is left open.
 */
export async function startCore(options: CoreOptions): Promise<Core> {
  const database = openCoreDatabase(options.databasePath, options.survivesPowerCuts);
  const parts = assemble(options, database);
  const { session, manager } = parts;
  try {
    await session.start();
    manager.resume();
    const api = createApi({ manager, catalogue: options.catalogue, log: options.log });
    const listener = await listen(api, options.listen);
    const syncing = syncPeriodically(options, parts);
    let stopping: Promise<void> | undefined;
    return {
      url: listener.url,
      get isConnected() {
        return session.current !== undefined;
      },
      ended: session.ended,
      stop: () => (stopping ??= stop(options, parts, listener, syncing, database)),
    };
  } catch (error) {
    await session.stop(false);
    await manager.idle();
    database.close();
    throw error;
  }
}

interface Parts {
  readonly session: DriverSession;
  readonly manager: ComputeManager;
  readonly follower: EventFollower;
}

function assemble(
  { connect, catalogue, clock, log, mintUuid = randomUUID, shutdownTimeoutSeconds = 60 }: CoreOptions,
  database: CoreDatabase,
): Parts {
  const operations = new OperationStore(database);
  operations.prune();
  const session: DriverSession = new DriverSession({
    connect,
    epochs: new EpochStore(database),
    clock,
    log,
    onOpen: () => follower.refresh(),
    onEvent: (event) => follower.receive(event),
  });
  const instances = new InstanceStore(database, () => clock.now());
  const shared = { session, database, instances, operations, known: new Set<string>(), clock };
  const runner = new OperationRunner({ ...shared, mintUuid: randomUUID });
  const context: ComputeContext = { ...shared, runner, locks: new InstanceLocks(), shutdownTimeoutSeconds, log };
  const manager = new ComputeManager(context, catalogue, mintUuid);
  const follower = new EventFollower({
    readAll: () => syncAll(context, (uuid) => manager.look(uuid)),
    look: (uuid) => manager.look(uuid),
    isOwn: (operationId) => operations.isKnown(operationId),
    giveUp: (error) => {
      if (!(error instanceof SessionEndedError)) log(`Cannot read the driver's instances: ${String(error)}`);
    },
  });
  return { session, manager, follower };
}

async function syncPeriodically({ clock, syncIntervalMs }: CoreOptions, { session, follower }: Parts): Promise<void> {
  while (!session.ended.aborted) {
    await clock.sleep(syncIntervalMs, session.ended).catch(() => undefined);
    if (!session.ended.aborted) follower.refresh();
  }
}

/**
 * Takes no more requests, lets work finish within the grace, ends the session, and closes the database when nobody uses it any more.
 *
 * @see Nova nova/compute/manager.py cleanup_host, graceful_shutdown
 */
async function stop(
  { clock, graceMs }: CoreOptions,
  { session, manager, follower }: Parts,
  listener: Listener,
  syncing: Promise<void>,
  database: CoreDatabase,
): Promise<void> {
  const closed = listener.close();
  const grace = new AbortController();
  const tooLate = clock.sleep(graceMs, grace.signal).then(
    () => false,
    () => false,
  );
  const isIdle = await Promise.race([manager.idle().then(() => true), tooLate]);
  grace.abort();
  await session.stop(isIdle);
  await Promise.all([closed, manager.idle(), follower.settled(), syncing]);
  database.close();
}
