import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readProbeParameters, SECTOR_BYTES } from "../../src/guest/probe-parameters.ts";

const probe = (): Buffer => readFileSync(new URL("../../../conformance/guest/probe.bin", import.meta.url));

describe("readProbeParameters", () => {
  it("recognises the probe as it is assembled", () => {
    const expected = { ignoresPowerButton: false, powerOffAfterTicks: 0, otherDisks: null };
    expect(readProbeParameters(probe())).toEqual(expected);
  });

  it("reads what was written into the block", () => {
    const sector = probe();
    sector.writeUInt16LE(1, 26);
    sector.writeUInt16LE(40, 28);
    const expected = { ignoresPowerButton: true, powerOffAfterTicks: 40, otherDisks: null };
    expect(readProbeParameters(sector)).toEqual(expected);
  });

  it.each([
    [2, { shows: false, writes: false }],
    [4, { shows: true, writes: false }],
    [8, { shows: false, writes: true }],
    [13, { shows: true, writes: true }],
  ])("reads from flags %i what is asked of other disks", (flags, otherDisks) => {
    const sector = probe();
    sector.writeUInt16LE(flags, 26);
    expect(readProbeParameters(sector)?.otherDisks).toEqual(otherDisks);
  });

  it("takes any other first sector for another guest", () => {
    expect(readProbeParameters(Buffer.alloc(SECTOR_BYTES))).toBeNull();
    expect(readProbeParameters(probe().subarray(0, 100))).toBeNull();
    const moved = Buffer.concat([Buffer.alloc(4), probe()]).subarray(0, SECTOR_BYTES);
    expect(readProbeParameters(moved)).toBeNull();
  });
});
