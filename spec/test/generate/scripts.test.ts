import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

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
    expect(output).toBe("4 operations, 5 requirements: nothing is wrong\n");
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

  it("refuses an option that it does not know, and exits 2", async () => {
    const { exitCode, errors } = await run("generate.ts", "--chek");
    expect(exitCode).toBe(2);
    expect(errors).toContain("--chek");
    expect(errors).toContain("Usage: generate [--check] [directory]");
  });
});
