// A requirement that the spec puts on the caller is shown by a test that names it, or waits in a list for the core to grow.
import { readdirSync, readFileSync } from "node:fs";
import { specModel } from "@virt-driver-kit/spec";
import { expect, test } from "vitest";

const FOLDER = new URL(".", import.meta.url);

const sources = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => readFileSync(new URL(name, FOLDER), "utf8"))
  .join("\n");

const onCaller = Object.values(specModel.requirements).filter((requirement) => requirement.on === "caller");

const waiting = onCaller.filter(({ id }) => !sources.includes(`"${id}: `)).map(({ id }) => id);

// A requirement leaves the list when the core does what it speaks of and a test shows it; `npx vitest run reference-core -u` writes the list anew.
test("the requirements that no test of the core names yet are those of the list", async () => {
  await expect(
    waiting
      .toSorted()
      .map((id) => `${id}\n`)
      .join(""),
  ).toMatchFileSnapshot("waiting-for-the-core.txt");
});

test("the requirements on callers of the first operations are all shown", () => {
  const first = onCaller.filter(({ since }) => since === "0.1.0").map(({ id }) => id);
  expect(first.length).toBeGreaterThan(0);
  expect(waiting.filter((id) => first.includes(id))).toEqual([]);
});
