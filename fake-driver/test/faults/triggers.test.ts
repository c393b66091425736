import type { FaultTrigger, SimulatedFault } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { outcomeOf } from "../support/fault-case.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const image = probeImage(temporaryDirectory());

async function inject(fake: Attached, fault: SimulatedFault): Promise<void> {
  await fake.driver["simulation/injectFault"]({ fault });
}

const failing = (trigger: FaultTrigger): SimulatedFault => ({ kind: "stepFault", trigger, action: "fail" });

/** Pauses and lets go four times: whether each pause failed. */
async function fourPauses(trigger: FaultTrigger): Promise<string> {
  const fake = await Attached.create({}, image);
  const instanceUuid = await fake.spawn();
  await inject(fake, failing(trigger));
  const outcomes: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    outcomes.push((await outcomeOf(fake.driver.pause({ instanceUuid }))) === "ok" ? "." : "x");
    await fake.driver.unpause({ instanceUuid });
  }
  return outcomes.join("");
}

describe("a trigger", () => {
  const pause = { operation: "pause" };

  it.each<[string, FaultTrigger, string]>([
    ["the next occurrence by default", pause, "x..."],
    ["the occurrence that is counted to", { ...pause, nth: 3 }, "..x."],
    ["as many as are asked for", { ...pause, nth: 2, times: 2 }, ".xx."],
    ["all with 0 times", { ...pause, times: 0 }, "xxxx"],
    ["all from the nth with 0 times", { ...pause, nth: 3, times: 0 }, "..xx"],
    ["a step by its name", { step: "pauseGuest" }, "x..."],
    ["only the operation that it names", { operation: "unpause", step: "pauseGuest", times: 0 }, "...."],
  ])("meets %s", async (_, trigger, outcomes) => {
    expect(await fourPauses(trigger)).toBe(outcomes);
  });

  it("meets the instance and the node that it names", async () => {
    const fake = await Attached.create({}, image);
    const [one, other] = [await fake.spawn(), await fake.spawn()];
    await inject(fake, failing({ ...pause, instanceUuid: one, times: 0 }));
    await inject(fake, failing({ operation: "unpause", node: fake.node(1), times: 0 }));
    expect(await outcomeOf(fake.driver.pause({ instanceUuid: one }))).toBe("BACKEND_FAILED");
    expect(await outcomeOf(fake.driver.pause({ instanceUuid: other }))).toBe("ok");
    expect(await outcomeOf(fake.driver.unpause({ instanceUuid: other }))).toBe("ok");
    await inject(fake, failing({ ...pause, node: fake.node(0), times: 0 }));
    expect(await outcomeOf(fake.driver.pause({ instanceUuid: other }))).toBe("BACKEND_FAILED");
  });

  it("asks what the request says", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    const trigger = { step: "startGuest", where: [{ pointer: "/type", json: '"soft"' }], times: 0 };
    await inject(fake, failing({ operation: "reboot", ...trigger }));
    expect(await outcomeOf(fake.driver.reboot({ instanceUuid, type: "hard" }))).toBe("ok");
    expect(await outcomeOf(fake.driver.reboot({ instanceUuid, type: "soft" }))).toBe("BACKEND_FAILED");
  });

  it("asks whether the request says anything at a place", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await inject(fake, failing({ operation: "reboot", where: [{ pointer: "/timeoutSeconds" }], times: 0 }));
    expect(await outcomeOf(fake.driver.reboot({ instanceUuid, type: "hard" }))).toBe("ok");
    const reboot = fake.driver.reboot({ instanceUuid, type: "hard", timeoutSeconds: 5 });
    expect(await outcomeOf(reboot)).toBe("BACKEND_FAILED");
  });

  it("tells a repeat from the first call, and a clean-up from both", async () => {
    const fake = await Attached.create({}, image);
    const params = fake.spawnParams();
    await inject(fake, failing({ operation: "spawn", step: "startGuest" }));
    await inject(fake, failing({ operation: "spawn", step: "defineInstance", afterFailure: "inEarlierCall" }));
    expect(await failureOf(fake.driver.spawn(params))).toMatchObject({ details: { step: "startGuest" } });
    expect(await failureOf(fake.driver.spawn(params))).toMatchObject({ details: { step: "defineInstance" } });
    expect(await outcomeOf(fake.driver.spawn(params))).toBe("ok");
    await inject(fake, failing({ operation: "spawn", step: "startGuest", afterFailure: "inThisCall" }));
    expect(await outcomeOf(fake.driver.spawn(fake.spawnParams()))).toBe("ok");
  });

  it("tells a repeat from the first call also when other faults were cleared in between", async () => {
    const onRepeat = failing({ operation: "pause", afterFailure: "inEarlierCall" });
    const fake = await Attached.create(
      { faults: [{ name: "plan", description: "A plan.", faults: [onRepeat] }] },
      image,
    );
    const instanceUuid = await fake.spawn();
    await inject(fake, failing(pause));
    expect(await outcomeOf(fake.driver.pause({ instanceUuid }))).toBe("BACKEND_FAILED");
    await fake.driver["simulation/clearFaults"]();
    expect(await outcomeOf(fake.driver.pause({ instanceUuid }))).toBe("BACKEND_FAILED");
    expect(await outcomeOf(fake.driver.pause({ instanceUuid }))).toBe("ok");
  });

  it("counts for each fault by itself, and the first that was set decides", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await inject(fake, { kind: "stepFault", trigger: pause, action: "skip" });
    await inject(fake, failing({ ...pause, times: 2 }));
    const outcomes: string[] = [];
    for (let count = 0; count < 3; count += 1) outcomes.push(await outcomeOf(fake.driver.pause({ instanceUuid })));
    expect(outcomes).toEqual(["ok", "BACKEND_FAILED", "ok"]);
  });

  it("does not meet the operations on the simulation itself", async () => {
    const fake = await Attached.create({}, image);
    await inject(fake, { kind: "answerFault", trigger: { times: 0 }, action: "fail", code: "INTERNAL_ERROR" });
    expect(await outcomeOf(fake.driver.listNodes())).toBe("INTERNAL_ERROR");
    expect(await outcomeOf(fake.driver["simulation/clearFaults"]())).toBe("ok");
    expect(await outcomeOf(fake.driver.listNodes())).toBe("ok");
  });
});

describe("a call that hangs", () => {
  const hang: SimulatedFault = { kind: "stepFault", trigger: { operation: "pause" }, action: "hang" };

  it("ends without effect when it is cancelled", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await inject(fake, hang);
    const cancel = new AbortController();
    const pausing = failureOf(fake.driver.pause({ instanceUuid }, { signal: cancel.signal }));
    await fake.advance(1000);
    cancel.abort();
    expect(await pausing).toMatchObject({ code: "OPERATION_CANCELLED" });
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });

  it("goes on when the faults are cleared, and lets others be served meanwhile", async () => {
    const fake = await Attached.create({}, image);
    const [instanceUuid, other] = [await fake.spawn(), await fake.spawn()];
    await inject(fake, hang);
    const pausing = fake.driver.pause({ instanceUuid });
    await fake.driver.pause({ instanceUuid: other });
    expect(await fake.powerState(instanceUuid)).toBe("running");
    await fake.driver["simulation/clearFaults"]();
    await pausing;
    expect(await fake.powerState(instanceUuid)).toBe("paused");
  });
});

describe("simulation/injectFault", () => {
  it.each<[string, SimulatedFault, string, string]>([
    [
      "an operation that there is not",
      failing({ operation: "pauze" }),
      "params.fault.trigger.operation",
      'names no operation of the spec that a driver carries out: "pauze"; did you mean "pause"?',
    ],
    [
      "an operation that the library serves",
      failing({ operation: "initialize" }),
      "params.fault.trigger.operation",
      'names no operation of the spec that a driver carries out: "initialize"',
    ],
    [
      "a step that there is not",
      failing({ step: "pauseGest" }),
      "params.fault.trigger.step",
      'names no step of the hypervisor: "pauseGest"; did you mean "pauseGuest"?',
    ],
    [
      "a transition that there is not",
      { kind: "eventFault", trigger: { transition: "stoped" }, action: "drop" },
      "params.fault.trigger.transition",
      'did you mean "stopped"?',
    ],
    [
      "a question that the kind of fault cannot ask",
      { kind: "requestFault", trigger: { step: "pauseGuest" }, changes: [{ pointer: "/x" }] },
      "params.fault.trigger.step",
      "is nothing that a requestFault can ask; it can ask operation, instanceUuid, node, where, nth, times",
    ],
    [
      "a place that a request does not have",
      { kind: "requestFault", trigger: { operation: "destroy" }, changes: [{ pointer: "/destroyDisk" }] },
      "params.fault.changes[0].pointer",
      'leads nowhere: the message has no member "destroyDisk"; did you mean "destroyDisks"?',
    ],
    [
      "a place in a list without a number",
      {
        kind: "answerFault",
        trigger: { operation: "listNodes" },
        action: "alter",
        changes: [{ pointer: "/nodes/name" }],
      },
      "params.fault.changes[0].pointer",
      'leads nowhere: "/nodes" is a list, and "name" is no number and no *',
    ],
    [
      "a value that is no JSON",
      {
        kind: "requestFault",
        trigger: { operation: "destroy" },
        changes: [{ pointer: "/instanceUuid", json: "nobody" }],
      },
      "params.fault.changes[0].json",
      "is no JSON text: nobody; a string has quotes of its own",
    ],
    [
      "a condition on a place that a request does not have",
      failing({ operation: "reboot", where: [{ pointer: "/kind" }] }),
      "params.fault.trigger.where[0].pointer",
      'has no member "kind"; it has instanceUuid, type',
    ],
    [
      "an action without what it needs",
      { kind: "stepFault", trigger: {}, action: "late" },
      "params.fault.delayMs",
      'is missing, and action "late" needs it',
    ],
    [
      "a result that is no object",
      { kind: "answerFault", trigger: { operation: "listNodes" }, action: "succeed", resultJson: "[]" },
      "params.fault.resultJson",
      "is no object, as every result is",
    ],
  ])("refuses %s", async (_, fault, path, problem) => {
    const fake = await Attached.create({}, image);
    const error = await failureOf(fake.driver["simulation/injectFault"]({ fault }));
    expect(error).toMatchObject({ code: "INVALID_REQUEST", effect: "none", details: { path } });
    expect((error.details as { problem: string }).problem).toContain(problem);
  });

  const nobody = "00000000-0000-4000-8000-000000000000";

  it.each<[SimulatedFault, string]>([
    [{ kind: "guestCrash", instanceUuid: nobody }, "INSTANCE_NOT_FOUND"],
    [{ kind: "guestPowerOff", instanceUuid: nobody }, "INSTANCE_NOT_FOUND"],
    [{ kind: "guestBehaviour", instanceUuid: nobody }, "INSTANCE_NOT_FOUND"],
    [{ kind: "diskCorruption", instanceUuid: nobody }, "INSTANCE_NOT_FOUND"],
    [{ kind: "hostDown", node: nobody }, "NODE_NOT_FOUND"],
    [{ kind: "networkLoss", node: nobody }, "NODE_NOT_FOUND"],
    [{ kind: "nodeLoss", node: nobody, manner: "deleted" }, "NODE_NOT_FOUND"],
    [{ kind: "storageFull", node: nobody }, "NODE_NOT_FOUND"],
    [{ kind: "foreignGuest", node: nobody, name: "x", vcpus: 1, memoryMib: 1, localGib: 1 }, "NODE_NOT_FOUND"],
  ])("refuses %o of what is not there", async (fault, code) => {
    const fake = await Attached.create({}, image);
    expect(await outcomeOf(fake.driver["simulation/injectFault"]({ fault }))).toBe(code);
  });
});
