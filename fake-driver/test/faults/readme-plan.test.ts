import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadFaultPlan } from "../../src/faults/fault-plan.ts";
import { temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();

it("the plan that the README shows can be used", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, yaml = ""] = /```yaml\n([\s\S]*?)```/u.exec(readme) ?? [];
  const path = join(directory, "the-second-detach-hangs.yaml");
  writeFileSync(path, yaml);
  expect(loadFaultPlan(path)).toMatchObject({ name: "the-second-detach-hangs", faults: [{ kind: "stepFault" }] });
});
