// Attaches a driver of this process behind a relay that changes what it says and hears.
import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";

import { connectDriver, type DriverDefinition, type DriverServer, serveDriver } from "@virt-driver-kit/spec";

import type { Attachment } from "../../src/harness/attachment.ts";
import { interpose, type Meddler } from "../mutants/interposer.ts";

interface Running {
  readonly server: DriverServer;
  readonly relay: Server;
}

/** How a driver is attached behind a relay. */
export interface RelayOptions {
  /** Changes the messages. */
  readonly meddler: Meddler;
  /** An empty directory for sockets. Its path is short: a socket's may have a hundred characters. */
  readonly directory: string;
  /** How long the driver may be silent, in real milliseconds. */
  readonly hangTimeoutMs: number;
  /** Whether it ends with its connection, as a process does that is killed. Otherwise one run of it serves all connections until it is ended. */
  readonly dies: boolean;
}

/**
 * Attaches a driver behind a relay.
 *
 * @param load - Gives the driver's definition; called for each run of it.
 */
export function attachRelayed(load: () => DriverDefinition, options: RelayOptions): Attachment {
  const { meddler, directory, hangTimeoutMs, dies } = options;
  let runs = 0;
  let running: Promise<Running> | undefined;

  const run = async (): Promise<Running> => {
    runs += 1;
    const inner = join(directory, `driver-${runs}`);
    const server = await serveDriver(load(), {
      transport: { kind: "unix", path: inner },
      graceMs: 1,
      log: () => undefined,
    });
    const relay = createServer((caller) => interpose(caller, connect(inner), meddler));
    relay.listen(join(directory, `caller-${runs}`));
    await once(relay, "listening");
    return { server, relay };
  };

  const stop = async (): Promise<void> => {
    const ending = await running;
    running = undefined;
    ending?.relay.close();
    await ending?.server.close();
  };

  return {
    transport: "memory",
    startsDriver: true,
    canOpenSessions: !dies,
    canKill: dies,
    connect: async (requests) => {
      if (dies) await stop();
      await (running ??= run());
      const endpoint = { kind: "unix", path: join(directory, `caller-${runs}`) } as const;
      return connectDriver(endpoint, { onViolation: "record", hangTimeoutMs, requests });
    },
    end: stop,
  };
}
