import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Check } from "../../src/validation/validator.ts";
import { generated } from "./generated.ts";

const code = generated("validators.ts");
const UUID = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";

describe("generateValidators()", () => {
  it("needs nothing at run time but this package", () => {
    const imports = [...code.matchAll(/^import (?!type).* from "(.*)";$/gm)].map(([, source]) => source);
    expect(imports).toEqual(["../validation/code-point-length.ts"]);
    expect(code).not.toMatch(/\brequire\(/);
  });

  it("writes each shared object out once, and leaves out the schemas that ajv quotes in reports", () => {
    expect(code.match(/missingProperty: "sizeGib"/g)).toHaveLength(1);
    expect(code.match(/missingProperty: "operationId"/g)).toHaveLength(1);
    expect(code).not.toMatch(/^const schema\d+/m);
  });

  it("offers a check for every message", () => {
    const names = [...code.matchAll(/^ {2}"(.*)": validate\d+,$/gm)].map(([, name]) => name);
    expect(names).toEqual(
      "event.params describe.params describe.result lab/advance.params lab/advance.result pause.params pause.result"
        .split(" ")
        .concat("INVALID_REQUEST.data", "INSTANCE_NOT_FOUND.data", "INVALID_STATE.data"),
    );
  });
});

describe("the generated checks", () => {
  let folder: string;
  let checks: Readonly<Record<string, Check>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tiny-checks-"));
    const helper = new URL("../../src/validation/code-point-length.ts", import.meta.url).href;
    await writeFile(join(folder, "validators.ts"), code.replace("../validation/code-point-length.ts", helper));
    const module: unknown = await import(pathToFileURL(join(folder, "validators.ts")).href);
    ({ checks } = module as { checks: typeof checks });
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ["pause.params", { instanceUuid: UUID, call: { operationId: UUID } }],
    ["describe.params", { instanceUuid: UUID }],
    ["describe.result", { powerState: "paused", disks: [{ kind: "blank", sizeGib: 1 }] }],
    ["lab/advance.params", { version: "1.0", call: {} }],
    ["INVALID_STATE.data", { code: "INVALID_STATE", effect: "none", details: { powerState: "paused" } }],
  ])("%s accepts what is right", (name, value) => {
    expect(checks[name]?.(value)).toBe(true);
  });

  it.each([
    ["pause.params", { instanceUuid: UUID }, "required", ""],
    ["pause.params", { instanceUuid: UUID, call: {} }, "required", "/call"],
    ["describe.params", { instanceUuid: UUID, limit: 11 }, "maximum", "/limit"],
    ["describe.result", { powerState: "paused", disks: [{ kind: "tape" }] }, "discriminator", "/disks/0"],
    ["describe.result", { powerState: "off", disks: [] }, "enum", "/powerState"],
    ["lab/advance.params", { version: "one" }, "pattern", "/version"],
    ["event.params", { instanceUuid: UUID, observedAt: "today" }, "format", "/observedAt"],
    ["lab/advance.result", { now: 1 }, "additionalProperties", ""],
  ])("%s refuses %j by %s", (name, value, keyword, instancePath) => {
    const check = checks[name];
    expect(check?.(value)).toBe(false);
    expect(check?.errors).toEqual([expect.objectContaining({ keyword, instancePath })]);
  });
});
