import { specModel } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { driverRequirements, gateOf, profileNamed, unmetDemands } from "../../src/engine/profile.ts";

describe("driverRequirements()", () => {
  test("are all requirements on drivers, gated or not, and none on callers", () => {
    const ids = driverRequirements(specModel).map(({ id }) => id);
    expect(ids).toContain("spawn/starts-the-guest");
    expect(ids).toContain("pause/stops-execution");
    expect(ids).not.toContain("initialize/comes-first");
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("profileNamed()", () => {
  test("names the profiles there are when it is asked for another", () => {
    expect(() => profileNamed(specModel, "gold")).toThrow(
      /Cannot find profile "gold": the profiles of spec .* are base, standard/u,
    );
    expect(() => profileNamed(specModel, "constructor")).toThrow(/Cannot find profile "constructor"/u);
  });
});

describe("unmetDemands()", () => {
  const model = {
    ...specModel,
    profiles: {
      first: {
        since: "0.1.0",
        description: "",
        capabilities: {
          mandatory: ["supportsPause"],
          choice: [{ group: "console", of: ["supportsVncConsole", "supportsConsoleOutput"], because: "People look." }],
          condition: [],
        },
      },
      second: {
        since: "0.1.0",
        description: "",
        extends: "first",
        capabilities: {
          mandatory: [],
          choice: [],
          condition: [{ capability: "supportsSuspend", with: "supportsRescue", because: "It is so." }],
        },
      },
    },
  };

  test("are none where everything asked for is declared", () => {
    expect(unmetDemands(model, "second", ["supportsPause", "supportsVncConsole"])).toEqual([]);
    expect(unmetDemands(specModel, "base", [])).toEqual([]);
  });

  test("name what is mandatory, what to choose from, and what follows, with the profile that asks", () => {
    expect(unmetDemands(model, "second", ["supportsRescue"])).toEqual([
      { profile: "first", capabilities: ["supportsPause"], text: 'Profile "first" asks for supportsPause' },
      {
        profile: "first",
        capabilities: ["supportsVncConsole", "supportsConsoleOutput"],
        text: 'Profile "first" asks for a console, one of supportsVncConsole, supportsConsoleOutput: People look.',
      },
      {
        profile: "second",
        capabilities: ["supportsSuspend"],
        text: 'Profile "second" asks for supportsSuspend where supportsRescue is declared: It is so.',
      },
    ]);
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
