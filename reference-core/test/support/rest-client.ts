/** A client of the REST API, as a test uses one: it says what came back and judges nothing. */
import assert from "node:assert/strict";
import { vi } from "vitest";

/** An answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body; undefined if it is empty. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test says with `expect` what it has to be
  readonly body: any;
}

/** A server as the API shows it. */
export type ServerView = Readonly<Record<string, unknown>> & { readonly id: string; readonly status: string };

/** How long a test waits for what must happen soon. */
const DEADLINE = { timeout: 20_000, interval: 20 };

/** Talks to one core. */
export class RestClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Makes a request. A body that is not a string is sent as JSON. */
  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  }

  /** Has a server made from the first image and the flavor "small"; returns its id. */
  async create(name: string = "web-1", flavorRef: string = "small"): Promise<string> {
    const { body: list } = await this.request("GET", "/v2.1/images");
    const server = { name, flavorRef, imageRef: list.images[0].id };
    const answer = await this.request("POST", "/v2.1/servers", { server });
    assert.equal(answer.status, 202, JSON.stringify(answer.body));
    return answer.body.server.id;
  }

  /** Has a server made and waits until it is ACTIVE. */
  async createActive(name?: string): Promise<string> {
    const id = await this.create(name);
    await this.settled(id, "ACTIVE");
    return id;
  }

  /** Asks for an action; returns the answer. */
  act(id: string, action: object): Promise<Answer> {
    return this.request("POST", `/v2.1/servers/${id}/action`, action);
  }

  /** Shows a server. */
  async show(id: string): Promise<ServerView> {
    const answer = await this.request("GET", `/v2.1/servers/${id}`);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body.server;
  }

  /** Waits until nothing is in progress on a server and its status is one of those given. */
  settled(id: string, ...statuses: string[]): Promise<ServerView> {
    return vi.waitFor(async () => {
      const server = await this.show(id);
      assert.equal(server["OS-EXT-STS:task_state"], null);
      assert.ok(statuses.includes(server.status), `The server is ${server.status}: ${JSON.stringify(server["fault"])}`);
      return server;
    }, DEADLINE);
  }

  /** Waits until a server's task state is the one given. */
  busy(id: string, task: string): Promise<ServerView> {
    return vi.waitFor(async () => {
      const server = await this.show(id);
      assert.equal(server["OS-EXT-STS:task_state"], task);
      return server;
    }, DEADLINE);
  }

  /** Waits until a server is gone. */
  async gone(id: string): Promise<void> {
    await vi.waitFor(async () => {
      const { status } = await this.request("GET", `/v2.1/servers/${id}`);
      assert.equal(status, 404);
    }, DEADLINE);
  }
}
