/** A fake driver attached in-process through the wire, and the few things that most tests do with it. */

import { randomUUID } from "node:crypto";
import {
  connectDriver,
  type CoreRequests,
  type DriverClient,
  type DriverConnection,
  type DriverDefinition,
  DriverError,
  type EventParams,
  type ImageMeta,
  type InstanceInfo,
  type SpawnParams,
} from "@virt-driver-kit/spec";
import { onTestFinished } from "vitest";
import { fakeDriver, type FakeDriverOptions } from "../../src/index.ts";

/** A fake driver with a session open. */
export class Attached {
  readonly connection: DriverConnection;
  readonly driver: DriverClient;
  readonly events: EventParams[] = [];
  readonly #image: ImageMeta | undefined;
  #nodes: string[] = [];

  private constructor(connection: DriverConnection, image: ImageMeta | undefined) {
    this.connection = connection;
    this.driver = connection.driver;
    this.#image = image;
    connection.onEvent((event) => void this.events.push(event));
  }

  /**
   * Makes a run of the driver, which ends with the test. `image` is what instances are made from unless a test says otherwise, and
   * `requests` what the core does when the driver asks it.
   */
  static async create(
    options: FakeDriverOptions = {},
    image?: ImageMeta,
    requests: CoreRequests = {},
  ): Promise<Attached> {
    return Attached.to(fakeDriver(options), image, requests);
  }

  /** Makes a run of a given driver, likewise. */
  static async to(definition: DriverDefinition, image?: ImageMeta, requests: CoreRequests = {}): Promise<Attached> {
    const connection = await connectDriver({ kind: "memory", definition }, { requests });
    onTestFinished(() => connection.close());
    const attached = new Attached(connection, image);
    await connection.initialize({ epoch: 1 });
    const { nodes } = await attached.driver.listNodes();
    attached.#nodes = nodes.map(({ uuid }) => uuid);
    return attached;
  }

  /** The uuid of a node, counted from 0. */
  node(index = 0): string {
    const node = this.#nodes[index];
    if (node === undefined) throw new RangeError(`The driver has no node ${index}`);
    return node;
  }

  /** Parameters for a small instance on the first node, running. */
  spawnParams(changes: Partial<SpawnParams["instance"]> = {}): SpawnParams {
    if (this.#image === undefined && changes.image === undefined) throw new TypeError("The test has no image");
    const instance = {
      uuid: randomUUID(),
      name: "probe-1",
      flavor: { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 },
      ...(this.#image === undefined ? {} : { image: this.#image }),
      ...changes,
    } as SpawnParams["instance"];
    return { instance, node: this.node(), powerOn: true };
  }

  /** Spawns a small instance and lets its guest boot. */
  async spawn(changes: Partial<SpawnParams["instance"]> = {}): Promise<string> {
    const params = this.spawnParams(changes);
    await this.driver.spawn(params);
    await this.advance(500);
    return params.instance.uuid;
  }

  async powerState(instanceUuid: string): Promise<InstanceInfo["powerState"]> {
    return (await this.driver.getInfo({ instanceUuid })).info.powerState;
  }

  /** The lines on an instance's console. */
  async lines(instanceUuid: string): Promise<string[]> {
    const { data } = await this.driver.getConsoleOutput({ instanceUuid });
    return Buffer.from(data, "base64").toString().split("\r\n").slice(0, -1);
  }

  /** Lets virtual time pass; returns the time afterwards, in milliseconds. */
  async advance(durationMs: number): Promise<number> {
    return Date.parse((await this.driver["simulation/advance"]({ durationMs })).now);
  }

  /** Holds the virtual clock or lets it go. */
  async hold(held = true): Promise<void> {
    await this.driver["simulation/hold"]({ held });
  }

  /** The transitions that were told of an instance, in order. */
  transitions(instanceUuid: string): string[] {
    return this.events.filter((event) => event.instanceUuid === instanceUuid).map((event) => event.transition);
  }

  /** What a node's instances hold. */
  async used(index = 0): Promise<{ vcpus: number; memoryMib: number; localGib: number }> {
    const { resource } = await this.driver.getAvailableResource({ node: this.node(index) });
    return { vcpus: resource.vcpusUsed, memoryMib: resource.memoryMibUsed, localGib: resource.localGibUsed };
  }
}

/** The error that a call ends with. */
export async function failureOf(call: Promise<unknown>): Promise<DriverError> {
  const outcome = await call.then(
    () => new RangeError("The call succeeded"),
    (error: unknown) => error,
  );
  if (outcome instanceof DriverError) return outcome;
  throw outcome;
}
