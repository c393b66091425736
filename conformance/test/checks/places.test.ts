import { specModel, validators } from "@virt-driver-kit/spec";
import type { OperationName } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { requestOnNothing } from "../../src/checks/steps/example-request.ts";
import { placesIn } from "../../src/checks/steps/places.ts";

const NOBODY = "0f5b7c7e-7a1c-4d8e-9c58-1f2f3b1f0a11";

/** The operations that a driver is asked to do, with something in their parameters that is behind a capability. */
const GATED = Object.values(specModel.operations)
  .filter(({ direction, kind }) => direction === "coreToDriver" && kind !== "notification")
  .map(({ name }) => name as OperationName)
  .filter((name) => placesIn(name).some(({ isGated }) => isGated));

function problemsOf(operation: OperationName, params: object): unknown {
  const call = specModel.operations[operation]?.kind === "change" ? { operationId: NOBODY } : {};
  return validators[operation].params.closed({ ...params, call });
}

describe("placesIn()", () => {
  test.for(GATED)("%s: a request with each thing behind a capability is valid", (operation) => {
    const request = requestOnNothing(operation, NOBODY);
    const gated = placesIn(operation).filter(({ isGated }) => isGated);
    const problems = gated.map(({ path, put }) => ({ path, problems: problemsOf(operation, put(request)) }));
    expect(problems.filter((place) => place.problems !== null)).toEqual([]);
  });

  test("names a place with all the capabilities that it is behind", () => {
    const tag = placesIn("spawn").find(({ path }) => path === "params.devices.blockDevices.volumes[].tag");
    expect(tag).toMatchObject({ isGated: true, capabilities: ["supportsVolumes", "supportsDeviceTagging"] });
  });

  test("puts a value into a request and leaves the rest as it was", () => {
    const format = placesIn("spawn").find(({ path }) => path === "params.instance.image.diskFormat");
    const request = { node: NOBODY, instance: { name: "one", image: { name: "two", diskFormat: "raw" } } };
    expect(format?.put(request, "iso")).toEqual({
      node: NOBODY,
      instance: { name: "one", image: { name: "two", diskFormat: "iso" } },
    });
    expect(request.instance.image.diskFormat).toBe("raw");
  });

  test("puts a variant of a union in the place of another", () => {
    const http = placesIn("spawn").find(({ path }) => path === "params.instance.image.source<HttpImageSource>");
    const request = { instance: { image: { source: { kind: "file", path: "/image" } } } };
    expect(http?.put(request)).toMatchObject({ instance: { image: { source: { kind: "http" } } } });
  });
});
