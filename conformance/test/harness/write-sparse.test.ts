import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { writeSparse } from "../../src/harness/write-sparse.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";

const directory = temporaryDirectory();
const MIB = 1 << 20;

/** A disk with something in its first part, across the border of two others, and at its end. */
function disk(): Buffer {
  const bytes = Buffer.alloc(MIB + 100);
  bytes.write("first", 0);
  bytes.write("across the border", 3 * 65_536 - 4);
  bytes.write("end", MIB + 97);
  return bytes;
}

describe("writeSparse()", () => {
  test("writes every byte, whatever was there before", () => {
    const path = join(directory, "full");
    writeFileSync(path, Buffer.alloc(2 * MIB, 0xff));
    writeSparse(path, disk());
    expect(readFileSync(path).equals(disk())).toBe(true);
  });

  test("makes the file as long as it is told, blank after its contents", () => {
    const path = join(directory, "longer");
    writeSparse(path, Buffer.from("contents"), MIB);
    expect(readFileSync(path).equals(Buffer.concat([Buffer.from("contents")], MIB))).toBe(true);
  });

  test("never cuts contents short", () => {
    const path = join(directory, "shorter");
    writeSparse(path, disk(), 10);
    expect(statSync(path).size).toBe(disk().length);
  });

  test.runIf(process.platform === "linux")("takes no room for what is blank", () => {
    const path = join(directory, "blank");
    writeSparse(path, Buffer.alloc(MIB), 64 * MIB);
    const { size, blocks } = statSync(path);
    expect(size).toBe(64 * MIB);
    expect(blocks * 512).toBeLessThan(MIB);
  });
});
