import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { WireError, connectDriver, serveDriver, systemClock } from "@virt-driver-kit/spec";
import type { DriverConnection, DriverServer } from "@virt-driver-kit/spec";
import { join } from "node:path";

import { afterEach, describe, expect, test } from "vitest";

import { attachDefinition, attachDriver } from "../../src/engine/attach-driver.ts";
import { SessionKeeper } from "../../src/harness/session-keeper.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";

const directory = temporaryDirectory();
const path = join(directory, "driver.sock");
const definition = fakeDriver();
const opened: DriverConnection[] = [];
const keepers: SessionKeeper[] = [];
let server: DriverServer | undefined;

function keep(attachment: ConstructorParameters<typeof SessionKeeper>[0]): SessionKeeper {
  const keeper = new SessionKeeper(attachment, (connection) => opened.push(connection), systemClock);
  keepers.push(keeper);
  return keeper;
}

async function listen(): Promise<SessionKeeper> {
  server = await serveDriver(fakeDriver(), { transport: { kind: "unix", path } });
  return keep(attachDriver({ kind: "unix", path }, 5_000));
}

afterEach(async () => {
  await Promise.all(keepers.splice(0).map((keeper) => keeper.close()));
  await server?.close();
  server = undefined;
  opened.length = 0;
});

describe("a session keeper", () => {
  test("opens one session and keeps it", async () => {
    const keeper = keep(attachDefinition(() => fakeDriver(), 5_000));
    expect(opened).toEqual([]);
    const session = await keeper.session();
    expect(await keeper.session()).toBe(session);
    expect(opened).toEqual([session.connection]);
  });

  test("takes the control from a session that it does not know, by the epoch that the driver tells", async () => {
    const first = await listen();
    for (let count = 0; count < 3; count++) {
      first.disturb();
      await first.session();
    }
    const { connection } = await keep(attachDriver({ kind: "unix", path }, 5_000)).session();
    await expect(connection.driver.probe()).resolves.toMatchObject({ backend: "reachable" });
  });

  test("takes the control back after a check opened a session of its own", async () => {
    const keeper = await listen();
    const before = await keeper.session();
    const second = await keeper.openSession();
    await expect(before.connection.driver.listNodes()).rejects.toMatchObject({ code: "SESSION_FENCED" });
    const after = await keeper.session();
    await expect(after.connection.driver.listNodes()).resolves.toHaveProperty("nodes");
    await second.connection.closed;
  });

  test("opens sessions beside each other on one run of a driver in this process, and then starts it anew", async () => {
    const keeper = keep(attachDefinition(() => fakeDriver(), 5_000));
    const first = await keeper.session();
    const second = await keeper.openSession();
    expect(second.info.driverEpoch).toBe(first.info.driverEpoch);
    await expect(first.connection.driver.listNodes()).rejects.toMatchObject({ code: "SESSION_FENCED" });
    const third = await keeper.restart("disconnect");
    expect(third.info.driverEpoch).not.toBe(first.info.driverEpoch);
    const fourth = await keeper.restart("disconnect");
    expect(fourth.info.driverEpoch).toBe(third.info.driverEpoch);
  });

  test("starts a driver with one connection anew for a connection without a session", async () => {
    const keeper = keep({
      transport: "memory",
      startsDriver: true,
      canOpenSessions: false,
      canKill: false,
      connect: () => connectDriver({ kind: "memory", definition }),
    });
    const before = await keeper.session();
    const bare = await keeper.openConnection();
    await before.connection.closed;
    expect(bare.session).toBeUndefined();
    await keeper.session();
    await bare.closed;
  });

  test("opens a new session after a restart, with a new run of the driver", async () => {
    const keeper = keep(attachDefinition(() => fakeDriver(), 5_000));
    const before = await keeper.session();
    const after = await keeper.restart("shutdown");
    expect(after.info.driverEpoch).not.toBe(before.info.driverEpoch);
  });

  test("explains a driver that is gone by how it left", async () => {
    const keeper = await listen();
    const { connection } = await keeper.session();
    await server?.close();
    await connection.closed;
    const error = await keeper.session().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WireError);
    expect((error as WireError).kind).toBe("connection-closed");
    expect(((error as WireError).cause as WireError).kind).toBe("cannot-connect");
  });
});
