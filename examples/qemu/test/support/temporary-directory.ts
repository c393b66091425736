// Directories that go when the test does.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

/** Makes an empty directory that is removed when the running test has finished. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "vdk-qemu-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
