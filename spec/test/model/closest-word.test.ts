import { describe, expect, it } from "vitest";

import { closestWord, didYouMean } from "../../src/model/closest-word.ts";

describe("closestWord()", () => {
  it.each([
    ["sumary", "summary"],
    ["requierd", "required"],
    ["instance_uuid", "instanceUuid"],
    ["InstanceUuid", "instanceUuid"],
    ["staets", "states"],
    ["typ", "type"],
  ])("takes %j for %j", (word, meant) => {
    expect(closestWord(word, ["summary", "required", "instanceUuid", "states", "type"])).toBe(meant);
  });

  it("prefers the nearest of several", () => {
    expect(closestWord("powerOm", ["powerOff", "powerOn", "power"])).toBe("powerOn");
  });

  it("finds nothing in words that are too different", () => {
    expect(closestWord("colour", ["summary", "states"])).toBeUndefined();
    expect(closestWord("ab", ["xy"])).toBeUndefined();
    expect(closestWord("anything", [])).toBeUndefined();
  });
});

describe("didYouMean()", () => {
  it("continues a sentence, or adds nothing to it", () => {
    expect(didYouMean("sumary", ["summary"])).toBe('; did you mean "summary"?');
    expect(didYouMean("colour", ["summary"])).toBe("");
  });
});
