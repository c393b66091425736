import { specModel } from "@virt-driver-kit/spec";
import type { DriverConnection, TappedMessage } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { type CallLog, callLog } from "../../src/coverage/call-log.ts";
import type { SeenCall } from "../../src/coverage/seen-call.ts";

const ONE = "0f5b7c7e-7a1c-4d8e-9c58-1f2f3b1f0a11";

/** A connection that is told what passes, and how a call on it is answered. */
interface Wire {
  readonly call: (method: string, params: object, answer: object) => void;
  readonly send: (method: string, params: object) => number;
  readonly answer: (id: number, answer: object) => void;
  readonly tell: (method: string, params: object) => void;
  readonly cut: () => Promise<void>;
}

function wireOf(listen: (connection: DriverConnection) => void): Wire {
  let tap: (message: TappedMessage) => void = () => undefined;
  let cut: () => void = () => undefined;
  const closed = new Promise<{ requested: boolean }>((resolve) => {
    cut = () => resolve({ requested: true });
  });
  const connection = {
    onMessage: (heard: typeof tap) => {
      tap = heard;
      return () => undefined;
    },
    closed,
  };
  listen(connection as unknown as DriverConnection);
  let ids = 0;
  const pass = (direction: TappedMessage["direction"], message: object): void =>
    tap({ direction, message: { jsonrpc: "2.0", ...message } as TappedMessage["message"], bytes: 0, atMs: 0 });
  const send: Wire["send"] = (method, params) => {
    pass("sent", { id: ++ids, method, params });
    return ids;
  };
  const answer: Wire["answer"] = (id, given) => pass("received", { id, ...given });
  return {
    send,
    answer,
    call: (method, params, given) => answer(send(method, params), given),
    tell: (method, params) => pass("received", { method, params }),
    cut: async () => {
      cut();
      await closed;
    },
  };
}

const ok = (result: object = {}): object => ({ result });
const refused = (code: string, more: object = {}): object => ({
  error: { code: 1, message: "no", data: { code, effect: "none", ...more } },
});

function spawned(wire: Wire, uuid: string = ONE): void {
  wire.call("spawn", { instance: { uuid }, powerOn: true }, ok());
}

/** What was noted of an operation, the last first. */
function seenOf(log: CallLog, operation: string): Omit<SeenCall, "operation" | "calls">[] {
  return log
    .seen()
    .filter((call) => call.operation === operation)
    .map(({ operation: _operation, calls: _calls, ...rest }) => rest);
}

describe("callLog()", () => {
  test("notes a call with the state that its instance was in, by the state tables of the calls before", () => {
    const log = callLog(specModel);
    const wire = wireOf(log.host());
    spawned(wire);
    wire.call("pause", { instanceUuid: ONE }, ok());
    wire.call("unpause", { instanceUuid: ONE }, ok());
    wire.call("destroy", { instanceUuid: ONE }, ok());
    wire.call("powerOn", { instanceUuid: ONE }, refused("INSTANCE_NOT_FOUND"));
    const noted = log.seen().map(({ operation, variant, state, outcome }) => [operation, variant, state, outcome]);
    expect(noted).toEqual([
      ["spawn", "powerOn: true", "absent", "ok"],
      ["pause", "", "running", "ok"],
      ["unpause", "", "paused", "ok"],
      ["destroy", "", "running", "ok"],
      ["powerOn", "", "absent", "INSTANCE_NOT_FOUND"],
    ]);
  });

  test("counts calls that are alike together", () => {
    const log = callLog(specModel);
    const wire = wireOf(log.host());
    spawned(wire);
    for (let call = 0; call < 3; call++) wire.call("getInfo", { instanceUuid: ONE }, refused("BACKEND_UNREACHABLE"));
    expect(log.seen().find(({ operation }) => operation === "getInfo")?.calls).toBe(3);
  });

  test("believes what reads and events say, and the driver that refuses for a state", () => {
    const log = callLog(specModel);
    const wire = wireOf(log.host());
    spawned(wire);
    wire.tell("event", { instanceUuid: ONE, powerState: "shutdown" });
    wire.call("suspend", { instanceUuid: ONE }, refused("INVALID_STATE", { details: { powerState: "crashed" } }));
    wire.call("rescue", { instanceUuid: ONE }, refused("IMAGE_UNACCEPTABLE"));
    wire.call("listInstanceStates", {}, ok({ states: [{ uuid: ONE, powerState: "suspended" }] }));
    wire.call("resume", { instanceUuid: ONE }, refused("BACKEND_FAILED"));
    expect(seenOf(log, "suspend")).toMatchObject([{ state: "crashed" }]);
    expect(seenOf(log, "rescue")).toMatchObject([{ state: "crashed" }]);
    expect(seenOf(log, "resume")).toMatchObject([{ state: "suspended" }]);
    expect(seenOf(log, "listInstanceStates")).toMatchObject([{ state: "none" }]);
  });

  test("notes a call as busy while another changing call on the instance is at work, and no longer", () => {
    const log = callLog(specModel);
    const wire = wireOf(log.host());
    spawned(wire);
    const slow = wire.send("powerOff", { instanceUuid: ONE });
    wire.call("reboot", { instanceUuid: ONE, type: "hard" }, refused("INSTANCE_BUSY"));
    wire.answer(slow, ok());
    wire.call("reboot", { instanceUuid: ONE, type: "hard" }, ok());
    expect(seenOf(log, "reboot")).toMatchObject([
      { state: "busy", outcome: "INSTANCE_BUSY", variant: "type: hard" },
      { state: "shutdown", outcome: "ok" },
    ]);
  });

  test("does not say what became of a call whose connection was lost, or that failed half way", async () => {
    const log = callLog(specModel);
    const host = log.host();
    const [lost, next] = [wireOf(host), wireOf(host)];
    spawned(lost);
    lost.send("powerOff", { instanceUuid: ONE });
    await lost.cut();
    next.call("pause", { instanceUuid: ONE }, ok());
    next.call("getInfo", { instanceUuid: ONE }, ok({ info: { uuid: ONE, powerState: "running" } }));
    next.call("rebuild", { instance: { uuid: ONE } }, refused("BACKEND_FAILED", { effect: "partial" }));
    next.call("unpause", { instanceUuid: ONE }, ok());
    expect(seenOf(log, "pause")).toMatchObject([{ state: "unknown" }]);
    expect(seenOf(log, "unpause")).toMatchObject([{ state: "unknown" }]);
  });

  test("tells the instances that a driver has found from those that it has made in this run", () => {
    const log = callLog(specModel);
    const wire = wireOf(log.host());
    const begin = (driverEpoch: string): void =>
      wire.call("initialize", {}, ok({ driverEpoch, capabilities: { supportsRecovery: true } }));
    begin("one");
    spawned(wire);
    wire.call("pause", { instanceUuid: ONE }, ok());
    begin("two");
    wire.call("unpause", { instanceUuid: ONE }, ok());
    expect(seenOf(log, "pause")).toMatchObject([{ restarted: false }]);
    expect(seenOf(log, "unpause")).toMatchObject([{ restarted: true, state: "paused" }]);
  });

  test("keeps what two hosts know of one instance apart", () => {
    const log = callLog(specModel);
    const [here, there] = [wireOf(log.host()), wireOf(log.host())];
    spawned(here);
    there.call("powerOff", { instanceUuid: ONE }, refused("BACKEND_FAILED"));
    expect(seenOf(log, "powerOff")).toMatchObject([{ state: "absent" }]);
  });
});
