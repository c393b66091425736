/** A core in this process, on a fake driver behind a real socket, with a proxy between the two. */
import { join } from "node:path";
import { connectDriver, serveDriver, systemClock } from "@virt-driver-kit/spec";
import type { Clock, ConnectOptions, DriverDefinition, DriverServer } from "@virt-driver-kit/spec";
import { fakeDriver } from "@virt-driver-kit/fake-driver";
import type { FakeDriverOptions } from "@virt-driver-kit/fake-driver";
import { onTestFinished } from "vitest";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { startCore } from "../../src/core.ts";
import type { Core, CoreOptions } from "../../src/core.ts";
import { probeImage } from "./probe-image.ts";
import type { ProbeBehaviour } from "./probe-image.ts";
import { RestClient } from "./rest-client.ts";
import { temporaryDirectory } from "./temporary-directory.ts";
import { WireProxy } from "./wire-proxy.ts";

/** What a rig is made of. */
export interface RigOptions {
  readonly driver?: FakeDriverOptions;
  /** Makes another driver of the fake one. */
  readonly change?: (definition: DriverDefinition) => DriverDefinition;
  readonly guest?: ProbeBehaviour;
  readonly clock?: Clock;
  /** How long a message the driver takes, in bytes. */
  readonly maxMessageBytes?: number;
  /** What the core makes of answers that match no schema. @defaultValue `reject`, so that a test notices; `vdk-core` records them */
  readonly onViolation?: ConnectOptions["onViolation"];
  readonly syncIntervalMs?: number;
  /** What else the core is told. */
  readonly core?: Pick<CoreOptions, "mintUuid" | "shutdownTimeoutSeconds" | "survivesPowerCuts">;
}

/** A core and all that it needs. */
export class CoreRig {
  readonly directory: string = temporaryDirectory();
  /** What the core told its operator. */
  readonly log: string[] = [];
  /** Whether the rig's own core can reach its driver when it tries the next time. */
  isReachable = true;
  readonly #options: RigOptions;
  #proxy: WireProxy | undefined;
  #server: DriverServer | undefined;
  #core: Core | undefined;

  private constructor(options: RigOptions) {
    this.#options = options;
  }

  /** Makes a rig and starts all of it. It ends with the test. */
  static async start(options: RigOptions = {}): Promise<CoreRig> {
    const rig = new CoreRig(options);
    onTestFinished(() => rig.#stop());
    await rig.startDriver();
    rig.#proxy = await WireProxy.between(join(rig.directory, "core.sock"), rig.driverPath);
    await rig.startCore();
    return rig;
  }

  /** Where the driver is, for somebody else. */
  get driverPath(): string {
    return join(this.directory, "driver.sock");
  }

  get core(): Core {
    if (this.#core === undefined) throw new RangeError("The core is not running");
    return this.#core;
  }

  get proxy(): WireProxy {
    if (this.#proxy === undefined) throw new RangeError("The rig is not running");
    return this.#proxy;
  }

  get rest(): RestClient {
    return new RestClient(this.core.url);
  }

  /** Starts a run of the driver on the state of the one before. */
  async startDriver(): Promise<void> {
    const { driver, change = (definition: DriverDefinition) => definition, maxMessageBytes } = this.#options;
    const definition = change(fakeDriver({ stateDirectory: join(this.directory, "state"), nodes: 1, ...driver }));
    const transport = { kind: "unix", path: this.driverPath } as const;
    this.#server = await serveDriver(definition, {
      transport,
      log: () => undefined,
      graceMs: 0,
      ...(maxMessageBytes === undefined ? {} : { maxMessageBytes }),
    });
  }

  async stopDriver(): Promise<void> {
    await this.#server?.close();
  }

  /** Starts a core: the one that the rig is about, on its database and through the proxy, or another one straight to the driver. */
  async startCore(other?: { readonly database: string }): Promise<Core> {
    const core = await startCore({
      databasePath: join(this.directory, other?.database ?? "core.db"),
      connect: () =>
        connectDriver(
          { kind: "unix", path: this.#pathFor(other !== undefined) },
          { onViolation: this.#options.onViolation ?? "reject" },
        ),
      catalogue: await loadCatalogue(
        ["small=1:64:1", "huge=1:999999999:1"],
        [`probe=${probeImage(this.directory, this.#options.guest)}`],
      ),
      listen: { host: "127.0.0.1", port: 0 },
      syncIntervalMs: this.#options.syncIntervalMs ?? 3_600_000,
      graceMs: 0,
      clock: this.#options.clock ?? systemClock,
      log: (line) => void this.log.push(line),
      ...this.#options.core,
    });
    if (other === undefined) this.#core = core;
    else onTestFinished(() => core.stop());
    return core;
  }

  #pathFor(isOther: boolean): string {
    if (isOther) return this.driverPath;
    return join(this.directory, this.isReachable ? "core.sock" : "nowhere.sock");
  }

  /** Stops the core in good order, as far as no work is in progress. */
  async stopCore(): Promise<void> {
    const core = this.#core;
    this.#core = undefined;
    await core?.stop();
  }

  /** The driver's instances, by uuid, in the core's session. */
  async onDriver(): Promise<Record<string, string>> {
    const { states } = (await this.proxy.inject("listInstanceStates")) as {
      states: { uuid: string; powerState: string }[];
    };
    return Object.fromEntries(states.map(({ uuid, powerState }) => [uuid, powerState]));
  }

  async #stop(): Promise<void> {
    await this.stopCore();
    await this.stopDriver();
  }
}
