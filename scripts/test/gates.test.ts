// The runner of the gates tells of each, and no failure is lost among those that pass.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const script = join(import.meta.dirname, "..", "gates.ts");

function run(
  scripts: Readonly<Record<string, string>>,
  ...names: readonly string[]
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const cwd = mkdtempSync(join(tmpdir(), "gates-"));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ scripts }));
  return spawnSync(process.execPath, [script, ...names], { cwd, encoding: "utf8" });
}

test("gates that pass are told of with what they printed", () => {
  const { status, stdout, stderr } = run({ one: "echo first", two: "echo second >&2" }, "one", "two");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^== one: passed in \d+\.\d s\nfirst\n$/mu);
  expect(stdout).toMatch(/^== two: passed in \d+\.\d s\nsecond\n$/mu);
});

test("a gate that fails is named, and keeps no other from running", () => {
  const { status, stdout, stderr } = run({ bad: "echo wrong >&2 && false", good: "echo right" }, "bad", "bad", "good");
  expect({ status, stderr }).toEqual({ status: 1, stderr: "Failed: bad, bad\n" });
  expect(stdout).toMatch(/^== bad: FAILED in \d+\.\d s\nwrong\n$/mu);
  expect(stdout).toMatch(/^== good: passed in \d+\.\d s\nright\n$/mu);
});

test("a gate that a signal ended has failed", () => {
  expect(run({ killed: "kill -9 $$" }, "killed")).toMatchObject({ status: 1, stderr: "Failed: killed\n" });
});

test("a name that is no script is refused before anything runs", () => {
  const { status, stdout, stderr } = run({ one: "echo first" }, "one", "other");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain('Cannot run "other": package.json has no script of that name');
});
