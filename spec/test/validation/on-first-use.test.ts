import { describe, expect, it } from "vitest";

import { onFirstUse } from "../../src/validation/on-first-use.ts";

describe("onFirstUse()", () => {
  it("makes the object once, and only when somebody looks into it", () => {
    let made = 0;
    const table = onFirstUse((): Record<string, number> => {
      made += 1;
      return { one: 1, two: 2 };
    });
    expect(made).toBe(0);
    expect(table["two"]).toBe(2);
    expect(table["three"]).toBeUndefined();
    expect(made).toBe(1);
  });

  it.each([
    ["its names", (table: object) => expect(Object.keys(table)).toEqual(["one"])],
    ["whether it has a member", (table: object) => expect(["one" in table, "two" in table]).toEqual([true, false])],
    ["whether a member is its own", (table: object) => expect(Object.hasOwn(table, "one")).toBe(true)],
    ["a copy of it", (table: object) => expect({ ...table }).toEqual({ one: 1 })],
  ])("gives %s as the object would", (_, look) => look(onFirstUse(() => ({ one: 1 }))));
});
