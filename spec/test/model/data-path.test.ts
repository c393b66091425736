import { describe, expect, it } from "vitest";

import { formatPath, parsePointer, valueAt } from "../../src/model/data-path.ts";

describe("formatPath()", () => {
  it("writes members with dots and entries in brackets, below a root or without one", () => {
    expect(formatPath(["mappings", 0, "kind"], "params")).toBe("params.mappings[0].kind");
    expect(formatPath(["states", 1])).toBe("states[1]");
    expect(formatPath([], "params")).toBe("params");
    expect(formatPath([])).toBe("");
  });

  it("quotes keys that are no identifiers", () => {
    expect(formatPath(["codes", "give-up"])).toBe('codes["give-up"]');
    expect(formatPath(["$ref"])).toBe("$ref");
  });
});

describe("parsePointer()", () => {
  it("tells an index from a key by the value that it goes into", () => {
    const value = { list: ["a", { 0: "b" }] };
    expect(parsePointer("/list/1/0", value)).toEqual(["list", 1, "0"]);
    expect(parsePointer("", value)).toEqual([]);
  });

  it("undoes the escapes of JSON pointers", () => {
    expect(parsePointer("/simulation~1advance/a~0b", {})).toEqual(["simulation/advance", "a~b"]);
  });
});

describe("valueAt()", () => {
  it("reads own values only", () => {
    expect(valueAt({ a: [{ b: 1 }] }, ["a", 0, "b"])).toBe(1);
    expect(valueAt({ a: 1 }, ["a", "b"])).toBeUndefined();
    expect(valueAt({}, ["constructor"])).toBeUndefined();
  });
});
