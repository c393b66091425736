// An HTTP server of the kit's own, for drivers that read images over HTTP or HTTPS and write them there. It remembers what it was asked.
import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";

import type { Identity } from "./certificates.ts";

/** A request that the server was sent. */
export interface ServedRequest {
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as far as it came. */
  readonly body: Buffer;
  /** Whether the body came to its end. */
  readonly isWhole: boolean;
}

/** What the server does with a request; the default is to serve what was put there. */
export type Serve = (request: ServedRequest, response: ServerResponse) => void;

/** The server. */
export interface ImageServer {
  /** Where it listens: scheme, host and port. */
  readonly origin: string;
  /** The requests so far. */
  readonly requests: readonly ServedRequest[];
  /** What was written to a path by a request that came to its end; undefined if nothing was. */
  received(path: string): Buffer | undefined;
  /** Serves bytes at a path, and gives the whole URL. */
  put(path: string, bytes: Buffer): string;
  /** Takes over the answer to requests for a path. */
  handle(path: string, serve: Serve): string;
  close(): Promise<void>;
}

/**
 * Starts a server on a free port of this machine.
 *
 * @param identity - What it proves itself by, over HTTPS. Left out: it serves HTTP.
 */
export async function startImageServer(identity?: Identity): Promise<ImageServer> {
  const requests: ServedRequest[] = [];
  const files = new Map<string, Buffer>();
  const handlers = new Map<string, Serve>();
  const listener: RequestListener = (incoming, response) => {
    void collect(incoming).then((request) => {
      requests.push(request);
      const serve = handlers.get(request.path) ?? usual(files);
      serve(request, response);
    });
  };
  const server: Server =
    identity === undefined
      ? createServer(listener)
      : createSecureServer({ cert: identity.certificate, key: identity.privateKey }, listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http${identity === undefined ? "" : "s"}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    requests,
    received: (path) =>
      requests.findLast((request) => request.method !== "GET" && request.path === path && request.isWhole)?.body,
    put: (path, bytes) => {
      files.set(path, bytes);
      return `${origin}${path}`;
    },
    handle: (path, serve) => {
      handlers.set(path, serve);
      return `${origin}${path}`;
    },
    close: () => closed(server),
  };
}

function usual(files: ReadonlyMap<string, Buffer>): Serve {
  return ({ method, path }, response) => {
    const file = files.get(path);
    if (method === "PUT" || method === "POST") response.writeHead(201).end();
    else if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-length": file.length }).end(file);
  };
}

async function collect(incoming: IncomingMessage): Promise<ServedRequest> {
  const chunks: Buffer[] = [];
  let isWhole = true;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    isWhole = false;
  }
  const { method = "", url = "", headers } = incoming;
  return { method, path: url, headers, body: Buffer.concat(chunks), isWhole };
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
