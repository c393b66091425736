import { describe, expect, it } from "vitest";
import { REDACTED, redactMessage, redactText } from "../../src/index.ts";
import { OTHER_UUID, UUID } from "./support/test-driver.ts";

const STATE = { format: "test", version: 1, data: "c2VjcmV0" };

describe("redactMessage", () => {
  it("replaces sensitive parameters and keeps the rest", () => {
    const params = { node: OTHER_UUID, powerOn: true, adminPassword: "hunter2", instance: { uuid: UUID } };
    const message = { jsonrpc: "2.0", id: 1, method: "spawn", params } as const;
    expect(redactMessage(message)).toEqual({ ...message, params: { ...params, adminPassword: REDACTED } });
    expect(params.adminPassword).toBe("hunter2");
  });

  it("replaces sensitive objects as a whole, in parameters and in results", () => {
    const request = {
      jsonrpc: "2.0",
      id: 1,
      method: "destroy",
      params: { instanceUuid: UUID, driverState: STATE },
    } as const;
    expect(redactMessage(request)).toMatchObject({ params: { instanceUuid: UUID, driverState: REDACTED } });
    const answer = { jsonrpc: "2.0", id: 1, result: { driverState: STATE } } as const;
    expect(redactMessage(answer, "spawn")).toEqual({ ...answer, result: { driverState: REDACTED } });
  });

  it("replaces sensitive values of the wrong type too", () => {
    const message = { jsonrpc: "2.0", id: 1, method: "spawn", params: { adminPassword: ["hunter2"] } } as const;
    expect(redactMessage(message)).toMatchObject({ params: { adminPassword: REDACTED } });
  });

  it("replaces what has the wrong form where the right one holds secrets, and nothing else", () => {
    const file = { path: "/etc/key", content: "c2VjcmV0" };
    const message = { jsonrpc: "2.0", id: 1, method: "spawn" } as const;
    const redacted = redactMessage({ ...message, params: { injectedFiles: file, node: [UUID], powerOn: {} } });
    expect(redacted).toEqual({ ...message, params: { injectedFiles: REDACTED, node: [UUID], powerOn: {} } });
    const wrapped = redactMessage({
      ...message,
      params: { injectedFiles: [[file]], instance: [{ adminPassword: "x" }] },
    });
    expect(JSON.stringify(wrapped)).not.toMatch(/c2VjcmV0|"x"/u);
  });

  it("takes a result whose operation is not known for sensitive", () => {
    expect(redactMessage({ jsonrpc: "2.0", id: 1, result: { anything: 1 } })).toEqual({
      jsonrpc: "2.0",
      id: 1,
      result: REDACTED,
    });
  });

  it("leaves errors and unknown operations as they are", () => {
    const error = { jsonrpc: "2.0", id: 1, error: { code: 1, message: "no" } } as const;
    expect(redactMessage(error)).toBe(error);
    const unknown = { jsonrpc: "2.0", method: "hello", params: { a: 1 } } as const;
    expect(redactMessage(unknown)).toBe(unknown);
  });
});

describe("redactText", () => {
  it.each([
    ['{"adminPassword": "hunter2", "powerOn": true', '{"adminPassword": "[redacted]", "powerOn": true'],
    ['{"adminPassword":"hun\\"ter2"}', '{"adminPassword":"[redacted]"}'],
    ['{"adminPassword":"cut off he', '{"adminPassword":"[redacted]"'],
    ['{"driverState":{"format":"x","data":"c2VjcmV0"},"a":1}', '{"driverState":"[redacted]","a":1}'],
    ['{"adminPassword":hunter2}', '{"adminPassword":"[redacted]"}'],
    ['{"name":"one"}', '{"name":"one"}'],
  ])("blanks %s", (text, blanked) => {
    expect(redactText(text)).toBe(blanked);
  });
});
