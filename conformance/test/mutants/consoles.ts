// Drivers whose consoles are wrong.
import { DriverError } from "@virt-driver-kit/spec";
import type { GetConsoleOutputResult } from "@virt-driver-kit/spec";

import { planned } from "./faulty.ts";
import { hiding, type Mutant, replacing, stateOf } from "./mutant.ts";

function withBytes(result: GetConsoleOutputResult, change: (bytes: Buffer) => Buffer): GetConsoleOutputResult {
  return { ...result, data: change(Buffer.from(result.data, "base64")).toString("base64") };
}

/** The mutants of `getConsoleOutput`. */
export const consolesMutants: readonly Mutant[] = [
  {
    id: "getConsoleOutput/returns-what-the-guest-wrote: other line ends",
    requirement: "getConsoleOutput/returns-what-the-guest-wrote",
    title: "getConsoleOutput makes line feeds of carriage returns",
    message: "Unexpected console output of a guest's first boot",
    driver: replacing((driver) => ({
      getConsoleOutput: async (params, call) =>
        withBytes(
          await driver.getConsoleOutput(params, call),
          (bytes) => bytes.map((byte) => (byte === 13 ? 10 : byte)) as Buffer,
        ),
    })),
  },
  {
    id: "getConsoleOutput/returns-what-the-guest-wrote: stands still",
    requirement: "getConsoleOutput/returns-what-the-guest-wrote",
    title: "getConsoleOutput answers what it answered first",
    message: "The log did not grow while the guest wrote, although it had been read",
    driver: planned("console-log-stands-still"),
  },
  {
    id: "getConsoleOutput/honours-offset-and-limit: no limit",
    requirement: "getConsoleOutput/honours-offset-and-limit",
    title: "getConsoleOutput takes no notice of the limit",
    message: "A read of 1 bytes from 0 gave",
    driver: replacing((driver) => ({
      getConsoleOutput: ({ limit: _limit, ...params }, call) => driver.getConsoleOutput(params, call),
    })),
  },
  {
    id: "getConsoleOutput/honours-offset-and-limit: no offset",
    requirement: "getConsoleOutput/honours-offset-and-limit",
    title: "getConsoleOutput always reads from the beginning",
    message: "Unexpected offset of a read",
    driver: replacing((driver) => ({
      getConsoleOutput: ({ offset: _offset, ...params }, call) => driver.getConsoleOutput(params, call),
    })),
  },
  {
    id: "getConsoleOutput/honours-offset-and-limit: loses a byte",
    requirement: "getConsoleOutput/honours-offset-and-limit",
    title: "getConsoleOutput leaves out the first byte of a piece that does not begin the log",
    message: "Unexpected log read",
    driver: replacing((driver) => ({
      getConsoleOutput: async (params, call) => {
        const { offset = 0 } = params;
        if (offset === 0) return driver.getConsoleOutput(params, call);
        const result = await driver.getConsoleOutput({ ...params, offset: offset + 1 }, call);
        return { ...result, offset, nextOffset: result.nextOffset - 1 };
      },
    })),
  },
  ...(["paused", "shutdown", "crashed"] as const).map((powerState): Mutant => {
    const requirement =
      powerState === "paused"
        ? "getConsoleOutput/returns-what-the-guest-wrote"
        : "getConsoleOutput/outlives-the-guest-run";
    return {
      id: `${requirement}: not when ${powerState}`,
      requirement,
      title: `getConsoleOutput has no log of a ${powerState} instance`,
      message: "answered CONSOLE_NOT_AVAILABLE",
      driver: replacing((driver) => ({
        getConsoleOutput: async (params, call) => {
          const { instanceUuid } = params;
          const isIt = (await stateOf(driver, instanceUuid, call)) === powerState;
          if (!isIt) return driver.getConsoleOutput(params, call);
          const message = `Cannot read the console of instance "${instanceUuid}": it is ${powerState}`;
          throw new DriverError("CONSOLE_NOT_AVAILABLE", message, { effect: "none", details: { instanceUuid } });
        },
      })),
    };
  }),
  {
    id: "getConsoleOutput/outlives-the-guest-run: begins anew",
    requirement: "getConsoleOutput/outlives-the-guest-run",
    title: "getConsoleOutput forgets the log at each boot",
    message: "The log has lost what the guest wrote before its last boot",
    driver: replacing((driver) => {
      const forgotten = new Map<string, number>();
      return {
        powerOn: async (params, call) => {
          if ((await stateOf(driver, params.instanceUuid, call)) !== "shutdown") return driver.powerOn(params, call);
          const { endOffset } = await driver.getConsoleOutput({ ...params, offset: 0, limit: 1 }, call);
          forgotten.set(params.instanceUuid, endOffset);
          return driver.powerOn(params, call);
        },
        getConsoleOutput: async (params, call) => {
          const firstOffset = forgotten.get(params.instanceUuid) ?? 0;
          const offset = Math.max(params.offset ?? 0, firstOffset);
          return { ...(await driver.getConsoleOutput({ ...params, offset }, call)), firstOffset };
        },
      };
    }),
  },
  {
    id: "getConsoleOutput/absent-instance-is-refused: empty",
    requirement: "getConsoleOutput/absent-instance-is-refused",
    title: "getConsoleOutput of an absent instance is an empty log",
    message: "succeeded instead of being refused with INSTANCE_NOT_FOUND",
    driver: replacing((driver) => ({
      getConsoleOutput: (params, call) =>
        hiding(driver.getConsoleOutput(params, call), "INSTANCE_NOT_FOUND", () => ({
          data: "",
          offset: 0,
          nextOffset: 0,
          firstOffset: 0,
          endOffset: 0,
        })),
    })),
  },
];
