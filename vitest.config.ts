// Runs every package's tests from source: workspace packages resolve through the source condition, so no build is needed.
// Under CI the outcomes are also written as JSON, for the counts that end the run.
import { defineConfig } from "vitest/config";

const conditions = ["@virt-driver-kit/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["*/test/**/*.test.ts", "examples/*/test/**/*.test.ts"],
    pool: "threads",
    // Many tests wait for processes and guests, so more run at once than there are processors.
    maxWorkers: 4,
    // Guards against a hang on a busy machine; no test takes its verdict from them.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: process.env["CI"] === undefined ? ["default"] : ["default", "json"],
    outputFile: { json: "test-results/vitest.json" },
  },
});
