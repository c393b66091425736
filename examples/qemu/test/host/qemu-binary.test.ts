// Finding the hypervisor's program, with scripts in its place.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { QemuBinary } from "../../src/host/qemu-binary.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

function script(body: string): string {
  const path = join(temporaryDirectory(), "qemu");
  writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o700 });
  return path;
}

describe("QemuBinary", () => {
  it("reads the version as a number whose order is that of upgrades", async () => {
    const path = script('echo "QEMU emulator version 10.1.2 (Debian 1:10.1.2+ds-1)"');
    await expect(new QemuBinary(path).check()).resolves.toEqual({ path, version: 10_001_002 });
  });

  it("says why a program is none", async () => {
    const missing = new QemuBinary(join(temporaryDirectory(), "none"));
    await expect(missing.check()).rejects.toMatchObject({
      code: "BACKEND_UNREACHABLE",
      message: /there is no such program/u,
    });
    await expect(new QemuBinary("no-such-qemu-anywhere").check()).rejects.toMatchObject({ message: /not in PATH/u });
    await expect(new QemuBinary(script("exit 1")).check()).rejects.toMatchObject({ message: /does not run/u });
    await expect(new QemuBinary(script("echo hello")).check()).rejects.toMatchObject({ message: /its version/u });
  });

  it("notices a program that has been replaced", async () => {
    const path = script('echo "version 7.2.0"');
    const binary = new QemuBinary(path);
    await binary.check();
    writeFileSync(path, '#!/bin/sh\necho "version 9.0.0, another one"\n');
    await expect(binary.check()).resolves.toMatchObject({ version: 9_000_000 });
  });
});
