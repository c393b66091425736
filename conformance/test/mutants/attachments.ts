// The ways in which a mutant is attached: behind an interposer, at an address or started anew like a process, or as a process.
import { connect, createServer, type Socket } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { FakeSite } from "@virt-driver-kit/fake-driver";
import { connectDriver, serveDriver } from "@virt-driver-kit/spec";
import type {
  ConnectOptions,
  CoreRequests,
  DriverConnection,
  DriverDefinition,
  DriverEndpoint,
} from "@virt-driver-kit/spec";

import type { Attachment } from "../../src/harness/attachment.ts";
import { interpose, type Meddler } from "./interposer.ts";
import type { Site, WireMutant } from "./mutant.ts";

const KIT_OPTIONS: ConnectOptions = { hangTimeoutMs: 20_000, closeGraceMs: 300, onViolation: "record" };

/** Attaches a driver at an address: every connection reaches the same run of it, through the same meddler. */
export function standing(makeMeddler: () => Meddler): WireMutant["attach"] {
  return async (base, site) => {
    const path = await serve(base, makeMeddler(), site, 1);
    return {
      transport: "socket",
      startsDriver: false,
      canOpenSessions: true,
      canKill: false,
      connect: (requests) => connectTo(path, requests),
    } satisfies Attachment;
  };
}

/** Attaches a driver that starts anew with each connection, as one on standard input and output does. */
export function restarting(makeMeddler: () => Meddler): WireMutant["attach"] {
  return (base, site) => {
    let runs = 0;
    const meddler = makeMeddler();
    return {
      transport: "memory",
      startsDriver: true,
      canOpenSessions: false,
      canKill: true,
      connect: async (requests) => connectTo(await serve(base, meddler, site, ++runs), requests),
    } satisfies Attachment;
  };
}

/**
 * Attaches the drivers of two hosts that are one process, as the fake driver's command serves them: when the kit starts the first one anew,
 * the second one is another as well.
 *
 * @param makeSite - Makes the site over what an earlier one has left.
 */
export function dyingTogether(makeSite: () => FakeSite, site: Site): readonly [Attachment, Attachment] {
  let runs = 0;
  let current: FakeSite | undefined;
  const reach = async (host: number, requests: CoreRequests): Promise<DriverConnection> => {
    if (host === 0 || current === undefined) current = makeSite();
    return connectTo(await serve(current.driver(current.hosts[host]), {}, site, ++runs), requests);
  };
  const attachmentOf = (host: number): Attachment => ({
    transport: "memory",
    startsDriver: true,
    canOpenSessions: false,
    canKill: true,
    connect: (requests) => reach(host, requests),
  });
  return [attachmentOf(0), attachmentOf(1)];
}

/** Attaches one of the programs in `processes/`, run as a child process. It is told where it may keep its state. */
export function asProcess(program: string): WireMutant["attach"] {
  return (_base, site) => {
    const file = fileURLToPath(new URL(`processes/${program}`, import.meta.url));
    const args = ["--conditions=@virt-driver-kit/source", file, join(site.directory, "state")];
    const endpoint: DriverEndpoint = { kind: "stdio", command: process.execPath, args };
    return {
      transport: "stdio",
      startsDriver: true,
      canOpenSessions: false,
      canKill: true,
      connect: (requests) => connectDriver(endpoint, { ...KIT_OPTIONS, requests }),
    } satisfies Attachment;
  };
}

/** Reads what a caller writes, in the pieces in which it comes, and writes what the driver answers. Left out: all goes through as it is. */
export interface ByteFilter {
  /** Some bytes of the caller; what is returned goes to the driver. */
  readonly fromCaller?: (chunk: Buffer) => Buffer | undefined;
  /** Some bytes of the driver; what is returned goes to the caller. */
  readonly fromDriver?: (chunk: Buffer) => Buffer | undefined;
  /** The caller has ended the connection. */
  readonly end?: () => void;
}

/**
 * Attaches a driver at an address, behind something that reads and writes bytes in a wrong way.
 *
 * @param makeFilter - Makes what is between, for each connection.
 */
export function behindBytes(makeFilter: (caller: Socket) => ByteFilter): WireMutant["attach"] {
  return async (base, site) => {
    const [inner, outer] = [join(site.directory, "driver"), join(site.directory, "caller")];
    const server = await serveDriver(base, {
      transport: { kind: "unix", path: inner },
      graceMs: 1,
      log: () => undefined,
    });
    const relay = createServer((caller) => {
      const driver = connect(inner);
      const { fromCaller = (chunk) => chunk, fromDriver = (chunk) => chunk, end } = makeFilter(caller);
      caller.on("data", (chunk) => passOn(driver, fromCaller(chunk)));
      driver.on("data", (chunk) => passOn(caller, fromDriver(chunk)));
      for (const [one, other] of [
        [caller, driver],
        [driver, caller],
      ] as const) {
        one.on("error", () => other.destroy());
        one.on("close", () => other.end());
      }
      caller.on("close", () => end?.());
    });
    relay.listen(outer);
    await once(relay, "listening");
    site.onEnd(async () => {
      relay.close();
      await server.close();
    });
    return {
      transport: "socket",
      startsDriver: false,
      canOpenSessions: true,
      canKill: false,
      connect: (requests) => connectTo(outer, requests),
    } satisfies Attachment;
  };
}

function passOn(to: Socket, bytes: Buffer | undefined): void {
  if (bytes !== undefined && to.writable) to.write(bytes);
}

/** Serves a driver behind a meddler, and gives the path to reach it by. */
async function serve(base: DriverDefinition, meddler: Meddler, site: Site, run: number): Promise<string> {
  const inner = join(site.directory, `driver-${run}`);
  const outer = join(site.directory, `caller-${run}`);
  const server = await serveDriver(base, {
    transport: { kind: "unix", path: inner },
    graceMs: 1,
    log: () => undefined,
  });
  const relay = createServer((caller) => interpose(caller, connect(inner), meddler));
  relay.listen(outer);
  await once(relay, "listening");
  site.onEnd(async () => {
    relay.close();
    await server.close();
  });
  return outer;
}

function connectTo(path: string, requests: CoreRequests): Promise<DriverConnection> {
  return connectDriver({ kind: "unix", path }, { ...KIT_OPTIONS, requests });
}
