// What the stores promise to those who depend on it after a death.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Instance } from "../../src/compute/instance.ts";
import { openCoreDatabase } from "../../src/persistence/core-database.ts";
import type { CoreDatabase } from "../../src/persistence/core-database.ts";
import { EpochStore } from "../../src/persistence/epoch-store.ts";
import { InstanceStore } from "../../src/persistence/instance-store.ts";
import { OperationStore } from "../../src/persistence/operation-store.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

function newDatabase(): CoreDatabase {
  return openCoreDatabase(join(temporaryDirectory(), "core.db"));
}

function newInstance(changes: Partial<Instance> = {}): Instance {
  return {
    uuid: randomUUID(),
    name: "web-1",
    flavor: { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 },
    image: {
      id: randomUUID(),
      name: "probe",
      diskFormat: "raw",
      sizeBytes: 512,
      sha256: "0".repeat(64),
      path: "/image",
    },
    node: null,
    vmState: "building",
    taskState: "scheduling",
    powerState: "pending",
    progress: 0,
    fault: null,
    driverState: null,
    createdAtMs: 1,
    updatedAtMs: 1,
    launchedAtMs: null,
    terminatedAtMs: null,
    ...changes,
  };
}

test("an instance is read as it was written", () => {
  const store = new InstanceStore(newDatabase(), () => 5);
  const instance = newInstance({
    node: randomUUID(),
    fault: { code: 500, message: "broken", createdAtMs: 3 },
    driverState: { format: "f", version: 1, data: "AA==" },
    launchedAtMs: 2,
  });
  store.insert(instance);
  expect(store.find(instance.uuid)).toEqual(instance);
  expect(store.find("nobody")).toBeUndefined();
});

test("instances are listed newest first, deleted ones not at all", () => {
  const store = new InstanceStore(newDatabase(), () => 5);
  const [old, gone, young] = [
    newInstance({ createdAtMs: 1 }),
    newInstance({ vmState: "deleted" }),
    newInstance({ createdAtMs: 2 }),
  ];
  for (const instance of [old, gone, young]) store.insert(instance);
  expect(store.list()).toEqual([young, old]);
});

test("a change is made only if the task is one of those expected", () => {
  const store = new InstanceStore(newDatabase(), () => 5);
  const instance = newInstance();
  store.insert(instance);
  expect(store.update(instance.uuid, ["spawning", null], { vmState: "active" })).toBeUndefined();
  expect(store.find(instance.uuid)).toEqual(instance);
  const changed = { ...instance, vmState: "error", taskState: null, updatedAtMs: 5 };
  expect(store.update(instance.uuid, ["scheduling"], { vmState: "error", taskState: null })).toEqual(changed);
  expect(store.find(instance.uuid)).toEqual(changed);
});

test("a deleted instance is never changed again", () => {
  const store = new InstanceStore(newDatabase(), () => 5);
  const instance = newInstance({ vmState: "deleted", taskState: null });
  store.insert(instance);
  expect(store.update(instance.uuid, [null], { vmState: "active" })).toBeUndefined();
});

test("a call is pending until it has ended, and an instance has one at most", () => {
  const database = newDatabase();
  const { uuid: instanceUuid } = newInstance();
  new InstanceStore(database, () => 5).insert(newInstance({ uuid: instanceUuid }));
  const store = new OperationStore(database);
  const call = { instanceUuid, operation: "pause", params: { instanceUuid } } as const;
  const first = { ...call, operationId: randomUUID(), driverEpoch: "run-1" };
  store.begin(first, 1);
  expect(store.pending(instanceUuid)).toEqual(first);
  expect(() => store.begin({ ...first, operationId: randomUUID() }, 1)).toThrow("UNIQUE");
  store.readdress(first.operationId, "run-2");
  expect(store.pending(instanceUuid)).toEqual({ ...first, driverEpoch: "run-2" });
  store.finish(first.operationId, "failed");
  expect(store.pending(instanceUuid)).toBeUndefined();
  store.prune();
  expect([store.isKnown(first.operationId), store.isKnown(randomUUID())]).toEqual([true, false]);
});

test("no epoch is handed out twice, and each is above what is known of others", () => {
  const database = newDatabase();
  const epochs = new EpochStore(database);
  expect([epochs.next(0, 1), epochs.next(0, 1), epochs.next(41, 1)]).toEqual([1, 2, 42]);
  expect(new EpochStore(database).next(7, 1)).toBe(43);
});
