/** `vdk-core` and `vdk-fake-driver` as processes, and the proxy between them. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { Program } from "./programs.ts";
import { probeImage } from "./probe-image.ts";
import { RestClient } from "./rest-client.ts";
import { temporaryDirectory } from "./temporary-directory.ts";
import { WireProxy } from "./wire-proxy.ts";
import type { SeenFrame } from "./wire-proxy.ts";

/** Both programs, and the proxy between them. */
export class Site {
  readonly proxy: WireProxy;
  readonly #directory: string;
  #core: Program | undefined;
  #driver: Program | undefined;

  private constructor(directory: string, proxy: WireProxy) {
    this.#directory = directory;
    this.proxy = proxy;
  }

  /** Starts all of it. It ends with the test. */
  static async start(): Promise<Site> {
    const directory = temporaryDirectory();
    const proxy = await WireProxy.between(join(directory, "core.sock"), join(directory, "driver.sock"));
    const site = new Site(directory, proxy);
    await site.startDriver();
    await site.startCore();
    return site;
  }

  get core(): Program {
    if (this.#core === undefined) throw new RangeError("The core was not started");
    return this.#core;
  }

  get driver(): Program {
    if (this.#driver === undefined) throw new RangeError("The driver was not started");
    return this.#driver;
  }

  get rest(): RestClient {
    return new RestClient(this.core.url);
  }

  /** Where the driver is, for somebody else. */
  get driverPath(): string {
    return join(this.#directory, "driver.sock");
  }

  /** Starts a run of the driver on the state of the one before. */
  async startDriver(): Promise<void> {
    const state = join(this.#directory, "state");
    this.#driver = Program.start("vdk-fake-driver", ["--socket", this.driverPath, "--state", state, "--nodes", "1"]);
    await this.#driver.serves();
  }

  /** Starts a core on the database of the one before. */
  async startCore(): Promise<void> {
    const connect = `unix:${join(this.#directory, "core.sock")}`;
    const files = ["--database", join(this.#directory, "core.db"), "--image", `probe=${probeImage(this.#directory)}`];
    const others = ["--driver-connect", connect, "--listen", "127.0.0.1:0", "--flavor", "small=1:64:1"];
    this.#core = Program.start("vdk-core", [...files, ...others]);
    await this.#core.serves();
  }

  /** Kills the core when a message passes, which is lost, or reaches the driver and is the last to do so. */
  killAt(isIt: (frame: SeenFrame) => boolean, reachesDriver: boolean): void {
    let isDead = false;
    this.proxy.decide = (frame) => {
      if (isDead) return "lose";
      if (!isIt(frame)) return "pass";
      isDead = true;
      this.core.killNow();
      return reachesDriver ? "pass" : "lose";
    };
  }

  /** Kills the core, if that was not done, and starts it again. */
  async restartCore(): Promise<void> {
    await this.core.kill("SIGKILL");
    this.proxy.decide = () => "pass";
    await this.startCore();
  }

  /** What the driver has, and how many processors of it are in use. */
  async truth(): Promise<{ instances: Record<string, string>; vcpusUsed: number }> {
    const { states } = await this.proxy.inject("listInstanceStates");
    const { nodes } = await this.proxy.inject("listNodes");
    const { resource } = await this.proxy.inject("getAvailableResource", { node: nodes[0].uuid });
    const entries = (states as { uuid: string; powerState: string }[]).map(({ uuid, powerState }) => [
      uuid,
      powerState,
    ]);
    return { instances: Object.fromEntries(entries), vcpusUsed: resource.vcpusUsed };
  }

  /** Waits until nothing is in progress, and asserts that core and driver agree on every server. Returns each server's status by name. */
  async agreement(): Promise<Record<string, string>> {
    const { body } = await this.rest.request("GET", "/v2.1/servers");
    const ids = (body.servers as { id: string }[]).map(({ id }) => id);
    const servers = await Promise.all(ids.map((id) => this.rest.settled(id, "ACTIVE", "ERROR")));
    const active = servers.filter(({ status }) => status === "ACTIVE").map(({ id }) => [id, "running"]);
    assert.deepEqual(await this.truth(), { instances: Object.fromEntries(active), vcpusUsed: active.length });
    return Object.fromEntries(servers.map(({ name, status }) => [name, status]));
  }
}
