// Drivers that are right until something has happened: to an instance, or to themselves.
import type { Call, ComputeDriver, GuestHardware } from "@virt-driver-kit/spec";

import { type DriverMutant, replacing } from "./mutant.ts";

type Driver = Required<ComputeDriver>;

/** What a driver goes wrong by: a call on an instance, or its own restart. `always`: nothing is needed. */
export type Turn = "always" | "reboot" | "powerOn" | "powerOff" | "pause" | "restart";

/** Makes a driver wrong; `concerns` tells whether it has gone wrong for an instance. */
export type Wrong = (driver: Driver, concerns: (instanceUuid: string) => boolean) => Partial<ComputeDriver>;

/** Makes a driver that goes wrong once something has happened. */
export function once(turn: Turn, wrong: Wrong): DriverMutant["driver"] {
  let runs = 0;
  return replacing((driver) => {
    runs += 1;
    const laterRun = runs > 1;
    const turned = new Set<string>();
    const concerns = (uuid: string): boolean => turn === "always" || (turn === "restart" ? laterRun : turned.has(uuid));
    const replaced = wrong(driver, concerns);
    if (turn === "always" || turn === "restart") return replaced;
    const watched = async (params: { instanceUuid: string }, call: Call): Promise<object> => {
      const result = await (driver[turn] as (params: object, call: Call) => Promise<object>)(params, call);
      turned.add(params.instanceUuid);
      return result;
    };
    return { ...replaced, [turn]: watched };
  });
}

/** Tells other hardware of guests than they have. */
export function tellingHardware(change: (hardware: GuestHardware) => GuestHardware): Wrong {
  return (driver, concerns) => ({
    getInfo: async (params, call) => {
      const { info } = await driver.getInfo(params, call);
      if (info.hardware === undefined || !concerns(info.uuid)) return { info };
      return { info: { ...info, hardware: change(info.hardware) } };
    },
  });
}
