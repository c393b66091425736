import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { loadSpec } from "../../src/model/index.ts";
import { editedSpec, TINY_SPEC } from "../model/tiny-spec.ts";

interface Outcome {
  exitCode: number;
  output: string;
  errors: string;
}

/** Runs one of the package's scripts as a process of its own. */
function run(script: string, ...arguments_: string[]): Promise<Outcome> {
  const path = fileURLToPath(new URL(`../../scripts/${script}`, import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [path, ...arguments_], (error, output, errors) => {
      resolve({ exitCode: typeof error?.code === "number" ? error.code : 0, output, errors });
    });
  });
}

describe("check-spec", () => {
  it("says that nothing is wrong, and exits 0", async () => {
    const { exitCode, output } = await run("check-spec.ts", TINY_SPEC);
    expect(exitCode).toBe(0);
    expect(output).toBe("5 operations, 6 requirements: nothing is wrong\n");
  });

  it("prints one line per problem, and exits 2", async () => {
    await using spec = await editedSpec([["operations/power/pause.yaml", "summary:", "sumary:"]]);
    const { exitCode, output, errors } = await run("check-spec.ts", spec.directory);
    expect(exitCode).toBe(2);
    expect(output).toBe("");
    expect(errors).toBe(
      `Cannot load the spec in "${spec.directory}": 1 problem\n` +
        'operations/power/pause.yaml:9:1: sumary: is no known field; did you mean "summary"?\n',
    );
  });
});

describe("generate", () => {
  it("writes what is missing, then finds nothing to write", async () => {
    await using spec = await editedSpec([]);
    expect(await run("generate.ts", "--check", spec.directory)).toMatchObject({ exitCode: 1, output: "" });
    expect(await run("generate.ts", spec.directory)).toMatchObject({ exitCode: 0, errors: "" });
    expect(await run("generate.ts", "--check", spec.directory)).toEqual({ exitCode: 0, output: "", errors: "" });
  });

  it("names the file that no longer matches its sources, and how to renew it", async () => {
    await using spec = await editedSpec([]);
    await run("generate.ts", spec.directory);
    await using edited = await editedSpec([["src/generated/types.ts", undefined, "export {};\n"]], spec.directory);
    const { exitCode, errors } = await run("generate.ts", "--check", edited.directory);
    expect(exitCode).toBe(1);
    expect(errors).toBe(
      `${edited.directory}/src/generated/types.ts does not match the spec's sources. Run: npm run generate\n`,
    );
  });

  it("removes what it has generated before and no longer does, however the folder is written, and nothing else", async () => {
    await using spec = await editedSpec([]);
    const reference = `${spec.directory}/./pages/`;
    expect(await run("generate.ts", "--reference", reference, spec.directory)).toMatchObject({ exitCode: 0 });
    const old = "<!-- Generated from the spec's sources by `npm run generate`. Edit those, not this. -->";
    await writeFile(join(reference, "old.md"), old);
    await writeFile(join(reference, "own.md"), "# Mine");
    const { exitCode, output, errors } = await run("generate.ts", "--reference", reference, spec.directory);
    expect([exitCode, output]).toEqual([1, `${join(reference, "old.md")} removed\n`]);
    expect(errors).toBe(`${join(reference, "own.md")} is not generated. Remove it, or move it out of the folder\n`);
    expect(await readdir(reference)).toEqual(expect.arrayContaining(["README.md", "operations", "own.md"]));
  });

  it("refuses an option that it does not know, and exits 2", async () => {
    const { exitCode, errors } = await run("generate.ts", "--chek");
    expect(exitCode).toBe(2);
    expect(errors).toContain("--chek");
    expect(errors).toContain("Usage: generate [--check] [--reference <folder>] [directory]");
  });
});

describe("release", () => {
  it("writes a version and its digest once, beside those of earlier ones", async () => {
    await using spec = await editedSpec([]);
    const { version } = await loadSpec(spec.directory);
    expect(await run("release.ts", spec.directory)).toMatchObject({ exitCode: 0, errors: "" });
    expect(await run("release.ts", spec.directory)).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining("A version is released once"),
    });
    await using next = await editedSpec([["spec.yaml", version, "9.0.0"]], spec.directory);
    expect(await run("release.ts", next.directory)).toMatchObject({ exitCode: 0, errors: "" });
    const digests = await readFile(join(next.directory, "releases", "SHA256SUMS"), "utf8");
    expect(digests).toMatch(new RegExp(`^[0-9a-f]{64}  ${version}\\.json\n[0-9a-f]{64}  9\\.0\\.0\\.json\n$`, "u"));
  });
});
