import { describe, expect, it } from "vitest";
import { internalIdOf } from "../../src/driver/internal-id.ts";
import { type InstanceRecord, newInstanceRecord } from "../../src/site/instance-record.ts";

const uuid = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";
const node = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c12";
const image = { id: uuid, name: "probe", diskFormat: "raw", sizeBytes: 1, source: { kind: "volume" } } as const;
const description = { uuid, name: "probe", flavor: { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 }, image };
const record: InstanceRecord = newInstanceRecord(
  { uuid, name: "probe", claim: { vcpus: 1, memoryMib: 64, localGib: 1 }, description },
  27,
  node,
);

describe("the hypervisor's own name of an instance", () => {
  it.each([
    ["guest-{serial}", "guest-27"],
    ["PROBE{serial:05X}", "PROBE0001B"],
    ["{uuid}", uuid],
    ["{node}/{serial}", `${node}/27`],
    ["{digest}", expect.stringMatching(/^[0-9a-f]{64}$/)],
  ])("of the pattern %s is made from what it is", (internalId, expected) => {
    expect(internalIdOf({ guest: { kind: "machine", internalId } }, record)).toEqual(expected);
  });
});
