import { describe, expect, it } from "vitest";
import { emptyConsole } from "../../src/guest/console-log.ts";
import { startRun } from "../../src/guest/guest-run.ts";
import type { DiskRecord } from "../../src/hypervisor/disk-record.ts";
import type { InstanceRecord } from "../../src/hypervisor/instance-record.ts";
import { makeNodes } from "../../src/hypervisor/node-record.ts";
import { contradictionIn } from "../../src/state/contradiction.ts";

const claim = { vcpus: 1, memoryMib: 64, localGib: 1 };
const nodes = makeNodes(1, claim, 1);
const node = nodes[0]?.uuid ?? "";
const running: InstanceRecord = {
  uuid: "i",
  serial: 1,
  name: "probe-1",
  node,
  claim,
  powerState: "running",
  run: startRun(0),
  console: emptyConsole(),
};
const disk: DiskRecord = { instanceUuid: "i", node, imageSha256: "", probe: null, bootCount: 0, isKept: false };

describe("contradictionIn", () => {
  it("finds none in a running instance, one being built, one half removed, and a kept disk", () => {
    const halfRemoved: InstanceRecord = { ...running, powerState: "shutdown", run: null };
    const pending: InstanceRecord = { ...halfRemoved, powerState: "pending", console: null };
    expect(contradictionIn({ instance: running, disks: [disk] }, nodes)).toBeUndefined();
    expect(contradictionIn({ instance: pending, disks: [] }, nodes)).toBeUndefined();
    expect(contradictionIn({ instance: halfRemoved, disks: [] }, nodes)).toBeUndefined();
    expect(contradictionIn({ instance: null, disks: [{ ...disk, isKept: true }] }, nodes)).toBeUndefined();
  });

  it("finds what cannot be", () => {
    const wrong: [Partial<InstanceRecord>, DiskRecord[], RegExp][] = [
      [{ node: "elsewhere" }, [disk], /on node "elsewhere"/],
      [{}, [{ ...disk, node: "elsewhere" }], /on node "elsewhere"/],
      [{ console: null }, [disk], /is "running" and has no console/],
      [{ run: null }, [disk], /is "running" and has no guest/],
      [{ powerState: "shutdown" }, [disk], /is "shutdown" and has a guest/],
      [{ powerState: "paused" }, [disk], /is "paused" and its guest is not/],
      [{}, [], /is "running" and has no disk/],
    ];
    for (const [change, disks, problem] of wrong) {
      expect(contradictionIn({ instance: { ...running, ...change }, disks }, nodes)).toMatch(problem);
    }
  });
});
