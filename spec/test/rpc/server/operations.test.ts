import { describe, expect, it } from "vitest";
import { DriverError } from "../../../src/index.ts";
import type { SpawnParams } from "../../../src/index.ts";
import { OTHER_UUID, UUID, attach, driverOf, failureOf, gate, operationId } from "../support/test-driver.ts";

const REBOOT = { instanceUuid: UUID, type: "hard" } as const;
const FIRST = { operationId: operationId(1) };
const SPAWN: SpawnParams = {
  node: OTHER_UUID,
  powerOn: true,
  instance: {
    uuid: UUID,
    name: "one",
    flavor: { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 },
    image: {
      id: OTHER_UUID,
      name: "probe",
      diskFormat: "raw",
      sizeBytes: 1,
      sha256: "0".repeat(64),
      source: { kind: "file", path: "/probe.img" },
    },
  },
};

/** A driver that counts, and waits at a gate. */
function counting(opened: Promise<void> = Promise.resolve()) {
  const counts: Record<string, number> = {};
  const method = (name: string) => async () => {
    counts[name] = (counts[name] ?? 0) + 1;
    await opened;
  };
  const names = ["reboot", "powerOn", "powerOff", "destroy", "spawn"];
  return { counts, definition: driverOf(Object.fromEntries(names.map((name) => [name, method(name)]))) };
}

describe("a keyed operation", () => {
  it("repeated with the same id and parameters gets the first outcome without running again", async () => {
    const { counts, definition } = counting();
    const { driver } = await attach(definition);
    await driver.reboot(REBOOT, FIRST);
    await driver.reboot({ type: "hard", instanceUuid: UUID }, FIRST);
    expect(counts).toEqual({ reboot: 1 });
  });

  it("repeated after a failure gets the same failure", async () => {
    let runs = 0;
    const { driver } = await attach(
      driverOf({
        reboot: () => {
          runs += 1;
          throw new DriverError("BACKEND_FAILED", `attempt ${runs}`, { effect: "partial", details: { step: "reset" } });
        },
      }),
    );
    const errors = [await failureOf(driver.reboot(REBOOT, FIRST)), await failureOf(driver.reboot(REBOOT, FIRST))];
    expect(errors).toMatchObject([
      { message: "attempt 1", effect: "partial" },
      { message: "attempt 1", effect: "partial" },
    ]);
  });

  it("repeated while it runs joins the first call", async () => {
    const { opened, open } = gate();
    const { counts, definition } = counting(opened);
    const { driver } = await attach(definition);
    const calls = [driver.reboot(REBOOT, FIRST), driver.reboot(REBOOT, FIRST)];
    await driver.getOperation({ operationId: operationId(1) });
    open();
    await expect(Promise.all(calls)).resolves.toEqual([{}, {}]);
    expect(counts).toEqual({ reboot: 1 });
  });

  it("runs again under a new id", async () => {
    const { counts, definition } = counting();
    const { driver } = await attach(definition);
    await driver.reboot(REBOOT, FIRST);
    await driver.reboot(REBOOT, { operationId: operationId(2) });
    expect(counts).toEqual({ reboot: 2 });
  });
});

describe("a naturally idempotent operation", () => {
  it("repeated with the same id runs again, since the state may have changed between", async () => {
    const { counts, definition } = counting();
    const { driver } = await attach(definition);
    await driver.powerOn({ instanceUuid: UUID }, FIRST);
    await driver.powerOn({ instanceUuid: UUID }, FIRST);
    expect(counts).toEqual({ powerOn: 2 });
  });

  it("repeated while it runs joins the first call", async () => {
    const { opened, open } = gate();
    const { counts, definition } = counting(opened);
    const { driver } = await attach(definition);
    const calls = [driver.powerOn({ instanceUuid: UUID }, FIRST), driver.powerOn({ instanceUuid: UUID }, FIRST)];
    await driver.getOperation(FIRST);
    open();
    await Promise.all(calls);
    expect(counts).toEqual({ powerOn: 1 });
  });
});

describe("an operation id used for something else", () => {
  it.each([
    ["other parameters", { instanceUuid: UUID, type: "soft" }],
    ["another instance", { instanceUuid: OTHER_UUID, type: "hard" }],
  ] as const)("is refused with %s", async (_, params) => {
    const { counts, definition } = counting();
    const { driver } = await attach(definition);
    await driver.reboot(REBOOT, FIRST);
    await expect(driver.reboot(params, FIRST)).rejects.toMatchObject({
      code: "OPERATION_CONFLICT",
      effect: "none",
      details: { operationId: operationId(1) },
    });
    expect(counts).toEqual({ reboot: 1 });
  });

  it("is refused with another operation, also while the first runs", async () => {
    const { opened, open } = gate();
    const { counts, definition } = counting(opened);
    const { driver } = await attach(definition);
    const first = driver.reboot(REBOOT, FIRST);
    await expect(driver.powerOn({ instanceUuid: UUID }, FIRST)).rejects.toMatchObject({
      code: "OPERATION_CONFLICT",
      message: expect.stringContaining("was used before by reboot"),
    });
    open();
    await first;
    expect(counts).toEqual({ reboot: 1 });
  });
});

describe("a second change of the same instance", () => {
  it("is refused while the first runs, naming it, and leaves no record", async () => {
    const { opened, open } = gate();
    const { definition } = counting(opened);
    const { driver } = await attach(definition);
    const first = driver.reboot(REBOOT, FIRST);
    const second = { operationId: operationId(2) };
    await expect(driver.destroy({ instanceUuid: UUID, destroyDisks: true }, second)).rejects.toMatchObject({
      code: "INSTANCE_BUSY",
      effect: "none",
      details: { instanceUuid: UUID, operationId: operationId(1), operation: "reboot" },
    });
    await expect(driver.getOperation(second)).resolves.toEqual({ ...second, state: "unknown" });
    open();
    await first;
    await expect(driver.destroy({ instanceUuid: UUID, destroyDisks: true }, second)).resolves.toEqual({});
  });

  it("is refused also when one of them carries the whole instance", async () => {
    const { opened, open } = gate();
    const { definition } = counting(opened);
    const { driver } = await attach(definition);
    const first = driver.powerOn({ instanceUuid: UUID }, FIRST);
    await expect(driver.spawn(SPAWN)).rejects.toMatchObject({
      code: "INSTANCE_BUSY",
      details: { operation: "powerOn" },
    });
    open();
    await first;
  });

  it("runs beside the first if it is about another instance", async () => {
    const { opened, open } = gate();
    const { counts, definition } = counting(opened);
    const { driver } = await attach(definition);
    const calls = [driver.powerOn({ instanceUuid: UUID }), driver.powerOn({ instanceUuid: OTHER_UUID })];
    await driver.getOperation({ operationId: operationId(9) });
    expect(counts).toEqual({ powerOn: 2 });
    open();
    await Promise.all(calls);
  });

  it("may follow when the first has failed", async () => {
    const { driver } = await attach(
      driverOf({
        powerOn: () => {
          throw new TypeError("a defect");
        },
        destroy: () => ({}),
      }),
    );
    await failureOf(driver.powerOn({ instanceUuid: UUID }));
    await expect(driver.destroy({ instanceUuid: UUID, destroyDisks: true })).resolves.toEqual({});
  });
});

describe("getOperation", () => {
  it("tells of a call that runs, one that succeeded, one that failed, and one that nobody saw", async () => {
    const { opened, open } = gate();
    const { driver } = await attach(
      driverOf({
        reboot: () => opened,
        powerOn: () => {
          throw new DriverError("BACKEND_FAILED", "Cannot start it: no memory", {
            effect: "none",
            details: { step: "start" },
          });
        },
      }),
    );
    const first = driver.reboot(REBOOT, FIRST);
    await expect(driver.getOperation(FIRST)).resolves.toEqual({ ...FIRST, state: "running", operation: "reboot" });
    open();
    await first;
    await expect(driver.getOperation(FIRST)).resolves.toEqual({ ...FIRST, state: "succeeded", operation: "reboot" });
    await failureOf(driver.powerOn({ instanceUuid: UUID }, { operationId: operationId(2) }));
    await expect(driver.getOperation({ operationId: operationId(2) })).resolves.toEqual({
      operationId: operationId(2),
      state: "failed",
      operation: "powerOn",
      error: { code: "BACKEND_FAILED", message: "Cannot start it: no memory", effect: "none" },
    });
    await expect(driver.getOperation({ operationId: operationId(3) })).resolves.toEqual({
      operationId: operationId(3),
      state: "unknown",
    });
  });

  it("remembers the last thousands of calls and forgets older ones", async () => {
    const { definition } = counting();
    const { driver } = await attach(definition);
    for (let number = 1; number <= 4200; number += 1) {
      await driver.powerOn({ instanceUuid: UUID }, { operationId: operationId(number) });
    }
    await expect(driver.getOperation({ operationId: operationId(1) })).resolves.toMatchObject({ state: "unknown" });
    await expect(driver.getOperation({ operationId: operationId(200) })).resolves.toMatchObject({ state: "succeeded" });
  });

  it("remembers a call that was repeated by its last end", async () => {
    const { definition } = counting();
    const { driver } = await attach(definition);
    const repeat = (): Promise<unknown> => driver.powerOn({ instanceUuid: UUID }, FIRST);
    await repeat();
    for (let number = 2; number <= 4000; number += 1) {
      await driver.powerOn({ instanceUuid: UUID }, { operationId: operationId(number) });
    }
    await repeat();
    for (let number = 4001; number <= 4200; number += 1) {
      await driver.powerOn({ instanceUuid: UUID }, { operationId: operationId(number) });
    }
    await expect(driver.getOperation(FIRST)).resolves.toMatchObject({ state: "succeeded" });
  });
});

describe("a read", () => {
  it("does not wait for a change of the same instance", async () => {
    const { opened, open } = gate();
    const info = { uuid: UUID, name: "one", node: OTHER_UUID, powerState: "running" };
    const { driver } = await attach(driverOf({ reboot: () => opened, getInfo: () => ({ info }) }));
    const reboot = driver.reboot(REBOOT);
    await expect(driver.getInfo({ instanceUuid: UUID })).resolves.toEqual({ info });
    open();
    await reboot;
  });
});
