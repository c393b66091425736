import { DriverError, WireError } from "@virt-driver-kit/spec";
import type { WireFault } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { Blocked } from "../../src/harness/blocked.ts";
import { judgeError } from "../../src/harness/judge-error.ts";
import type { ErrorContext } from "../../src/harness/judge-error.ts";
import { NotApplicable } from "../../src/harness/not-applicable.ts";
import { Violation } from "../../src/harness/violation.ts";

const context: ErrorContext = { level: "MUST", operationOf: () => "spawn", succeeded: new Set(), cancelled: false };
const fault: WireFault = {
  kind: "no-answer",
  blame: "driver",
  message: "No answer to spawn",
  hint: "Answer it",
  method: "spawn",
};
const missing = new DriverError("NOT_SUPPORTED", "Cannot", { effect: "none", details: { operation: "spawn" } });
const failed = new DriverError("BACKEND_FAILED", "Cannot define", { effect: "none", details: { step: "define" } });

describe("judgeError()", () => {
  test("fails a MUST and warns of a SHOULD or MAY", () => {
    const violation = new Violation("It runs", { expected: "off", got: "running", hint: "Stop it" });
    const problem = { message: "It runs", expected: "off", got: "running", hint: "Stop it" };
    expect(judgeError(violation, context)).toEqual({ verdict: "fail", problem });
    expect(judgeError(violation, { ...context, level: "SHOULD" }).verdict).toBe("warn");
    expect(judgeError(violation, { ...context, level: "MAY" }).verdict).toBe("warn");
  });

  test("leaves the breach of another requirement to that one, and blocks the check that met it", () => {
    const elsewhere = new Violation("It is not listed", { requirement: "listInstances/shows-every-power-state" });
    const requirement = "spawn/starts-the-guest";
    const cause = {
      key: "requirement:listInstances/shows-every-power-state",
      text: "It is not listed",
      decisive: true,
    };
    const problem = { message: "It is not listed", cause };
    const incident = { requirement: "listInstances/shows-every-power-state", problem };
    expect(judgeError(elsewhere, { ...context, requirement })).toMatchObject({
      verdict: "blocked",
      problem,
      incidents: [incident],
    });
    expect(judgeError(elsewhere, { ...context, requirement: incident.requirement })).toMatchObject({ verdict: "fail" });
  });

  test("puts what has no other cause down to an absent operation that the check met, whatever requirement it is of", () => {
    const absent = { ...context, requirement: "spawn/starts-the-guest", absent: "pause" };
    const cause = { key: "missing:pause" };
    const away = new Violation("It is not listed", { requirement: "listInstances/shows-every-power-state" });
    expect(judgeError(new Violation("It runs"), absent)).toMatchObject({ verdict: "fail", problem: { cause } });
    expect(judgeError(away, absent)).toMatchObject({ verdict: "blocked", incidents: [{ problem: { cause } }] });
    const broken = new DriverError("INTERNAL_ERROR", "Cannot");
    expect(judgeError(new Violation("It runs", {}, { cause: broken }), absent)).toMatchObject({
      problem: { cause: { key: "refused:spawn:INTERNAL_ERROR" } },
    });
  });

  test("takes everything for cancelled once the run is", () => {
    expect(judgeError(new Violation("It runs"), { ...context, cancelled: true })).toMatchObject({ verdict: "not-run" });
  });

  test("hands on why a check does not apply", () => {
    expect(judgeError(new NotApplicable("One node"), context)).toEqual({
      verdict: "not-applicable",
      reason: "One node",
    });
  });

  test("names the operation that was refused, and what it answered", () => {
    expect(judgeError(failed, context)).toMatchObject({
      verdict: "fail",
      problem: {
        message: '"spawn" answered BACKEND_FAILED: Cannot define',
        cause: { key: "refused:spawn:BACKEND_FAILED", decisive: false },
      },
    });
  });

  test("takes NOT_SUPPORTED for a missing operation, unless the operation has worked before", () => {
    expect(judgeError(missing, context).problem).toMatchObject({
      cause: { key: "missing:spawn", text: 'The driver does not offer "spawn"', decisive: true },
      hint: expect.stringContaining("vdk explain spawn") as string,
    });
    expect(judgeError(missing, { ...context, succeeded: new Set(["spawn"]) }).problem?.cause).toMatchObject({
      key: "refused:spawn:NOT_SUPPORTED",
      decisive: false,
    });
  });

  test("sees the missing operation behind an expectation of another refusal", () => {
    const violation = new Violation("spawn answered NOT_SUPPORTED", { expected: "NODE_NOT_FOUND" }, { cause: missing });
    expect(judgeError(violation, context).problem?.cause?.key).toBe("missing:spawn");
    const other = new Violation("spawn answered BACKEND_FAILED", { expected: "NODE_NOT_FOUND" }, { cause: failed });
    expect(judgeError(other, context).problem?.cause).toBeUndefined();
  });

  test("takes a fault of the wire for a breach of the wire's requirement, which blocks the check's own", () => {
    const key = "wire:no-answer:spawn";
    const problem = { message: "No answer to spawn", hint: "Answer it", cause: { key, operation: "spawn" } };
    const incidents = [{ requirement: "protocol/answers-in-time", key, problem }];
    const ofSpawn = { ...context, requirement: "spawn/reaches-running", level: "SHOULD" } as const;
    expect(judgeError(new WireError(fault), ofSpawn)).toMatchObject({ verdict: "blocked", problem, incidents });
    expect(judgeError(new Blocked("spawn", new WireError(fault)), ofSpawn)).toMatchObject({
      verdict: "blocked",
      incidents,
    });
    const ofTheWire = { ...context, requirement: "protocol/answers-in-time" };
    expect(judgeError(new WireError(fault), ofTheWire)).toEqual({ verdict: "fail", problem: expect.anything() });
  });

  test("takes a fault of the wire that the kit made for the kit's", () => {
    expect(judgeError(new WireError({ ...fault, blame: "caller" }), context).verdict).toBe("harness-error");
  });

  test("takes a preparation that the kit could not make for the kit's failure, and not for the driver's", () => {
    const unreadable = Object.assign(new Error("ENOENT: no such file"), { errno: -2, code: "ENOENT" });
    expect(judgeError(new Blocked("spawn", unreadable), context).verdict).toBe("harness-error");
    expect(judgeError(new Blocked("spawn", new TypeError("oops")), context).verdict).toBe("harness-error");
  });

  test("blocks by the cause of what failed before the check", () => {
    expect(judgeError(new Blocked("reboot", failed), context)).toMatchObject({
      verdict: "blocked",
      problem: { cause: { key: "refused:spawn:BACKEND_FAILED", operation: "spawn" } },
    });
    const unknown = { ...context, operationOf: () => undefined };
    expect(judgeError(new Blocked("listNodes", new Violation("No node")), unknown).problem?.cause).toEqual({
      key: "given:listNodes:No node",
      operation: "listNodes",
      decisive: true,
      text: '"listNodes" could not be used: No node',
    });
  });

  test("blames the kit for everything else, with the stack", () => {
    const judgement = judgeError(new TypeError("oops"), context);
    expect(judgement).toMatchObject({
      verdict: "harness-error",
      problem: { message: "The kit failed: TypeError: oops" },
    });
    expect(judgement.problem?.stack).toContain("judge-error.test.ts");
  });
});
