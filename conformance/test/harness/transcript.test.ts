import type { WireMessage } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { secrets } from "../../src/harness/secrets.ts";
import { transcript } from "../../src/harness/transcript.ts";

const SECRET = "correct horse";
const call = (id: number, params: object = {}): WireMessage => ({ jsonrpc: "2.0", id, method: "spawn", params });

describe("transcript()", () => {
  test("keeps the first and the last messages and says how many it left out", () => {
    const messages = transcript(secrets());
    messages.begin(1_000);
    for (let id = 0; id < 100; id++) messages.add({ direction: "->", message: call(id), atMs: 1_000 + id });
    const lines = messages.lines();
    expect(lines).toHaveLength(61);
    expect(lines[0]).toMatchObject({ atMs: 0, direction: "->" });
    expect(lines[10]).toMatchObject({ direction: "--", text: "40 messages left out" });
    expect(lines.at(-1)?.atMs).toBe(99);
  });

  test("begins anew with each check", () => {
    const messages = transcript(secrets());
    messages.add({ direction: "->", message: call(1), atMs: 5 });
    messages.begin(10);
    expect(messages.lines()).toEqual([]);
  });

  test("takes for secret in an answer of the kit's what the spec marks sensitive, and nothing else", () => {
    const known = secrets();
    const events = [{ name: "network-vif-plugged", tag: "port", status: "completed" }];
    transcript(known).add({
      direction: "->",
      message: { jsonrpc: "2.0", id: 1, result: { events } },
      method: "waitForExternalEvents",
      atMs: 0,
    });
    expect(known.scrub("it is completed")).toBe("it is completed");
  });

  test("replaces what the spec marks sensitive, wherever it turns up", () => {
    const messages = transcript(secrets());
    messages.begin(0);
    messages.add({ direction: "->", message: call(1, { adminPassword: SECRET }), atMs: 0 });
    const error = { code: -32603, message: `Cannot set "${SECRET}"` };
    messages.add({ direction: "<-", message: { jsonrpc: "2.0", id: 1, error }, method: "spawn", atMs: 1 });
    messages.add({ direction: "--", message: `It printed ${SECRET}`, atMs: 2 });
    const text = messages
      .lines()
      .map((line) => line.text)
      .join("\n");
    expect(text).not.toContain(SECRET);
    expect(text.match(/\[redacted\]/gu)).toHaveLength(3);
  });

  test("shows no part of a secret that is cut, or that JSON writes in another way", () => {
    const long = `${"s3cret-".repeat(60)}end`;
    const quoted = 'say "friend"\nand enter';
    const messages = transcript(secrets());
    messages.begin(0);
    messages.add({ direction: "->", message: call(1, { adminPassword: long }), atMs: 0 });
    messages.add({ direction: "->", message: call(2, { adminPassword: quoted }), atMs: 0 });
    for (const secret of [long, quoted]) {
      const error = { code: -32603, message: `Cannot set ${secret}` };
      messages.add({ direction: "<-", message: { jsonrpc: "2.0", id: 1, error }, method: "spawn", atMs: 1 });
      messages.add({ direction: "--", message: `${"x".repeat(550)} ${secret}`, atMs: 2 });
    }
    const text = JSON.stringify(messages.lines());
    expect(text).not.toContain("s3cret");
    expect(text).not.toContain("friend");
  });

  test("shortens what is long", () => {
    const messages = transcript(secrets());
    messages.begin(0);
    const params = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`field${index}`, "x".repeat(150)]));
    messages.add({ direction: "->", message: call(1, params), atMs: 0 });
    expect(messages.lines()[0]?.text.length).toBeLessThan(700);
  });
});
