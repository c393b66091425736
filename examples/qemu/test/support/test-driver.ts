// A driver with one instance, reached over the wire as any caller reaches it.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";

import {
  connectDriver,
  type DriverConnection,
  type DriverEndpoint,
  DriverError,
  type EventParams,
  type ImageMeta,
  type PowerState,
  type SpawnParams,
} from "@virt-driver-kit/spec";
import { onTestFinished } from "vitest";

import { qemuDriver, type QemuDriverOptions } from "../../src/index.ts";
import { probeImage, type ProbeBehaviour } from "./probe-image.ts";
import { temporaryDirectory } from "./temporary-directory.ts";
import { until } from "./until.ts";

const program = fileURLToPath(new URL("../../src/bin/vdk-qemu-driver.ts", import.meta.url));
let lastEpoch = 0;

/** A driver and what its caller has seen of it. */
export class TestDriver {
  readonly connection: DriverConnection;
  readonly events: EventParams[] = [];
  readonly node: string;

  private constructor(connection: DriverConnection, node: string) {
    this.connection = connection;
    this.node = node;
    connection.onEvent((event) => this.events.push(event));
  }

  /** Runs the driver in this process. It is closed when the test has finished. */
  static async inProcess(options: QemuDriverOptions): Promise<TestDriver> {
    return TestDriver.#connect({ kind: "memory", definition: qemuDriver(options), log: () => {} });
  }

  /** Runs the driver as a process of its own. It is ended when the test has finished. */
  static async asProcess(...args: string[]): Promise<TestDriver> {
    const sources = ["--conditions=@virt-driver-kit/source", program];
    return TestDriver.#connect({ kind: "stdio", command: process.execPath, args: [...sources, ...args] });
  }

  static async #connect(endpoint: DriverEndpoint): Promise<TestDriver> {
    const connection = await connectDriver(endpoint);
    onTestFinished(() => connection.close());
    await connection.initialize({ epoch: (lastEpoch += 1) });
    const [node] = (await connection.driver.listNodes()).nodes;
    return new TestDriver(connection, node?.uuid ?? "none");
  }

  get driver(): DriverConnection["driver"] {
    return this.connection.driver;
  }

  /** What `spawn` takes to build a small instance from an image. */
  spawnParams(image: ImageMeta, powerOn = true): SpawnParams {
    const flavor = { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 };
    return { instance: { uuid: randomUUID(), name: "vdk-test", flavor, image }, node: this.node, powerOn };
  }

  /** Spawns an instance of the probe guest and returns its uuid. */
  async spawnProbe(behaviour: ProbeBehaviour = {}, powerOn = true): Promise<string> {
    const params = this.spawnParams(probeImage(temporaryDirectory(), behaviour), powerOn);
    await this.driver.spawn(params);
    return params.instance.uuid;
  }

  async powerState(instanceUuid: string): Promise<PowerState> {
    return (await this.driver.getInfo({ instanceUuid })).info.powerState;
  }

  /** The whole console. */
  async console(instanceUuid: string): Promise<string> {
    let text = "";
    for (let offset = 0; ;) {
      const { data, nextOffset, endOffset } = await this.driver.getConsoleOutput({ instanceUuid, offset });
      text += Buffer.from(data, "base64").toString();
      if (nextOffset >= endOffset) return text;
      offset = nextOffset;
    }
  }

  /** Waits until the console has a line, or several that follow each other. */
  async line(instanceUuid: string, line: string): Promise<void> {
    await until(`console line "${line}"`, async () => {
      const text = await this.console(instanceUuid);
      return text.includes(`${line}\r\n`) ? text : undefined;
    });
  }

  /** Waits for an event of a transition. */
  async event(transition: EventParams["transition"]): Promise<EventParams> {
    return until(`event "${transition}"`, () =>
      Promise.resolve(this.events.find((event) => event.transition === transition)),
    );
  }

  /** How the caller saw its instances change, in order. */
  get transitions(): string[] {
    return this.events.map(({ transition, powerState }) => `${transition} ${powerState}`);
  }
}

/** The code that a call was refused with. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "success",
    (error: unknown) => DriverError.from(error).code,
  );
}
