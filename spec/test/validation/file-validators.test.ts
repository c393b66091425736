import { describe, expect, it } from "vitest";
import { fileValidators } from "../../src/index.ts";

const PLAN = {
  name: "detach-does-nothing",
  description: "The device stays.",
  faults: [{ kind: "stepFault", trigger: { operation: "detachVolume", step: "detachDevice" }, action: "skip" }],
};

describe("fileValidators.FaultPlan", () => {
  it("accepts a plan", () => {
    expect(fileValidators.FaultPlan.closed(PLAN)).toBeNull();
  });

  it("names what a plan does not have, and what may be meant", () => {
    const [problem] = fileValidators.FaultPlan.closed({ ...PLAN, fault: [] }) ?? [];
    expect(problem).toMatchObject({ path: "plan.fault" });
    const [fault] = fileValidators.FaultPlan.closed({ ...PLAN, faults: [{ kind: "stepFalt" }] }) ?? [];
    expect(fault?.message).toContain('did you mean "stepFault"?');
  });
});
