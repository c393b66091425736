import { describe, expect, it } from "vitest";
import { messageProblem } from "../../src/rpc/json-rpc.ts";

describe("messageProblem", () => {
  it.each([
    { jsonrpc: "2.0", id: 1, method: "probe" },
    { jsonrpc: "2.0", id: "a", method: "probe", params: {} },
    { jsonrpc: "2.0", method: "event", params: {} },
    { jsonrpc: "2.0", id: 1, result: null },
    { jsonrpc: "2.0", id: 1, result: false },
    { jsonrpc: "2.0", id: null, error: { code: -32_700, message: "Parse error" } },
    { jsonrpc: "2.0", id: 1, error: { code: 1, message: "", data: null }, extra: true },
  ])("finds none in %j", (message) => {
    expect(messageProblem(message)).toBeUndefined();
  });

  it.each([
    [null, "it is not an object"],
    ["text", "it is not an object"],
    [[], "it is an array, and batches are not part of this protocol"],
    [{}, 'its member "jsonrpc" is not "2.0"'],
    [{ jsonrpc: 2, id: 1, result: {} }, 'its member "jsonrpc" is not "2.0"'],
    [{ jsonrpc: "2.0", method: 5 }, 'its member "method" is not a string'],
    [{ jsonrpc: "2.0", id: null, method: "a" }, 'its member "id" is neither a string nor an integer'],
    [{ jsonrpc: "2.0", id: 1.5, method: "a" }, 'its member "id" is neither a string nor an integer'],
    [{ jsonrpc: "2.0", id: 1, method: "a", params: [] }, 'its member "params" is an array, and parameters go by name'],
    [{ jsonrpc: "2.0", id: 1, method: "a", params: "x" }, 'its member "params" is not an object'],
    [{ jsonrpc: "2.0", id: 1, method: "a", params: null }, 'its member "params" is not an object'],
    [{ jsonrpc: "2.0", result: {} }, 'it has neither a "method" nor an "id" that is a string or an integer'],
    [{ jsonrpc: "2.0", id: 1 }, 'it needs exactly one of "result" and "error"'],
    [
      { jsonrpc: "2.0", id: 1, result: 1, error: { code: 1, message: "" } },
      'it needs exactly one of "result" and "error"',
    ],
    [{ jsonrpc: "2.0", id: 1, error: "no" }, 'its member "error" is not an object'],
    [{ jsonrpc: "2.0", id: 1, error: [] }, 'its member "error" is not an object'],
    [{ jsonrpc: "2.0", id: 1, error: { code: "1", message: "" } }, 'the "code" of its error is not an integer'],
    [{ jsonrpc: "2.0", id: 1, error: { code: 1 } }, 'the "message" of its error is not a string'],
  ])("says of %j: %s", (value, problem) => {
    expect(messageProblem(value)).toBe(problem);
  });
});
