// Checks of what guests boot with: the firmware that was asked for, at every boot.
import type { Check } from "../../harness/check.ts";
import { BOOTS } from "../steps/boots.ts";
import { build, expectHardware, type Wishes } from "../steps/guest-hardware.ts";
import { buildIfSupported, buildOrSkip, expectRefused } from "./refused.ts";

const UEFI: Wishes = { image: { firmware: { type: "uefi" } } };
const SECURE: Wishes = { image: { firmware: { type: "uefi", secureBoot: "required" } } };
const STATELESS: Wishes = { image: { firmware: { type: "uefi", stateless: true } } };
const SECURE_BY_FLAVOR: Wishes = {
  image: { firmware: { type: "uefi" } },
  flavor: { hardware: { secureBoot: "required" } },
};
const SECURE_BIOS: Wishes = {
  image: { firmware: { type: "bios" } },
  flavor: { hardware: { secureBoot: "required" } },
};

const uefi = BOOTS.map(({ variant, when, needs, pass }): Check => ({
  id: `placement/firmware-is-as-asked[${variant}]`,
  requirement: "placement/firmware-is-as-asked",
  title: `getInfo() says UEFI of a guest whose image asks for it, ${when}`,
  needs,
  run: async (t) => {
    const guest = await build(t, UEFI);
    await pass(t, guest);
    await expectHardware(t, guest, "firmwareType", "uefi", when);
  },
}));

const secureBoot = BOOTS.map(({ variant, when, needs, pass }): Check => ({
  id: `placement/secure-boot-or-nothing[${variant}]`,
  requirement: "placement/secure-boot-or-nothing",
  title: `getInfo() says secure boot of a guest whose image requires it, ${when}`,
  needs,
  run: async (t) => {
    const guest = await buildOrSkip(t, SECURE, "secure boot");
    await pass(t, guest);
    await expectHardware(t, guest, "secureBoot", true, when);
  },
}));

const stateless = BOOTS.map(({ variant, when, needs, pass }): Check => ({
  id: `placement/stateless-firmware-is-stateless[${variant}]`,
  requirement: "placement/stateless-firmware-is-stateless",
  title: `getInfo() says stateless firmware of a guest whose image asks for it, ${when}`,
  needs,
  run: async (t) => {
    const guest = await build(t, STATELESS);
    await pass(t, guest);
    await expectHardware(t, guest, "statelessFirmware", true, when);
  },
}));

/** The checks of firmware. */
export const firmwareChecks: readonly Check[] = [
  ...uefi,
  ...secureBoot,
  {
    id: "placement/secure-boot-or-nothing[flavor]",
    requirement: "placement/secure-boot-or-nothing",
    title: "A guest whose flavor requires secure boot, and whose image says nothing of it, has it or is not built",
    run: async (t) => {
      const guest = await buildOrSkip(t, SECURE_BY_FLAVOR, "secure boot");
      await expectHardware(t, guest, "secureBoot", true, "after spawn with a flavor that requires it");
    },
  },
  {
    id: "placement/secure-boot-or-nothing[bios]",
    requirement: "placement/secure-boot-or-nothing",
    title: "spawn() with a BIOS and with secure boot required is answered INVALID_REQUEST, and builds nothing",
    run: async (t) => {
      const bios = await buildIfSupported(t, { image: { firmware: { type: "bios" } }, powerOn: false });
      if (bios === undefined) t.notApplicable(`Node "${t.node.name}" has no guests with a BIOS`);
      await expectRefused(t, SECURE_BIOS, "INVALID_REQUEST", "a BIOS and with secure boot required");
    },
  },
  ...stateless,
];
