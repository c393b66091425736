import { describe, expect, it, onTestFinished } from "vitest";
import { connectDriver, runDriver } from "../../../src/index.ts";
import type { CoreRequests, DriverConnection, DriverRun } from "../../../src/index.ts";
import { CAME, WAIT, askingDriver } from "../support/core-requests.ts";
import { UUID, failureOf, gate } from "../support/test-driver.ts";

interface Rig {
  connect: (requests?: CoreRequests) => Promise<DriverConnection>;
  /** What the driver's requests came to, in order. */
  outcomes: Promise<unknown>[];
  run: DriverRun;
}

/** Runs a driver that asks the core once per `powerOn`, and keeps what comes of it. */
async function rig(): Promise<Rig> {
  const outcomes: Promise<unknown>[] = [];
  const definition = askingDriver(async (core) => {
    const outcome = core.waitForExternalEvents(WAIT).catch((error: unknown) => error);
    outcomes.push(outcome);
    await outcome;
  });
  const run = await runDriver(definition, { log: () => undefined, graceMs: 50 });
  onTestFinished(() => run.close());
  const connect = async (requests: CoreRequests = {}): Promise<DriverConnection> => {
    const connection = await connectDriver({ kind: "memory", run }, { requests });
    onTestFinished(() => connection.close());
    return connection;
  };
  return { connect, outcomes, run };
}

/** A core that never answers, and tells when it is asked. */
function silentCore(): { requests: CoreRequests; asked: Promise<AbortSignal> } {
  const { promise: asked, resolve } = Promise.withResolvers<AbortSignal>();
  const requests: CoreRequests = {
    waitForExternalEvents: (_, { signal }) => {
      resolve(signal);
      return new Promise(() => undefined);
    },
  };
  return { requests, asked };
}

describe("a request to a core", () => {
  it("that is lost rejects, the core's handler is told, and the call goes on", async () => {
    const { connect, outcomes } = await rig();
    const { requests, asked } = silentCore();
    const first = await connect(requests);
    await first.initialize({ epoch: 1 });
    const call = failureOf(first.driver.powerOn({ instanceUuid: UUID }, { operationId: WAIT.operationId }));
    const signal = await asked;
    await first.close();
    await call;
    expect(signal.aborted).toBe(true);
    expect(await outcomes[0]).toMatchObject({ code: "SESSION_NOT_INITIALIZED", effect: "unknown" });
    const second = await connect();
    await second.initialize({ epoch: 2 });
    const { state } = await second.driver.getOperation({ operationId: WAIT.operationId });
    expect(state).toBe("succeeded");
  });

  it("rejects when another session takes control, and the late answer disturbs nobody", async () => {
    const { connect, outcomes } = await rig();
    const [asked, late] = [gate(), gate()];
    const requests: CoreRequests = { waitForExternalEvents: () => (asked.open(), late.opened.then(() => CAME)) };
    const first = await connect(requests);
    await first.initialize({ epoch: 1 });
    const call = first.driver.powerOn({ instanceUuid: UUID });
    await asked.opened;
    const second = await connect();
    await second.initialize({ epoch: 7 });
    expect(await outcomes[0]).toMatchObject({
      code: "SESSION_FENCED",
      effect: "unknown",
      details: { currentEpoch: 7 },
    });
    await expect(call).resolves.toEqual({});
    late.open();
    await expect(second.driver.listNodes()).resolves.toEqual({ nodes: [] });
    expect([...first.faults, ...second.faults]).toEqual([]);
  });

  it("goes to the session in control, whoever made the call in which it is asked", async () => {
    const { connect, outcomes } = await rig();
    const [first, second] = [await connect(), await connect({ waitForExternalEvents: () => CAME })];
    await first.initialize({ epoch: 1 });
    await second.initialize({ epoch: 2 });
    await second.driver.powerOn({ instanceUuid: UUID });
    expect(await outcomes[0]).toEqual(CAME);
  });

  it("rejects when the driver is closed", async () => {
    const { connect, outcomes, run } = await rig();
    const { requests, asked } = silentCore();
    const connection = await connect(requests);
    await connection.initialize({ epoch: 1 });
    const call = failureOf(connection.driver.powerOn({ instanceUuid: UUID }));
    await asked;
    await run.close();
    expect(await outcomes[0]).toMatchObject({ code: "SESSION_NOT_INITIALIZED" });
    await connection.close();
    await call;
  });
});
