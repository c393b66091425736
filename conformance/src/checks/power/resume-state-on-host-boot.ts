// Checks of `resumeStateOnHostBoot`: a guest that ran before its host went down is back, from its own disks.
import type { Check } from "../../harness/check.ts";
import { expectInterfaces } from "../steps/guest-devices.ts";
import { expectOneMoreBoot, givenGuestThatWasCutOff, givenTickingGuest } from "../steps/guest.ts";
import type { Cell } from "../steps/operations-on-instances.ts";
import { expectState } from "../steps/power-state.ts";
import { stateMatrix } from "../steps/state-matrix.ts";
import { expectVolumes, withVolumes } from "../steps/volumes.ts";

/** Of guests that are on, and of instances that are absent, no requirement speaks. */
function requirementOf({ from }: Cell): Check["requirement"] | undefined {
  return from === "shutdown" || from === "crashed" ? "resumeStateOnHostBoot/starts-what-is-off" : undefined;
}

/** The checks of `resumeStateOnHostBoot`. */
export const resumeStateOnHostBootChecks: readonly Check[] = [
  {
    id: "resumeStateOnHostBoot/starts-what-is-off",
    requirement: "resumeStateOnHostBoot/starts-what-is-off",
    title: "resumeStateOnHostBoot() boots a guest that is off once, from the disk that it had before",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenGuestThatWasCutOff(t);
      await t.driver.resumeStateOnHostBoot(instance.target);
      await expectState(t, instance, "running", "after resumeStateOnHostBoot");
      await expectOneMoreBoot(t, instance, boot, "after resumeStateOnHostBoot");
    },
  },
  {
    id: "resumeStateOnHostBoot/starts-what-is-off[host-was-down]",
    requirement: "resumeStateOnHostBoot/starts-what-is-off",
    title: "resumeStateOnHostBoot() boots a guest whose host was down, from the disk that it had before",
    needs: { fault: "hostDown", probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await t.fault({ kind: "hostDown", node: instance.node.uuid });
      await t.endFaults();
      await t.given("getInfo", () => expectState(t, instance, ["shutdown", "crashed"], "after its host was down"));
      await t.driver.resumeStateOnHostBoot(instance.target);
      await expectState(t, instance, "running", "after resumeStateOnHostBoot");
      await expectOneMoreBoot(t, instance, boot, "after resumeStateOnHostBoot of a guest whose host was down");
    },
  },
  {
    id: "resumeStateOnHostBoot/starts-what-is-off[volumes]",
    requirement: "resumeStateOnHostBoot/starts-what-is-off",
    title: "resumeStateOnHostBoot() gives a guest the volumes that it had",
    needs: { capabilities: ["supportsVolumes", "supportsDiagnostics"] },
    run: async (t) => {
      const volumes = [t.volume(), t.volume()];
      const instance = await t.givenInstance({ powerState: "shutdown", devices: withVolumes(...volumes) });
      await t.driver.resumeStateOnHostBoot(instance.target);
      await expectVolumes(t, instance, volumes, "after resumeStateOnHostBoot");
    },
  },
  {
    id: "resumeStateOnHostBoot/starts-what-is-off[interfaces]",
    requirement: "resumeStateOnHostBoot/starts-what-is-off",
    title: "resumeStateOnHostBoot() gives a guest the interfaces that it had",
    needs: { capabilities: ["supportsNetworkInterfaces", "supportsDiagnostics"] },
    run: async (t) => {
      const networkInterfaces = [t.networkInterface(), t.networkInterface()];
      const instance = await t.givenInstance({ powerState: "shutdown", devices: { networkInterfaces } });
      await t.driver.resumeStateOnHostBoot(instance.target);
      await expectInterfaces(t, instance, networkInterfaces, "after resumeStateOnHostBoot");
    },
  },
  ...stateMatrix("resumeStateOnHostBoot", requirementOf),
];
