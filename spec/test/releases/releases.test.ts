// That a released version of the spec stays what it was.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { RELEASE_FORMAT, releaseBundle } from "../../src/generate/release.ts";
import { loadSpec } from "../../src/model/index.ts";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = join(PACKAGE, "releases");
const bundles = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

function bundle(name: string): string {
  return readFileSync(join(FOLDER, name), "utf8");
}

function git(...arguments_: string[]): string {
  return execFileSync("git", arguments_, { cwd: PACKAGE, encoding: "utf8" });
}

describe("spec/releases", () => {
  it("has the digest of every bundle, and every bundle has its digest", () => {
    const lines = readFileSync(join(FOLDER, "SHA256SUMS"), "utf8").trimEnd().split("\n");
    const actual = bundles.map((name) => `${createHash("sha256").update(bundle(name)).digest("hex")}  ${name}`);
    expect(bundles.length).toBeGreaterThan(0);
    expect(lines.toSorted()).toEqual(actual.toSorted());
  });

  it("has never been edited since it was committed", ({ skip }) => {
    let history = "";
    try {
      history = git("log", "--diff-filter=MD", "--format=%h", "--", "releases/*.json");
    } catch {
      skip("There is no git history here to look at");
    }
    expect(history).toBe("");
    expect(git("diff", "--name-only", "--diff-filter=MD", "HEAD", "--", "releases/*.json")).toBe("");
  });

  it.each(bundles)("holds the whole spec: %s", (name) => {
    const { format, version, operations, requirements } = JSON.parse(bundle(name));
    expect([format, `${version}.json`]).toEqual([RELEASE_FORMAT, name]);
    expect(Object.keys(operations).length).toBeGreaterThan(0);
    expect(Object.keys(requirements).length).toBeGreaterThan(0);
  });

  it("is what the sources give, byte for byte, for as long as they are of a released version", async () => {
    const model = await loadSpec(PACKAGE);
    const name = `${model.version}.json`;
    if (!bundles.includes(name)) return;
    const isSame = releaseBundle(model) === bundle(name);
    expect(
      isSame,
      `Version ${model.version} is released: raise \`version\` in spec.yaml before you change the sources`,
    ).toBe(true);
  });
});
