// One driver per state directory. The lock is a listening socket: the system releases it when its holder dies, however it dies.
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";

import { type Clock, DriverError } from "@virt-driver-kit/spec";

import { socketPath } from "./socket-path.ts";

const LOCK_NAME = "driver.lock";
/** How long to wait for a holder that is on its way out, as after a restart of the driver. */
const WAIT_MS = 10_000;
const RETRY_MS = 20;

/** A directory that is held. */
export interface DirectoryLock {
  /** Gives the directory up. */
  release(): Promise<void>;
}

/**
 * Takes a directory for this process.
 *
 * @param directory - The directory, which exists.
 * @param clock - Times the wait for a holder that is still there.
 * @returns The lock.
 * @throws {@link DriverError} `BACKEND_UNREACHABLE` if another process holds the directory and does not let go within ten seconds.
 */
export async function lockDirectory(directory: string, clock: Clock): Promise<DirectoryLock> {
  const address = await socketPath(directory, LOCK_NAME);
  for (let waitedMs = 0; waitedMs <= WAIT_MS; waitedMs += RETRY_MS) {
    const server = await listen(address.path);
    if (server !== undefined) {
      const release = async (): Promise<void> => {
        await new Promise((resolve) => server.close(resolve));
        await address.release();
      };
      return { release };
    }
    if (await isHeld(address.path)) await clock.sleep(RETRY_MS);
    else await rm(join(directory, LOCK_NAME), { force: true });
  }
  await address.release();
  throw new DriverError(
    "BACKEND_UNREACHABLE",
    `Cannot use "${directory}": another driver works in it, stop that one first`,
    {
      effect: "none",
    },
  );
}

async function listen(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy());
  try {
    server.listen(path);
    await once(server, "listening");
    // Holding a directory is no reason for a process to live on.
    return server.unref();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return undefined;
    throw error;
  }
}

async function isHeld(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
