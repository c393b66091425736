// Drivers that are wrong in what they do inside a guest: passwords and crash dumps, and in what they count of it.
import type { ComputeDriver, InstanceDiagnostics } from "@virt-driver-kit/spec";

import { faulty, misreporting, planned } from "./faulty.ts";
import { type DriverMutant, hiding, type Mutant, replacing, stateOf, within } from "./mutant.ts";

const passwords: readonly Mutant[] = [
  {
    id: "setAdminPassword/sets-the-password: does nothing",
    requirement: "setAdminPassword/sets-the-password",
    title: "setAdminPassword answers at once and asks no agent",
    message: "succeeded instead of being refused with BACKEND_FAILED",
    alsoBreaks: ["setAdminPassword/silent-agent-may-come-back", "setAdminPassword/refusal-is-final"],
    driver: replacing(() => ({ setAdminPassword: async () => ({}) })),
  },
  {
    id: "setAdminPassword/sets-the-password: the administrator only",
    requirement: "setAdminPassword/sets-the-password",
    title: "setAdminPassword does nothing for other users than the administrator",
    message: "succeeded instead of being refused with BACKEND_FAILED",
    alsoBreaks: ["setAdminPassword/refusal-is-final"],
    driver: replacing((driver) => ({
      setAdminPassword: async (params, call) =>
        params.userName === undefined ? driver.setAdminPassword(params, call) : {},
    })),
  },
  {
    id: "setAdminPassword/silent-agent-may-come-back: not supported",
    requirement: "setAdminPassword/silent-agent-may-come-back",
    title: "setAdminPassword in a guest whose agent is silent is NOT_SUPPORTED",
    message: "answered NOT_SUPPORTED instead of GUEST_AGENT_UNAVAILABLE",
    driver: planned("silent-agent-is-not-supported"),
  },
  {
    id: "setAdminPassword/silent-agent-may-come-back: succeeds",
    requirement: "setAdminPassword/silent-agent-may-come-back",
    title: "setAdminPassword in a guest whose agent is silent succeeds",
    message: "succeeded instead of being refused with GUEST_AGENT_UNAVAILABLE",
    driver: replacing((driver) => ({
      setAdminPassword: (params, call) =>
        hiding(driver.setAdminPassword(params, call), "GUEST_AGENT_UNAVAILABLE", () => ({})),
    })),
  },
  {
    id: "setAdminPassword/silent-agent-may-come-back: for hours",
    requirement: "setAdminPassword/silent-agent-may-come-back",
    title: "setAdminPassword waits an hour for an agent that is silent",
    message: "for an agent that is silent",
    driver: replacing((driver) => ({
      setAdminPassword: async (params, call) => {
        try {
          return await driver.setAdminPassword(params, call);
        } catch (error) {
          await driver["simulation/advance"]({ durationMs: 3_600_000 }, within(call));
          throw error;
        }
      },
    })),
  },
  {
    id: "setAdminPassword/silent-agent-may-come-back: given up for good",
    requirement: "setAdminPassword/silent-agent-may-come-back",
    title: "setAdminPassword asks no agent again that was silent once",
    message: "answered GUEST_AGENT_UNAVAILABLE",
    driver: replacing((driver) => {
      const silent = new Map<string, unknown>();
      return {
        setAdminPassword: async (params, call) => {
          if (silent.has(params.instanceUuid)) throw silent.get(params.instanceUuid);
          try {
            return await driver.setAdminPassword(params, call);
          } catch (error) {
            silent.set(params.instanceUuid, error);
            throw error;
          }
        },
      };
    }),
    alsoBreaks: ["setAdminPassword/sets-the-password"],
  },
  {
    id: "setAdminPassword/refusal-is-final: internal error",
    requirement: "setAdminPassword/refusal-is-final",
    title: "setAdminPassword that the agent refuses is an internal error",
    message: "answered INTERNAL_ERROR instead of GUEST_REFUSED",
    driver: faulty({
      kind: "answerFault",
      trigger: { operation: "setAdminPassword", times: 0, onCode: "GUEST_REFUSED" },
      action: "fail",
      code: "INTERNAL_ERROR",
      effect: "none",
    }),
  },
];

/** A triggerCrashDump that does something to the guest's power. */
function handling(
  act: (driver: Required<ComputeDriver>, instanceUuid: string, state: string) => Promise<unknown>,
): DriverMutant["driver"] {
  return replacing((driver) => ({
    triggerCrashDump: async (params, call) => {
      const state = await stateOf(driver, params.instanceUuid, call);
      await act(driver, params.instanceUuid, state);
      return hiding(driver.triggerCrashDump(params, call), "INVALID_STATE", () => ({}));
    },
  }));
}

const ONLY_CRASH_DUMPS = ["triggerCrashDump/*"];

const crashDumps: readonly Mutant[] = [
  {
    id: "triggerCrashDump/reaches-the-guest: does nothing",
    requirement: "triggerCrashDump/reaches-the-guest",
    title: "triggerCrashDump answers at once and interrupts nobody",
    message: "succeeded instead of being refused with BACKEND_FAILED",
    only: ["triggerCrashDump/reaches-the-guest"],
    driver: replacing(() => ({ triggerCrashDump: async () => ({}) })),
  },
  {
    id: "triggerCrashDump/changes-no-power-state: resets",
    requirement: "triggerCrashDump/changes-no-power-state",
    title: "triggerCrashDump resets the guest",
    message: "The guest was restarted by triggerCrashDump",
    only: ["triggerCrashDump/changes-no-power-state"],
    driver: replacing((driver) => ({
      triggerCrashDump: async (params, call) => {
        const answer = await driver.triggerCrashDump(params, call);
        await driver.reboot({ ...params, type: "hard" }, within(call));
        return answer;
      },
    })),
  },
  {
    id: "triggerCrashDump/changes-no-power-state: stops",
    requirement: "triggerCrashDump/changes-no-power-state",
    title: "triggerCrashDump leaves the guest off",
    message: "The instance is shutdown after triggerCrashDump",
    only: ["triggerCrashDump/changes-no-power-state"],
    driver: replacing((driver) => ({
      triggerCrashDump: async (params, call) => {
        const answer = await driver.triggerCrashDump(params, call);
        await driver.powerOff({ ...params, timeoutSeconds: 0, retryIntervalSeconds: 0 }, within(call));
        return answer;
      },
    })),
  },
  {
    id: "triggerCrashDump/changes-no-power-state: starts",
    requirement: "triggerCrashDump/changes-no-power-state",
    title: "triggerCrashDump makes the guest run, whatever state it was in",
    message: "succeeded instead of being refused with INVALID_STATE",
    only: ONLY_CRASH_DUMPS,
    driver: handling(async (driver, instanceUuid, state) => {
      const call = { signal: new AbortController().signal, reportProgress: () => undefined };
      if (state === "paused") await driver.unpause({ instanceUuid }, call);
      if (state === "shutdown") await driver.powerOn({ instanceUuid }, call);
    }),
  },
];

/** Changes what is read of a guest's counters, by how often it was read before. */
function counting(
  change: (diagnostics: InstanceDiagnostics, readings: number) => InstanceDiagnostics,
): DriverMutant["driver"] {
  return replacing((driver) => {
    const readings = new Map<string, number>();
    return {
      getInstanceDiagnostics: async (params, call) => {
        const { diagnostics } = await driver.getInstanceDiagnostics(params, call);
        const before = readings.get(params.instanceUuid) ?? 0;
        readings.set(params.instanceUuid, before + 1);
        return { diagnostics: change(diagnostics, before) };
      },
    };
  });
}

const OPERATION = "getInstanceDiagnostics";
const LISTS = "getInstanceDiagnostics/lists-each-device-once";

const diagnostics: readonly Mutant[] = [
  {
    id: "getInstanceDiagnostics/memory-is-in-mib: GiB",
    requirement: "getInstanceDiagnostics/memory-is-in-mib",
    title: "getInstanceDiagnostics gives the memory in GiB",
    message: "maximumMib of the guest's memory",
    driver: planned("diagnostics-give-memory-in-gib"),
  },
  {
    id: "getInstanceDiagnostics/memory-is-in-mib: used in KiB",
    requirement: "getInstanceDiagnostics/memory-is-in-mib",
    title: "getInstanceDiagnostics gives the memory that is used in KiB",
    message: "usedMib is above the memory of the flavor",
    driver: counting((read) => ({ ...read, memory: { ...read.memory, usedMib: (read.memory.usedMib ?? 0) * 1024 } })),
  },
  {
    id: `${LISTS}: leaves out an interface`,
    requirement: LISTS,
    title: "getInstanceDiagnostics leaves out an interface",
    message: "addresses of the interfaces in the diagnostics",
    driver: planned("diagnostics-leave-out-an-interface"),
  },
  {
    id: `${LISTS}: one CPU for all`,
    requirement: LISTS,
    title: "getInstanceDiagnostics lists the first CPU only",
    message: "ids of the CPUs of a guest with two",
    driver: faulty(misreporting(OPERATION, { pointer: "/diagnostics/cpus/1" })),
  },
  {
    id: `${LISTS}: a CPU twice`,
    requirement: LISTS,
    title: "getInstanceDiagnostics gives all CPUs one id",
    message: "ids of the CPUs of a guest with two",
    driver: faulty(misreporting(OPERATION, { pointer: "/diagnostics/cpus/*/id", json: "0" })),
  },
  {
    id: `${LISTS}: volumes without ids`,
    requirement: LISTS,
    title: "getInstanceDiagnostics does not say which disk is which volume",
    message: "volumes in the diagnostics",
    driver: faulty(misreporting(OPERATION, { pointer: "/diagnostics/disks/*/volumeId" })),
  },
  {
    id: `${LISTS}: disks without names`,
    requirement: LISTS,
    title: "getInstanceDiagnostics gives the disks no names",
    message: "A disk in the diagnostics has neither a device name nor a volume",
    driver: faulty(misreporting(OPERATION, { pointer: "/diagnostics/disks/*/deviceName" })),
  },
  {
    id: "getInstanceDiagnostics/counters-only-grow: begin anew",
    requirement: "getInstanceDiagnostics/counters-only-grow",
    title: "getInstanceDiagnostics counts from zero after every second reading",
    message: "timeNanoseconds of CPU 0 has fallen from one reading to the next",
    driver: counting((read, readings) => {
      if (readings % 2 === 0) return read;
      return { ...read, uptimeSeconds: 0, cpus: read.cpus.map((cpu) => ({ ...cpu, timeNanoseconds: "0" })) };
    }),
  },
  {
    id: "getInstanceDiagnostics/counters-only-grow: zero while paused",
    requirement: "getInstanceDiagnostics/counters-only-grow",
    title: "getInstanceDiagnostics of a paused guest has counted nothing",
    message: "has fallen when the guest was paused",
    driver: counting((read) => {
      if (read.powerState !== "paused") return read;
      return { ...read, disks: read.disks.map((disk) => ({ ...disk, readRequests: "0", readBytes: "0" })) };
    }),
  },
];

/** The mutants of what is done inside guests, and of what is counted of them. */
export const guestAffairsMutants: readonly Mutant[] = [...passwords, ...crashDumps, ...diagnostics];
