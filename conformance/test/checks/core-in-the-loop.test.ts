// A core that goes wrong by itself is the kit's affair, and never the driver's.
import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { describe, expect, test } from "vitest";

import { RunningCore } from "../../src/checks/core-in-the-loop/running-core.ts";
import { expectStatus, untilCore } from "../../src/checks/core-in-the-loop/await-core.ts";
import { checkOf, runOn } from "../fixtures/run-on.ts";

describe("the reference core in the loop", () => {
  test("is a harness error if it answers what its API does not", async () => {
    const check = checkOf(async (t) => {
      const core = await RunningCore.on(t);
      await core.act(await core.create(), { "os-dance": null });
    });
    const { record } = await runOn(fakeDriver({ nodes: 1 }), { checks: [check] });
    const [outcome] = record.outcomes;
    expect(outcome?.verdict).toBe("harness-error");
    expect(outcome?.problem?.message).toContain(
      "The reference core answered 400 and not 202 when os-dance was asked for",
    );
  });

  test("is a harness error if it is asked although it does not run", async () => {
    const check = checkOf(async (t) => {
      const core = await RunningCore.on(t);
      await core.stop();
      await untilCore(t, core, "somebody answers", () => core.list());
    });
    const { record } = await runOn(fakeDriver({ nodes: 1 }), { checks: [check] });
    expect(record.outcomes[0]?.problem?.message).toContain("Cannot ask the reference core: it is not running");
  });

  test("leaves the check's session in order, so that others go on with it", async () => {
    const first = checkOf(async (t) => {
      const core = await RunningCore.on(t);
      await expectStatus(t, core, await core.create(), "ACTIVE", "after it was built");
    });
    const second = checkOf(async (t) => void (await t.givenInstance()), { id: "powerOff/stops-the-guest[next]" });
    const { record } = await runOn(fakeDriver({ nodes: 1 }), { checks: [first, second] });
    expect(record.outcomes.map(({ verdict }) => verdict)).toEqual(["pass", "pass"]);
    expect(record.detach.leftovers).toEqual([]);
  });
});
