// Drivers that are wrong in ways that only generated wrong drivers had shown to be untried.
import type { RequirementId, SimulatedFault } from "@virt-driver-kit/spec";

import { standing } from "./attachments.ts";
import { breaks } from "./breaks.ts";
import { faulty, keepingState, misreading, misreporting, skipping } from "./faulty.ts";
import { codeOf, refusing } from "./meddling.ts";
import { type Mutant, replacing } from "./mutant.ts";
import { siteWithFaults } from "./two-hosts.ts";

const NOBODY = "00000000-0000-4000-8000-000000000000";

/** Leaves a step out once one of the same call has failed. */
function notTakingBack(step: string, operation?: string): SimulatedFault {
  const trigger = {
    step,
    times: 0,
    afterFailure: "inThisCall",
    ...(operation !== undefined && { operation }),
  } as const;
  return { kind: "stepFault", trigger, action: "skip" };
}

const remakes: readonly Mutant[] = (
  [
    ["placement/claimed-devices-and-no-others", "PCI device", "releaseDevice"],
    ["powerOn/volumes-left-out-stay", "volume", "connectVolume"],
    ["powerOn/interfaces-left-out-stay", "network interface", "plugInterface"],
  ] as const
).flatMap(([requirement, name, step]) =>
  breaks(requirement, {
    word: "half remade",
    title: `Whoever makes a guest anew and fails on the way leaves it without its ${name}`,
    message: `the guest has another ${name}, or none`,
    only: [`${requirement}[*-fails-on-its-way]`],
    attach: keepingState(notTakingBack(step)),
  }),
);

const ALWAYS_BUSY: readonly RequirementId[] = [
  "errors/declared-capability-is-served",
  "errors/mandatory-operations-are-served",
];

const busy: readonly Mutant[] = ALWAYS_BUSY.flatMap((requirement) =>
  breaks(requirement, {
    word: "always busy",
    title: "Whatever fails in the hypervisor is answered INSTANCE_BUSY",
    message: "was answered INSTANCE_BUSY, and it was its hypervisor call that had failed",
    only: [`${requirement}[*-step-fails]`],
    keepsState: true,
    attach: standing(() => ({
      answer: (answer, request) => [
        codeOf(answer) === undefined
          ? answer
          : refusing(request, "INSTANCE_BUSY", {
              instanceUuid: NOBODY,
              operationId: NOBODY,
              operation: request.method,
            }),
      ],
    })),
  }),
);

const failures: readonly Mutant[] = [
  ...breaks("checkInstanceSharedStorageLocal/says-what-it-knows", {
    word: "knows all the same",
    title: "Where no probe could be left the storage is said to be shared",
    message: "verdict of a checkInstanceSharedStorageLocal whose hypervisor call failed",
    only: ["checkInstanceSharedStorageLocal/says-what-it-knows[failing-step]"],
    driver: faulty({
      kind: "answerFault",
      trigger: { operation: "checkInstanceSharedStorageLocal", onCode: "BACKEND_FAILED", times: 0 },
      action: "succeed",
      resultJson: '{"verdict":"shared"}',
    }),
  }),
  ...breaks("mountShare/failed-mount-leaves-nothing", {
    word: "takes it for silence",
    title: "Of a share that its server does not know it is said that the server does not answer",
    message: "SHARE_MOUNT_FAILED",
    only: ["mountShare/failed-mount-leaves-nothing[lost-share]"],
    driver: faulty({
      kind: "answerFault",
      trigger: { operation: "mountShare", onCode: "SHARE_NOT_FOUND", times: 0 },
      action: "fail",
      code: "SHARE_MOUNT_FAILED",
      effect: "none",
    }),
  }),
  ...breaks("cleanup/no-effect-shows-nowhere", {
    word: "keeps the larger claim",
    title: "A rebuild that could not stop the guest holds what the new one was to have",
    message: "use of the nodes after rebuild failed",
    only: ["cleanup/no-effect-shows-nowhere[rebuild-larger-at-each-step]"],
    driver: faulty(notTakingBack("allocateResources", "rebuild")),
  }),
];

const starts: readonly Mutant[] = [
  ...breaks("placement/vtpm-is-as-asked", {
    word: "keeps no secret later",
    title: "A reboot that is to keep the secret of the guest's module on the node does not",
    message: "cannot be started without it",
    only: ["placement/vtpm-is-as-asked[kept-at-reboot]"],
    driver: faulty(skipping("reboot", "createTpm")),
  }),
  ...breaks("powerOn/volumes-given-replace-the-old", {
    word: "adds to the old",
    title: "A guest that has moved has the volumes of before in the way of those that it is given",
    message: "which another block device is called already",
    only: ["powerOn/volumes-given-replace-the-old[finishMigration]"],
    attach: keepingState(skipping("finishMigration", "disconnectVolume")),
  }),
  ...breaks("migrateDiskAndPowerOff/leftovers-are-not-mixed-in", {
    word: "keeps what an earlier move left",
    title: "A move leaves the disk of an earlier one in the store of another node",
    message: "on a node that keeps the disk of an earlier move",
    only: ["migrateDiskAndPowerOff/leftovers-are-not-mixed-in[other-node]"],
    driver: faulty(skipping("migrateDiskAndPowerOff", "deleteDisk")),
  }),
];

const answers: readonly Mutant[] = [
  ...breaks("placement/cells-are-obeyed", {
    word: "threads elsewhere",
    title: "The hypervisor's own threads for a guest run elsewhere than asked",
    message: "hardware.numaTopology.emulatorThreadPolicy of getInfo after spawn",
    only: ["placement/cells-are-obeyed[emulator-threads]"],
    driver: faulty(
      misreporting("getInfo", { pointer: "/info/hardware/numaTopology/emulatorThreadPolicy", json: '"isolate"' }),
    ),
  }),
  ...breaks("placement/contradictions-are-refused", {
    word: "redirects nothing",
    title: "Redirected USB ports are overlooked where there is no USB controller",
    message: '"spawn" succeeded instead of being refused with INVALID_REQUEST',
    only: ["placement/contradictions-are-refused[usb]"],
    driver: faulty(
      misreading("spawn", { pointer: "/instance/image/properties/devices/redirectedUsbPorts", json: "0" }),
    ),
  }),
  ...breaks("listNodes/identities-are-unique", {
    word: "all at once",
    title: "A page of listNodes has all nodes, whatever its limit",
    message: "nodes with limit 1",
    only: ["listNodes/identities-are-unique[pages]"],
    driver: replacing((driver) => ({
      listNodes: ({ cursor }, call) => driver.listNodes({ ...(cursor !== undefined && { cursor }) }, call),
    })),
  }),
  ...breaks("checkCanLiveMigrateSource/returns-what-it-was-given", {
    word: "forgets interfaces",
    title: "The source returns another interface for the destination than it was told",
    message: "networkInterfaces of the data that checkCanLiveMigrateSource returns",
    only: ["checkCanLiveMigrateSource/returns-what-it-was-given[interfaces]"],
    site: siteWithFaults(
      misreporting("checkCanLiveMigrateSource", { pointer: "/data/networkInterfaces/0/destination/mtu", json: "1500" }),
    ),
  }),
  ...breaks("spawn/tells-where-tagged-devices-are", {
    word: "silent when it gives back",
    title: "Nobody is told where a guest finds the interface that it was given back",
    message: "taggedDevices of rollbackLiveMigrationAtSource",
    only: ["spawn/tells-where-tagged-devices-are[rollbackLiveMigrationAtSource]"],
    site: siteWithFaults(misreporting("rollbackLiveMigrationAtSource", { pointer: "/taggedDevices", json: "[]" })),
  }),
];

/** Drivers that are wrong in ways that generated ones had shown. */
export const foundByMutationMutants: readonly Mutant[] = [...remakes, ...busy, ...failures, ...starts, ...answers];
