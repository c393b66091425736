/** Serves the REST edge over HTTP, to this machine only. */
import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import type { Hono } from "hono";
import { SetupError } from "../setup-error.ts";
import type { ListenAddress } from "./listen-address.ts";

/** An edge that is being served. */
export interface Listener {
  /** Such as `http://127.0.0.1:8774`. */
  readonly url: string;
  /** Takes no further requests, answers those that it has, and resolves. */
  close(): Promise<void>;
}

/**
 * Serves an edge.
 *
 * @throws {@link SetupError} if the address cannot be had.
 */
export async function listen(api: Hono, { host, port }: ListenAddress): Promise<Listener> {
  const server = await new Promise<Server>((resolve, reject) => {
    const created = serve({ fetch: api.fetch, hostname: host, port, overrideGlobalObjects: false }, () =>
      resolve(created as Server),
    );
    created.once("error", (cause) => {
      reject(new SetupError(`Cannot listen on "${host}:${port}": ${cause.message}`, { cause }));
    });
  });
  const { address, port: actual } = server.address() as AddressInfo;
  return { url: `http://${address.includes(":") ? `[${address}]` : address}:${actual}`, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
