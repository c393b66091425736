import { describe, expect, it } from "vitest";
import { Network } from "../../src/site/network.ts";

describe("the network of a site", () => {
  it("cut off one host is whole between the others, and mended as it was cut", () => {
    const network = new Network();
    const mendAll = network.cut("a");
    const mendOne = network.cut("a", "b");
    expect(network.isReachable("a", "c")).toBe(false);
    expect(network.isReachable("c", "a")).toBe(false);
    expect(network.isReachable("b", "c")).toBe(true);
    expect(network.isReachable("a", "a")).toBe(true);
    mendAll();
    expect(network.isReachable("a", "c")).toBe(true);
    expect(network.isReachable("b", "a")).toBe(false);
    mendOne();
    expect(network.isReachable("b", "a")).toBe(true);
  });

  it("breaks the streams that cross a link when it is cut, once, for good", () => {
    const network = new Network();
    const broken: string[] = [];
    const crossing = network.open("a", "b", () => broken.push("a-b"));
    network.open("c", "b", () => broken.push("c-b"));
    network.close(network.open("a", "b", () => broken.push("closed")));
    const mend = network.cut("a");
    network.cut("a", "b")();
    mend();
    expect(broken).toEqual(["a-b"]);
    expect(crossing.isBroken).toBe(true);
    network.cut("b");
    expect(network.open("a", "b", () => undefined).isBroken).toBe(true);
    expect(broken).toEqual(["a-b", "c-b"]);
  });
});
