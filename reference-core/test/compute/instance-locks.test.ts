import { expect, test } from "vitest";
import { InstanceLocks } from "../../src/compute/instance-locks.ts";

test("work on one instance is done one after the other, in order; another instance does not wait", async () => {
  const locks = new InstanceLocks();
  const gate = Promise.withResolvers<void>();
  const done: string[] = [];
  const first = locks.hold("a", async () => {
    await gate.promise;
    done.push("first");
  });
  const second = locks.hold("a", async () => void done.push("second"));
  await locks.hold("b", async () => void done.push("other"));
  expect(done).toEqual(["other"]);
  gate.resolve();
  await Promise.all([first, second]);
  expect(done).toEqual(["other", "first", "second"]);
});

test("work that fails is reported to its own caller, and the next goes on", async () => {
  const locks = new InstanceLocks();
  const failing = locks.hold("a", () => Promise.reject(new RangeError("no")));
  const next = locks.hold("a", async () => "done");
  await expect(failing).rejects.toThrow("no");
  await expect(next).resolves.toBe("done");
});
