// Prints the counts of a vitest JSON report as one line: `N passed, N failed, N skipped`.
// A test file that did not load, so that none of its tests ran, counts as one failure. Plain JavaScript, so that any Node runs it.
import { existsSync, readFileSync } from "node:fs";

const file = process.argv[2];
if (file === undefined || !existsSync(file)) {
  console.error(`Cannot count the tests: no report at "${file ?? ""}"; the run ended before the tests did`);
  process.exit(1);
}
const report = JSON.parse(readFileSync(file, "utf8"));
const unloaded = report.testResults.filter((one) => one.status === "failed" && one.assertionResults.length === 0);
const failed = report.numFailedTests + unloaded.length;
const skipped = report.numPendingTests + report.numTodoTests;
console.log(`${report.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
