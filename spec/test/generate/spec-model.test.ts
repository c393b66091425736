import { describe, expect, it } from "vitest";

import { loadSpec } from "../../src/model/index.ts";
import { TINY_SPEC } from "../model/tiny-spec.ts";
import { generated } from "./generated.ts";

describe("generateSpecModel()", () => {
  it("writes the whole model as data", async () => {
    expect(JSON.parse(generated("spec-model.json"))).toEqual(await loadSpec(TINY_SPEC));
  });

  it("reads the data only when something beside the version is asked for", async () => {
    const module = generated("spec-model.ts");
    const { version, ...rest } = await loadSpec(TINY_SPEC);
    expect(module).toContain(`  version: "${version}",\n`);
    const members = [...module.matchAll(/^ {2}get (\w+)\(\) \{\n {4}return data\(\)\.\1;\n {2}\},$/gm)];
    expect(members.map(([, name]) => name)).toEqual(Object.keys(rest));
  });
});
