// Checks of `instanceOnDisk`: the disks decide, not whether the instance is there, and no answer is better than a wrong no.
import type { ErrorCode } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { cutOff } from "../steps/guest.ts";
import { reachesStoreOf } from "../steps/shared-storage.ts";
import { atPeer } from "../steps/two-hosts.ts";

const requirement = "instanceOnDisk/tells-whether-disks-are-here";

/** How a driver says that it cannot ask. */
const NO_ANSWER: readonly ErrorCode[] = ["BACKEND_UNREACHABLE", "BACKEND_FAILED"];

async function expectOnDisk(t: CheckContext, instanceUuid: string, expected: boolean, when: string): Promise<void> {
  const { onDisk } = await t.driver.instanceOnDisk({ instanceUuid, node: t.node.uuid });
  t.expectEqual(onDisk, expected, `onDisk ${when}`, "Look for the disks, wherever the driver stores them.");
}

/** The checks of `instanceOnDisk`. */
export const instanceOnDiskChecks: readonly Check[] = [
  {
    id: requirement,
    requirement,
    title: "instanceOnDisk() is true of an instance that runs and of one that is off, and false of one that never was",
    run: async (t) => {
      const instance = await t.givenInstance();
      await expectOnDisk(t, instance.uuid, true, "of an instance that runs");
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      await expectOnDisk(t, instance.uuid, true, "of an instance that is off");
      await expectOnDisk(t, t.uuid(), false, "of an instance that never was");
    },
  },
  {
    id: `${requirement}[kept]`,
    requirement,
    title: "instanceOnDisk() is true where the instance was destroyed and its disks were kept, until they are removed",
    run: async (t) => {
      const instance = await t.givenInstance({ powerState: "shutdown" });
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: false }));
      await expectOnDisk(t, instance.uuid, true, "after destroy kept the disks");
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
      await expectOnDisk(t, instance.uuid, false, "after destroy removed the disks");
    },
  },
  {
    id: `${requirement}[unreachable]`,
    requirement,
    title: "instanceOnDisk() answers an error and not false while its hypervisor does not answer",
    needs: { fault: "backendUnreachable" },
    run: async (t) => {
      const instance = await t.givenInstance();
      await t.fault({ kind: "backendUnreachable" });
      await t.expectError(t.driver.instanceOnDisk({ ...instance.target, node: t.node.uuid }), NO_ANSWER, {
        hint: "Say that there are no disks only after having looked.",
      });
      await t.endFaults();
      await expectOnDisk(t, instance.uuid, true, "once the hypervisor answers again");
    },
  },
  {
    id: `${requirement}[other-host]`,
    requirement,
    title: "instanceOnDisk() at a second host is true just where it reaches the storage that the disks are in",
    needs: { peer: true },
    run: async (t) => {
      const there = await atPeer(t);
      const instance = await t.givenInstance({ powerState: "shutdown" });
      const isReached = await reachesStoreOf(t, there, instance.uuid);
      const what = isReached ? "that shares the storage" : "that shares nothing";
      await expectOnDisk(there, instance.uuid, isReached, `at a host ${what}`);
      await expectOnDisk(there, t.uuid(), false, "at a second host, of an instance that never was");
    },
  },
];
