import { describe, expect, it } from "vitest";

import { generateCoreClient } from "../../src/generate/core-client.ts";
import { loadSpec } from "../../src/model/index.ts";
import { TINY_SPEC } from "../model/tiny-spec.ts";
import { generated } from "./generated.ts";

const client = generated("core-client.ts");

describe("generateCoreClient()", () => {
  it("documents a request with its params, result, errors and requirements of both sides", () => {
    expect(client).toContain(`
  /**
   * Asks for a new way into an instance.
   *
   * @param params - \`instanceUuid\`: The instance.
   * @param options - The \`call\` of the method that asks, so that the wait ends with it; or a \`signal\` of its own.
   * @returns \`password\`: The way in.
   * @throws {@link DriverError} \`INSTANCE_NOT_FOUND\` (effect \`none\`): The core has no such instance.
   * @throws TypeError if \`params\` do not match the schema, or the driver does not declare what the request needs;
   *   nothing is sent.
   * @see Requirements \`renewPassword/uses-the-new-one\`
   */
  renewPassword(params: RenewPasswordParams, options?: CoreCallOptions): Promise<RenewPasswordResult>;
`);
  });

  it("leaves out what the core asks, and what nobody answers", () => {
    expect(client).not.toContain("pause(");
    expect(client).not.toContain("event(");
  });

  it("names the capability that a request needs", async () => {
    const { operations, ...rest } = await loadSpec(TINY_SPEC);
    const { renewPassword } = operations;
    if (renewPassword === undefined) throw new RangeError("the tiny spec has no request");
    const gated = { ...operations, renewPassword: { ...renewPassword, capability: "supportsPause" } };
    expect(generateCoreClient({ ...rest, operations: gated })).toContain(
      "   * Only for a driver that declares {@link Capability} `supportsPause`.\n",
    );
  });

  it("is an empty interface where a spec has no requests", async () => {
    const model = await loadSpec(TINY_SPEC);
    expect(generateCoreClient({ ...model, operations: {} })).toMatch(/export interface CoreClient \{\n\}\n$/);
  });
});
