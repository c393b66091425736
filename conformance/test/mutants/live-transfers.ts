// Drivers that are wrong in the transfer of a guest: where it is when they answer, and how it can be called off or forced.
import type { Call, ComputeDriver, LiveMigrationParams, LiveMigrationResult } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { misreading } from "./faulty.ts";
import { type Mutant, within } from "./mutant.ts";
import { cutOff } from "./on-each.ts";
import { acrossBoth, bothReplacing, plannedSite, siteWithFaults } from "./two-hosts.ts";

type Driver = Required<ComputeDriver>;

/** Does something once a migration has ended, before it is answered. */
export function afterwards(work: (ends: { here: Driver; there: Driver }, end: Ended, call: Call) => Promise<unknown>) {
  return acrossBoth((here, other) => ({
    liveMigration: async (params, call) => {
      const result = await here.liveMigration(params, call);
      await work({ here, there: other() }, { params, result, instanceUuid: params.instanceUuid }, deaf());
      return result;
    },
  }));
}

/** A call that nobody can cancel, and that tells nothing. */
function deaf(): Call {
  return { signal: new AbortController().signal, reportProgress: () => undefined };
}

/** A migration that has ended. */
export interface Ended {
  readonly params: LiveMigrationParams;
  readonly result: LiveMigrationResult;
  readonly instanceUuid: string;
}

/** What is done to a guest that should go on. */
const DISTURBANCES = {
  reboots: (driver: Driver, instanceUuid: string, call: Call) => driver.reboot({ instanceUuid, type: "hard" }, call),
  stops: (driver: Driver, instanceUuid: string, call: Call) => cutOff(driver, instanceUuid, call),
  pauses: (driver: Driver, instanceUuid: string, call: Call) => driver.pause({ instanceUuid }, call),
} as const;

const GOES_ON = "liveMigration/guest-goes-on-at-the-destination";
const FAILURE = "liveMigration/failure-leaves-the-guest-at-the-source";
const LATE = "liveMigration/too-late-is-an-error";

const moving: readonly Mutant[] = [
  ...breaks(
    GOES_ON,
    {
      word: "stays",
      title: "liveMigration leaves the guest at the source as well",
      message: "getInfo still shows the instance",
      site: plannedSite("live-migration-leaves-the-guest-at-the-source"),
    },
    {
      word: "does nothing",
      title: "liveMigration says completed and does nothing",
      message: "The instance is absent at the destination after liveMigration",
      site: bothReplacing(() => ({ liveMigration: async () => ({ outcome: "completed" as const }) })),
    },
    ...(["reboots", "stops", "pauses"] as const).map((word) => ({
      word,
      title: `The guest is met at the destination by a driver that ${word} it`,
      message: {
        reboots: "The guest was restarted at the destination after liveMigration",
        stops: "The instance is shutdown at the destination after liveMigration",
        pauses: "The instance is paused at the destination after liveMigration",
      }[word],
      site: afterwards(async ({ there }, { result, instanceUuid }, call) => {
        if (result.outcome === "completed") await DISTURBANCES[word](there, instanceUuid, call);
      }),
    })),
    {
      word: "once",
      title: "liveMigration of a guest that has come that way fails",
      message: "Unexpected outcome of liveMigration",
      only: [`${GOES_ON}[and-back]`],
      site: bothReplacing((driver) => {
        const own = new Set<string>();
        return {
          spawn: async (params, call) => {
            own.add(params.instance.uuid);
            return driver.spawn(params, call);
          },
          liveMigration: async (params, call) =>
            own.has(params.instanceUuid)
              ? driver.liveMigration(params, call)
              : { outcome: "failed", problem: "It came that way" },
        };
      }),
    },
  ),
  ...breaks(
    "liveMigration/paused-guest-stays-paused",
    {
      word: "goes on",
      title: "A paused guest goes on when it has arrived",
      message: "The instance is running at the destination after liveMigration of a paused guest",
      site: afterwards(async ({ there }, { instanceUuid }, call) => there.unpause({ instanceUuid }, call)),
    },
    {
      word: "goes on for a moment",
      title: "A paused guest executes for a moment when it has arrived",
      message: "Unexpected last tick of a guest that moved while paused",
      site: afterwards(async ({ there }, { instanceUuid }, call) => {
        await there.unpause({ instanceUuid }, call);
        await there["simulation/advance"]({ durationMs: 500 }, call);
        await there.pause({ instanceUuid }, call);
      }),
    },
    {
      word: "is cut off",
      title: "A paused guest is off when it has arrived",
      message: "The instance is shutdown at the destination after liveMigration of a paused guest",
      site: afterwards(async ({ there }, { instanceUuid }, call) => cutOff(there, instanceUuid, call)),
    },
  ),
];

const failing: readonly Mutant[] = [
  ...breaks(
    FAILURE,
    {
      word: "goes on behind its answer",
      title: "liveMigration says failed of a guest that has arrived",
      message: "The instance is absent at the source after liveMigration met a failure",
      site: siteWithFaults({
        kind: "answerFault",
        trigger: { operation: "liveMigration", onCode: "BACKEND_FAILED", times: 0 },
        action: "succeed",
        resultJson: '{"outcome":"failed","problem":"The destination does not answer"}',
      }),
    },
    ...(["reboots", "stops", "pauses"] as const).flatMap((word) =>
      (["cancelled", "failed"] as const).map((outcome) => ({
        word: `${word} what was ${outcome}`,
        title: `A migration that ends as ${outcome} ${word} the guest`,
        message: {
          reboots: "The guest was restarted after liveMigration",
          stops: "The instance is shutdown at the source after liveMigration",
          pauses: "The instance is paused at the source after liveMigration",
        }[word],
        site: afterwards(async ({ here }, { result, instanceUuid }, call) => {
          if (result.outcome === outcome) await DISTURBANCES[word](here, instanceUuid, call);
        }),
      })),
    ),
    {
      word: "never again",
      title: "A guest whose migration failed cannot be migrated again",
      message: "Unexpected outcome of liveMigration",
      site: bothReplacing((driver) => {
        const failed = new Set<string>();
        return {
          liveMigration: async (params, call) => {
            if (failed.has(params.instanceUuid)) return { outcome: "failed", problem: "A migration has failed" };
            const result = await driver.liveMigration(params, call);
            if (result.outcome !== "completed") failed.add(params.instanceUuid);
            return result;
          },
        };
      }),
    },
  ),
  ...breaks(
    LATE,
    ...(["failed", "cancelled"] as const).map((outcome) => ({
      word: outcome,
      title: `liveMigration that breaks off too late ends as ${outcome}`,
      message: `liveMigration ended with ${outcome} when the network was lost after the guest had left`,
      site: siteWithFaults({
        kind: "answerFault" as const,
        trigger: { operation: "liveMigration", onCode: "BACKEND_FAILED" as const, times: 0 },
        action: "succeed" as const,
        resultJson: JSON.stringify({ outcome, ...(outcome === "failed" && { problem: "It broke off" }) }),
      }),
    })),
    ...(["[each-step]", "[post-copy]"] as const).map((variant) => ({
      word: `failed, ${variant.slice(1, -1)}`,
      title: `liveMigration that breaks off too late ends as failed, tried by ${variant}`,
      message: "liveMigration ended with failed",
      only: [`${LATE}${variant}`],
      site: siteWithFaults({
        kind: "answerFault" as const,
        trigger: { operation: "liveMigration", onCode: "BACKEND_FAILED" as const, times: 0 },
        action: "succeed" as const,
        resultJson: '{"outcome":"failed","problem":"It broke off"}',
      }),
    })),
    {
      word: "no effect",
      title: "liveMigration that breaks off too late says that it had no effect",
      message: "liveMigration ended with BACKEND_FAILED with effect none",
      site: siteWithFaults({
        kind: "answerFault",
        trigger: { operation: "liveMigration", onCode: "BACKEND_FAILED", times: 0 },
        action: "fail",
        code: "BACKEND_FAILED",
        effect: "none",
      }),
    },
    {
      word: "plan",
      title: "liveMigration says failed of each guest that has arrived",
      message: "liveMigration ended with failed",
      only: [`${LATE}[each-step]`],
      site: plannedSite("migration-goes-on-after-its-failure-was-reported"),
    },
  ),
];

const ending: readonly Mutant[] = [
  ...breaks(
    "liveMigration/can-be-cancelled",
    {
      word: "deaf",
      title: "liveMigration does not notice that it was cancelled",
      message: "liveMigration does not end soon when it is cancelled",
      patience: 0.1,
      site: bothReplacing((driver) => ({
        liveMigration: (params) => driver.liveMigration(params, deaf()),
      })),
    },
    {
      word: "late",
      title: "liveMigration ends a minute after it was cancelled",
      message: "liveMigration does not end soon when it is cancelled",
      patience: 0.1,
      site: siteWithFaults({
        kind: "answerFault",
        trigger: { operation: "liveMigration", times: 0 },
        action: "delay",
        delayMs: 60_000,
      }),
    },
    {
      word: "forces",
      title: "liveMigration that is cancelled is forced to its end",
      message: "liveMigration ended with completed when it was cancelled",
      site: bothReplacing((driver) => ({
        liveMigration: (params, call) => {
          const { instanceUuid } = params;
          const force = (): void =>
            void driver.liveMigrationForceComplete({ instanceUuid }, within(call)).catch(() => undefined);
          call.signal.addEventListener("abort", force);
          return driver.liveMigration(params, deaf());
        },
      })),
    },
    {
      word: "as failed",
      title: "liveMigration that is cancelled ends as failed",
      message: "liveMigration ended with failed when it was cancelled",
      site: bothReplacing((driver) => ({
        liveMigration: async (params, call) => {
          const result = await driver.liveMigration(params, call);
          return result.outcome === "cancelled" ? { outcome: "failed", problem: "It was cancelled" } : result;
        },
      })),
    },
  ),
  ...breaks(
    "liveMigration/keeps-the-completion-timeout",
    {
      word: "none",
      title: "liveMigration knows no completion timeout",
      message: "liveMigration does not end when its time is up",
      patience: 0.1,
      site: siteWithFaults(misreading("liveMigration", { pointer: "/completionTimeoutSeconds" })),
    },
    {
      word: "early",
      title: "liveMigration takes its time for up when half of it is",
      message: "liveMigration ended before its time was up",
      site: siteWithFaults(misreading("liveMigration", { pointer: "/completionTimeoutSeconds", json: "15" })),
    },
    {
      word: "always aborts",
      title: "liveMigration whose time is up is called off, whatever was wanted",
      message: "Unexpected end of a liveMigration whose time was up (force)",
      site: siteWithFaults(misreading("liveMigration", { pointer: "/onTimeout", json: '"abort"' })),
    },
    ...(["abort", "default"] as const).map((variant) => ({
      word: `forces ${variant}`,
      title: `liveMigration whose time is up is forced to its end, whatever was wanted (${variant})`,
      message: `Unexpected end of a liveMigration whose time was up (${variant})`,
      site: siteWithFaults(misreading("liveMigration", { pointer: "/onTimeout", json: '"forceComplete"' })),
    })),
    {
      word: "at once",
      title: "liveMigration with a completion timeout is called off at its beginning",
      message: "Unexpected outcome of liveMigration",
      only: ["liveMigration/keeps-the-completion-timeout[in-time]"],
      site: siteWithFaults(misreading("liveMigration", { pointer: "/completionTimeoutSeconds", json: "1" })),
    },
  ),
];

/** The mutants of the transfer of guests. */
export const liveTransferMutants: readonly Mutant[] = [...moving, ...failing, ...ending];
