// The context of one check, put together from the parts of the run.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type {
  DriverClient,
  DriverConnection,
  Flavor,
  InstanceSummary,
  NetworkInterface,
  NodeInfo,
  PowerState,
  WireFaultKind,
} from "@virt-driver-kit/spec";

import { Blocked } from "./blocked.ts";
import type { Check } from "./check.ts";
import type {
  CheckContext,
  ExpectErrorOptions,
  GivenInstanceOptions,
  InstanceOptions,
  NewInstance,
  RefusedCall,
  WaitOptions,
} from "./check-context.ts";
import type { Identity } from "./certificates.ts";
import { parseConsole } from "./console-reading.ts";
import type { ConsoleReading } from "./console-reading.ts";
import { checkFaults } from "./check-faults.ts";
import type { CoreAnswers } from "./core-stand-in.ts";
import type { EventRecorder } from "./event-recorder.ts";
import { expectError } from "./expect-error.ts";
import { expectations } from "./expectations.ts";
import { given } from "./given.ts";
import { expectAbsent, expectListed, expectPowerState } from "./instance-expectations.ts";
import { type ImageServer, startImageServer } from "./image-server.ts";
import { instanceMaker } from "./instance-maker.ts";
import type { InstanceMaker } from "./instance-maker.ts";
import { NotApplicable } from "./not-applicable.ts";
import { passageOf } from "./passage.ts";
import { type OpenedPeer, openPeer, type PeerHost } from "./peer.ts";
import { seededRandom, seedFor } from "./random.ts";
import type { Random } from "./random.ts";
import { rawRequest } from "./raw-request.ts";
import { readConsole } from "./read-all.ts";
import type { RunServices } from "./run-services.ts";
import type { Ending, OpenSession } from "./session-keeper.ts";
import { largerThan } from "./settings.ts";
import { simulationControls } from "./simulation.ts";
import type { SimulationControls } from "./simulation.ts";
import { strangersOn } from "./strangers.ts";
import { uuidOf } from "./test-instance.ts";
import { type InterfaceOptions, makeInterface, networkFor } from "./test-interface.ts";
import { makeVolume, type TestVolume, type VolumeOptions } from "./test-volume.ts";
import type { TestInstance } from "./test-instance.ts";
import { waitFor } from "./wait-for.ts";
import type { Passage } from "./wait-for.ts";
import type { WorldFault, WorldFaults } from "./world-faults.ts";

const GRACE_MS = 2_000;
const DEFAULT_WITHIN_MS = 10_000;

/** What a check begins with. */
export interface CheckStart {
  readonly session: OpenSession;
  /** The node to build on, or why there is none. */
  readonly node: NodeInfo | Blocked;
  /** Which repetition of the check this is, from 1. Each draws numbers of its own. */
  readonly repetition: number;
  /** Ends the check early. */
  readonly signal: AbortSignal;
}

/** A check that runs: its context, and what has to be cleaned up after it. */
export class RunningCheck implements CheckContext {
  readonly fail: CheckContext["fail"] = expectations.fail;
  readonly expectThat: CheckContext["expectThat"] = expectations.expectThat;
  readonly expectEqual: CheckContext["expectEqual"] = expectations.expectEqual;
  readonly expectDefined: CheckContext["expectDefined"] = expectations.expectDefined;
  readonly given: CheckContext["given"] = given;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly simulation: SimulationControls;
  readonly instances: InstanceMaker;
  /** What the check registered, the newest last. */
  readonly cleanups: (() => Promise<void>)[] = [];
  /** Files that go when the instances are gone. */
  readonly files: string[] = [];
  /** Gives back what the site has lent, when nobody is connected to it any more. */
  readonly giveBacks: (() => void)[] = [];
  /** The second host, once the check has asked for it. */
  openedPeer: Promise<OpenedPeer> | undefined;
  readonly #services: RunServices;
  readonly #node: NodeInfo | Blocked;
  /** Where the volumes in files of the kit's are. */
  readonly #volumePaths = new Map<string, string>();
  #faults: WorldFaults | undefined;
  #interfaces = 0;
  #session: OpenSession;
  #driver: DriverClient;

  constructor(services: RunServices, check: Check, { session, node, repetition, signal }: CheckStart) {
    this.#services = services;
    this.#node = node;
    this.#session = session;
    this.#driver = services.watch.watch(session.connection.driver, signal);
    this.signal = signal;
    this.random = seededRandom(seedFor(services.seed, repetition === 1 ? check.id : `${check.id} #${repetition}`));
    this.simulation = simulationControls(() => this.#driver);
    this.instances = instanceMaker(services, check.id, () => this.#driver);
  }

  get driver(): DriverClient {
    return this.#driver;
  }

  get connection(): DriverConnection {
    return this.#session.connection;
  }

  get session(): OpenSession["info"] {
    return this.#session.info;
  }

  get node(): NodeInfo {
    if (this.#node instanceof Blocked) throw this.#node;
    return this.#node;
  }

  get sequence(): string | undefined {
    return this.#services.sequence;
  }

  get soakCycles(): number {
    return this.#services.settings.soakCycles ?? 0;
  }

  get hasWholeNodes(): boolean {
    return this.#services.watch.hasWholeNodes;
  }

  get events(): EventRecorder {
    return this.#services.monitor.events;
  }

  uuid(): string {
    return this.#services.uuid();
  }

  givenInstance(options?: GivenInstanceOptions): Promise<TestInstance> {
    return this.instances.givenInstance(options);
  }

  newInstance(options?: InstanceOptions): Promise<NewInstance> {
    return this.instances.newInstance(options);
  }

  get flavor(): Flavor {
    return this.#services.settings.flavor;
  }

  get largerFlavor(): Flavor {
    const { flavor, largerFlavor = largerThan(flavor) } = this.#services.settings;
    return largerFlavor;
  }

  volume(options: VolumeOptions = {}): TestVolume {
    const lent = this.#services.volumes?.lend(this.node, options);
    if (lent !== undefined) {
      this.giveBacks.push(() => lent.giveBack());
      return lent.volume;
    }
    const protocols = this.node.accepts?.volumeProtocols;
    if (protocols?.includes("localFile") === false)
      throw new NotApplicable(
        `Node "${this.node.name}" takes no volumes in local files, the only ones that the kit can make`,
        "resources.volumes",
      );
    const volumeId = this.uuid();
    const volume = makeVolume(this.newFile(`volume-${volumeId}.raw`), volumeId, options);
    this.#volumePaths.set(volumeId, volume.path);
    return volume;
  }

  networkInterface(changes: Partial<NetworkInterface> = {}, options: InterfaceOptions = {}): NetworkInterface {
    const { settings, uuid } = this.#services;
    const network =
      changes.binding === undefined
        ? networkFor(this.node, settings.networks, options, this.#interfaces++)
        : { binding: changes.binding };
    return makeInterface(uuid, this.random, network, changes);
  }

  newFile(name: string): string {
    const { imageDirectory } = this.#services.settings;
    mkdirSync(imageDirectory, { recursive: true });
    const path = join(imageDirectory, name);
    this.files.push(path);
    return path;
  }

  async imageServer(identity?: Identity): Promise<ImageServer> {
    const server = await startImageServer(identity);
    this.onCleanup(() => server.close());
    return server;
  }

  get core(): CoreAnswers {
    return this.#services.core;
  }

  peer(): Promise<PeerHost> {
    const { peer, watch } = this.#services;
    if (peer === undefined) throw new NotApplicable("The run has no second host (--peer)", "resources.hosts");
    this.openedPeer ??= openPeer(peer, watch, this.signal);
    return this.openedPeer;
  }

  tolerateFaults(...kinds: readonly WireFaultKind[]): void {
    this.#services.monitor.tolerate(kinds);
  }

  notApplicable(reason: string, lacks?: string): never {
    throw new NotApplicable(reason, lacks);
  }

  async fault(fault: WorldFault): Promise<void> {
    if (this.#faults === undefined) {
      const simulation = this.#simulated ? this.simulation : undefined;
      const pathOf = (volumeId: string): string | undefined => this.#volumePaths.get(volumeId);
      const reopen = (): Promise<void> => this.#reopen();
      const parts = { simulation, driver: () => this.#driver, reopen, signal: this.signal, pathOf };
      this.#faults = await checkFaults(this.#services, parts);
      // What a simulation has done is undone with all else that it was told.
      if (simulation === undefined) this.onCleanup(() => this.endFaults());
    }
    await this.#faults.begin(fault);
  }

  async endFaults(): Promise<void> {
    await this.#faults?.end();
  }

  strangers(node: NodeInfo): Promise<readonly InstanceSummary[]> {
    return strangersOn(this.#driver, node, this.#services.runId);
  }

  onCleanup(cleanup: () => Promise<void>): void {
    this.cleanups.push(cleanup);
  }

  request(method: string, params: object, connection: DriverConnection = this.connection): Promise<unknown> {
    const { watch } = this.#services;
    const limitMs = watch.limitMs(method, params);
    return watch.call(method, this.signal, () => rawRequest(connection, method, params, limitMs), params);
  }

  async console(instance: string | TestInstance): Promise<ConsoleReading> {
    return parseConsole(await readConsole(this.#driver, uuidOf(instance)));
  }

  waitFor<T>(
    description: string,
    probe: () => T | Promise<T>,
    { withinMs = DEFAULT_WITHIN_MS, hint }: WaitOptions = {},
  ): Promise<Exclude<T, undefined | false>> {
    const scale = this.#simulated ? 1 : this.#services.settings.timeScale;
    return waitFor({ description, probe, withinMs: withinMs * scale, hint }, this.#passage());
  }

  elapse(durationMs: number): Promise<void> {
    return this.#passage().pass(durationMs);
  }

  realTimeMs(): number {
    return this.#services.clock.now();
  }

  grace(): Promise<void> {
    const { clock, settings } = this.#services;
    return clock.sleep(GRACE_MS * settings.timeScale, this.signal);
  }

  async restartDriver(how: Ending = "shutdown"): Promise<void> {
    this.#use(await given("initialize", () => this.#services.keeper.restart(how)));
  }

  openConnection(): Promise<DriverConnection> {
    return given("initialize", () => this.#services.keeper.openConnection());
  }

  async openSession(): Promise<DriverConnection> {
    return (await given("initialize", () => this.#services.keeper.openSession())).connection;
  }

  expectPowerState(instance: string | TestInstance, expected: PowerState): Promise<void> {
    return expectPowerState(this.#driver, instance, expected);
  }

  expectAbsent(instance: string | TestInstance): Promise<void> {
    return expectAbsent(this.#driver, instance);
  }

  expectListed(instance: string | TestInstance): Promise<void> {
    return expectListed(this.#driver, instance);
  }

  expectError(
    call: Promise<unknown>,
    code: Parameters<CheckContext["expectError"]>[1],
    options: ExpectErrorOptions = {},
  ): Promise<RefusedCall> {
    return expectError(call, code, options, this.#services.watch.operationOf);
  }

  #use(session: OpenSession): void {
    this.#session = session;
    this.#driver = this.#services.watch.watch(session.connection.driver, this.signal);
  }

  async #reopen(): Promise<void> {
    const { keeper } = this.#services;
    if (keeper.lost !== undefined) this.#use(await given("initialize", () => keeper.session()));
  }

  get #simulated(): boolean {
    return this.session.capabilities.supportsSimulation === true;
  }

  /** A check that holds the clock moves it itself, so its waits are in real time. */
  #passage(): Passage {
    const simulation = this.#simulated && !this.simulation.held ? this.simulation : undefined;
    return passageOf({ simulation, clock: this.#services.clock, signal: this.signal });
  }
}
