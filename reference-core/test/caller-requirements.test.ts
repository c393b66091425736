// Every requirement that the spec puts on the caller is shown by a test that names it.
import { readdirSync, readFileSync } from "node:fs";
import { specModel } from "@virt-driver-kit/spec";
import { expect, test } from "vitest";

const FOLDER = new URL(".", import.meta.url);

const sources = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => readFileSync(new URL(name, FOLDER), "utf8"))
  .join("\n");

const onCaller = Object.values(specModel.requirements).filter((requirement) => requirement.on === "caller");

test.each(onCaller.map(({ id }) => id))("%s is named in the title of a test", (id) => {
  expect(sources.includes(`"${id}: `)).toBe(true);
});

test("the spec puts something on the caller", () => {
  expect(onCaller.length).toBeGreaterThan(0);
});
