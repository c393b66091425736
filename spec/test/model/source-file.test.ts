import { describe, expect, it } from "vitest";

import { SourceFile } from "../../src/model/source-file.ts";

const TEXT = `params:
  required: [uuid, name]
  properties:
    uuid: { type: string, description: The one }
`;

function place(path: (string | number)[], end?: "key" | "value"): string {
  const { line, column } = new SourceFile("a.yaml", TEXT).problem(path, "is wrong", end);
  return `${line}:${column}`;
}

describe("SourceFile", () => {
  it("points to values, counted from 1", () => {
    expect(place(["params", "required"])).toBe("2:13");
    expect(place(["params", "required", 1])).toBe("2:20");
    expect(place(["params", "properties", "uuid", "type"])).toBe("4:19");
  });

  it("points to keys where asked to", () => {
    expect(place(["params", "properties"], "key")).toBe("3:3");
    expect(place(["params", "properties", "uuid", "description"], "key")).toBe("4:27");
  });

  it("points to the nearest enclosing value where nothing is", () => {
    expect(place(["params", "required", 7])).toBe("2:13");
    expect(place(["result"])).toBe("1:1");
    expect(place([])).toBe("1:1");
  });

  it("keeps text that is no YAML as a problem and has no value then", () => {
    const file = new SourceFile("a.yaml", "kind: [change\nnext: 1\n");
    expect(file.value).toBeNull();
    expect(file.problems[0]).toMatchObject({ file: "a.yaml", line: 2, column: 1 });
  });

  it("copes with an empty file", () => {
    const file = new SourceFile("a.yaml", "");
    expect(file.value).toBeNull();
    expect(file.problem([], "is empty")).toMatchObject({ line: 1, column: 1 });
  });
});
