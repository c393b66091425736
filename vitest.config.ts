// Runs every package's tests from source: workspace packages resolve through the source condition, so no build is needed.
// `--mode quick` leaves out what takes long; under CI the outcomes are also written as JSON, for the counts that end the run.
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const conditions = ["@virt-driver-kit/source"];

/** The files that take longest, in part because they wait for real guests and processes. They begin first, and the others go on beside them. */
const LONGEST = [
  "examples/qemu/test/certification.test.ts",
  "conformance/test/personas/certification.test.ts",
  "examples/python/test/certification.test.ts",
  "conformance/test/cli/vdk-test.test.ts",
];

/** What certifies whole drivers, tries drivers by the hundred, or starts process after process: more than a second each. */
const NOT_QUICK = [
  "**/*certification.test.ts",
  "**/{bin,end-to-end,mutants,plans}/**",
  "**/{first-steps,kill,readme}.test.ts",
  "conformance/test/checks/fake-driver.test.ts",
  "conformance/test/cli/vdk-test.test.ts",
  "conformance/test/engine/{describe-conformance,next-steps}.test.ts",
  "examples/qemu/test/driver/**",
  "fake-driver/test/driver/migration/death-of-the-driver.test.ts",
  "scripts/test/docs/{commands,snippets}.test.ts",
  "spec/test/generate/{reference,scripts}.test.ts",
  "spec/test/model/{bad-edits,load-spec}.test.ts",
  "spec/test/rpc/frame/frame-decoder.test.ts",
  "spec/test/validation/agreement.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- it is none of an array
    const sorted = await super.sort(files);
    return sorted.toSorted((left, right) => placeOf(left) - placeOf(right));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(name));
  return place === -1 ? LONGEST.length : place;
}

export default defineConfig(({ mode }) => ({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["*/test/**/*.test.ts", "examples/*/test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...(mode === "quick" ? NOT_QUICK : [])],
    pool: "threads",
    // A thread runs many files and loads the packages once: doing that for each file would take as long as the tests.
    isolate: false,
    // Many tests wait for processes and guests, so more run at once than there are processors.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // The processes that tests start run from source too, and share what Node has compiled.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/node", import.meta.url)) },
    // Guards against a hang on a busy machine; no test takes its verdict from them.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: process.env["CI"] === undefined ? ["default"] : ["default", "json"],
    outputFile: { json: "test-results/vitest.json" },
  },
}));
