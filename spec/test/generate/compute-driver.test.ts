import { describe, expect, it } from "vitest";

import { generated } from "./generated.ts";

const driver = generated("compute-driver.ts");

describe("generateComputeDriver()", () => {
  it("documents a method with its guarantee, states, params, errors, requirements and source", () => {
    expect(driver).toContain(`
  /**
   * Stops a guest's execution.
   *
   * The memory stays resident, and the guest goes on later.
   *
   * Power states, with \`mode\` "soft": \`running\` becomes \`paused\`; \`paused\` fails with \`INVALID_STATE\`; \`absent\` fails
   * with \`INSTANCE_NOT_FOUND\`.
   *
   * Needed only if the driver declares {@link Capability} \`supportsPause\`.
   *
   * @param params - \`instanceUuid\`: The instance to pause.
   *   \`mode\`, optional: Whether the guest is asked.
   * @param call - The circumstances of the call: its identity, \`signal\`, which aborts when the caller cancels or its
   *   deadline passes, and \`reportProgress\`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} \`INSTANCE_NOT_FOUND\` (effect \`none\`): There is no such instance.
   * @throws {@link DriverError} \`INVALID_STATE\` (effect \`none\`): The instance is already \`paused\`.
   * @see Requirements \`pause/stops-execution\`
   * @see Nova: nova/virt/driver.py ComputeDriver.pause
   */
  pause?(params: PauseParams, call: Call): Promise<PauseResult>;
`);
  });

  it("refers to the requirements of other files that speak of a method", () => {
    expect(driver).toContain("   * @see Requirements `describe/tells-the-truth`, `protocol/answers-once`\n");
  });

  it("requires the methods that no capability gates", () => {
    expect(driver).toContain("  describe(params: DescribeParams, call: Call): Promise<DescribeResult>;\n");
  });

  it("leaves out what the serving library does, and what the driver only sends", () => {
    expect(driver).not.toContain("lab/advance");
    expect(driver).not.toContain("event(");
  });

  it("imports the types that it names, in signatures and in links", () => {
    const imported = /import type \{\n([^}]*)\} from ".\/types.ts"/.exec(driver)?.[1]?.trim().split(/,\s*/);
    expect(imported?.filter((name) => name !== "")).toEqual([
      "Capability",
      "CommonErrorCode",
      "DescribeParams",
      "DescribeResult",
      "PauseParams",
      "PauseResult",
    ]);
  });
});
