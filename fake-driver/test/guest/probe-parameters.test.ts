import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readProbeParameters, SECTOR_BYTES } from "../../src/guest/probe-parameters.ts";

const probe = (): Buffer => readFileSync(new URL("../../../conformance/guest/probe.bin", import.meta.url));

describe("readProbeParameters", () => {
  it("recognises the probe as it is assembled", () => {
    expect(readProbeParameters(probe())).toEqual({ ignoresPowerButton: false, powerOffAfterTicks: 0 });
  });

  it("reads what was written into the block", () => {
    const sector = probe();
    sector.writeUInt16LE(1, 26);
    sector.writeUInt16LE(40, 28);
    expect(readProbeParameters(sector)).toEqual({ ignoresPowerButton: true, powerOffAfterTicks: 40 });
  });

  it("takes any other first sector for another guest", () => {
    expect(readProbeParameters(Buffer.alloc(SECTOR_BYTES))).toBeNull();
    expect(readProbeParameters(probe().subarray(0, 100))).toBeNull();
    const moved = Buffer.concat([Buffer.alloc(4), probe()]).subarray(0, SECTOR_BYTES);
    expect(readProbeParameters(moved)).toBeNull();
  });
});
