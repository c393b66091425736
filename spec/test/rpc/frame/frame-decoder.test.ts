import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WireFault } from "../../../src/rpc/faults/wire-fault.ts";
import { FrameDecoder } from "../../../src/rpc/frame/frame-decoder.ts";

const LIMIT = 1000;

interface Outcome {
  bodies: string[];
  faults: string[];
  hints: string[];
  lost: number;
}

function frame(body: string): Buffer {
  return Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** Decodes chunks; a body that says `bad` is refused, as one that is not JSON would be. */
function decode(chunks: readonly (Buffer | string)[], end = true): Outcome {
  const outcome: Outcome = { bodies: [], faults: [], hints: [], lost: 0 };
  const take = (fault: WireFault, lost: boolean): void => {
    outcome.faults.push(`${fault.kind}: ${fault.message}`);
    outcome.hints.push(fault.hint);
    outcome.lost += lost ? 1 : 0;
  };
  const decoder = new FrameDecoder({ blame: "driver", stream: "stdout" }, () => LIMIT, {
    frame: (body) => {
      if (body.toString() === "bad") return false;
      outcome.bodies.push(body.toString());
      return true;
    },
    fault: take,
  });
  for (const chunk of chunks) decoder.push(Buffer.from(chunk as string));
  if (end) decoder.end();
  return outcome;
}

/** Every byte by itself: the slowest way to send. */
function dribble(data: Buffer): Buffer[] {
  return Array.from(data, (byte) => Buffer.of(byte));
}

describe("FrameDecoder", () => {
  it("delivers the same messages however the bytes are split", () => {
    const parts = fc.array(fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.constant("bad")), {
      maxLength: 8,
    });
    const noise = fc.constantFrom(
      "",
      "",
      "hello\n",
      "zwölf €\n",
      "€".repeat(100),
      "content-lost\n",
      "Content-Length: x\r\n\r\n",
      "Content-Length: 5000\r\n\r\n",
      "\n",
    );
    fc.assert(
      fc.property(
        parts,
        fc.array(noise, { minLength: 8, maxLength: 8 }),
        fc.array(fc.nat(600), { maxLength: 20 }),
        (bodies, noises, cuts) => {
          const data = Buffer.concat(bodies.flatMap((body, index) => [Buffer.from(noises[index] ?? ""), frame(body)]));
          const places = [...new Set([0, ...cuts.map((cut) => Math.min(cut, data.length)), data.length])].toSorted(
            (a, b) => a - b,
          );
          const chunks = places.slice(1).map((place, index) => data.subarray(places[index], place));
          const whole = decode([data]);
          expect(decode(chunks)).toEqual(whole);
          expect(decode(dribble(data))).toEqual(whole);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("delivers all messages of a chunk in order", () => {
    expect(decode([Buffer.concat([frame("one"), frame(""), frame("zwei €")])])).toEqual({
      bodies: ["one", "", "zwei €"],
      faults: [],
      hints: [],
      lost: 0,
    });
  });

  it("reads header fields in any order and case, and with a content type", () => {
    const text = "CONTENT-TYPE: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:3\r\n\r\none";
    expect(decode([text])).toMatchObject({ bodies: ["one"], faults: [] });
  });

  it("quotes the first line of text between messages, and goes on at the next header", () => {
    const outcome = decode(["hello\nwor", "ld\n", frame("one"), "bye", frame("two")]);
    expect(outcome.bodies).toEqual(["one", "two"]);
    expect(outcome.faults).toEqual([
      'stray-text: Cannot read a message from the driver: its stdout carries text outside any message, "hello"',
      'stray-text: Cannot read a message from the driver: its stdout carries text outside any message, "bye"',
    ]);
    expect(outcome.hints).toEqual(Array.from({ length: 2 }, () => "stdout carries only protocol; print to stderr"));
    expect(outcome.lost).toBe(0);
  });

  it("reports text as soon as its line is complete, without waiting for a header", () => {
    expect(decode(["hello\n"], false).faults).toHaveLength(1);
    expect(decode(["hel"], false).faults).toHaveLength(0);
  });

  it("reports text without a line break when the stream ends", () => {
    expect(decode(["Content is loading"]).faults).toEqual([expect.stringContaining('"Content is loading"')]);
  });

  it("says that a line break after a body is text too", () => {
    const outcome = decode([frame("one"), "\n", frame("two"), "\n"]);
    expect(outcome.bodies).toEqual(["one", "two"]);
    expect(outcome.hints[0]).toBe("Write nothing after the body of a message, not even a line break");
  });

  it("keeps only the beginning of endless text", () => {
    const outcome = decode(Array.from({ length: 2000 }, () => "x".repeat(1000)));
    expect(outcome.faults).toHaveLength(1);
    expect(outcome.faults[0]?.length).toBeLessThan(400);
  });

  it("reads a header whose lines end in LF, and objects to it", () => {
    const outcome = decode(["Content-Length: 3\n\none", frame("two")]);
    expect(outcome.bodies).toEqual(["one", "two"]);
    expect(outcome.faults).toEqual([expect.stringContaining("a line ends in LF without CR")]);
    expect(outcome.lost).toBe(0);
  });

  it.each([
    ["Content-Length: abc\r\n\r\n{}", "a Content-Length that is not a number of bytes"],
    ["Content-Length: -5\r\n\r\n{}", "a Content-Length that is not a number of bytes"],
    ["Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}", "two different Content-Lengths"],
    ["Content-Type: text/plain\r\n\r\n{}", "no Content-Length"],
    ["Content-Length: 5\r\nhello\r\n\r\n{}", "a line without a colon"],
    [`Content-Length: 5\r\n${"x".repeat(5000)}`, "no empty line within 4096 bytes"],
  ])("gives up on the message behind %j and reads the next", (header, problem) => {
    const outcome = decode([header, frame("next")]);
    expect(outcome.bodies).toEqual(["next"]);
    expect(outcome.faults).toEqual([expect.stringContaining(problem)]);
    expect(outcome.lost).toBe(1);
  });

  it("refuses a length beyond the limit, holds none of it and reads the next message", () => {
    const outcome = decode(["Content-Length: 99999999999\r\n\r\n{}", "filler".repeat(10_000), frame("next")]);
    expect(outcome).toMatchObject({ bodies: ["next"], lost: 1 });
    expect(outcome.faults).toEqual([
      "message-too-long: Cannot accept a message from the driver: its header declares 99999999999 bytes and the limit is 1000",
    ]);
  });

  it("searches a refused body for the next header, since its length may have been wrong", () => {
    const next = frame("next").toString();
    expect(decode([frame("bad"), "rest of it", next])).toMatchObject({ bodies: ["next"], faults: [] });
  });

  it("says how much came of a message that the end of the stream cut off", () => {
    expect(decode(["Content-Length: 10\r\n\r\nabc"]).faults).toEqual([
      "truncated-message: Cannot read a message from the driver: its stdout ended in the middle of it, after 3 of the 10 bytes of a body",
    ]);
    expect(decode(["Content-Le"]).faults).toEqual([expect.stringContaining("after 10 bytes of a header")]);
  });

  it("reports nothing when the stream ends between messages", () => {
    expect(decode([frame("one")])).toEqual({ bodies: ["one"], faults: [], hints: [], lost: 0 });
  });
});
