// Checks of local disks that are encrypted. How they lie on the host nobody can read; what another passphrase shows of them, the guest tells.
import type { GuestDevices } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import { untilTicking } from "../steps/guest.ts";
import { refusalOf } from "../steps/refusal.ts";

/** Words that occur in no message, since the report blacks them out. */
const [RIGHT, WRONG] = ["vdk-opens-it", "vdk-does-not-open-it"];
/** How long a guest is given to boot that should not, in milliseconds. */
const WATCHED_MS = 2_000;
const HINT = "Give the guest what is inside of the encryption, each time that it starts.";

function withPassphrase(passphrase: string): GuestDevices {
  return { blockDevices: { root: { encryption: { format: "luks", passphrase } } } };
}

/** Spawns an instance, and ends the check if the driver does not encrypt so. */
async function spawnOrSkip(t: CheckContext, params: NewInstance): Promise<void> {
  const refusal = await refusalOf(t.driver.spawn(params));
  if (refusal?.code === "NOT_SUPPORTED") t.notApplicable("The driver encrypts no local root disks with luks");
  if (refusal !== undefined) throw refusal;
}

/** Waits for the guest's boot of that number, and for no other. */
async function expectBoot(t: CheckContext, uuid: string, number: number, when: string): Promise<void> {
  const boot = await t.waitFor(
    `the guest boots ${when}`,
    async () => {
      const reading = await untilTicking(t, uuid, when);
      return reading.number >= number ? reading : undefined;
    },
    { hint: HINT },
  );
  t.expectEqual(boot.number, number, `boot number of the guest ${when}`, HINT);
}

/** Removes an instance and keeps its disks. Blocks the check if that fails. */
function givenKept(t: CheckContext, instanceUuid: string): Promise<unknown> {
  return t.given("destroy", () => t.driver.destroy({ instanceUuid, destroyDisks: false }));
}

/** The checks of encrypted local disks. */
export const encryptedDisksChecks: readonly Check[] = [
  {
    id: "block-devices/local-disks-are-encrypted[root]",
    requirement: "block-devices/local-disks-are-encrypted",
    title: "A guest reads and writes its encrypted root disk, and finds nothing of it under another passphrase",
    needs: { probeGuest: true },
    run: async (t) => {
      const params = await t.newInstance({ devices: withPassphrase(RIGHT) });
      const { uuid } = params.instance;
      await spawnOrSkip(t, params);
      await expectBoot(t, uuid, 1, "after spawn with an encrypted root disk");
      await t.driver.reboot({ instanceUuid: uuid, type: "hard" });
      await expectBoot(t, uuid, 2, "after a hard reboot from an encrypted root disk");
      // That the disk is kept and opens is seen first, so that a guest that finds nothing afterwards says something.
      await givenKept(t, uuid);
      await t.driver.spawn(params);
      await expectBoot(t, uuid, 3, "after spawn from an encrypted disk that was kept");
      await givenKept(t, uuid);
      const refusal = await refusalOf(t.driver.spawn({ ...params, devices: withPassphrase(WRONG) }));
      if (refusal !== undefined) return;
      await t.elapse(WATCHED_MS);
      const seen = (await t.given("getConsoleOutput", () => t.console(uuid))).current?.number ?? 0;
      t.expectThat(seen <= 3, "A guest goes on from an encrypted disk under another passphrase", {
        expected: "a failure, or nothing of what was written before",
        got: `boot ${seen}`,
        hint: "Store nothing in the clear, and keep no key beside the disk.",
      });
    },
  },
];
