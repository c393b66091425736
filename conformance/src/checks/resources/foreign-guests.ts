// The check that a guest which is not the driver's takes the room that it takes.
import type { Check } from "../../harness/check.ts";
import { givenForeignGuest } from "../steps/foreign-guest.ts";
import { refusalOf } from "../steps/refusal.ts";
import { givenResource, givenUsage } from "../steps/usage.ts";

const HINT = "Count what the hypervisor has, and not only what spawn has made.";

/** The checks of what foreign guests take. */
export const foreignGuestsTakeRoomChecks: readonly Check[] = [
  {
    id: "resources/foreign-guests-take-room",
    requirement: "resources/foreign-guests-take-room",
    title:
      "getAvailableResource() counts the CPUs, the memory and the disk of a foreign guest as used while it is there, and no longer",
    needs: { fault: "foreignGuest" },
    run: async (t) => {
      const before = await givenUsage(t);
      const { vcpus, memoryMib, localGib } = await givenForeignGuest(t, {
        name: "database-7",
        vcpus: 2,
        memoryMib: 128,
        localGib: 3,
      });
      const together = {
        vcpus: before.vcpus + vcpus,
        memoryMib: before.memoryMib + memoryMib,
        localGib: before.localGib + localGib,
      };
      t.expectEqual(await givenUsage(t), together, "use of a node with a foreign guest", HINT);
      await t.endFaults();
      t.expectEqual(await givenUsage(t), before, "use of a node whose foreign guest is gone", HINT);
    },
  },
  {
    id: "resources/foreign-guests-take-room[spawn]",
    requirement: "resources/foreign-guests-take-room",
    title:
      "spawn() on a node that a foreign guest fills is answered INSUFFICIENT_RESOURCES, and succeeds when the guest is gone",
    needs: { fault: "foreignGuest" },
    run: async (t) => {
      const params = await t.newInstance({ powerOn: false });
      const { memoryMib, memoryMibUsed } = await givenResource(t);
      const free = memoryMib - memoryMibUsed;
      await givenForeignGuest(t, { name: "database-7", memoryMib: free - params.instance.flavor.memoryMib + 1 });
      await t.expectError(t.driver.spawn(params), "INSUFFICIENT_RESOURCES", { effect: "none", hint: HINT });
      await t.endFaults();
      const refusal = await refusalOf(t.driver.spawn(params));
      t.expectThat(refusal === undefined, "spawn failed after the foreign guest that was in the way was gone", {
        got: refusal,
        hint: HINT,
      });
    },
  },
];
