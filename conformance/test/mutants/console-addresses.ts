// Drivers that lead to the wrong console, or to another one each time.
import { DriverError } from "@virt-driver-kit/spec";
import type { ComputeDriver, RequirementId } from "@virt-driver-kit/spec";

import { faulty, misreporting, planned } from "./faulty.ts";
import { type DriverMutant, invalidState, type Mutant, replacing, stateOf } from "./mutant.ts";

interface ConsoleType {
  readonly operation: "getVncConsole" | "getSpiceConsole" | "getRdpConsole" | "getSerialConsole" | "getMksConsole";
  readonly leads: RequirementId;
  readonly stays: RequirementId;
  /** The member that tells consoles apart, and a value that all could have. */
  readonly same: readonly { readonly pointer: string; readonly json: string }[];
}

const TYPES: readonly ConsoleType[] = [
  {
    operation: "getVncConsole",
    leads: "getVncConsole/leads-to-the-instance",
    stays: "getVncConsole/same-answer-while-it-runs",
    same: [{ pointer: "/console/port", json: "5900" }],
  },
  {
    operation: "getSpiceConsole",
    leads: "getSpiceConsole/leads-to-the-instance",
    stays: "getSpiceConsole/leads-to-the-instance",
    same: [{ pointer: "/console/tlsPort", json: "5901" }],
  },
  {
    operation: "getRdpConsole",
    leads: "getRdpConsole/leads-to-the-instance",
    stays: "getRdpConsole/leads-to-the-instance",
    same: [{ pointer: "/console/internalAccessPath", json: '"console"' }],
  },
  {
    operation: "getSerialConsole",
    leads: "getSerialConsole/leads-to-the-instance",
    stays: "getSerialConsole/same-answer-while-it-runs",
    same: [{ pointer: "/console/port", json: "7000" }],
  },
  {
    operation: "getMksConsole",
    leads: "getMksConsole/opens-the-instance",
    stays: "getMksConsole/same-place-new-ticket",
    same: [{ pointer: "/console/ticket", json: '"ticket"' }],
  },
];

type Console = { readonly console: { readonly port?: number } };
type Read = (...params: Parameters<ComputeDriver["getVncConsole"] & object>) => Promise<Console>;

/** Replaces the read of consoles of a type. Their answers differ in members that no mutant changes. */
function rereading(
  { operation }: ConsoleType,
  change: (read: Read, driver: Required<ComputeDriver>) => Read,
): DriverMutant["driver"] {
  return replacing((driver) => {
    const read = driver[operation] as Read;
    return { [operation]: change(read, driver) };
  });
}

const byType = TYPES.flatMap((type): Mutant[] => {
  const { operation, leads, stays, same } = type;
  return [
    {
      id: `${leads}: one for all`,
      requirement: leads,
      title: `${operation} gives all instances one console`,
      message: "Two instances have one console",
      only: [leads],
      driver:
        operation === "getVncConsole"
          ? planned("two-guests-share-a-console")
          : faulty(misreporting(operation, ...same)),
    },
    {
      id: `${leads}: lost with a reboot`,
      requirement: leads,
      title: `${operation} finds no console of a guest that was rebooted`,
      message: "answered CONSOLE_TYPE_NOT_AVAILABLE",
      only: [leads],
      driver:
        operation === "getSerialConsole"
          ? planned("serial-port-is-lost-with-a-reboot")
          : replacing((driver) => {
              const rebooted = new Set<string>();
              return {
                reboot: (params, call) => {
                  rebooted.add(params.instanceUuid);
                  return driver.reboot(params, call);
                },
                [operation]: async (params: { instanceUuid: string }, call: Parameters<Read>[1]) => {
                  if (rebooted.has(params.instanceUuid)) throw noConsole(params.instanceUuid);
                  return (driver[operation] as Read)(params, call);
                },
              };
            }),
    },
    {
      id: `${stays}: moves`,
      requirement: stays,
      title: `${operation} opens another port each time`,
      message: `answer of ${operation} when it was asked again`,
      only: [stays],
      driver: rereading(type, (read) => {
        let asked = 0;
        return async (params, call) => {
          const { console } = await read(params, call);
          return { console: { ...console, port: 10_000 + ++asked } };
        };
      }),
    },
    {
      id: `${stays}: not while paused`,
      requirement: stays,
      title: `${operation} of a paused instance is refused`,
      message: "answered INVALID_STATE",
      only: [stays],
      driver: rereading(type, (read, driver) => async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) === "paused")
          throw await invalidState(driver, params.instanceUuid, call);
        return read(params, call);
      }),
    },
  ];
});

function noConsole(instanceUuid: string): DriverError {
  return new DriverError("CONSOLE_TYPE_NOT_AVAILABLE", `Cannot find a console of instance "${instanceUuid}"`, {
    effect: "none",
    details: { instanceUuid },
  });
}

/** The mutants of the operations that tell where consoles listen. */
export const consoleAddressesMutants: readonly Mutant[] = [
  ...byType,
  {
    id: "getMksConsole/same-place-new-ticket: the same ticket",
    requirement: "getMksConsole/same-place-new-ticket",
    title: "getMksConsole gives a ticket of an earlier answer",
    message: "getMksConsole gave one ticket twice",
    only: ["getMksConsole/*"],
    driver: faulty({ kind: "answerFault", trigger: { operation: "getMksConsole", times: 0 }, action: "stale" }),
  },
];
