// The boots of a guest: the first one, and the ways in which it comes up again, for what has to be the same after each.
import type { GuestDevices } from "@virt-driver-kit/spec";

import type { Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { cutOff } from "./guest.ts";
import type { Guest } from "./guest-hardware.ts";

/** What a guest has come through. */
export interface Boot {
  /** Names the check. */
  readonly variant: string;
  /** The end of a sentence, such as `after powerOff and powerOn`. */
  readonly when: string;
  readonly needs: Needs;
  /**
   * Brings a running guest through it. Blocks the check if that fails.
   *
   * @param devices - What every call that starts the guest has to carry.
   */
  readonly pass: (t: CheckContext, guest: Pick<Guest, "target">, devices?: GuestDevices) => Promise<void>;
}

async function reboot(t: CheckContext, { target }: Pick<Guest, "target">, devices?: GuestDevices): Promise<void> {
  await t.given("reboot", () => t.driver.reboot({ ...target, type: "hard", ...(devices && { devices }) }));
}

async function powerCycle(t: CheckContext, { target }: Pick<Guest, "target">, devices?: GuestDevices): Promise<void> {
  await t.given("powerOff", () => t.driver.powerOff(cutOff({ target })));
  await t.given("powerOn", () => t.driver.powerOn({ ...target, ...(devices && { devices }) }));
}

const RESTART: Needs = { restart: true, capabilities: ["supportsRecovery"] };

/** The ways in which a guest comes up again, and a restart of its driver, which it does not notice. */
export const LATER_BOOTS: readonly Boot[] = [
  { variant: "reboot", when: "after a hard reboot", needs: {}, pass: reboot },
  { variant: "powerOn", when: "after powerOff and powerOn", needs: {}, pass: powerCycle },
  {
    variant: "restart",
    when: "after a restart of the driver",
    needs: RESTART,
    pass: (t) => t.restartDriver(),
  },
  {
    variant: "restart-powerOn",
    when: "after powerOff, a restart of the driver and powerOn",
    needs: RESTART,
    pass: async (t, { target }, devices) => {
      await t.given("powerOff", () => t.driver.powerOff(cutOff({ target })));
      await t.restartDriver();
      await t.given("powerOn", () => t.driver.powerOn({ ...target, ...(devices && { devices }) }));
    },
  },
];

/** The first boot, and the later ones. */
export const BOOTS: readonly Boot[] = [
  { variant: "spawn", when: "after spawn", needs: {}, pass: async () => undefined },
  ...LATER_BOOTS,
];
