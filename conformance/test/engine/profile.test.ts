import { specModel } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { gateOf, profileRequirements } from "../../src/engine/profile.ts";

describe("profileRequirements()", () => {
  test("holds a driver to every requirement on drivers that nothing gates, and to those of optional capabilities", () => {
    const ids = profileRequirements(specModel, "base").map(({ id }) => id);
    expect(ids).toContain("spawn/starts-the-guest");
    expect(ids).toContain("pause/stops-execution");
    expect(ids).not.toContain("initialize/comes-first");
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("leaves out what a capability gates that the profile does not name", () => {
    const { base } = specModel.profiles;
    const profiles = {
      small: { ...base, requirements: { mandatory: ["*"], optional: [] } },
    } as typeof specModel.profiles;
    const ids = profileRequirements({ ...specModel, profiles }, "small").map(({ id }) => id);
    expect(ids).toContain("spawn/starts-the-guest");
    expect(ids).not.toContain("pause/stops-execution");
  });

  test("contains the profile that it extends", () => {
    const since = "0.1.0";
    const profiles: typeof specModel.profiles = {
      first: { since, description: "", requirements: { mandatory: ["spawn/starts-the-guest"], optional: [] } },
      second: {
        since,
        description: "",
        extends: "first",
        requirements: { mandatory: ["destroy/absent-instance-succeeds"], optional: [] },
      },
    };
    const ids = profileRequirements({ ...specModel, profiles }, "second").map(({ id }) => id);
    expect(ids).toEqual(["spawn/starts-the-guest", "destroy/absent-instance-succeeds"]);
  });

  test("names the profiles there are when it is asked for another", () => {
    expect(() => profileRequirements(specModel, "gold")).toThrow(
      /Cannot find profile "gold": the profiles of spec .* are base/u,
    );
  });
});

describe("gateOf()", () => {
  test("is the requirement's own capability, or that of its operation", () => {
    const pause = specModel.requirements["pause/stops-execution"];
    expect(pause && gateOf(specModel, pause)).toBe("supportsPause");
    const { capability: _, ...ungated } = pause ?? {};
    expect(gateOf(specModel, ungated as NonNullable<typeof pause>)).toBe("supportsPause");
  });
});
