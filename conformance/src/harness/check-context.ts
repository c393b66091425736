// What a check holds in its hands while it runs: a driver in session, things that clean up after themselves,
// time, events, and expectations that say what went wrong in words.
// Calls that get no answer fail by themselves, so a check needs no time limits of its own.
import type {
  DriverClient,
  DriverConnection,
  ErrorCode,
  Flavor,
  InstanceSummary,
  NetworkInterface,
  NodeInfo,
  PowerState,
  SpawnParams,
  WireFaultKind,
} from "@virt-driver-kit/spec";

import type { Identity } from "./certificates.ts";
import type { ConsoleReading } from "./console-reading.ts";
import type { Expectations } from "./expectations.ts";
import type { CoreAnswers } from "./core-stand-in.ts";
import type { EventRecorder } from "./event-recorder.ts";
import type { ImageServer } from "./image-server.ts";
import type { FileImage } from "./image-store.ts";
import type { ImageVariant } from "./image-variant.ts";
import type { PeerHost } from "./peer.ts";
import type { Random } from "./random.ts";
import type { SessionInfo } from "./session.ts";
import type { Simulation } from "./simulation.ts";
import type { TestInstance } from "./test-instance.ts";
import type { InterfaceOptions } from "./test-interface.ts";
import type { TestVolume, VolumeOptions } from "./test-volume.ts";
import type { WorldFault } from "./world-faults.ts";

/** What {@link CheckContext.newInstance} may be told. Everything has a default that any driver accepts. */
export interface InstanceOptions {
  /**
   * The whole flavor or some of its fields. Left out: the smallest that holds the probe, or the one of the configuration. A `rootGib` other
   * than 0 is raised to that one's.
   */
  readonly flavor?: Partial<SpawnParams["instance"]["flavor"]>;
  /** Which probe guest to boot. Left out: the plain one, or the image of the configuration. */
  readonly image?: ImageVariant;
  /** The end of the instance's name. The run's prefix always comes before it. */
  readonly name?: string;
  /** The node to build it on. Left out: {@link CheckContext.node}. */
  readonly node?: NodeInfo;
  /** Whether the guest runs once the spawn is done. Left out: true. */
  readonly powerOn?: boolean;
  /** The devices that the guest is to have. Left out: the request says nothing of devices. */
  readonly devices?: NonNullable<SpawnParams["devices"]>;
}

/** The parameters of a `spawn` from an image in a file of the kit's. */
export type NewInstance = SpawnParams & { instance: { image: FileImage } };

/** What {@link CheckContext.givenInstance} may be told. */
export interface GivenInstanceOptions extends Omit<InstanceOptions, "powerOn"> {
  /** The power state to bring the instance to. Left out: `running`. */
  readonly powerState?: Extract<PowerState, "running" | "paused" | "shutdown">;
}

/** What {@link CheckContext.waitFor} may be told. */
export interface WaitOptions {
  /**
   * How long to wait, in milliseconds of guest time. In real time the configured scale is applied.
   * @defaultValue 10000
   */
  readonly withinMs?: number;
  /** What to look at first if it never comes true. */
  readonly hint?: string;
}

/** What a check works with. Made anew for each check; gone when it ends. */
export interface CheckContext extends Expectations {
  /**
   * The driver, in an initialized session. A call without an answer in time rejects; the check fails by it.
   * Changing calls get an `operationId` of their own unless the check gives one.
   */
  readonly driver: DriverClient;
  /** The connection under {@link CheckContext.driver}. */
  readonly connection: DriverConnection;
  /** What `initialize` answered: the driver's name, version, epoch and capabilities. */
  readonly session: SessionInfo;
  /** The node that instances are built on. Reading it blocks the check if the driver cannot list its nodes. */
  readonly node: NodeInfo;
  /** Whether nodes were seen to hold one instance each, whatever its size; bare metal does. Instances then go to a node of their own. */
  readonly hasWholeNodes: boolean;
  /** Random values that the run's seed decides. */
  readonly random: Random;
  /** The steps that a check of random sequences is to play instead of drawing some; absent in a run that replays none. */
  readonly sequence: string | undefined;
  /** How many times the checks of a soak go round; 0 in a run that is none. */
  readonly soakCycles: number;
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal;

  /** A new uuid. It never meets one of another run. */
  uuid(): string;

  /**
   * Spawns an instance, brings it to a power state and reads that it is there.
   *
   * Its uuid is in the journal before the driver hears of it, and it is destroyed when the check ends.
   *
   * @throws Blocked naming the operation that failed, so that the failure counts once for all the checks it stops.
   */
  givenInstance(options?: GivenInstanceOptions): Promise<TestInstance>;

  /**
   * Makes the parameters of a `spawn` without calling it.
   *
   * The uuid is in the journal, and an instance of that uuid is destroyed when the check ends, whether or not it came to be.
   */
  newInstance(options?: InstanceOptions): Promise<NewInstance>;

  /** The usual flavor of instances. */
  readonly flavor: Flavor;
  /** The flavor to resize an instance of the usual flavor to: more of everything. */
  readonly largerFlavor: Flavor;

  /**
   * Gives the check a volume for itself, until its instances are removed: a file of the kit's, or a volume of the site's if the
   * configuration names some.
   *
   * @throws NotApplicable if there is none that the node takes and that does for the check.
   */
  volume(options?: VolumeOptions): TestVolume;

  /**
   * Makes a network interface of a kind that the node takes, with addresses of its own; `changes` come on top.
   *
   * @throws NotApplicable if the node takes none that the kit can make up.
   */
  networkInterface(changes?: Partial<NetworkInterface>, options?: InterfaceOptions): NetworkInterface;

  /** The path of a file that is not there yet, in a directory that the driver can write to. What is there is removed when the check ends. */
  newFile(name: string): string;

  /** An HTTP server of this check's own, which is closed when it ends; over HTTPS if it is given an identity. */
  imageServer(identity?: Identity): Promise<ImageServer>;

  /** Answers what the driver asks of its caller; as a cloud without troubles does, unless the check says otherwise. */
  readonly core: CoreAnswers;

  /**
   * The second host, with a session opened (needs `peer`). Instances of the check are removed there too.
   *
   * @throws Blocked if its driver cannot be reached.
   */
  peer(): Promise<PeerHost>;

  /** Runs a preparation: if it rejects, the check is blocked by `operation` and does not fail. */
  readonly given: <T>(operation: string, prepare: () => Promise<T>) => Promise<T>;

  /**
   * Says that the check itself provokes faults of these kinds on the wire, so that they are not held against the driver.
   * Whatever the check does not expect is reported as a finding, without the check doing anything for it.
   */
  tolerateFaults(...kinds: readonly WireFaultKind[]): void;

  /**
   * Ends the check as not applicable; `reason` is a sentence, such as `The driver serves one node only`.
   *
   * @param lacks - The member of the configuration that would let the check be tried, if it is only a resource that it lacks.
   */
  notApplicable(reason: string, lacks?: string): never;

  /** Runs `cleanup` when the check ends, before what was registered earlier. Its failure is the kit's, not the driver's. */
  onCleanup(cleanup: () => Promise<void>): void;

  /**
   * Sends a request as it is, without validating it first. The shape of a result is not judged either.
   *
   * @param connection - The connection to use. Left out: that of the check's session.
   * @throws DriverError if the driver answers with an error of the spec.
   * @throws Violation if it answers with another error.
   */
  request(method: string, params: object, connection?: DriverConnection): Promise<unknown>;

  /** Reads the whole console of an instance and understands the probe guest's lines. */
  console(instance: string | TestInstance): Promise<ConsoleReading>;

  /**
   * Asks again and again until `probe` answers something other than `undefined` or `false`.
   *
   * Between two tries time passes: virtual time at once if the driver simulates, real time otherwise.
   *
   * @param description - What is waited for, as the end of the sentence "Expected that ...".
   * @returns What `probe` answered.
   * @throws Violation with the last error of `probe`, if it had one, when the time is up.
   */
  waitFor<T>(
    description: string,
    probe: () => T | Promise<T>,
    options?: WaitOptions,
  ): Promise<Exclude<T, undefined | false>>;

  /** Lets guest time pass, in milliseconds: virtual time at once if the driver simulates, real time otherwise. */
  elapse(durationMs: number): Promise<void>;

  /** Real time, in milliseconds since some moment, to measure how long something took. */
  realTimeMs(): number;

  /** Resolves after the real time within which something that happens at once has happened: a few seconds, scaled. */
  grace(): Promise<void>;

  /**
   * Makes something go wrong in the world around the driver, by its simulation or by a hook of the site's (needs `fault`). It is in force
   * when this resolves, and is ended when the check ends if not before.
   */
  fault(fault: WorldFault): Promise<void>;

  /** Ends what {@link CheckContext.fault} began, the newest first. The driver reaches its hypervisor again when this resolves. */
  endFaults(): Promise<void>;

  /** The guests on a node that the run did not make, owned ones and foreign ones. Whatever the check does must spare them. */
  strangers(node: NodeInfo): Promise<readonly InstanceSummary[]>;

  /** The simulated hypervisor's controls. Only for checks that need `simulation`; blocked otherwise. */
  readonly simulation: Simulation;

  /** The lifecycle events that came since the check began. */
  readonly events: EventRecorder;

  /**
   * Ends the driver as `how` says and starts it again, in a new session. {@link CheckContext.driver} is the new one.
   *
   * @param how - `shutdown` asks it and waits; `disconnect` closes the connection, which ends only a driver that has but one;
   *   `kill` sends SIGKILL (needs `ownProcess`).
   * @defaultValue how `shutdown`
   * @throws Blocked if the driver does not come back.
   */
  restartDriver(how?: "shutdown" | "disconnect" | "kill"): Promise<void>;

  /**
   * Opens a connection on which nothing has been said, not even `initialize`; it is closed when the check ends.
   * Given an address or a module, it stands beside the session of the check. Otherwise a driver has but one connection, so it
   * is started again for this one and {@link CheckContext.driver} is not to be used any more.
   */
  openConnection(): Promise<DriverConnection>;

  /** Opens another session to the running driver (needs `sessions`). It is closed when the check ends. */
  openSession(): Promise<DriverConnection>;

  /** Checks that an instance is in a power state. */
  expectPowerState(instance: string | TestInstance, expected: PowerState): Promise<void>;

  /** Checks that the driver does not know an instance: `getInfo` answers `INSTANCE_NOT_FOUND` and no list shows it. */
  expectAbsent(instance: string | TestInstance): Promise<void>;

  /** Checks that `listInstances` shows an instance as owned, once. */
  expectListed(instance: string | TestInstance): Promise<void>;

  /**
   * Checks that a call is refused.
   *
   * @param call - The call, already made.
   * @param code - The code, or several of which one must come.
   * @param options - `effect` must be that of the error too, if given.
   * @returns The error, for more checks on its details.
   */
  expectError(
    call: Promise<unknown>,
    code: ErrorCode | readonly ErrorCode[],
    options?: ExpectErrorOptions,
  ): Promise<RefusedCall>;
}

/** What {@link CheckContext.expectError} may be told. */
export interface ExpectErrorOptions {
  /** What the call may have left behind. */
  readonly effect?: "none" | "partial" | "unknown";
  /** What to look at first if another answer comes. */
  readonly hint?: string;
}

/** How a driver refused a call. */
export interface RefusedCall {
  readonly code: ErrorCode;
  readonly message: string;
  readonly effect: "none" | "partial" | "unknown";
  readonly details: Readonly<Record<string, unknown>>;
}
