// Drivers that are wrong in what the kit tries of every operation: its answer in each state, its errors, and its repeats.
import { DriverError } from "@virt-driver-kit/spec";

import { restarting, standing } from "./attachments.ts";
import { breaks } from "./breaks.ts";
import { everyMethod, failingInstead } from "./every-method.ts";
import { codeOf, onAnswer, refusing } from "./meddling.ts";
import { backendFailed, invalidState, type Mutant, replacing, stateOf, within } from "./mutant.ts";
import { anew, onRepeat } from "./repeats.ts";
import { forgettingLostCalls } from "./sessions.ts";
import { bothReplacing } from "./two-hosts.ts";

const SERVED = "errors/declared-capability-is-served";
const OF_THE_STATE = ["INVALID_STATE", "INSTANCE_NOT_FOUND", "INSTANCE_EXISTS", "MIGRATION_NOT_RUNNING"] as const;
const NEED_NO_INSTANCE = ["checkInstanceSharedStorageLocal", "instanceOnDisk", "plugVifs"];

const inStates: readonly Mutant[] = [
  ...breaks(
    SERVED,
    {
      word: "fails in wrong states",
      title: "An operation that is not possible in a state fails as the hypervisor fails",
      message: "was answered BACKEND_FAILED",
      only: [`${SERVED}[*-in-each-state]`],
      keepsState: true,
      driver: replacing(failingInstead(OF_THE_STATE)),
    },
    {
      word: "asks for an instance",
      title: "Disks and ports of an instance that is not there are not there either",
      message: "of an instance that is absent was answered INSTANCE_NOT_FOUND",
      only: ["supportsEvacuate", "supportsNetworkInterfaces"].map((gate) => `${SERVED}[${gate}-in-each-state]`),
      driver: replacing((driver) => {
        const asking = everyMethod((name, method) => async (params, call) => {
          const { instanceUuid } = params as { instanceUuid: string };
          const isAsked = NEED_NO_INSTANCE.includes(name);
          if (isAsked) await driver.getInfo({ instanceUuid }, within(call));
          return method(params, call);
        });
        return asking(driver, undefined as never);
      }),
    },
  ),
  ...breaks("operations/busy-instance-is-refused", {
    word: "fails",
    title: "An operation on an instance that another one is working on fails as the hypervisor fails",
    message: "answered BACKEND_FAILED instead of INSTANCE_BUSY",
    only: ["operations/busy-instance-is-refused[*]"],
    keepsState: true,
    attach: standing(() =>
      onAnswer("*", (answer, request) =>
        codeOf(answer) === "INSTANCE_BUSY" ? refusing(request, "BACKEND_FAILED", { step: "wait" }) : answer,
      ),
    ),
  }),
  ...breaks("operations/reads-never-wait", {
    word: "diagnostics wait",
    title: "The counters of an instance are read when nothing else is done with it",
    message: "getInstanceDiagnostics was not answered while a powerOff was in progress",
    only: ["operations/reads-never-wait[every-operation]"],
    patience: 0.1,
    driver: replacing((driver) => {
      let last: Promise<unknown> = Promise.resolve();
      return {
        powerOff: (params, call) => {
          const answer = driver.powerOff(params, call);
          last = answer.catch(() => undefined);
          return answer;
        },
        getInstanceDiagnostics: async (params, call) => {
          await last;
          return driver.getInstanceDiagnostics(params, call);
        },
      };
    }),
  }),
  ...breaks("shutdown/leaves-instances-alone", {
    word: "knows no states",
    title: "A restarted driver fails where an operation is not possible in a state",
    message: "after the driver was restarted was answered BACKEND_FAILED",
    only: ["shutdown/leaves-instances-alone[operations-in-each-state]"],
    keepsState: true,
    driver: (() => {
      let runs = 0;
      return replacing((driver, host) => (++runs > 1 ? failingInstead(["INVALID_STATE"])(driver, host) : {}));
    })(),
  }),
  ...breaks("migration/source-answers-until-the-guest-has-left", {
    word: "fails on what comes",
    title: "An operation on a guest that is on its way fails as the hypervisor fails",
    message: "and on its way here was answered BACKEND_FAILED",
    only: ["migration/source-answers-until-the-guest-has-left[operations-at-the-destination]"],
    site: bothReplacing(failingInstead(["INVALID_STATE", "INSTANCE_NOT_FOUND"], (name) => name !== "getInfo")),
  }),
];

const crashed: readonly Mutant[] = (
  [
    ["rescue/boots-the-rescue-image", "rescue"],
    ["finishRevertMigration/brings-back-the-guest-of-before", "finishRevertMigration"],
    ["finishRevertMigration/obeys-power-on-false", "finishRevertMigration"],
    ["confirmMigration/removes-the-kept-copy", "confirmMigration"],
  ] as const
).flatMap(([requirement, operation]) =>
  breaks(requirement, {
    word: "not a crashed one",
    title: `${operation} refuses an instance whose guest has crashed`,
    message: "of an instance whose guest has crashed was refused",
    only: [`${requirement}[from-crashed]`],
    driver: replacing((driver, host) =>
      everyMethod((name, method) => async (params, call) => {
        const { instanceUuid, instance } = params as { instanceUuid?: string; instance?: { uuid: string } };
        const uuid = instanceUuid ?? instance?.uuid ?? "";
        if (name === operation && (await stateOf(driver, uuid, within(call))) === "crashed")
          throw await invalidState(driver, uuid, within(call));
        return method(params, call);
      })(driver, host),
    ),
  }),
);

const CONDITIONS = [
  "VOLUME_NOT_ATTACHED",
  "VOLUME_IN_USE",
  "TOO_MANY_DEVICES",
  "SHARE_MOUNT_FAILED",
  "GUEST_REFUSED",
  "GUEST_AGENT_UNAVAILABLE",
  "NODE_NOT_FOUND",
  "CONSOLE_TYPE_NOT_AVAILABLE",
  "INSUFFICIENT_RESOURCES",
  "MIGRATION_NOT_POSSIBLE",
  "DEVICE_UNAVAILABLE",
  "IMAGE_TRANSFER_FAILED",
  "CREDENTIALS_EXPIRED",
  "IMAGE_UNACCEPTABLE",
] as const;
const ofConditions = CONDITIONS.map((code) => `${SERVED}[*-${code}]`);
const OF_DEVICES = ["volume-not-there", "port-of-another", "too-many-disks"].map((word) => `${SERVED}[*-${word}]`);
const DEVICE_CODES = [
  "VOLUME_CONNECTION_FAILED",
  "INTERFACE_PLUG_FAILED",
  "DEVICE_UNAVAILABLE",
  "TOO_MANY_DEVICES",
] as const;

const everywhere = (): boolean => true;

const errors: readonly Mutant[] = [
  ...breaks(
    SERVED,
    {
      word: "one code for all",
      title: "Whatever the reason, an operation fails as the hypervisor fails",
      message: "answered BACKEND_FAILED instead of",
      only: ofConditions,
      site: bothReplacing(failingInstead(CONDITIONS)),
    },
    {
      word: "one code for all devices",
      title: "Whatever device is at fault, an operation fails as the hypervisor fails",
      message: "answered BACKEND_FAILED instead of",
      only: OF_DEVICES,
      keepsState: true,
      site: bothReplacing(failingInstead(DEVICE_CODES)),
    },
  ),
  ...breaks("cleanup/no-effect-shows-nowhere", {
    word: "another code",
    title: "A reboot that cannot plug a port fails as the hypervisor fails",
    message: "answered BACKEND_FAILED instead of",
    only: ["cleanup/no-effect-shows-nowhere[reboot-port-of-another]"],
    driver: replacing(failingInstead(DEVICE_CODES, (name) => name === "reboot")),
  }),
  ...breaks("cleanup/no-effect-shows-nowhere", {
    word: "leaks by devices",
    title: "A refusal of devices keeps some memory",
    message: "Unexpected use of the nodes after",
    only: [
      "spawn-port-of-another",
      "spawn-too-many-disks",
      "powerOn-port-of-another",
      "powerOn-too-many-disks",
      "powerOn-volume-not-there",
      "reboot-too-many-disks",
    ].map((variant) => `cleanup/no-effect-shows-nowhere[${variant}]`),
    driver: replacing((driver, host) => {
      let leakedMib = 0;
      const leaking = everyMethod(
        (name, method) => (params, call) =>
          method(params, call).catch((error: unknown) => {
            const isOfDevices =
              error instanceof DriverError && (DEVICE_CODES as readonly string[]).includes(error.code);
            if (isOfDevices && ["spawn", "powerOn", "reboot"].includes(name)) leakedMib += 64;
            throw error;
          }),
      );
      return {
        ...leaking(driver, host),
        getAvailableResource: async (params, call) => {
          const { resource } = await driver.getAvailableResource(params, call);
          return { resource: { ...resource, memoryMibUsed: resource.memoryMibUsed + leakedMib } };
        },
      };
    }),
  }),
  ...(
    [
      ["placement/taken-devices-are-refused", "*-device-not-there", ["DEVICE_UNAVAILABLE"]],
      ["devices/shares-reach-the-guest", "*-share-not-mounted", ["SHARE_MOUNT_FAILED"]],
      ["attachVolume/refuses-a-volume-in-use", "*-volume-of-another", ["VOLUME_IN_USE"]],
      [
        "waitForExternalEvents/failure-fails-the-operation",
        "*-event-*",
        ["EXTERNAL_EVENT_TIMEOUT", "EXTERNAL_EVENT_FAILED"],
      ],
      ["renewCredentials/refusal-ends-the-operation", "*-credentials", ["CREDENTIALS_EXPIRED"]],
      ["rebuild/refuses-before-it-begins", "rebuild-server-fails", ["IMAGE_TRANSFER_FAILED"]],
      ["rescue/leaves-no-trace-when-it-fails", "rescue-server-fails", ["IMAGE_TRANSFER_FAILED"]],
    ] as const
  ).flatMap(([requirement, variant, codes]) =>
    breaks(requirement, {
      word: "fails as any",
      title: `Where the answer is to be ${codes.join(" or ")}, an operation fails as the hypervisor fails`,
      message: "answered BACKEND_FAILED instead of",
      only: [`${requirement}[${variant}]`],
      keepsState: true,
      site: bothReplacing(failingInstead(codes, everywhere)),
    }),
  ),
  ...breaks("updateProviderTree/moves-allocations-with-inventory", {
    word: "asks once more",
    title: "updateProviderTree that cannot move an allocation asks for the allocations",
    message: "answered RESHAPE_NEEDED instead of RESHAPE_FAILED",
    only: ["updateProviderTree/moves-allocations-with-inventory[no-place]"],
    driver: replacing((driver) => ({
      updateProviderTree: (params, call) =>
        driver.updateProviderTree(params, call).catch((error: unknown) => {
          if (!(error instanceof DriverError) || error.code !== "RESHAPE_FAILED") throw error;
          throw new DriverError("RESHAPE_NEEDED", "Cannot say what the tree is to be: allocations are needed", {
            effect: "none",
            details: { node: params.node },
          });
        }),
    })),
  }),
];

/** How an operation says that its host or its hypervisor has failed. */
const FAILED: readonly string[] = ["BACKEND_FAILED", "INTERFACE_PLUG_FAILED"];

/** Fails once more after it has failed. */
function staysBroken(): ReturnType<typeof everyMethod> {
  const broken = new Set<string>();
  return everyMethod((name, method) => async (params, call) => {
    if (broken.delete(name)) throw backendFailed(name);
    return method(params, call).catch((error: unknown) => {
      if (error instanceof DriverError && FAILED.includes(error.code)) broken.add(name);
      throw error;
    });
  });
}

const repeats: readonly Mutant[] = [
  ...breaks("protocol/refuses-invalid-requests", {
    word: "any operation fails",
    title: "A request with a defect fails as the hypervisor fails",
    message: "answered BACKEND_FAILED instead of INVALID_REQUEST",
    only: ["protocol/refuses-invalid-requests[*]"],
    keepsState: true,
    attach: standing(() =>
      onAnswer("*", (answer, request) =>
        codeOf(answer) === "INVALID_REQUEST" ? refusing(request, "BACKEND_FAILED", { step: "read" }) : answer,
      ),
    ),
  }),
  ...breaks("operations/reused-id-is-refused", {
    word: "any is new",
    title: "A call under an operationId that was used before is carried out, whatever it is",
    message: "instead of OPERATION_CONFLICT",
    only: ["operations/reused-id-is-refused[*]"],
    keepsState: true,
    attach: restarting(onRepeat(({ request }) => anew(request))),
  }),
  ...breaks("operations/repeated-id-runs-once", {
    word: "forgets with the instance",
    title: "A call that is repeated is carried out again",
    message: "that was repeated",
    only: ["operations/repeated-id-runs-once[*]"],
    attach: restarting(onRepeat(({ request }) => anew(request))),
  }),
  ...breaks("sessions/disconnect-cancels-nothing", {
    word: "forgets any",
    title: "A lost connection takes the record of its calls along, whatever they were",
    message: "whose connection was lost",
    only: ["sessions/disconnect-cancels-nothing[*]"],
    keepsState: true,
    attach: standing(forgettingLostCalls),
  }),
  ...breaks(
    "operations/failed-call-can-be-repeated",
    {
      word: "stays broken",
      title: "An operation that has failed once fails once more",
      message: "failed again, although only its first hypervisor call had failed, once",
      only: ["*-first-step", "resumeStateOnHostBoot"].map(
        (variant) => `operations/failed-call-can-be-repeated[${variant}]`,
      ),
      keepsState: true,
      driver: replacing((driver, host) => staysBroken()(driver, host)),
    },
    {
      word: "stays broken in a move",
      title: "An operation on a guest that moves that has failed once fails once more",
      message: "failed again, although only its first hypervisor call had failed, once",
      only: ["*LiveMigration*", "checkSource*"].map(
        (operation) => `operations/failed-call-can-be-repeated[${operation}-first-step]`,
      ),
      site: bothReplacing((driver, host) => staysBroken()(driver, host)),
    },
  ),
];

/** The mutants of what is tried of every operation. */
export const everyOperationMutants: readonly Mutant[] = [...inStates, ...crashed, ...errors, ...repeats];
