import { describe, expect, it } from "vitest";
import { connectDriver } from "../../../src/index.ts";
import type { DriverHost, EventParams } from "../../../src/index.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { NODE, UUID, attach, driverOf } from "../support/test-driver.ts";

const STOPPED = { instanceUuid: UUID, node: NODE, transition: "stopped", powerState: "shutdown" } as const;

/** A driver that hands its host to the test. */
function hosted(): { definition: ReturnType<typeof driverOf>; host: () => DriverHost } {
  let held: DriverHost | undefined;
  const definition = driverOf((host) => {
    held = host;
    return {
      powerOff: () => host.emitEvent(STOPPED),
      destroy: () => host.emitEvent(STOPPED),
      listNodes: () => ({ nodes: [] }),
    };
  });
  return {
    definition,
    host: () => {
      if (held === undefined) throw new Error("the driver was not made");
      return held;
    },
  };
}

describe("an event", () => {
  it("is numbered from one, with the epoch of the run and the time of the driver's clock", async () => {
    const { definition, host } = hosted();
    const driverClock = new ManualClock();
    driverClock.advance(Date.UTC(2026, 2, 1, 12));
    const connection = await attach(definition, { driverClock });
    const events: EventParams[] = [];
    connection.onEvent((event) => events.push(event));
    host().emitEvent(STOPPED);
    host().emitEvent({ ...STOPPED, observedAt: "2026-01-01T00:00:00.000Z" });
    await connection.driver.listNodes();
    const driverEpoch = connection.session?.driverEpoch;
    expect(events).toEqual([
      { ...STOPPED, driverEpoch, sequence: 1, observedAt: "2026-03-01T12:00:00.000Z" },
      { ...STOPPED, driverEpoch, sequence: 2, observedAt: "2026-01-01T00:00:00.000Z" },
    ]);
    expect(host()).toMatchObject({ driverEpoch, lastSequence: 2 });
  });

  it("that a call causes arrives before the call's answer", async () => {
    const { definition } = hosted();
    const connection = await attach(definition);
    const order: string[] = [];
    connection.onEvent(({ transition }) => order.push(transition));
    await connection.driver.destroy({ instanceUuid: UUID, destroyDisks: true }).then(() => order.push("answered"));
    expect(order).toEqual(["stopped", "answered"]);
  });

  it("without a session is numbered and dropped, so that the next one shows the gap", async () => {
    const { definition, host } = hosted();
    const connection = await connectDriver({ kind: "memory", definition });
    const events: EventParams[] = [];
    connection.onEvent((event) => events.push(event));
    host().emitEvent(STOPPED);
    await connection.initialize({ epoch: 1 });
    host().emitEvent(STOPPED);
    await connection.driver.listNodes();
    await connection.close();
    expect(events.map(({ sequence }) => sequence)).toEqual([2]);
  });

  it("that does not match its schema is refused, and takes no number", async () => {
    const { definition, host } = hosted();
    await attach(definition);
    expect(() => host().emitEvent({ ...STOPPED, powerState: "asleep" as never })).toThrow(
      /^Cannot send event: params.powerState must be one of/u,
    );
    expect(host().lastSequence).toBe(0);
  });

  it("has another driver epoch in every run", async () => {
    const epochs = await Promise.all([1, 2].map(async () => (await attach(hosted().definition)).session?.driverEpoch));
    expect(new Set(epochs).size).toBe(2);
  });
});

describe("the host's closing signal", () => {
  it("aborts when the driver is no longer served", async () => {
    const { definition, host } = hosted();
    const connection = await attach(definition);
    expect(host().closing.aborted).toBe(false);
    await connection.close();
    expect(host().closing.aborted).toBe(true);
  });
});
