import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FaultPlan } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { fakeDriver, faultPlanNames, loadFaultPlan, SetupError } from "../../src/index.ts";
import { Attached } from "../support/attached.ts";
import { outcomeOf } from "../support/fault-case.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

/** Writes a plan's file; `faults` is its text from there on. */
function planFile(faults: string, head = "name: plan\ndescription: Something is wrong.\n"): string {
  const path = join(mkdtempSync(join(directory, "plan-")), "plan.yaml");
  writeFileSync(path, `${head}${faults}\n`);
  return path;
}

function problemOf(plan: string): string {
  try {
    loadFaultPlan(plan);
  } catch (error) {
    if (error instanceof SetupError) return error.message;
    throw error;
  }
  return "nothing";
}

describe("the fault plans of the package", () => {
  it.each(faultPlanNames())("%s says only what can happen", (name) => {
    expect(loadFaultPlan(name)).toMatchObject({ name });
  });
});

describe("loadFaultPlan()", () => {
  it("reads a plan from a file", () => {
    const path = planFile("faults:\n  - { kind: backendUnreachable }");
    expect(loadFaultPlan(path)).toEqual({
      name: "plan",
      description: "Something is wrong.",
      faults: [{ kind: "backendUnreachable" }],
    });
  });

  it("names the plans that there are, and the one that may be meant", () => {
    expect(problemOf("unreachable-means-no-node")).toBe(
      'Cannot use fault plan "unreachable-means-no-node": there is none of that name; did you mean "unreachable-means-no-nodes"?',
    );
    expect(problemOf("x")).toContain("; there are a-");
  });

  it.each([
    ["a file that is not there", join(directory, "absent.yaml"), "ENOENT"],
    ["what is no YAML", planFile("faults: ["), "Flow sequence"],
    ["a plan without faults", planFile("faults: []"), "line 3: faults must have at least 1 entry"],
    [
      "an unknown member",
      planFile("faults:\n  - kind: stepFault\n    triger: {}\n    action: skip"),
      'line 4: faults[0] lacks the field "trigger"; faults[0].triger is no known field; did you mean "trigger"?',
    ],
    ["an unknown kind", planFile("faults:\n  - kind: stepFalt"), "line 4: faults[0].kind must be one of"],
    [
      "an unknown operation",
      planFile("faults:\n  - kind: stepFault\n    trigger: { operation: spwan }\n    action: skip"),
      'line 5: faults[0].trigger.operation names no operation of the spec that a driver carries out: "spwan"; did you mean "spawn"?',
    ],
    [
      "an unknown step",
      planFile("faults:\n  - kind: stepFault\n    trigger:\n      step: detachDevise\n    action: skip"),
      'line 6: faults[0].trigger.step names no step of the hypervisor: "detachDevise"; did you mean "detachDevice"?',
    ],
    [
      "a pointer without a slash",
      planFile("faults:\n  - kind: requestFault\n    trigger: {}\n    changes:\n      - pointer: powerOn"),
      "line 7: faults[0].changes[0].pointer must be text that matches",
    ],
    [
      "a pointer that leads nowhere",
      planFile(
        "faults:\n  - kind: requestFault\n    trigger: { operation: spawn }\n    changes:\n      - pointer: /powerOff",
      ),
      'line 7: faults[0].changes[0].pointer leads nowhere: the message has no member "powerOff"',
    ],
    [
      "a requirement that there is not",
      planFile("breaks:\n  - spawn/leaves-nothing-when-it-fail\nfaults:\n  - { kind: backendUnreachable }"),
      'line 4: breaks[0] names no requirement: "spawn/leaves-nothing-when-it-fail"; did you mean "spawn/leaves-nothing-when-it-fails"?',
    ],
    [
      "a name that is not the file's",
      planFile("faults:\n  - { kind: backendUnreachable }", "name: other\ndescription: Something is wrong.\n"),
      'line 1: name is "other", and the file is named for "plan"',
    ],
  ])("refuses %s", (_, path, problem) => {
    expect(problemOf(path)).toContain(`Cannot use fault plan "${path}": `);
    expect(problemOf(path)).toContain(problem);
  });
});

describe("a driver that is wrong by a plan", () => {
  const skipsPause: FaultPlan = {
    name: "pause-does-nothing",
    description: "The guest goes on.",
    faults: [{ kind: "stepFault", trigger: { operation: "pause", times: 0 }, action: "skip" }],
  };

  it("stays so when the faults are cleared", async () => {
    const fake = await Attached.create({ faults: [skipsPause] }, image);
    const instanceUuid = await fake.spawn();
    for (let count = 0; count < 2; count += 1) {
      await fake.driver.pause({ instanceUuid });
      expect(await fake.powerState(instanceUuid)).toBe("running");
      await fake.driver["simulation/clearFaults"]();
    }
  });

  it("meets injected faults besides, which end", async () => {
    const lost: FaultPlan = {
      ...skipsPause,
      faults: [{ kind: "nodeLoss", node: (await Attached.create()).node(1), manner: "unreachable" }],
    };
    const fake = await Attached.create({ faults: [lost] }, image);
    await fake.driver["simulation/injectFault"]({
      fault: { kind: "nodeLoss", node: fake.node(1), manner: "unreachable" },
    });
    await fake.driver["simulation/clearFaults"]();
    expect(await outcomeOf(fake.driver.getAvailableResource({ node: fake.node(1) }))).toBe("BACKEND_UNREACHABLE");
  });

  it("is refused if the plan could never happen", () => {
    const faults: FaultPlan["faults"] = [{ kind: "stepFault", trigger: { operation: "pauze" }, action: "skip" }];
    expect(() => fakeDriver({ faults: [{ ...skipsPause, faults }] })).toThrow(
      'Cannot use fault plan "pause-does-nothing": faults[0].trigger.operation names no operation',
    );
  });

  it("is refused if what the plan happens to is not there", async () => {
    const instanceUuid = "00000000-0000-4000-8000-000000000000";
    const plan: FaultPlan = { ...skipsPause, faults: [{ kind: "diskCorruption", instanceUuid }] };
    await expect(Attached.create({ faults: [plan] })).rejects.toThrow(
      'Cannot use fault plan "pause-does-nothing": faults[0]: Cannot corrupt disk "root" of instance',
    );
  });
});
