// Drivers that hold the writes of guests for too short, too long, or only in words.
import { DriverError } from "@virt-driver-kit/spec";

import { faulty, misreading, misreporting, planned } from "./faulty.ts";
import { type Mutant, replacing, within } from "./mutant.ts";
import { restartingWrong } from "./restarting-wrong.ts";

const only = (requirement: string): readonly string[] => [`${requirement}*`];

const ENDS = "quiesce/ends-by-itself";
const SILENT = "quiesce/silent-agent-is-no-lack-of-support";
const UNQUIESCE = "unquiesce/ends-the-quiesce";

/** The mutants of `quiesce` and `unquiesce`. */
export const quiesceMutants: readonly Mutant[] = [
  {
    id: `${ENDS}: never`,
    requirement: ENDS,
    title: "A guest that is quiesced stays so for an hour, whatever the caller said",
    message: "Unexpected wasQuiesced of unquiesce after autoThawSeconds have passed since quiesce",
    only: only(ENDS),
    driver: faulty(misreading("quiesce", { pointer: "/autoThawSeconds", json: "3600" })),
  },
  {
    id: `${ENDS}: too early`,
    requirement: ENDS,
    title: "A guest that is quiesced stays so for a second, whatever the caller said",
    message: "Unexpected wasQuiesced of unquiesce before autoThawSeconds have passed since quiesce",
    only: only(ENDS),
    driver: faulty(misreading("quiesce", { pointer: "/autoThawSeconds", json: "1" })),
  },
  {
    id: `${ENDS}: from the first`,
    requirement: ENDS,
    title: "quiesce of a guest that is quiesced already changes nothing",
    message: "since the last of two quiesce",
    only: only(`${ENDS}[again]`),
    driver: replacing((driver) => {
      const quiesced = new Set<string>();
      return {
        quiesce: async (params, call) => {
          if (quiesced.has(params.instanceUuid)) return {};
          quiesced.add(params.instanceUuid);
          return driver.quiesce(params, call);
        },
      };
    }),
  },
  {
    id: `${ENDS}: only in words`,
    requirement: ENDS,
    title: "unquiesce says that the guest has been let go when the time was up, and it had not",
    message: "The guest does not write to its disk although autoThawSeconds have passed since quiesce",
    only: only(`${ENDS}[writes]`),
    driver: faulty(misreading("quiesce", { pointer: "/autoThawSeconds", json: "3600" })),
  },
  {
    id: `${ENDS}: forgotten by a restart`,
    requirement: ENDS,
    title: "A driver that was started again does not let go what its earlier run had quiesced",
    message: "Unexpected wasQuiesced of unquiesce after the driver was killed and the time had passed",
    keepsState: true,
    only: [`${ENDS}[nobody-there]`],
    attach: restartingWrong((_driver, earlierRuns) =>
      earlierRuns === 0 ? {} : { unquiesce: async () => ({ wasQuiesced: true }) },
    ),
  },
  {
    id: `${SILENT}: internal error`,
    requirement: SILENT,
    title: "quiesce of a guest whose agent is silent fails like a defect",
    message: "answered INTERNAL_ERROR instead of GUEST_AGENT_UNAVAILABLE",
    only: only(SILENT),
    driver: planned("silent-agent-is-an-internal-error"),
  },
  {
    id: `${SILENT}: not supported`,
    requirement: SILENT,
    title: "quiesce of a guest whose agent is silent says that it is not supported",
    message: "answered NOT_SUPPORTED instead of GUEST_AGENT_UNAVAILABLE",
    only: only(SILENT),
    driver: replacing((driver) => ({
      quiesce: (params, call) =>
        driver.quiesce(params, call).catch(() => {
          throw new DriverError("NOT_SUPPORTED", "Cannot quiesce: no agent", {
            effect: "none",
            details: { operation: "quiesce" },
          });
        }),
    })),
  },
  {
    id: `${SILENT}: later`,
    requirement: SILENT,
    title: "A quiesce that was answered GUEST_AGENT_UNAVAILABLE takes effect when the agent is back",
    message: "Unexpected wasQuiesced of unquiesce when the agent was back after GUEST_AGENT_UNAVAILABLE",
    only: only(SILENT),
    driver: replacing((driver) => {
      const pending = new Set<string>();
      return {
        quiesce: (params, call) =>
          driver.quiesce(params, call).catch((error: unknown) => {
            pending.add(params.instanceUuid);
            throw error;
          }),
        unquiesce: async (params, call) => {
          const { instanceUuid } = params;
          if (pending.has(instanceUuid))
            await driver.quiesce({ instanceUuid, autoThawSeconds: 60 }, within(call)).catch(() => undefined);
          return driver.unquiesce(params, call);
        },
      };
    }),
  },
  ...(["true", "false"] as const).map((said): Mutant => ({
    id: `${UNQUIESCE}: always ${said}`,
    requirement: UNQUIESCE,
    title: `unquiesce always says that wasQuiesced is ${said}`,
    message: "Unexpected wasQuiesced of unquiesce",
    only: only(UNQUIESCE),
    driver: faulty(misreporting("unquiesce", { pointer: "/wasQuiesced", json: said })),
  })),
  {
    id: `${UNQUIESCE}: ended by a snapshot`,
    requirement: UNQUIESCE,
    title: "A snapshot that fails lets the guest go that somebody else had quiesced",
    message: "Unexpected wasQuiesced of unquiesce after quiesce and a snapshot that failed",
    only: only(`${UNQUIESCE}[failed-snapshot]`),
    driver: replacing((driver) => ({
      snapshot: (params, call) =>
        driver.snapshot(params, call).catch(async (error: unknown) => {
          await driver.unquiesce({ instanceUuid: params.instanceUuid }, within(call));
          throw error;
        }),
    })),
  },
  {
    id: `${UNQUIESCE}: only in words`,
    requirement: UNQUIESCE,
    title: "unquiesce says that it has let the guest go, and does not",
    message: "The guest does not write to its disk after unquiesce",
    only: only(`${UNQUIESCE}[writes]`),
    driver: replacing(() => ({ unquiesce: async () => ({ wasQuiesced: true }) })),
  },
];
