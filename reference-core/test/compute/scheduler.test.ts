import type { AvailableResource } from "@virt-driver-kit/spec";
import { expect, test } from "vitest";
import type { Instance } from "../../src/compute/instance.ts";
import { chooseNode } from "../../src/compute/scheduler.ts";

function node(name: string, changes: Partial<AvailableResource> = {}): AvailableResource {
  const totals = { vcpus: 4, memoryMib: 1000, localGib: 10 };
  return {
    node: name,
    hypervisorType: "t",
    hypervisorVersion: 1,
    ...totals,
    vcpusUsed: 0,
    memoryMibUsed: 0,
    localGibUsed: 0,
    ...changes,
  };
}

function on(place: string, memoryMib: number, vmState: Instance["vmState"] = "active"): Instance {
  const flavor = { name: "f", vcpus: 1, memoryMib, rootGib: 1 };
  return { uuid: `on-${place}`, node: place, vmState, flavor } as Instance;
}

const wanted = { uuid: "wanted", flavor: { name: "f", vcpus: 1, memoryMib: 500, rootGib: 1 } };
const none: ReadonlySet<string> = new Set();

test("the node with the most memory left is chosen, the first of equals", () => {
  expect(chooseNode(wanted, [node("a"), node("b", { memoryMib: 2000 })], [], none)).toBe("b");
  expect(chooseNode(wanted, [node("a"), node("b")], [], none)).toBe("a");
  expect(chooseNode(wanted, [node("a", { memoryMibUsed: 100 }), node("b")], [], none)).toBe("b");
});

test.each([
  ["processors", { vcpusUsed: 4 }],
  ["memory", { memoryMibUsed: 501 }],
  ["disk", { localGibUsed: 10 }],
])("a node without enough %s is not chosen", (_what, used) => {
  expect(chooseNode(wanted, [node("a", used)], [], none)).toBeUndefined();
});

test("what is promised to a node counts, also before the driver counts it, and is not counted twice", () => {
  expect(chooseNode(wanted, [node("a")], [on("a", 501)], none)).toBeUndefined();
  expect(chooseNode(wanted, [node("a", { memoryMibUsed: 500, vcpusUsed: 1 })], [on("a", 500)], none)).toBe("a");
  expect(chooseNode(wanted, [node("a")], [on("b", 501), on("a", 900, "deleted")], none)).toBe("a");
});

test("a node that has refused the instance is not tried again", () => {
  expect(chooseNode(wanted, [node("a"), node("b")], [], new Set(["a"]))).toBe("b");
  expect(chooseNode(wanted, [node("a")], [], new Set(["a"]))).toBeUndefined();
});
