#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Loading modules takes most of a short command's time.
enableCompileCache();
await import("../dist/bin/vdk.js");
