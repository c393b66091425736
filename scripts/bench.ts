// Runs every bench, one after the other so that none disturbs another. Expects a build. Exits 1 in the end if one of them missed its bar.
import { spawnSync } from "node:child_process";

const BENCHES = [
  "spec/bench/package.ts",
  "spec/bench/wire.ts",
  "conformance/bench/kit.ts",
  "fake-driver/bench/scale.ts",
];

const missed = BENCHES.filter((bench) => {
  console.log(`== ${bench}`);
  return spawnSync("tsx", [bench], { stdio: "inherit" }).status !== 0;
});
if (missed.length > 0) {
  console.error(`Missed: ${missed.join(", ")}`);
  process.exitCode = 1;
}
