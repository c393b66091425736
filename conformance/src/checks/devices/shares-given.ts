// Checks of the shares that a guest is given by the operation that builds or starts it. What is in them the probe cannot read.
import type { Check } from "../../harness/check.ts";
import { expectState } from "../steps/power-state.ts";
import { mount, newShare } from "../steps/given-share.ts";
import { STARTS } from "../steps/starts.ts";

const HINT = "Start no guest without its data: look whether each share is mounted before anything else.";

/** The checks of the shares that a guest is given. */
export const sharesGivenChecks: readonly Check[] = [
  {
    id: "devices/shares-reach-the-guest[spawn]",
    requirement: "devices/shares-reach-the-guest",
    title: "spawn() with a share that is not mounted is SHARE_MOUNT_FAILED, and builds nothing",
    run: async (t) => {
      const params = await t.newInstance({ devices: { shares: [newShare(t)] } });
      await t.expectError(t.driver.spawn(params), "SHARE_MOUNT_FAILED", { effect: "none", hint: HINT });
      await expectState(t, params.instance.uuid, "absent", "after spawn with a share that is not mounted");
    },
  },
  {
    id: "devices/shares-reach-the-guest[mounted]",
    requirement: "devices/shares-reach-the-guest",
    title: "spawn() with a share succeeds if it is mounted, and beside one that is not it is SHARE_MOUNT_FAILED",
    needs: { simulation: true },
    run: async (t) => {
      const [mounted, missing] = [newShare(t), newShare(t)];
      const params = await t.newInstance();
      const { uuid } = params.instance;
      await t.given("mountShare", () => mount(t, uuid, mounted));
      const both = t.driver.spawn({ ...params, devices: { shares: [mounted, missing] } });
      await t.expectError(both, "SHARE_MOUNT_FAILED", { hint: HINT });
      await t.driver.spawn({ ...params, devices: { shares: [mounted] } });
      await expectState(t, uuid, "running", "after spawn with a share that is mounted");
    },
  },
  ...STARTS.map(({ operation, from, call }): Check => ({
    id: `devices/shares-reach-the-guest[${operation}]`,
    requirement: "devices/shares-reach-the-guest",
    title: `${operation}() with a share that is not mounted is SHARE_MOUNT_FAILED`,
    run: async (t) => {
      const instance = await t.givenInstance({ powerState: from });
      await t.expectError(call(t, instance, { shares: [newShare(t)] }), "SHARE_MOUNT_FAILED", { hint: HINT });
      if (from === "shutdown") await expectState(t, instance, "shutdown", `after ${operation} without its share`);
    },
  })),
];
