/** An HTTP server that images are read from and written to. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Certified } from "./certificate.ts";

/** A request as it came. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly token: string | undefined;
  readonly contentLength: string | undefined;
  /** What came of the body. */
  readonly body: Buffer;
  /** Whether it ended as a whole one does. */
  readonly isWhole: boolean;
}

/** How a server answers, once the body is there. */
export type Answer = (request: SeenRequest, response: ServerResponse) => void;

/** A server in this process, which ends with the test. */
export class ImageServer {
  readonly requests: SeenRequest[] = [];
  /** Where it is, such as `http://127.0.0.1:4711`. */
  readonly origin: string;

  private constructor(origin: string) {
    this.origin = origin;
  }

  /** Starts a server. With an `identity` it speaks https. */
  static async start(answer: Answer, identity?: Certified): Promise<ImageServer> {
    const handle = (request: IncomingMessage, response: ServerResponse): void => void received(request, response);
    const server =
      identity === undefined
        ? createServer(handle)
        : createSecureServer(
            { key: identity.privateKey.export({ type: "pkcs8", format: "pem" }), cert: identity.certificate },
            handle,
          );
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const scheme = identity === undefined ? "http" : "https";
    const started = new ImageServer(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`);
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    async function received(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const seen = await seenOf(request);
      started.requests.push(seen);
      if (seen.isWhole) answer(seen, response);
    }
    return started;
  }

  /** The bodies of the requests that ended as whole ones do. */
  get wholeBodies(): Buffer[] {
    return this.requests.filter(({ isWhole }) => isWhole).map(({ body }) => body);
  }
}

/** Makes an answer that hands out bytes to whoever shows a token, or to everybody. */
export function serves(bytes: Buffer, token?: () => string): Answer {
  return (request, response) => {
    if (token !== undefined && request.token !== token()) response.writeHead(401).end();
    else response.end(bytes);
  };
}

async function seenOf(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  const isWhole = await (async () => {
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      return true;
    } catch {
      return false;
    }
  })();
  const { method = "", url = "", headers } = request;
  const token = headers["x-auth-token"];
  return {
    method,
    path: url,
    token: typeof token === "string" ? token : undefined,
    contentLength: headers["content-length"],
    body: Buffer.concat(chunks),
    isWhole,
  };
}
