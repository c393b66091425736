import { describe, expect, it } from "vitest";
import { anyOf, count, flag, listOf, object, oneOf, orNull, text } from "../../src/state/shape.ts";

const shape = object({
  name: text,
  size: count,
  isKept: flag,
  state: oneOf("on", "off"),
  parts: listOf(anyOf(object({ kind: oneOf("a"), a: count }), object({ kind: oneOf("b"), b: text }))),
  next: orNull(text),
});

const good = {
  name: "x",
  size: 0,
  isKept: false,
  state: "on",
  parts: [
    { kind: "a", a: 1 },
    { kind: "b", b: "" },
  ],
  next: null,
};

describe("a shape", () => {
  it("accepts what fits", () => {
    expect(shape(good, "$")).toBeUndefined();
  });

  it("says where a value does not fit, and how", () => {
    const wrong: [object, string][] = [
      [{ name: 1 }, "$.name is not a string"],
      [{ size: -1 }, "$.size is not a whole number from 0"],
      [{ size: 0.5 }, "$.size is not a whole number from 0"],
      [{ isKept: "no" }, "$.isKept is not true or false"],
      [{ state: "dim" }, '$.state is not one of "on", "off"'],
      [{ parts: {} }, "$.parts is not a list"],
      [{ parts: [{ kind: "b", b: 1 }] }, "$.parts[0].b is not a string"],
      [{ next: 1 }, "$.next is not a string"],
      [{ extra: 1 }, "$.extra is unknown"],
    ];
    for (const [change, problem] of wrong) expect(shape({ ...good, ...change }, "$")).toBe(problem);
    expect(shape(null, "$")).toBe("$ is not an object");
  });
});
