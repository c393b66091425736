import { describe, expect, it } from "vitest";
import { WireError } from "../../../src/index.ts";
import type { WireFaultKind } from "../../../src/index.ts";
import { attachFixture } from "../support/fixture.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { failureOf } from "../support/test-driver.ts";

interface Diagnosis {
  kind: WireFaultKind;
  message: string;
  hint: string;
}

/** What the first call to each driver comes back with. */
const FATAL: Record<string, Diagnosis> = {
  dies: {
    kind: "driver-exited",
    message: 'it exited with code 3, and the last line of its stderr is "Traceback: no hypervisor here"',
    hint: "read its stderr",
  },
  "dies-at-once": {
    kind: "driver-exited",
    message: 'it exited with code 1, and the last line of its stderr is "cannot find module libvirt"',
    hint: "read its stderr",
  },
  "is-killed": {
    kind: "driver-exited",
    message: "it was killed by SIGKILL, and it wrote nothing to stderr",
    hint: "Look for what killed it",
  },
  "answers-wrong-id": {
    kind: "unknown-id",
    message: "Cannot match the driver's answer with id 1000 to a call: the calls waiting have the ids 0",
    hint: "Answer each request with the id that it carried",
  },
  "answers-id-as-text": {
    kind: "unknown-id",
    message: 'Cannot match the driver\'s answer with id "0" to a call: the calls waiting have the ids 0',
    hint: "of the same JSON type",
  },
  "sends-garbage": {
    kind: "driver-exited",
    message: "it exited with code 0",
    hint: "A driver runs until its standard input ends",
  },
  "sends-huge-length": {
    kind: "message-too-long",
    message: "its header declares 999999999999 bytes and the limit is 4194304",
    hint: "Count the bytes of the body in Content-Length",
  },
  "ends-in-a-frame": {
    kind: "truncated-message",
    message: "its stdout ended in the middle of it, after 171 of the 191 bytes of a body",
    hint: "Flush the whole message before exiting",
  },
  "counts-characters": {
    kind: "invalid-json",
    message: "is not JSON",
    hint: "count bytes after encoding, not characters",
  },
  "sends-invalid-json": {
    kind: "invalid-json",
    message: "its body of 43 bytes is not JSON",
    hint: "Send exactly one JSON object per message",
  },
  "sends-a-batch": {
    kind: "not-json-rpc",
    message: "it is an array, and batches are not part of this protocol",
    hint: "A call is",
  },
  "closes-early": {
    kind: "connection-closed",
    message: "it closed its stdout, while its process goes on running",
    hint: "Keep the connection open",
  },
  "answers-plain-errors": {
    kind: "bad-error-object",
    message: 'it has no "data" with a code of the spec',
    hint: "Answer errors as",
  },
};

describe("a driver that misbehaves on standard output", () => {
  it.each(Object.entries(FATAL))("%s: the call rejects with a diagnosis", async (name, { kind, message, hint }) => {
    const connection = await attachFixture(name, { closeGraceMs: 100 });
    const error = await failureOf(connection.initialize({ epoch: 1 }));
    expect(error).toBeInstanceOf(WireError);
    expect(error).toMatchObject({
      kind,
      blame: "driver",
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
    expect(connection.faults.map((fault) => fault.kind)).toContain(kind);
  });

  it("prints-text: the text is quoted, and the driver is used nevertheless", async () => {
    const connection = await attachFixture("prints-text");
    await expect(connection.initialize({ epoch: 1 })).resolves.toMatchObject({ driver: { name: "raw" } });
    await expect(connection.driver.listNodes()).resolves.toEqual({ nodes: [] });
    expect(connection.faults).toEqual([
      {
        kind: "stray-text",
        blame: "driver",
        message:
          'Cannot read a message from the driver: its stdout carries text outside any message, "hello from my driver"',
        hint: "stdout carries only protocol; print to stderr",
        excerpt: '"hello from my driver"',
      },
    ]);
  });

  it("prints-while-working: every different line is a fault of its own, and the calls succeed", async () => {
    const connection = await attachFixture("prints-while-working");
    await connection.initialize({ epoch: 1 });
    await connection.driver.listNodes();
    await connection.driver.listNodes();
    expect(connection.faults.map(({ excerpt }) => excerpt)).toEqual([
      '"DEBUG: serving initialize"',
      '"DEBUG: serving listNodes"',
    ]);
  });

  it("sends-garbage: the bytes are shown in printable form", async () => {
    const connection = await attachFixture("sends-garbage");
    await failureOf(connection.initialize({ epoch: 1 }));
    expect(connection.faults[0]).toMatchObject({ kind: "stray-text", excerpt: expect.stringContaining("\\u0000") });
  });

  it("hangs: the call is given up after the limit to silence", async () => {
    const clock = new ManualClock();
    const connection = await attachFixture("hangs", { clock, hangTimeoutMs: 5000 });
    const call = failureOf(connection.initialize({ epoch: 1 }));
    await Promise.resolve();
    clock.advance(4999);
    expect(connection.faults).toEqual([]);
    clock.advance(1);
    expect(await call).toMatchObject({
      kind: "no-answer",
      message: expect.stringContaining(
        "Cannot complete initialize: the driver has not answered for 5000 ms, and no part of an answer has come. Answer every request",
      ),
    });
  });

  it("stops-in-a-frame: the diagnosis tells how much of the message came", async () => {
    const clock = new ManualClock();
    const connection = await attachFixture("stops-in-a-frame", { clock });
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    connection.onMessage(({ direction }) => direction === "received" && resolve());
    const call = failureOf(connection.initialize({ epoch: 1 }));
    await begun;
    clock.advance(60_000);
    expect(await call).toMatchObject({
      kind: "no-answer",
      message: expect.stringContaining("it stopped after 189 of the 191 bytes of a body"),
    });
  });

  it("answers-twice: the second answer is a fault, and no call suffers", async () => {
    const connection = await attachFixture("answers-twice");
    await connection.initialize({ epoch: 1 });
    await connection.driver.listNodes();
    await connection.driver.listNodes();
    expect(connection.faults[0]).toMatchObject({
      kind: "duplicate-answer",
      message: "Cannot accept a second answer to the call with id 0: it was answered before",
      hint: "Answer each request exactly once",
    });
  });

  it("ends-lines-in-lf: the messages are read nevertheless, and the fault is told once", async () => {
    const connection = await attachFixture("ends-lines-in-lf");
    await connection.initialize({ epoch: 1 });
    await expect(connection.driver.listNodes()).resolves.toEqual({ nodes: [] });
    expect(connection.faults).toMatchObject([
      { kind: "bad-header", message: expect.stringContaining("LF without CR") },
    ]);
  });

  it("closes-stdin: what it wrote before is still read, and the next call rejects", async () => {
    const connection = await attachFixture("closes-stdin", { closeGraceMs: 100 });
    await connection.initialize({ epoch: 1 });
    await expect(connection.driver.listNodes()).rejects.toMatchObject({
      kind: "connection-closed",
      message: expect.stringContaining("it closed its stdin, while its process goes on running"),
    });
  });

  it("asks-back: the request is refused and is a fault, and the call is answered", async () => {
    const connection = await attachFixture("asks-back");
    await connection.initialize({ epoch: 1 });
    expect(connection.faults).toMatchObject([{ kind: "unexpected-request", method: "getSecret", blame: "driver" }]);
  });

  it("answers-plain-errors: JSON-RPC's own word for a missing method is understood as NOT_SUPPORTED", async () => {
    const connection = await attachFixture("answers-plain-errors");
    await expect(connection.driver.listNodes()).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
      details: { operation: "listNodes" },
    });
    expect(connection.faults).toMatchObject([{ kind: "bad-error-object", method: "listNodes" }]);
  });

  it("answers-unknown-code: the code is read as INTERNAL_ERROR and is a fault", async () => {
    const connection = await attachFixture("answers-unknown-code");
    await expect(connection.initialize({ epoch: 1 })).rejects.toMatchObject({
      code: "INTERNAL_ERROR",
      message: "no coffee",
      effect: "none",
    });
    expect(connection.faults[0]?.message).toContain('its data.code "OUT_OF_COFFEE" is no error code of the spec');
  });

  it("fails every call in progress and every later one when the driver dies", async () => {
    const connection = await attachFixture("dies");
    const calls = [connection.initialize({ epoch: 1 }), connection.driver.listNodes(), connection.request("anything")];
    const errors = await Promise.all(calls.map(failureOf));
    expect(errors.map((error) => error["kind"])).toEqual(["driver-exited", "driver-exited", "driver-exited"]);
    await expect(connection.closed).resolves.toMatchObject({ requested: false, fault: { kind: "driver-exited" } });
    await expect(connection.driver.listNodes()).rejects.toMatchObject({ kind: "driver-exited" });
  });
});
