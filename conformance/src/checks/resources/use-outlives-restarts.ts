// Checks of what is in use after a restart of the driver.
import type { Check } from "../../harness/check.ts";
import { givenOverview } from "../steps/overview.ts";

const ENDINGS = [
  { how: "shutdown", needs: { restart: true }, ended: "shut down" },
  { how: "kill", needs: { ownProcess: true }, ended: "killed" },
] as const;

/** The checks of figures after a restart. */
export const useOutlivesRestartsChecks: readonly Check[] = ENDINGS.map(({ how, needs, ended }): Check => ({
  id: `resources/use-outlives-restarts[${how}]`,
  requirement: "resources/use-outlives-restarts",
  title: `getAvailableResource() shows the same use after the driver was ${ended} and started again, with instances on and off`,
  needs: { ...needs, capabilities: ["supportsRecovery"] },
  run: async (t) => {
    await t.givenInstance({ flavor: { rootGib: 1 } });
    await t.givenInstance({ flavor: { rootGib: 1 }, powerState: "shutdown" });
    const { usage } = await givenOverview(t);
    await t.restartDriver(how);
    t.expectEqual(
      (await givenOverview(t)).usage,
      usage,
      `use of the nodes after the driver was ${ended} and started again`,
      "Store the flavor's figures with the instance, and count at start what is there.",
    );
  },
}));
