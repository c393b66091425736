// What the pages show as code is true.
import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { parseKnownFailing } from "../../../conformance/src/engine/known-failing.ts";
import { specModel, validators } from "../../../spec/src/index.ts";
import { ROOT, fencesOf, pageAt, pages } from "./pages.ts";
import { typeCheck } from "./type-check.ts";

const PATIENCE_MS = 60_000;

function only<T>(all: readonly T[]): T {
  expect(all).toHaveLength(1);
  return all[0] as T;
}

/** Code without what a formatter decides. */
function squeezed(code: string): string {
  return code.replaceAll(/\s+/gu, " ").trim();
}

describe("TypeScript on the pages", () => {
  const snippets = pages.flatMap((page) => fencesOf(page, "ts"));
  const where = ({ page, line }: (typeof snippets)[number]): string => `${page}:${line}`;

  test("is accepted by the compiler, with the repository's own options", { timeout: PATIENCE_MS }, () => {
    const problems = typeCheck(snippets);
    expect(snippets.map(where)).not.toEqual([]);
    expect(
      problems.flatMap((found, index) => found.map((text) => `${where(snippets[index] as never)} ${text}`)),
    ).toEqual([]);
  });

  test("is not accepted if it is wrong", { timeout: PATIENCE_MS }, () => {
    const code = 'import { defineDriver } from "@virt-driver-kit/spec";\ndefineDriver({ nome: "mine" });\n';
    const [problems = []] = typeCheck([{ page: "wrong", line: 1, language: "ts", code }]);
    expect(problems.join()).toContain("'nome' does not exist");
  });

  test("shows a check that is among the checks, to the letter", () => {
    const { code } = only(fencesOf(pageAt("docs/checks-and-mutants.md"), "ts"));
    const files = globSync("conformance/src/checks/**/*.ts", { cwd: ROOT });
    const holding = files.filter((file) => squeezed(readFileSync(join(ROOT, file), "utf8")).includes(squeezed(code)));
    expect(holding).toHaveLength(1);
  });

  test("runs, where it shows how to attach the fake driver", { timeout: PATIENCE_MS }, () => {
    const { code } = only(fencesOf(pageAt("fake-driver/README.md"), "ts"));
    const args = ["--conditions=@virt-driver-kit/source", "--input-type=module-typescript"];
    const shown = execFileSync(process.execPath, [...args, "-e", `${code}\nconsole.log(nodes.length);`], {
      cwd: join(ROOT, "fake-driver"),
      encoding: "utf8",
    });
    expect(shown).toBe("1\n");
  });
});

test("the list of known failures in docs/certifying.md can be used, and names what there is", () => {
  const { code, page } = only(fencesOf(pageAt("docs/certifying.md"), "yaml"));
  const entries = parseKnownFailing(code, page);
  expect(entries).not.toEqual([]);
  expect(entries.filter(({ id }) => specModel.requirements[id] === undefined)).toEqual([]);
});

test("the frame in docs/wire.md is as long as it says, and holds a request of the spec", () => {
  const frame = only(fencesOf(pageAt("docs/wire.md")).filter(({ code }) => code.includes("Content-Length")));
  const { length = "", body = "" } =
    /^Content-Length: (?<length>\d+)\\r\\n\n\\r\\n\n(?<body>.*)\n$/u.exec(frame.code)?.groups ?? {};
  expect(Number(length)).toBe(Buffer.byteLength(body));
  const request = JSON.parse(body) as { jsonrpc: string; method: "listNodes"; params: unknown };
  expect(request.jsonrpc).toBe("2.0");
  expect(validators[request.method].params.closed(request.params)).toBeNull();
});

test("the error in docs/wire.md has the number and the details that the spec gives its code", () => {
  const { code } = only(fencesOf(pageAt("docs/wire.md"), "json"));
  const { data, ...error } = JSON.parse(code) as {
    code: number;
    data: { code: string; effect: string; details: object };
  };
  const model = specModel.errors[data.code];
  expect(error.code).toBe(model?.rpcCode);
  expect(Object.keys(data.details)).toEqual(Object.keys(model?.details?.properties ?? {}));
});
