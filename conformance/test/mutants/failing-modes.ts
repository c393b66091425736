// Drivers that are wrong where operations on saved, rescued and quiesced guests have failed.
import { DriverError } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver, PowerState } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { everyMethod } from "./every-method.ts";
import { backendFailed, type DriverMutant, type Mutant, replacing, within } from "./mutant.ts";

/** The operations, as the checks of failures name them. */
const OPERATIONS = [
  "suspend",
  "resume",
  "rescue",
  "unrescue",
  "snapshot",
  "quiesce",
  "unquiesce",
  "resumeStateOnHostBoot",
] as const;
const isOfModes = (operation: string): boolean => (OPERATIONS as readonly string[]).includes(operation);

const patterns = (requirement: string, end: string = ""): string[] =>
  OPERATIONS.map((operation) => `${requirement}[${operation}${end}]`);

/** Replaces what a driver does once one of the operations has failed on an instance. */
function afterFailure(
  replace: (
    driver: Required<ComputeDriver>,
    hasFailed: (instanceUuid: string) => boolean,
    failures: () => number,
  ) => Partial<ComputeDriver>,
): ReturnType<typeof replacing> {
  return replacing((driver, host) => {
    const failed = new Set<string>();
    let failures = 0;
    const watching = everyMethod(
      (name, method) => (params: object, call: Call) =>
        method(params, call).catch((error: unknown) => {
          if (isOfModes(name) && error instanceof DriverError) {
            failed.add((params as { instanceUuid: string }).instanceUuid);
            failures += 1;
          }
          throw error;
        }),
    );
    return {
      ...watching(driver, host),
      ...replace(
        driver,
        (uuid) => failed.has(uuid),
        () => failures,
      ),
    };
  });
}

/** A driver over a hypervisor that nobody knows to be simulated: its time passes when its console is read. */
function unsimulated(wrong: DriverMutant["driver"]): DriverMutant["driver"] {
  return (base) => {
    const timed = replacing((driver) => ({
      getConsoleOutput: async (params, call) => {
        await driver["simulation/advance"]({ durationMs: 500 }, within(call));
        return driver.getConsoleOutput(params, call);
      },
    }));
    const definition = timed(wrong(base));
    const { supportsSimulation: _simulation, ...capabilities } = definition.capabilities;
    return { ...definition, capabilities };
  };
}

/** Formats that the fake driver does not write. */
const UNWRITTEN = ["vdi", "vhdx"] as const;

/** The mutants of operations on saved, rescued and quiesced guests that have failed. */
export const failingModesMutants: readonly Mutant[] = [
  ...breaks("cleanup/destroy-ends-everything", {
    word: "not after a mode",
    title: "destroy is refused where suspending, rescuing, quiescing or saving an image has failed",
    message: "destroy failed",
    only: patterns("cleanup/destroy-ends-everything"),
    keepsState: true,
    driver: afterFailure((driver, hasFailed) => {
      const refused = new Set<string>();
      return {
        destroy: async (params, call) => {
          const { instanceUuid } = params;
          // Once: what is left behind otherwise is another matter.
          if (!hasFailed(instanceUuid) || refused.has(instanceUuid)) return driver.destroy(params, call);
          refused.add(instanceUuid);
          throw new DriverError("BACKEND_FAILED", `Cannot destroy instance "${instanceUuid}"`, {
            effect: "none",
            details: { step: "look" },
          });
        },
      };
    }),
  }),
  ...breaks("cleanup/no-effect-shows-nowhere", {
    word: "leaks by modes",
    title: "Suspending, rescuing, quiescing or saving an image keeps some memory when it fails",
    message: "Unexpected use of the nodes after",
    // A failure of unrescue has an effect, and leaks what no check of failures without one sees.
    only: patterns("cleanup/no-effect-shows-nowhere", "-at-each-step").filter((id) => !id.includes("[unrescue")),
    keepsState: true,
    driver: afterFailure((driver, _, failures) => ({
      getAvailableResource: async (params, call) => {
        const { resource } = await driver.getAvailableResource(params, call);
        return { resource: { ...resource, memoryMibUsed: resource.memoryMibUsed + failures() } };
      },
    })),
  }),
  ...breaks("cleanup/no-effect-shows-nowhere", {
    word: "unrescue makes light of it",
    title: "unrescue that has failed half way says that nothing has happened",
    message: "after unrescue failed",
    only: ["cleanup/no-effect-shows-nowhere[unrescue-at-each-step]"],
    driver: replacing((driver) => ({
      unrescue: (params, call) =>
        driver.unrescue(params, call).catch((error: unknown) => {
          throw error instanceof DriverError && error.code === "BACKEND_FAILED" ? backendFailed("unrescue") : error;
        }),
    })),
  }),
  ...breaks("operations/failure-tells-the-truth", {
    word: "calls it crashed",
    title: "A guest on which saving, rescuing, quiescing or an image has failed is called crashed",
    message: "getInfo says crashed",
    only: patterns("operations/failure-tells-the-truth"),
    keepsState: true,
    driver: afterFailure((driver, hasFailed) => ({
      getInfo: async (params, call) => {
        const { info } = await driver.getInfo(params, call);
        return { info: hasFailed(info.uuid) ? { ...info, powerState: "crashed" } : info };
      },
    })),
  }),
  ...breaks("snapshot/describes-what-it-wrote", {
    word: "calls raw another",
    title: "snapshot into a format that the driver cannot write writes a raw image and names it so",
    message: "The image in the sink is no",
    only: UNWRITTEN.map((format) => `snapshot/describes-what-it-wrote[${format}]`),
    driver: replacing((driver) => ({
      snapshot: async (params, call) => {
        const asked = UNWRITTEN.find((format) => format === params.diskFormats[0]);
        if (asked === undefined) return driver.snapshot(params, call);
        const result = await driver.snapshot({ ...params, diskFormats: ["raw"] }, call);
        return { ...result, image: { ...result.image, diskFormat: asked } };
      },
    })),
  }),
  ...breaks("snapshot/required-quiesce-is-required", {
    word: "does without",
    title: "snapshot never quiesces a guest, also where it is required",
    message: "snapshot with quiesce required succeeded and did not quiesce the guest",
    only: ["snapshot/required-quiesce-is-required[no-agent]"],
    driver: unsimulated(
      replacing((driver) => ({
        snapshot: (params, call) => {
          const { quiesce: _quiesce, ...unprepared } = params;
          return driver.snapshot(unprepared, call);
        },
      })),
    ),
  }),
  ...breaks("getInfo/shows-the-state-on-return", {
    word: "stale after a boot",
    title: "getInfo shows the old state once more after resumeStateOnHostBoot",
    message: "getInfo still said",
    only: ["getInfo/shows-the-state-on-return[resumeStateOnHostBoot-*]"],
    keepsState: true,
    driver: replacing((driver) => {
      const stale = new Map<string, PowerState>();
      return {
        resumeStateOnHostBoot: async (params, call) => {
          const { info } = await driver.getInfo(params, within(call));
          const result = await driver.resumeStateOnHostBoot(params, call);
          stale.set(params.instanceUuid, info.powerState);
          return result;
        },
        getInfo: async (params, call) => {
          const { info } = await driver.getInfo(params, call);
          const powerState = stale.get(params.instanceUuid) ?? info.powerState;
          stale.delete(params.instanceUuid);
          return { info: { ...info, powerState } };
        },
      };
    }),
  }),
];
