// Checks that a restarted driver still knows what it had connected and plugged, and can end all of it.
import type { Check, Needs } from "../../harness/check.ts";
import { givenWitness } from "../steps/connections.ts";
import { expectReleased, expectTaken, givenVisiblePorts } from "../steps/ports.ts";
import { withVolumes } from "../steps/volumes.ts";

const NEEDS: Needs = { ownProcess: true };
const WHEN = "after destroy, without devices, by a driver that was killed and started again";
const AFTERWARDS = "after the driver was killed and started again";

/** The checks of connections over a restart. */
export const connectionsChecks: readonly Check[] = [
  {
    id: "recovery/connections-are-remembered[interfaces]",
    requirement: "recovery/connections-are-remembered",
    title:
      "destroy() without devices, by a driver that was killed and started again, leaves no interface of the instance plugged",
    needs: { ...NEEDS, capabilities: ["supportsNetworkInterfaces"] },
    run: async (t) => {
      const networkInterfaces = await givenVisiblePorts(t, 2);
      const { target } = await t.givenInstance({ devices: { networkInterfaces } });
      await t.restartDriver("kill");
      for (const port of networkInterfaces) await t.given("spawn", () => expectTaken(t, port, AFTERWARDS));
      await t.driver.destroy({ ...target, destroyDisks: true });
      for (const port of networkInterfaces) await expectReleased(t, port, WHEN);
    },
  },
  {
    id: "recovery/connections-are-remembered[volumes]",
    requirement: "recovery/connections-are-remembered",
    title:
      "destroy() without devices, by a driver that was killed and started again, ends the host's connections to the instance's volumes",
    needs: { ...NEEDS, capabilities: ["supportsVolumes"] },
    run: async (t) => {
      const volumes = [t.volume(), t.volume()];
      const witness = await givenWitness(t);
      const { target } = await t.givenInstance({ devices: withVolumes(...volumes) });
      await t.restartDriver("kill");
      for (const volume of volumes) await t.given("spawn", () => witness.expectHeld(volume, AFTERWARDS));
      await t.driver.destroy({ ...target, destroyDisks: true });
      for (const volume of volumes) await witness.expectFree(volume, WHEN);
    },
  },
];
