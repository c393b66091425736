#!/usr/bin/env node
import module from "node:module";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`vdk-core: Cannot run on Node ${process.versions.node}: install Node 22.19 or later\n`);
  process.exit(2);
}
// Loading modules takes most of a short run's time.
module.enableCompileCache();
await import("../dist/bin/vdk-core.js");
