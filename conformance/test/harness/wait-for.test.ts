import { DriverError } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import type { Passage } from "../../src/harness/wait-for.ts";
import { waitFor } from "../../src/harness/wait-for.ts";

function countedPassage(): Passage {
  let elapsed = 0;
  return {
    stepMs: 100,
    elapsedMs: () => elapsed,
    pass: async (ms) => {
      elapsed += ms;
    },
  };
}

describe("waitFor()", () => {
  test("answers what the probe found, without waiting if it is there at once", async () => {
    const passage = countedPassage();
    expect(await waitFor({ description: "it is there", probe: () => 7, withinMs: 1_000 }, passage)).toBe(7);
    expect(passage.elapsedMs()).toBe(0);
  });

  test("takes a refusal for not yet", async () => {
    const passage = countedPassage();
    const probe = (): string => {
      if (passage.elapsedMs() >= 300) return "here";
      throw new DriverError("CONSOLE_NOT_AVAILABLE", "Not yet", { effect: "none", details: { instanceUuid: "u" } });
    };
    expect(await waitFor({ description: "it is there", probe, withinMs: 1_000 }, passage)).toBe("here");
  });

  test("gives up when the time is over, with what it saw last and the hint", async () => {
    const passage = countedPassage();
    const waiting = waitFor(
      { description: "the guest ticks", probe: () => false, withinMs: 250, hint: "boot it" },
      passage,
    );
    await expect(waiting).rejects.toMatchObject({
      message: "Waited 250 ms in vain until the guest ticks",
      hint: "boot it",
    });
    expect(passage.elapsedMs()).toBe(250);
  });

  test("lets other errors through at once", async () => {
    await expect(
      waitFor(
        { description: "x", probe: () => Promise.reject(new TypeError("broken")), withinMs: 1_000 },
        countedPassage(),
      ),
    ).rejects.toThrow(TypeError);
  });
});
