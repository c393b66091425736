// The operations that start a guest and may have to hold it back until its network is there.
import type { GuestDevices, NetworkInterface } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

import type { Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { currentBoot, givenGuestThatWasCutOff, givenTickingGuest } from "../steps/guest.ts";
import { STARTS } from "../steps/starts.ts";

/** A guest that is about to be started. */
export interface StartableGuest {
  readonly uuid: string;
  /** In which boot its disk is; 0 for one that has never booted. */
  readonly bootNumber: number;
  /** Starts it, with devices if they are given. */
  readonly start: (devices?: GuestDevices) => Promise<unknown>;
}

/** An operation that starts a guest. */
export interface GuestStart {
  readonly operation: string;
  readonly needs: Needs;
  readonly prepare: (t: CheckContext) => Promise<StartableGuest>;
}

const ofInstances = STARTS.map(({ operation, from, call }): GuestStart => ({
  operation,
  needs: { probeGuest: true },
  prepare: async (t) => {
    const { instance, boot } = await (from === "running" ? givenTickingGuest(t) : givenGuestThatWasCutOff(t));
    return { uuid: instance.uuid, bootNumber: boot.number, start: (devices) => call(t, instance, devices) };
  },
}));

/** The operations that start a guest. */
export const GUEST_STARTS: readonly GuestStart[] = [
  {
    operation: "spawn",
    needs: { probeGuest: true },
    prepare: async (t) => {
      const params = await t.newInstance();
      const start = (devices?: GuestDevices): Promise<unknown> =>
        t.driver.spawn({ ...params, ...(devices && { devices }) });
      return { uuid: params.instance.uuid, bootNumber: 0, start };
    },
  },
  ...ofInstances,
  {
    operation: "finishRevertMigration",
    needs: { probeGuest: true, capabilities: ["supportsMigration"] },
    prepare: async (t) => {
      // It starts from whatever it finds, so also from an instance that has not begun to move.
      const { instance, boot } = await givenGuestThatWasCutOff(t);
      const { node, params } = instance;
      const start = (devices?: GuestDevices): Promise<unknown> =>
        t.driver.finishRevertMigration({
          instance: params.instance,
          node: node.uuid,
          powerOn: true,
          ...(devices && { devices }),
        });
      return { uuid: instance.uuid, bootNumber: boot.number, start };
    },
  },
];

/** An interface whose wiring is awaited, so many seconds at most. */
export function awaited(t: CheckContext, awaitPlugSeconds: number): NetworkInterface {
  return t.networkInterface({ awaitPlugSeconds });
}

/** The boot that a guest is in; 0 if it has none, or nothing can be read of it yet. */
export async function bootNumberOf(t: CheckContext, uuid: string): Promise<number> {
  try {
    return (await currentBoot(t, uuid))?.number ?? 0;
  } catch (error) {
    if (error instanceof DriverError && ["CONSOLE_NOT_AVAILABLE", "INSTANCE_NOT_FOUND"].includes(error.code)) return 0;
    throw error;
  }
}
