import { describe, expect, it } from "vitest";
import { DriverError } from "../../../src/index.ts";
import type { Call } from "../../../src/index.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { UUID, attach, driverOf, failureOf, gate, operationId, untilAborted } from "../support/test-driver.ts";

const PARAMS = { instanceUuid: UUID };
const ID = { operationId: operationId(1) };

describe("cancellation", () => {
  it("makes the call fail with OPERATION_CANCELLED once the driver has stopped", async () => {
    const { opened, open } = gate();
    const connection = await attach(
      driverOf({
        powerOn: (_, call) => {
          open();
          return untilAborted(call);
        },
      }),
    );
    const call = failureOf(connection.driver.powerOn(PARAMS, ID));
    await opened;
    connection.cancelOperation(ID.operationId);
    expect(await call).toMatchObject({
      code: "OPERATION_CANCELLED",
      effect: "unknown",
      message: "Cannot complete powerOn: the caller cancelled it",
    });
  });

  it("by the call's own signal is sent, and the answer is waited for", async () => {
    const controller = new AbortController();
    const cleanedUp = new DriverError("OPERATION_CANCELLED", "cleaned up", { effect: "none" });
    const { driver } = await attach(driverOf({ powerOn: (_, call) => untilAborted(call, () => cleanedUp) }));
    const call = failureOf(driver.powerOn(PARAMS, { signal: controller.signal }));
    await driver.getOperation(ID);
    controller.abort();
    expect(await call).toMatchObject({ code: "OPERATION_CANCELLED", effect: "none", message: "cleaned up" });
  });

  it("of a call that finishes nevertheless leaves its result alone", async () => {
    const { opened, open } = gate();
    const connection = await attach(driverOf({ powerOn: () => opened }));
    const call = connection.driver.powerOn(PARAMS, ID);
    connection.cancelOperation(ID.operationId);
    await connection.driver.getOperation(ID);
    open();
    await expect(call).resolves.toEqual({});
  });

  it("of an unknown or finished call, or one that names none, disturbs nothing", async () => {
    const connection = await attach(driverOf({ powerOn: () => ({}) }));
    await connection.driver.powerOn(PARAMS, ID);
    connection.cancelOperation(ID.operationId);
    connection.cancelOperation(operationId(9));
    connection.cancelOperation("nonsense");
    await expect(connection.driver.getOperation(ID)).resolves.toMatchObject({ state: "succeeded" });
    expect(connection.faults).toEqual([]);
  });

  it("does not change another error that the driver stops with", async () => {
    const connection = await attach(
      driverOf({
        powerOn: (_, call) =>
          untilAborted(call, () => new DriverError("BACKEND_UNREACHABLE", "gone", { effect: "partial" })),
      }),
    );
    const call = failureOf(connection.driver.powerOn(PARAMS, ID));
    await connection.driver.getOperation(ID);
    connection.cancelOperation(ID.operationId);
    expect(await call).toMatchObject({ code: "BACKEND_UNREACHABLE", effect: "partial" });
  });
});

describe("a deadline", () => {
  it("makes the call fail with DEADLINE_EXCEEDED once the driver has stopped", async () => {
    const driverClock = new ManualClock();
    const { driver } = await attach(driverOf({ powerOn: (_, call) => untilAborted(call) }), { driverClock });
    const call = failureOf(driver.powerOn(PARAMS, { ...ID, deadlineMs: 5000 }));
    await driver.getOperation(ID);
    driverClock.advance(4999);
    await expect(driver.getOperation(ID)).resolves.toMatchObject({ state: "running" });
    driverClock.advance(1);
    expect(await call).toMatchObject({
      code: "DEADLINE_EXCEEDED",
      effect: "unknown",
      message: "Cannot complete powerOn: its deadline of 5000 ms has passed",
    });
    await expect(driver.getOperation(ID)).resolves.toMatchObject({
      state: "failed",
      error: { code: "DEADLINE_EXCEEDED" },
    });
  });

  it("interrupts a wait on the driver's clock", async () => {
    const driverClock = new ManualClock();
    const { driver } = await attach(
      driverOf(({ clock }) => ({ powerOn: (_, call) => clock.sleep(20_000, call.signal) })),
      { driverClock },
    );
    const call = failureOf(driver.powerOn(PARAMS, { ...ID, deadlineMs: 5000 }));
    await driver.getOperation(ID);
    driverClock.advance(5000);
    expect(await call).toMatchObject({ code: "DEADLINE_EXCEEDED" });
    expect(driverClock.timers).toBe(0);
  });

  it("is told as such also by a driver that calls every interruption a cancellation, with the driver's effect", async () => {
    const driverClock = new ManualClock();
    const cleanedUp = new DriverError("OPERATION_CANCELLED", "cleaned up", { effect: "none" });
    const { driver } = await attach(driverOf({ powerOn: (_, call) => untilAborted(call, () => cleanedUp) }), {
      driverClock,
    });
    const call = failureOf(driver.powerOn(PARAMS, { ...ID, deadlineMs: 1 }));
    await driver.getOperation(ID);
    driverClock.advance(1);
    expect(await call).toMatchObject({ code: "DEADLINE_EXCEEDED", effect: "none" });
  });

  it("of a read leaves no effect", async () => {
    const driverClock = new ManualClock();
    const { driver } = await attach(driverOf({ listNodes: (_, call) => untilAborted(call) }), { driverClock });
    const call = failureOf(driver.listNodes({}, { deadlineMs: 10 }));
    await driver.getOperation(ID);
    driverClock.advance(10);
    expect(await call).toMatchObject({ code: "DEADLINE_EXCEEDED", effect: "none" });
  });

  it("of a call that was answered in time is forgotten", async () => {
    const driverClock = new ManualClock();
    const { driver } = await attach(driverOf({ powerOn: () => ({}) }), { driverClock });
    await driver.powerOn(PARAMS, { deadlineMs: 1000 });
    expect(driverClock.timers).toBe(0);
  });

  it("of a repeat holds for the call that it joins", async () => {
    const driverClock = new ManualClock();
    const { driver } = await attach(driverOf({ powerOn: (_, call) => untilAborted(call) }), { driverClock });
    const calls = [failureOf(driver.powerOn(PARAMS, ID)), failureOf(driver.powerOn(PARAMS, { ...ID, deadlineMs: 10 }))];
    await driver.getOperation(ID);
    driverClock.advance(10);
    expect(await Promise.all(calls)).toMatchObject([{ code: "DEADLINE_EXCEEDED" }, { code: "DEADLINE_EXCEEDED" }]);
  });
});

describe("progress", () => {
  it("reaches the caller of the call while it runs", async () => {
    const seen: unknown[] = [];
    const connection = await attach(
      driverOf({
        powerOn: (_, call) => {
          call.reportProgress({ step: "warming up", percent: 50 });
          call.reportProgress({ step: "nearly" });
        },
      }),
    );
    await connection.driver.powerOn(PARAMS, { ...ID, onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([
      { ...ID, step: "warming up", percent: 50 },
      { ...ID, step: "nearly" },
    ]);
    expect(connection.faults).toEqual([]);
  });

  it("after the answer, or of a read, is not sent", async () => {
    const late: Call[] = [];
    const connection = await attach(
      driverOf({
        powerOn: (_, call) => void late.push(call),
        listNodes: (_, call) => {
          call.reportProgress({ step: "reading" });
          return { nodes: [] };
        },
      }),
    );
    const seen: string[] = [];
    connection.onMessage(({ direction, method }) => seen.push(`${direction} ${method}`));
    await connection.driver.powerOn(PARAMS, ID);
    late[0]?.reportProgress({ step: "too late" });
    await connection.driver.listNodes();
    expect(seen).toEqual(["sent powerOn", "received powerOn", "sent listNodes", "received listNodes"]);
  });

  it("that does not match its schema is the driver's own mistake", async () => {
    const log: string[] = [];
    const { driver } = await attach(
      driverOf({ powerOn: (_, call) => call.reportProgress({ step: "much", percent: 150 }) }),
      { log: (line) => log.push(line) },
    );
    await expect(driver.powerOn(PARAMS)).rejects.toMatchObject({
      code: "INTERNAL_ERROR",
      message: "Cannot send progress: params.percent must be at most 100, got 150",
    });
    expect(log[0]).toContain("powerOn failed unexpectedly: TypeError");
  });

  it("is a sign of life: the limit to silence begins anew", async () => {
    const clock = new ManualClock();
    const { opened, open } = gate();
    const connection = await attach(
      driverOf({
        powerOn: async (_, call) => {
          await opened;
          call.reportProgress({ step: "still here" });
          return untilAborted(call);
        },
      }),
      { clock, hangTimeoutMs: 100 },
    );
    const { promise: told, resolve } = Promise.withResolvers<void>();
    const call = failureOf(connection.driver.powerOn(PARAMS, { ...ID, onProgress: () => resolve() }));
    clock.advance(99);
    open();
    await told;
    clock.advance(99);
    await expect(connection.driver.getOperation(ID)).resolves.toMatchObject({ state: "running" });
    clock.advance(1);
    expect(await call).toMatchObject({ kind: "no-answer" });
    connection.cancelOperation(ID.operationId);
  });
});
