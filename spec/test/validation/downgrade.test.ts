// The tiny spec has two versions: 0.2.0 added members, a capability and a request to 0.1.0. Here it grows a little more.
import { describe, expect, it } from "vitest";

import { loadSpec } from "../../src/model/index.ts";
import type { JsonSchema } from "../../src/model/json-schema.ts";
import { downgrade } from "../../src/validation/downgrade.ts";
import { TINY_SPEC } from "../model/tiny-spec.ts";

const model = await loadSpec(TINY_SPEC);
const schemas: Record<string, JsonSchema> = {
  ...model.schemas,
  BlankDisk: { ...model.schemas["BlankDisk"], "x-since": "0.2.0" },
  FileDisk: withMember("FileDisk", "cache", { type: "string", "x-since": "0.2.0", "x-downgrade": "omit" }),
};
const { result = {} } = model.operations["describe"] ?? {};
const UUID = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";

function withMember(name: string, member: string, schema: JsonSchema): JsonSchema {
  const { properties = {}, ...rest } = model.schemas[name] ?? {};
  return { ...rest, properties: { ...properties, [member]: schema } };
}

/** What a peer of a version is sent, and what it must not be sent. */
function sentTo(version: string, value: object, schema: JsonSchema = result): [unknown, ...string[]] {
  const refused: string[] = [];
  const refuse = (path: string, since: string): void => void refused.push(`${path} of ${since}`);
  return [downgrade(schema, value, "result", { version, schemas, refuse }), ...refused];
}

const OLD = { powerState: "paused", disks: [{ kind: "file", path: "/a" }] };

describe("downgrade()", () => {
  it("leaves alone what the older version has", () => {
    expect(sentTo("0.1.0", OLD)).toEqual([OLD]);
  });

  it("leaves everything alone for a peer of the same version, or of a newer one", () => {
    const value = {
      ...OLD,
      driverState: { format: "f", version: 1, data: "" },
      capabilities: { supportsSoftPause: true },
    };
    expect(sentTo("0.2.0", value)).toEqual([value]);
    expect(sentTo("0.10.0", value)).toEqual([value]);
  });

  it("drops newer members that are marked so, on every level, and does not change the value", () => {
    const value = {
      ...OLD,
      disks: [{ kind: "file", path: "/a", cache: "none" }],
      capabilities: { supportsPause: true, supportsSoftPause: true },
    };
    const before = structuredClone(value);
    expect(sentTo("0.1.0", value)).toEqual([{ ...OLD, capabilities: { supportsPause: true } }]);
    expect(value).toEqual(before);
  });

  it("refuses newer members without the mark, and names them", () => {
    const value = { ...OLD, driverState: { format: "f", version: 1, data: "" } };
    expect(sentTo("0.1.0", value)).toEqual([OLD, "result.driverState of 0.2.0"]);
  });

  it("refuses newer variants of a union, and names their place", () => {
    const value = {
      ...OLD,
      disks: [
        { kind: "file", path: "/a" },
        { kind: "blank", sizeGib: 1 },
      ],
    };
    expect(sentTo("0.1.0", value).slice(1)).toEqual(["result.disks[1] of 0.2.0"]);
  });

  it("keeps members that this version does not know either", () => {
    const value = { ...OLD, disks: [{ kind: "tape", reel: 1 }], colour: "red" };
    expect(sentTo("0.1.0", value)).toEqual([value]);
  });

  it("goes into params as it goes into results", () => {
    const params = { instanceUuid: UUID, mode: "soft" };
    const { properties = {}, ...rest } = model.operations["pause"]?.params ?? {};
    const schema = { ...rest, properties: { ...properties, mode: { ...properties["mode"], "x-since": "0.2.0" } } };
    expect(sentTo("0.1.0", params, schema)).toEqual([{ instanceUuid: UUID }, "result.mode of 0.2.0"]);
  });
});
