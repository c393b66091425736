// Checks of trusted platform modules: of the version that was asked for, at every boot, or refused.
import type { GuestDevices, TpmProperties } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { BOOTS } from "../steps/boots.ts";
import { cutOff } from "../steps/guest.ts";
import { expectHardware, type Guest, type Wishes } from "../steps/guest-hardware.ts";
import { refusalOf } from "../steps/refusal.ts";
import { tpmSecret } from "../steps/tpm-secret.ts";
import { buildFirst, buildIfSupported, expectRefused } from "./refused.ts";

const VERSIONS: readonly TpmProperties["version"][] = ["2.0", "1.2"];

/** What no driver can give. */
const IMPOSSIBLE: readonly { readonly what: string; readonly tpm: TpmProperties }[] = [
  { what: "a trusted platform module of an unknown version", tpm: { version: "other" } },
  { what: "a trusted platform module of an unknown model", tpm: { version: "2.0", model: "other" } },
];

/** A guest with a module of the first version that the driver can give. */
async function guestWithTpm(
  t: CheckContext,
  devices: GuestDevices,
): Promise<{ readonly guest: Guest; readonly choice: TpmProperties["version"] }> {
  const built = await buildFirst(t, VERSIONS, (version): Wishes => ({ image: { tpm: { version } }, devices }));
  return t.expectDefined(
    built,
    "version of a trusted platform module that the driver gives",
    "Undeclare supportsVtpm.",
  );
}

const atEachBoot = BOOTS.map(({ variant, when, needs, pass }): Check => ({
  id: `placement/vtpm-is-as-asked[${variant}]`,
  requirement: "placement/vtpm-is-as-asked",
  title: `getInfo() tells the version of the trusted platform module that was asked for, ${when}`,
  needs,
  run: async (t) => {
    const devices = tpmSecret();
    const { guest, choice } = await guestWithTpm(t, devices);
    await pass(t, guest, devices);
    await expectHardware(t, guest, "tpmVersion", choice, when);
  },
}));

const keptAtReboot: Check = {
  id: "placement/vtpm-is-as-asked[kept-at-reboot]",
  requirement: "placement/vtpm-is-as-asked",
  title:
    "A guest whose secret a hard reboot() was to keep on the node has its trusted platform module at a powerOn() without it",
  run: async (t) => {
    const { guest, choice } = await guestWithTpm(t, tpmSecret());
    const { target } = guest;
    await t.given("reboot", () => t.driver.reboot({ ...target, type: "hard", devices: tpmSecret(true) }));
    await t.given("powerOff", () => t.driver.powerOff(cutOff(guest)));
    const refusal = await refusalOf(t.driver.powerOn(target));
    t.expectThat(
      refusal === undefined,
      "A guest whose secret a reboot was to keep on the node cannot be started without it",
      {
        expected: "success",
        got: refusal,
        hint: "Keep the secret of every call that says keepOnHost, and not of the first one alone.",
      },
    );
    await expectHardware(t, guest, "tpmVersion", choice, "after a reboot that was to keep the secret, and a powerOn");
  },
};

/** The checks of trusted platform modules. */
export const tpmChecks: readonly Check[] = [
  ...atEachBoot,
  keptAtReboot,
  {
    id: "placement/vtpm-is-as-asked[versions]",
    requirement: "placement/vtpm-is-as-asked",
    title: "A guest has a trusted platform module of each version that image or flavor can ask for, or is not built",
    run: async (t) => {
      let built = 0;
      for (const version of VERSIONS) {
        for (const wishes of [{ image: { tpm: { version } } }, { flavor: { hardware: { tpm: { version } } } }]) {
          const guest = await buildIfSupported(t, { ...wishes, devices: tpmSecret() });
          if (guest === undefined) continue;
          built += 1;
          await expectHardware(t, guest, "tpmVersion", version, "after spawn");
        }
      }
      t.expectThat(built > 0, "No guest with a trusted platform module of any version was built", {
        hint: "Undeclare supportsVtpm.",
      });
    },
  },
  {
    id: "placement/vtpm-is-as-asked[unknown]",
    requirement: "placement/vtpm-is-as-asked",
    title: "spawn() with a version or model of the trusted platform module that nobody knows is answered NOT_SUPPORTED",
    run: async (t) => {
      for (const { what, tpm } of IMPOSSIBLE) {
        await expectRefused(t, { image: { tpm }, devices: tpmSecret() }, "NOT_SUPPORTED", what);
        await expectRefused(t, { flavor: { hardware: { tpm } }, devices: tpmSecret() }, "NOT_SUPPORTED", what);
      }
    },
  },
];
