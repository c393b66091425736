// What is an instance on disk, and what is not, whenever the driver dies.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import type { InstanceRecord } from "../../src/store/instance-record.ts";
import { InstanceStore } from "../../src/store/instance-store.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

const uuid = "0b8a1f5e-6d0c-4a53-9b61-0d4b3c1f7a11";
const record: InstanceRecord = {
  format: 1,
  uuid,
  name: "one",
  imageId: "7c1f7d9e-93a5-4a0f-8f3c-3d7f0a6b2c55",
  flavor: { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 },
};

async function openStore(): Promise<InstanceStore> {
  const store = new InstanceStore(join(temporaryDirectory(), "instances"));
  await store.load();
  return store;
}

describe("InstanceStore", () => {
  it("has an instance once it is committed, and not before", async () => {
    const store = await openStore();
    await store.begin(uuid, false);
    expect(await store.load()).toEqual({ records: [], leftovers: [uuid] });
    await store.commit(record);
    expect(await store.load()).toEqual({ records: [record], leftovers: [] });
  });

  it("removes what was never committed, disk and all", async () => {
    const store = await openStore();
    await store.begin(uuid, false);
    writeFileSync(store.files(uuid).disk, "half a disk");
    await store.removeLeftover(uuid);
    expect(existsSync(store.files(uuid).directory)).toBe(false);
  });

  it("keeps a disk that was there before, when what was built on it is removed", async () => {
    const store = await openStore();
    await store.begin(uuid, false);
    writeFileSync(store.files(uuid).disk, "a disk");
    await store.commit(record);
    await store.remove(uuid, true);
    expect(await store.hasDisk(uuid)).toBe(true);
    await store.begin(uuid, true);
    await store.removeLeftover(uuid);
    expect(readdirSync(store.files(uuid).directory)).toEqual(["disk.raw"]);
    expect((await store.load()).records).toEqual([]);
  });

  it("takes up a removal where it stopped", async () => {
    const store = await openStore();
    await store.begin(uuid, false);
    await store.commit(record);
    writeFileSync(store.files(uuid).transient, JSON.stringify({ keepDisk: false }));
    expect(await store.load()).toEqual({ records: [], leftovers: [uuid] });
    await store.remove(uuid, false);
    await store.remove(uuid, false);
    expect(await store.load()).toEqual({ records: [], leftovers: [] });
  });

  it("passes over what it did not make", async () => {
    const store = await openStore();
    mkdirSync(store.files("somebody else's").directory);
    expect(await store.load()).toEqual({ records: [], leftovers: [] });
  });

  it("never takes an instance that it cannot read for an absent one", async () => {
    const store = await openStore();
    await store.begin(uuid, false);
    await store.commit(record);
    writeFileSync(store.files(uuid).record, "{");
    await expect(store.load()).rejects.toMatchObject({ code: "BACKEND_UNREACHABLE" });
    writeFileSync(store.files(uuid).record, JSON.stringify({ ...record, format: 2 }));
    await expect(store.load()).rejects.toMatchObject({ message: /its format is 2, and this driver knows 1/u });
  });
});
