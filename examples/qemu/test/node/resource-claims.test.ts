// The node's figures.
import { describe, expect, it } from "vitest";

import { ResourceClaims } from "../../src/node/resource-claims.ts";

const small = { name: "small", vcpus: 1, memoryMib: 100, rootGib: 2 };

describe("ResourceClaims", () => {
  it("counts claims until they are released", () => {
    const claims = new ResourceClaims({ vcpus: 4, memoryMib: 1000, localGib: 10 });
    claims.claim("a", small);
    claims.claim("b", { ...small, vcpus: 2 });
    expect(claims.read().used).toEqual({ vcpus: 3, memoryMib: 200, localGib: 4 });
    claims.release("a");
    claims.release("a");
    expect(claims.read().used).toEqual({ vcpus: 2, memoryMib: 100, localGib: 2 });
  });

  it("counts local disks with the root disk, and swap in whole GiB", () => {
    const claims = new ResourceClaims({ vcpus: 4, memoryMib: 1000, localGib: 10 });
    claims.claim("a", { ...small, ephemeralGib: 3, swapMib: 1025 });
    expect(claims.read().used.localGib).toBe(2 + 3 + 2);
  });

  it("refuses what does not fit, names what falls short, and claims nothing", () => {
    const claims = new ResourceClaims({ vcpus: 4, memoryMib: 150, localGib: 10 });
    claims.claim("a", small);
    expect(() => claims.claim("b", small)).toThrow(
      expect.objectContaining({
        code: "INSUFFICIENT_RESOURCES",
        details: { resource: "memoryMib", requested: 100, available: 50 },
      }),
    );
    expect(claims.read().used.vcpus).toBe(1);
  });

  it("never says that more is used than there is, also on a node that was made smaller", () => {
    const claims = new ResourceClaims({ vcpus: 1, memoryMib: 50, localGib: 10 });
    claims.count("a", small);
    expect(claims.read()).toEqual({
      totals: { vcpus: 1, memoryMib: 100, localGib: 10 },
      used: { vcpus: 1, memoryMib: 100, localGib: 2 },
    });
  });
});
