// Messages that are right in every respect, for tests to spoil.
import type { SpawnParams } from "../../src/generated/types.ts";
import type { WireParams } from "../../src/validation/validators.ts";

export const UUID = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";

/** The params of a `spawn` with a field of each form. */
export function spawnParams(): WireParams<"spawn"> & Required<Pick<SpawnParams, "adminPassword">> {
  return {
    instance: {
      uuid: UUID,
      name: "web-1",
      projectId: "demo",
      flavor: { name: "small", vcpus: 1, memoryMib: 512, rootGib: 1 },
      image: {
        id: UUID,
        name: "probe",
        diskFormat: "raw",
        sizeBytes: 1_048_576,
        sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        minDiskGib: 0,
        minMemoryMib: 0,
        source: { kind: "file", path: "/images/probe.raw" },
      },
    },
    node: UUID,
    powerOn: true,
    adminPassword: "hunter2",
    call: { operationId: UUID, deadlineMs: 1000, requestId: "req-1" },
  };
}
