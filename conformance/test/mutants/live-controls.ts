// Drivers that are wrong in how a live migration is called off, or forced to its end.
import type { Call } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { misreading } from "./faulty.ts";
import { afterwards } from "./live-transfers.ts";
import { type Mutant, within } from "./mutant.ts";
import { bothReplacing, plannedSite, siteWithFaults } from "./two-hosts.ts";

const CONTROLS = ["liveMigrationAbort", "liveMigrationForceComplete"] as const;

/** The mutants of live migrations that are called off or forced. */
export const liveControlMutants: readonly Mutant[] = [
  ...breaks(
    "liveMigrationAbort/ends-as-cancelled",
    {
      word: "does nothing",
      title: "liveMigrationAbort says yes and does nothing",
      message: "liveMigration does not end after liveMigrationAbort",
      patience: 0.1,
      site: bothReplacing(() => ({ liveMigrationAbort: async () => ({}) })),
    },
    {
      word: "as failed",
      title: "A migration that was called off ends as failed",
      message: "Unexpected end of a liveMigration that was called off",
      site: bothReplacing((driver) => ({
        liveMigration: async (params, call) => {
          const result = await driver.liveMigration(params, call);
          return result.outcome === "cancelled" ? { outcome: "failed", problem: "It was called off" } : result;
        },
      })),
    },
    {
      word: "stops",
      title: "A migration that is called off reboots the guest",
      message: "The guest was restarted at the source after liveMigrationAbort",
      site: afterwards(async ({ here }, { instanceUuid }, call) => here.reboot({ instanceUuid, type: "hard" }, call)),
    },
    {
      word: "forces",
      title: "liveMigrationAbort forces the migration to its end",
      message: "Unexpected end of a liveMigration that was called off",
      patience: 0.1,
      site: bothReplacing((driver) => ({
        liveMigrationAbort: (params, call) => driver.liveMigrationForceComplete(params, call),
      })),
    },
  ),
  ...breaks(
    "liveMigrationForceComplete/ends-the-migration",
    {
      word: "does nothing",
      title: "liveMigrationForceComplete says yes and does nothing",
      message: "liveMigration does not end after liveMigrationForceComplete",
      patience: 0.1,
      site: bothReplacing(() => ({ liveMigrationForceComplete: async () => ({}) })),
    },
    {
      word: "calls off",
      title: "liveMigrationForceComplete calls the migration off",
      message: "Unexpected end of a liveMigration that was forced",
      site: bothReplacing((driver) => ({
        liveMigrationForceComplete: (params, call) => driver.liveMigrationAbort(params, call),
      })),
    },
    {
      word: "leaves it paused",
      title: "A guest that was paused so that it arrives stays paused",
      message: "The instance is paused at the destination after a forced migration",
      site: plannedSite("forced-migration-leaves-the-guest-paused"),
    },
    {
      word: "reboots",
      title: "A guest that was forced is rebooted when it has arrived",
      message: "The guest was restarted at the destination after a forced migration",
      site: afterwards(async ({ there }, { instanceUuid }, call) => there.reboot({ instanceUuid, type: "hard" }, call)),
    },
  ),
  ...CONTROLS.flatMap((operation) =>
    breaks(
      operation === "liveMigrationAbort"
        ? "liveMigrationAbort/ends-as-cancelled"
        : "liveMigrationForceComplete/ends-the-migration",
      {
        word: "waits",
        title: `${operation} waits for the migration to end`,
        message: `${operation} waits`,
        patience: 0.1,
        site: bothReplacing((driver) => {
          const inProgress = new Map<string, Promise<unknown>>();
          return {
            liveMigration: (params, call) => {
              const answer = driver.liveMigration(params, call);
              inProgress.set(params.instanceUuid, answer);
              return answer;
            },
            [operation]: async (params: { instanceUuid: string }, call: Call) => {
              const answer = await driver[operation](params, call);
              await driver["simulation/advance"]({ durationMs: 0 }, within(call));
              await Promise.all([inProgress.get(params.instanceUuid), new Promise(() => undefined)]);
              return answer;
            },
          };
        }),
      },
    ),
  ),
  ...breaks(
    "liveMigrationForceComplete/post-copy-needs-permission",
    {
      word: "unasked",
      title: "A guest that is forced goes on before its memory is there, permitted or not",
      message: "Unexpected number of events postCopyStarted without permitPostCopy",
      site: siteWithFaults(misreading("liveMigration", { pointer: "/permitPostCopy", json: "true" })),
    },
    {
      word: "unasked, untold",
      title: "A guest that is forced goes on before its memory is there, permitted or not, and nobody is told",
      message: "The guest executed at the destination before all of its memory was there",
      only: ["liveMigrationForceComplete/post-copy-needs-permission"],
      site: siteWithFaults(misreading("liveMigration", { pointer: "/permitPostCopy", json: "true" }), {
        kind: "eventFault",
        trigger: { transition: "postCopyStarted", times: 0 },
        action: "drop",
      }),
    },
    {
      word: "untold",
      title: "A guest that goes on before its memory is there is not told",
      message: "Unexpected number of events postCopyStarted of a guest that went ahead",
      site: siteWithFaults({
        kind: "eventFault",
        trigger: { transition: "postCopyStarted", times: 0 },
        action: "drop",
      }),
    },
    {
      word: "without a cause",
      title: "The event postCopyStarted does not name its call",
      message: "Unexpected operationId of the event postCopyStarted",
      site: siteWithFaults({
        kind: "eventFault",
        trigger: { transition: "postCopyStarted", times: 0 },
        action: "alter",
        changes: [{ pointer: "/operationId" }],
      }),
    },
  ),
];
