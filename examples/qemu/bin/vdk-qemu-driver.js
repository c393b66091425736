#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`vdk-qemu-driver: Cannot run on Node ${process.versions.node}: install Node 22.19 or later\n`);
  process.exit(2);
}
await import("../dist/bin/vdk-qemu-driver.js");
