import type { DriverClient } from "@virt-driver-kit/spec";

import { DriverError, WireError } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { Blocked } from "../../src/harness/blocked.ts";
import { callWatch } from "../../src/harness/call-watch.ts";

const { signal } = new AbortController();
const hang = new WireError({
  kind: "no-answer",
  blame: "driver",
  message: "No answer",
  hint: "Answer",
  method: "probe",
});

describe("callWatch()", () => {
  test("tells which operation an error or a call came from, and which have worked", async () => {
    const watch = callWatch(() => 1_000);
    const error = new DriverError("INTERNAL_ERROR", "Cannot", { effect: "none" });
    const failing = watch.call("spawn", signal, () => Promise.reject(error));
    expect(watch.operationOf(failing)).toBe("spawn");
    await expect(failing).rejects.toBe(error);
    expect(watch.operationOf(error)).toBe("spawn");
    await watch.call("probe", signal, async () => 1);
    expect([...watch.succeeded]).toEqual(["probe"]);
    expect(watch.operationOf("text")).toBeUndefined();
  });

  test("gives each call its patience, and more where the guest may take its time", async () => {
    const seen: unknown[] = [];
    const client = {
      powerOff: async (params: object, options: object) => void seen.push(params, options),
    } as unknown as DriverClient;
    const driver = callWatch(() => 1_000).watch(client, signal);
    await driver.powerOff({ instanceUuid: "u", timeoutSeconds: 20, retryIntervalSeconds: 1 }, { operationId: "o" });
    expect(seen[1]).toEqual({ hangTimeoutMs: 21_000, operationId: "o" });
  });

  test("lets an operation that hung twice through no more, and says so", async () => {
    const watch = callWatch(() => 1_000);
    let calls = 0;
    const call = (): Promise<unknown> =>
      watch.call("probe", signal, () => {
        calls += 1;
        return Promise.reject(hang);
      });
    await expect(call()).rejects.toBe(hang);
    expect(watch.refused).toBeUndefined();
    await expect(call()).rejects.toBe(hang);
    await expect(call()).rejects.toBeInstanceOf(Blocked);
    expect(watch.refused).toMatchObject({ operation: "probe", cause: hang });
    expect([calls, watch.hangs]).toEqual([2, 2]);
    await watch.call("getInfo", signal, async () => 1);
  });

  test("ends a call when its check is cancelled", async () => {
    const cancel = new AbortController();
    const call = callWatch(() => 1_000).call("probe", cancel.signal, () => new Promise(() => undefined));
    cancel.abort(new TypeError("over"));
    await expect(call).rejects.toThrow("over");
  });
});
