/**
 * A man in the middle: a unix socket between core and driver that sees every message, may lose some, may do something when one passes, and
 * may put in requests of its own, which are then part of the core's session.
 */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A JSON-RPC message, seen from outside. */
export interface SeenMessage {
  readonly id?: number | string;
  readonly method?: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- a test says with `expect` what it has to be
  readonly params?: any;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  readonly result?: any;
  readonly error?: { readonly message: string; readonly data?: { readonly code: string } };
}

/** A message on its way. */
export interface SeenFrame {
  readonly to: "driver" | "core";
  readonly message: SeenMessage;
  /** The operation; of an answer, the one that it answers. */
  readonly method: string;
}

/** One connection of the core's, and the one to the driver that belongs to it. */
interface Line {
  readonly core: Socket;
  readonly driver: Socket;
  /** What the core's requests called, by id. */
  readonly methods: Map<number | string, string>;
  readonly injected: Map<string, PromiseWithResolvers<SeenMessage>>;
}

/** A proxy between a core and its driver. */
export class WireProxy {
  /** Every message that reached the proxy, in order, lost ones too. */
  readonly frames: SeenFrame[] = [];
  /** Decides on each message, before it goes on. */
  decide: (frame: SeenFrame) => "pass" | "lose" = () => "pass";
  /** Makes another message of each one that goes on. */
  rewrite: (frame: SeenFrame) => SeenMessage = ({ message }) => message;
  readonly #driverPath: string;
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  #line: Line | undefined;
  #lastInjected = 0;

  private constructor(driverPath: string) {
    this.#driverPath = driverPath;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Listens on one path for a core and connects it to the driver on the other. Ends with the test. */
  static async between(listenPath: string, driverPath: string): Promise<WireProxy> {
    const proxy = new WireProxy(driverPath);
    proxy.#server.listen(listenPath);
    await once(proxy.#server, "listening");
    onTestFinished(() => proxy.#close());
    return proxy;
  }

  /** The requests that the core made of an operation, in order. */
  requests(...methods: string[]): SeenMessage[] {
    const sent = this.frames.filter(({ to, message }) => to === "driver" && message.method !== undefined);
    return sent.filter(({ method }) => methods.includes(method)).map(({ message }) => message);
  }

  /** Makes a request in the core's session; returns its result. */
  async inject(method: string, params: object = {}): Promise<SeenMessage["result"]> {
    const line = this.#line;
    if (line === undefined) throw new RangeError("No core is connected");
    this.#lastInjected += 1;
    const id = `injected-${this.#lastInjected}`;
    const pending = Promise.withResolvers<SeenMessage>();
    line.injected.set(id, pending);
    line.driver.write(framed({ jsonrpc: "2.0", id, method, params }));
    const answer = await pending.promise;
    if (answer.error !== undefined) throw new RangeError(`The injected ${method} failed: ${answer.error.message}`);
    return answer.result;
  }

  /** Tells the core something in the driver's name. */
  tell(method: string, params: object): void {
    this.#line?.core.write(framed({ jsonrpc: "2.0", method, params }));
  }

  /** Loses the next message of an operation on its way to one side, and breaks the connection with it. */
  loseOnce(to: "driver" | "core", method: string): void {
    this.decide = (frame) => {
      const isIt =
        frame.to === to && frame.method === method && (to === "driver" || frame.message.method === undefined);
      if (!isIt) return "pass";
      this.decide = () => "pass";
      this.cut();
      return "lose";
    };
  }

  /** Breaks the connection between the two. */
  cut(): void {
    for (const { core, driver } of this.#lines) {
      core.destroy();
      driver.destroy();
    }
  }

  #accept(core: Socket): void {
    const line = { core, driver: connect(this.#driverPath), methods: new Map(), injected: new Map() } satisfies Line;
    this.#line = line;
    this.#lines.add(line);
    const end = (): void => {
      core.destroy();
      line.driver.destroy();
      this.#lines.delete(line);
      for (const { reject } of line.injected.values())
        reject(new RangeError("The connection was lost before the answer"));
      line.injected.clear();
    };
    for (const socket of [core, line.driver]) socket.on("error", end).on("close", end);
    readFrames(core, (message) => this.#pass(line, "driver", message));
    readFrames(line.driver, (message) => this.#pass(line, "core", message));
  }

  #pass(line: Line, to: "driver" | "core", message: SeenMessage): void {
    const injected = line.injected.get(String(message.id));
    if (to === "core" && injected !== undefined) return injected.resolve(message);
    if (message.method !== undefined && message.id !== undefined) line.methods.set(message.id, message.method);
    const frame = { to, message, method: message.method ?? line.methods.get(message.id ?? "") ?? "" };
    this.frames.push(frame);
    if (this.decide(frame) === "lose") return;
    (to === "driver" ? line.driver : line.core).write(framed(this.rewrite(frame)));
  }

  async #close(): Promise<void> {
    this.#server.close();
    this.cut();
    await once(this.#server, "close");
  }
}

function framed(message: object): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function readFrames(socket: Socket, take: (message: SeenMessage) => void): void {
  let buffered = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (;;) {
      const [header, length] = /^Content-Length: (\d+)\r\n\r\n/u.exec(buffered.toString("latin1", 0, 64)) ?? [];
      const end = (header?.length ?? 0) + Number(length);
      if (header === undefined || buffered.length < end) return;
      const message = JSON.parse(buffered.toString("utf8", header.length, end)) as SeenMessage;
      buffered = buffered.subarray(end);
      take(message);
    }
  });
}
