// Moves that break off at their source: at every step of either hypervisor, or by a caller that has changed its mind.
import type { GuestDevices, MigrateDiskAndPowerOffParams } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { cancelAtEachMoment } from "./cancelled-call.ts";
import { moveParams, type Way } from "./cold-moves.ts";
import { sweepSteps } from "./fail-at-each-step.ts";
import { givenTickingGuest, type TickingGuest } from "./guest.ts";

/** A guest that ran when its move began, which then broke off. */
export interface BrokenMove extends TickingGuest {
  /** What broke it off, as the end of a sentence, such as `after migrateDiskAndPowerOff failed at its hypervisor call number 3`. */
  readonly when: string;
}

interface Prepared extends TickingGuest {
  readonly params: MigrateDiskAndPowerOffParams;
}

/** A volume and a network interface, as far as the driver takes them, so that a move has something to release. */
export function usualDevices(t: CheckContext): GuestDevices {
  const { capabilities } = t.session;
  const takesFiles = t.node.accepts?.volumeProtocols?.includes("localFile") !== false;
  return {
    ...(capabilities.supportsVolumes === true &&
      takesFiles && { blockDevices: { volumes: [t.volume().attachment()] } }),
    ...(capabilities.supportsNetworkInterfaces === true && { networkInterfaces: [t.networkInterface()] }),
  };
}

async function prepareMove(t: CheckContext, way: Way): Promise<Prepared> {
  const devices = usualDevices(t);
  const guest = await givenTickingGuest(t, Object.keys(devices).length > 0 ? { devices } : {});
  return { ...guest, params: await moveParams(way, guest.instance) };
}

async function remove(way: Way, { instance: { target } }: TickingGuest): Promise<void> {
  for (const { given, driver } of new Set([way.here, way.there]))
    await given("destroy", () => driver.destroy({ ...target, destroyDisks: true }));
}

/**
 * Has the first half of a move fail at each step of one of its hosts.
 *
 * @param at - Whose hypervisor fails.
 * @param judge - Judges what is there after each failure.
 */
export function failEachStepOfMove(
  t: CheckContext,
  way: Way,
  at: "here" | "there",
  judge: (broken: BrokenMove) => Promise<void>,
): Promise<void> {
  const whose = at === "here" ? "its" : "the destination's";
  return sweepSteps(way[at], {
    operation: "migrateDiskAndPowerOff",
    prepare: () => prepareMove(t, way),
    call: ({ params }) => t.driver.migrateDiskAndPowerOff(params),
    judge: async ({ prepared, step }) => {
      await judge({
        ...prepared,
        when: `after migrateDiskAndPowerOff failed at ${whose} hypervisor call number ${step}`,
      });
      await remove(way, prepared);
    },
  });
}

/** Cancels the first half of a move at several moments. */
export function cancelMove(t: CheckContext, way: Way, judge: (broken: BrokenMove) => Promise<void>): Promise<void> {
  return cancelAtEachMoment(
    t,
    "migrateDiskAndPowerOff",
    () => prepareMove(t, way),
    ({ params }, options) => t.driver.migrateDiskAndPowerOff(params, options),
    async (prepared) => {
      await judge({ ...prepared, when: "after migrateDiskAndPowerOff was cancelled" });
      await remove(way, prepared);
    },
  );
}
