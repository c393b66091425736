import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { valueAt } from "../../src/model/data-path.ts";
import { loadSpec, SpecSourceError } from "../../src/model/index.ts";
import { specModel } from "../../src/generated/spec-model.ts";
import { editedSpec, TINY_SPEC } from "./tiny-spec.ts";

const OWN_SPEC = fileURLToPath(new URL("../..", import.meta.url));

describe("loadSpec()", () => {
  it("loads this package's spec, and it is the one that was generated from", async () => {
    expect(await loadSpec(OWN_SPEC)).toEqual(specModel);
  });

  it("names operations by their method and groups them by folder", async () => {
    const { operations } = await loadSpec(TINY_SPEC);
    expect(Object.values(operations).map(({ name, group }) => [name, group])).toEqual([
      ["renewPassword", "core"],
      ["event", "events"],
      ["describe", "instances"],
      ["lab/advance", "lab"],
      ["pause", "power"],
    ]);
  });

  it("closes the fields of params, results and error details", async () => {
    const { operations, errors } = await loadSpec(TINY_SPEC);
    const closed = { type: "object", additionalProperties: false };
    expect(operations["lab/advance"]?.result).toEqual({ ...closed, required: [], properties: {} });
    expect(operations["pause"]?.params).toMatchObject({ ...closed, required: ["instanceUuid"] });
    expect(errors["INVALID_STATE"]?.details).toMatchObject({ ...closed, required: ["powerState"] });
    expect(operations["event"]).not.toHaveProperty("result");
  });

  it("rewrites references, wherever they are written, to names of schemas, and keeps what stands beside them", async () => {
    const model = await loadSpec(TINY_SPEC);
    const at = (...path: (string | number)[]): unknown => valueAt(model, path);
    const ref = { $ref: "#/$defs/Uuid" };
    expect(at("operations", "pause", "params", "properties", "instanceUuid")).toEqual({
      ...ref,
      description: "The instance to pause.",
    });
    expect(at("schemas", "CallContext", "properties", "operationId")).toMatchObject(ref);
    expect(at("errors", "INSTANCE_NOT_FOUND", "details", "properties", "instanceUuid")).toMatchObject(ref);
    expect(at("operations", "describe", "result", "properties", "disks", "items")).toEqual({ $ref: "#/$defs/Disk" });
    expect(at("schemas", "Disk", "oneOf")).toEqual([{ $ref: "#/$defs/FileDisk" }, { $ref: "#/$defs/BlankDisk" }]);
  });

  it("takes the values of a generated enum from the file that it names", async () => {
    const { schemas } = await loadSpec(TINY_SPEC);
    expect(schemas["ErrorCode"]?.enum).toEqual(["INVALID_REQUEST", "INSTANCE_NOT_FOUND", "INVALID_STATE"]);
    expect(schemas["ErrorCode"]).not.toHaveProperty("x-generated-from");
  });

  it("knows of each requirement where it comes from and which operations it speaks of", async () => {
    const { requirements } = await loadSpec(TINY_SPEC);
    const summary = Object.values(requirements).map(({ id, origin, operations }) => [id, origin, operations]);
    expect(summary).toContainEqual(["lab/time-passes", "lab/advance", ["lab/advance"]]);
    expect(summary).toContainEqual(["protocol/answers-once", "protocol", ["describe"]]);
  });

  it("gates the requirements of a gated operation, also where they do not say so", async () => {
    await using spec = await editedSpec([
      ["operations/power/pause.yaml", "    capability: supportsPause\n    verification", "    verification"],
    ]);
    const { requirements } = await loadSpec(spec.directory);
    expect(requirements["pause/stops-execution"]?.capability).toBe("supportsPause");
  });

  it("lets a requirement of a gated operation have a capability that requires the operation's", async () => {
    await using spec = await editedSpec([
      [
        "operations/power/pause.yaml",
        "capability: supportsPause\n    verification",
        "capability: supportsSoftPause\n    verification",
      ],
    ]);
    const { requirements } = await loadSpec(spec.directory);
    expect(requirements["pause/stops-execution"]?.capability).toBe("supportsSoftPause");
  });

  it("knows of each capability what it gates", async () => {
    const mode = "{ type: boolean, x-capability: supportsPause, description: One. }";
    await using spec = await editedSpec([
      ["schemas/BlankDisk.yaml", "x-since: 0.1.0", "x-since: 0.1.0\nx-capability: supportsPause"],
      ["schemas/FileDisk.yaml", "  format:", `  items: ${mode}\n  properties: ${mode}\n  format:`],
      [
        "operations/instances/describe.yaml",
        "    password:",
        "    list: { type: array, maxItems: 1, items: { type: object, additionalProperties: false, properties: { oneOf: " +
          `${mode} } }, description: Some. }\n    password:`,
      ],
    ]);
    const { supportsPause, supportsSoftPause, supportsRecovery } = (await loadSpec(spec.directory)).capabilities;
    expect(supportsPause?.gates).toEqual(["pause"]);
    expect(supportsPause?.gatesData).toEqual([
      "BlankDisk",
      "FileDisk.items",
      "FileDisk.properties",
      "describe.result.list.oneOf",
    ]);
    expect(supportsSoftPause).toMatchObject({
      requires: ["supportsPause"],
      gates: [],
      gatesData: ["pause.params.mode"],
    });
    expect(supportsRecovery).toMatchObject({ requires: [], gates: [], gatesData: [] });
  });

  it("takes glossary, profiles and driver-private objects as they are written", async () => {
    const { glossary, profiles, driverPrivate } = await loadSpec(TINY_SPEC);
    expect(glossary.terms["instance"]).toEqual({ means: "What a driver runs.", not: ["vm", "server"] });
    expect(profiles["full"]?.capabilities.choice).toMatchObject([{ of: ["supportsRecovery", "supportsSoftPause"] }]);
    expect(driverPrivate).toEqual(["DriverState"]);
  });

  it("fills in what a file may leave out", async () => {
    await using spec = await editedSpec([
      ["operations/power/pause.yaml", "when: { mode: soft }\n    outcome", "outcome"],
    ]);
    const { operations, capabilities } = await loadSpec(spec.directory);
    expect(operations["pause"]?.states?.[0]?.when).toEqual({});
    expect(operations["lab/advance"]?.errors).toEqual([]);
    expect(capabilities["supportsPause"]?.requires).toEqual([]);
  });

  it("gives the same model each time", async () => {
    expect(JSON.stringify(await loadSpec(TINY_SPEC))).toBe(JSON.stringify(await loadSpec(TINY_SPEC)));
  });

  it("reports a folder without a spec as one problem", async () => {
    const directory = join(TINY_SPEC, "no-such-folder");
    const error = await loadSpec(directory).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SpecSourceError);
    expect((error as SpecSourceError).message).toBe(
      `Cannot load the spec in "${directory}": 1 problem\nspec.yaml:1:1: cannot be read: there is no spec in this folder`,
    );
  });
});
