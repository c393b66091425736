import { describe, expect, it } from "vitest";
import { WIRE_FAULT_KINDS } from "../../../src/index.ts";
import { FaultLog } from "../../../src/rpc/client/fault-log.ts";
import { wireFault } from "../../../src/rpc/faults/wire-fault.ts";
import type { WireFault, WireFaultKind } from "../../../src/rpc/faults/wire-fault.ts";

function fault(message: string, kind: WireFaultKind = "stray-text"): WireFault {
  return wireFault({ kind, blame: "driver", message, hint: "stop it" });
}

describe("FaultLog", () => {
  it("tells a fault once, whatever the numbers in it", () => {
    const log = new FaultLog();
    const told: string[] = [];
    const stop = log.listen(({ message }) => told.push(message));
    for (const message of ["line 1", "line 2", "word"]) log.add(fault(message));
    log.add(fault("line 1", "bad-header"));
    stop();
    log.add(fault("unheard"));
    expect(told).toEqual(["line 1", "word", "line 1"]);
    expect(log.all.map(({ message }) => message)).toEqual(["line 1", "word", "line 1", "unheard"]);
  });

  it("does not grow without end", () => {
    const log = new FaultLog();
    for (let length = 1; length <= 1000; length += 1) log.add(fault("x".repeat(length)));
    expect(log.all).toHaveLength(200);
  });
});

describe("WIRE_FAULT_KINDS", () => {
  it("lists each kind once", () => {
    expect(new Set(WIRE_FAULT_KINDS).size).toBe(WIRE_FAULT_KINDS.length);
  });
});
