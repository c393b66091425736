import type { AvailableResource, NodeInfo } from "@virt-driver-kit/spec";
import { expect, test } from "vitest";
import type { Image } from "../../src/catalogue/image.ts";
import type { Instance } from "../../src/compute/instance.ts";
import type { NodeReading } from "../../src/compute/read-nodes.ts";
import { chooseNode } from "../../src/compute/scheduler.ts";

function node(name: string, changes: Partial<AvailableResource> = {}, info: Partial<NodeInfo> = {}): NodeReading {
  const totals = { vcpus: 4, memoryMib: 1000, localGib: 10 };
  const used = { vcpusUsed: 0, memoryMibUsed: 0, localGibUsed: 0 };
  return {
    info: { uuid: name, name, ...info },
    resource: { node: name, hypervisorType: "t", hypervisorVersion: 1, ...totals, ...used, ...changes },
  };
}

function on(place: string, memoryMib: number, vmState: Instance["vmState"] = "active"): Instance {
  const flavor = { name: "f", vcpus: 1, memoryMib, rootGib: 1 };
  return { uuid: `on-${place}`, node: place, vmState, flavor } as Instance;
}

const flavor = { name: "f", vcpus: 1, memoryMib: 500, rootGib: 1 };
const image = { diskFormat: "qcow2" } as Image;
const wanted = { uuid: "wanted", flavor, image };

function choose(
  nodes: readonly NodeReading[],
  instances: readonly Instance[] = [],
  { held = [], tried = [] }: { readonly held?: readonly string[]; readonly tried?: readonly string[] } = {},
): string | undefined {
  return chooseNode(wanted, { nodes, held: new Set(held) }, instances, new Set(tried));
}

test("the node with the most memory left is chosen, the first of equals", () => {
  expect(choose([node("a"), node("b", { memoryMib: 2000 })])).toBe("b");
  expect(choose([node("a"), node("b")])).toBe("a");
  expect(choose([node("a", { memoryMibUsed: 100 }), node("b")])).toBe("b");
});

test.each([
  ["processors", { vcpusUsed: 4 }],
  ["memory", { memoryMibUsed: 501 }],
  ["disk", { localGibUsed: 10 }],
])("a node without enough %s is not chosen", (_what, used) => {
  expect(choose([node("a", used)])).toBeUndefined();
});

test("what is promised to a node counts, also before the driver counts it, and is not counted twice", () => {
  expect(choose([node("a")], [on("a", 501)])).toBeUndefined();
  expect(choose([node("a", { memoryMibUsed: 500, vcpusUsed: 1 })], [on("a", 500)], { held: ["on-a"] })).toBe("a");
  expect(choose([node("a", { memoryMibUsed: 300 })], [on("a", 201)])).toBeUndefined();
  expect(choose([node("a")], [on("b", 501), on("a", 900, "deleted")])).toBe("a");
});

test("a node that has refused the instance is not tried again", () => {
  expect(choose([node("a"), node("b")], [], { tried: ["a"] })).toBe("b");
  expect(choose([node("a")], [], { tried: ["a"] })).toBeUndefined();
});

test.each<[string, Partial<NodeInfo>, boolean]>([
  ["says nothing", {}, true],
  ["takes no instances now", { status: { acceptsInstances: false, reasons: ["maintenance"] } }, false],
  ["reads files", { accepts: { imageSources: ["http", "file"] } }, true],
  ["reads other sources only", { accepts: { imageSources: ["http"] } }, false],
  ["reads the format", { accepts: { diskFormats: ["raw", "qcow2"] } }, true],
  ["reads other formats only", { accepts: { diskFormats: ["raw"] } }, false],
])("a node that %s", (_what, info, isChosen) => {
  expect(choose([node("a", {}, info)])).toBe(isChosen ? "a" : undefined);
});
