import { describe, expect, it } from "vitest";

import { loadSpec } from "../../src/model/index.ts";
import { wrongPlace } from "../../src/model/spec-place.ts";
import { TINY_SPEC } from "./tiny-spec.ts";

const model = await loadSpec(TINY_SPEC);

describe("wrongPlace()", () => {
  it.each([
    ["an operation", "pause"],
    ["an operation with a slash", "lab/advance"],
    ["the params of an operation", "pause.params"],
    ["a field of params", "pause.params.instanceUuid"],
    ["a capability", "supportsPause"],
    ["an object", "FileDisk"],
    ["a field of an object", "FileDisk.format"],
    ["a field of a variant, through a union", "Disk.sizeGib"],
    ["a field of a variant, through a list of a union", "describe.result.disks.path"],
    ["a field of another object, through a reference", "describe.result.driverState.data"],
  ])("finds nothing wrong with %s", (_, place) => {
    expect(wrongPlace(place, model)).toBeUndefined();
  });

  it.each([
    ["pauze", 'names nothing in the spec: "pauze"; did you mean "pause"?'],
    ["Disc.sizeGib", 'names nothing in the spec: "Disc"; did you mean "Disk"?'],
    ["", 'names nothing in the spec: ""'],
    ["constructor", 'names nothing in the spec: "constructor"'],
    ["pause.parms.instanceUuid", 'names no part of "pause": "parms"; did you mean "params"?'],
    ["pause.reslt", 'names no part of "pause": "reslt"; did you mean "result"?'],
    ["event.result", 'names no part of "event": "result"'],
    ["pause.params.instanceUid", 'names no field: "pause.params.instanceUid"; did you mean "instanceUuid"?'],
    ["describe.result.disks.tape", 'names no field: "describe.result.disks.tape"'],
    ["FileDisk.path.length", 'names no field: "FileDisk.path.length"'],
    ["FileDisk.constructor", 'names no field: "FileDisk.constructor"'],
    ["supportsPause.since", 'names no field: "supportsPause.since"'],
  ])("says of %j what is wrong", (place, problem) => {
    expect(wrongPlace(place, model)).toBe(problem);
  });
});
