// Drivers that are wrong in what checks try that follow from the model alone: every member, every place, every operation.
import { fakeDriver, fakeSite, type OptionalCapability } from "@virt-driver-kit/fake-driver";
import { type LeakFault, specModel } from "@virt-driver-kit/spec";
import type { RequirementId, SimulatedFault } from "@virt-driver-kit/spec";

import { everyMethod } from "./every-method.ts";
import { attachRelayed } from "../mutation/relayed.ts";
import { refusingTheSameAgain } from "../mutation/changes/repeats.ts";
import { notValidatingAnything } from "../mutation/changes/validation.ts";
import { breaks } from "./breaks.ts";
import { standing } from "./attachments.ts";
import { faulty, keepingState } from "./faulty.ts";
import type { Answer } from "./interposer.ts";
import { onAnswer, withErrorData, withResult } from "./meddling.ts";
import { hiding, type Mutant, replacing } from "./mutant.ts";
import { siteWithFaults } from "./two-hosts.ts";

const HANG_TIMEOUT_MS = 5_000;

const unvalidated: readonly Mutant[] = breaks("protocol/refuses-invalid-requests", {
  word: "mends everything",
  title: "Whatever is wrong in a request is mended before anybody looks",
  message: 'that breaks "',
  only: ["protocol/refuses-invalid-requests[*-each-rule]"],
  keepsState: true,
  attach: standing(notValidatingAnything),
});

const unreachable: readonly Mutant[] = breaks("errors/unreachable-is-never-absent", {
  word: "no connector",
  title: "getVolumeConnector knows no node while the hypervisor cannot be reached",
  message: "getVolumeConnector was answered NODE_NOT_FOUND while the hypervisor could not be reached",
  only: ["errors/unreachable-is-never-absent[every-operation]"],
  driver: faulty({
    kind: "answerFault",
    trigger: { operation: "getVolumeConnector", onCode: "BACKEND_UNREACHABLE", times: 0 },
    action: "fail",
    code: "NODE_NOT_FOUND",
    effect: "none",
  }),
});

const LEAK: LeakFault = { kind: "leakFault", trigger: { times: 0 }, into: "errorMessage" };

const talkative: readonly Mutant[] = breaks("errors/never-carry-secrets", {
  word: "quotes requests",
  title: "Each error quotes the request that it refuses",
  message: "places in which a secret of the caller was seen",
  only: ["errors/never-carry-secrets[*-in-every-place]"],
  attach: keepingState(LEAK),
});

/** The same details with other identities in them. */
function renamed(answer: Answer): Answer {
  const details = answer.error?.data?.["details"];
  if (details === undefined) return answer;
  const other = JSON.stringify(details).replaceAll(/[0-9a-f]{12}"/gu, '0123456789ab"');
  return withErrorData(answer, { details: JSON.parse(other) as object });
}

const misnamed: readonly Mutant[] = breaks("errors/carry-code-and-effect", {
  word: "names others",
  title: "Errors name other instances, nodes, volumes and shares than those that are meant",
  message: "in the INSTANCE_NOT_FOUND of",
  only: ["errors/carry-code-and-effect[*]"],
  keepsState: true,
  attach: standing(() => onAnswer("*", renamed)),
});

const SIMULATED = "supportsSimulation";
const ALL = Object.keys(specModel.capabilities);

const empty: readonly Mutant[] = breaks("errors/declared-capability-is-served", {
  word: "declares what it has not",
  title: "The driver declares all capabilities and has none",
  message: "is refused for want of",
  only: ["errors/declared-capability-is-served[data-of-*]"],
  attach: (_base, { directory }) => {
    const without = ALL.filter((name) => name !== SIMULATED) as OptionalCapability[];
    const declared = Object.fromEntries(ALL.map((name) => [name, true]));
    const meddler = onAnswer("initialize", (answer) => withResult(answer, { capabilities: declared }));
    return attachRelayed(() => fakeDriver({ without }), {
      meddler,
      directory,
      hangTimeoutMs: HANG_TIMEOUT_MS,
      dies: false,
    });
  },
});

function late(operation: string): SimulatedFault {
  return { kind: "eventFault", trigger: { operation, times: 0 }, action: "delay", delayMs: 1_000 };
}

const events: readonly Mutant[] = [
  ...breaks(
    "event/comes-before-the-answer",
    {
      word: "late by the way",
      title: "What an operation does to a guest by the way is told a second later",
      message: 'events "started" of resumeStateOnHostBoot',
      only: ["resumeStateOnHostBoot", "finishRevertMigration-*", "hostPowerAction"].map(
        (name) => `event/comes-before-the-answer[${name}]`,
      ),
      attach: keepingState(late("resumeStateOnHostBoot"), late("finishRevertMigration"), late("hostPowerAction")),
    },
    {
      word: "late moves",
      title: "That a guest has moved is told a second later",
      message: "events at the source after the answer of liveMigration",
      only: ["event/comes-before-the-answer[liveMigration]"],
      site: siteWithFaults(late("liveMigration")),
    },
  ),
  ...breaks("event/tells-what-the-guest-did", {
    word: "told twice",
    title: "Each stop and crash of a guest by itself is told twice",
    message: "number of events of a guest that has",
    only: ["event/tells-what-the-guest-did[once]", "event/tells-what-the-guest-did[crash]"],
    driver: faulty(
      { kind: "eventFault", trigger: { transition: "stopped", times: 0 }, action: "duplicate" },
      { kind: "eventFault", trigger: { transition: "crashed", times: 0 }, action: "duplicate" },
    ),
  }),
];

/** Leaves a member out of every answer that has it. */
function leavingOut(member: string): ReturnType<typeof replacing> {
  return replacing(
    everyMethod((_name, method) => async (params, call) => {
      const { [member]: _, ...rest } = (await method(params, call)) as Record<string, unknown>;
      return rest;
    }),
  );
}

const answers: readonly Mutant[] = [
  ...breaks("spawn/tells-where-tagged-devices-are", {
    word: "silent on starts",
    title: "No operation tells where devices with tags are",
    message: "taggedDevices of resume",
    only: ["spawn/tells-where-tagged-devices-are[*-again]"],
    keepsState: true,
    driver: leavingOut("taggedDevices"),
  }),
  ...breaks("block-devices/guest-is-built-with-its-volumes", {
    word: "silent on starts",
    title: "No operation tells what came of volumes",
    message: "volumes in attachedVolumes of resume",
    only: ["block-devices/guest-is-built-with-its-volumes[*-again]"],
    keepsState: true,
    driver: leavingOut("attachedVolumes"),
  }),
  ...breaks("devices/guest-has-the-interfaces-given", {
    word: "counts none",
    title: "The counters know no interfaces",
    message: "network interfaces of the guest after resume",
    only: ["devices/guest-has-the-interfaces-given[*-host-device]"],
    attach: keepingState({
      kind: "answerFault",
      trigger: { operation: "getInstanceDiagnostics", times: 0 },
      action: "alter",
      changes: [{ pointer: "/diagnostics/interfaces", json: "[]" }],
    }),
  }),
];

const CONSOLES: readonly (readonly [RequirementId, string])[] = [
  ["getVncConsole/leads-to-the-instance", "getVncConsole"],
  ["getSpiceConsole/leads-to-the-instance", "getSpiceConsole"],
  ["getRdpConsole/leads-to-the-instance", "getRdpConsole"],
  ["getSerialConsole/leads-to-the-instance", "getSerialConsole"],
  ["getMksConsole/opens-the-instance", "getMksConsole"],
];

const consoles: readonly Mutant[] = CONSOLES.flatMap(([requirement, operation]) =>
  breaks(requirement, {
    word: "has none",
    title: `No guest has anything that ${operation} could lead to`,
    message: "answered CONSOLE_TYPE_NOT_AVAILABLE",
    only: [`${requirement}[after-other-starts]`],
    driver: faulty({
      kind: "answerFault",
      trigger: { operation, times: 0 },
      action: "fail",
      code: "CONSOLE_TYPE_NOT_AVAILABLE",
      effect: "none",
    }),
  }),
);

/** Leaves steps out once one of the same call has failed. */
function notTakingBack(...steps: readonly string[]): SimulatedFault[] {
  return steps.map((step) => ({
    kind: "stepFault",
    trigger: { step, times: 0, afterFailure: "inThisCall" },
    action: "skip",
  }));
}

const failedStarts: readonly Mutant[] = [
  ...breaks("placement/claimed-devices-and-no-others", {
    word: "keeps what a failed start was given",
    title: "A start that failed has taken the devices of the host that it was to have",
    message: "The instance holds other PCI devices after",
    only: ["placement/claimed-devices-and-no-others[*-fails]"],
    keepsState: true,
    driver: replacing((driver) => ({
      getAvailableResource: async (params, call) => {
        const { resource } = await driver.getAvailableResource(params, call);
        // It has both, and so has everybody else nothing.
        const holder = resource.pciDevices?.find(({ instanceUuid }) => instanceUuid !== undefined)?.instanceUuid;
        const pciDevices = resource.pciDevices?.map((device) => ({
          ...device,
          ...(holder && { instanceUuid: holder }),
        }));
        return { resource: { ...resource, ...(pciDevices && { pciDevices }) } };
      },
    })),
  }),
  ...breaks("powerOn/volumes-left-out-stay", {
    word: "forgets when it fails",
    title: "A start that failed leaves the instance without the volumes that it had",
    message: "volumes of the guest after a",
    only: ["powerOn/volumes-left-out-stay[*-fails]"],
    attach: keepingState(...notTakingBack("connectVolume")),
  }),
  ...breaks("powerOn/interfaces-left-out-stay", {
    word: "forgets when it fails",
    title: "A start that failed leaves the instance without the interfaces that it had",
    message: "network interfaces of the guest after a",
    only: ["powerOn/interfaces-left-out-stay[*-fails]"],
    attach: keepingState(...notTakingBack("plugInterface")),
  }),
];

const AGAIN: readonly (readonly [RequirementId, string])[] = [
  ["powerOn/running-instance-goes-on", "powerOn"],
  ["unpause/running-instance-goes-on", "unpause"],
  ["restore/brings-back-what-was-put-aside", "restore"],
  ["resumeStateOnHostBoot/starts-what-is-off", "resumeStateOnHostBoot"],
  ["finishRevertMigration/works-from-any-half-done-state", "finishRevertMigration"],
  ["plugVifs/plugs-every-interface", "plugVifs"],
  ["volumeSnapshotCreate/repeated-snapshot-succeeds", "volumeSnapshotCreate"],
];

const repeated: readonly Mutant[] = AGAIN.flatMap(([requirement, operation]) =>
  breaks(requirement, {
    word: "not twice",
    title: `${operation} fails when it says the same as the call before`,
    message: "answered BACKEND_FAILED",
    only: [`${requirement}[*twice]`, `${requirement}[at-once]`],
    keepsState: true,
    driver: refusingTheSameAgain(operation),
  }),
);

const repeatedMoves: readonly Mutant[] = (
  [
    ["checkCanLiveMigrateDestination/claims-nothing", "checkCanLiveMigrateDestination"],
    ["postLiveMigrationAtDestination/makes-the-guest-permanent", "postLiveMigrationAtDestination"],
  ] as const
).flatMap(([requirement, operation]) =>
  breaks(requirement, {
    word: "not twice",
    title: `${operation} fails when it says the same as the call before`,
    message: "answered BACKEND_FAILED",
    only: [`${requirement}[twice]`],
    site: (options) => {
      const site = fakeSite(options);
      const wrong = refusingTheSameAgain(operation);
      return { hosts: site.hosts, driver: (host) => wrong(site.driver(host)) };
    },
  }),
);

const otherwise: readonly Mutant[] = breaks("attachVolume/refuses-a-volume-in-use", {
  word: "takes it for the same",
  title: "A volume that the instance has is attached in whatever way",
  message: "of a volume that the instance has, with",
  only: ["another-manner", "other-limits", "other-total-limits"].map(
    (variant) => `attachVolume/refuses-a-volume-in-use[${variant}]`,
  ),
  driver: replacing((driver) => ({
    attachVolume: (params, call) =>
      hiding(driver.attachVolume(params, call), "VOLUME_IN_USE", () => ({
        attached: { volumeId: params.volume.volumeId },
      })),
  })),
});

/** Drivers that are wrong in what checks try that follow from the model alone. */
export const fromTheModelMutants: readonly Mutant[] = [
  ...unvalidated,
  ...unreachable,
  ...talkative,
  ...misnamed,
  ...empty,
  ...events,
  ...answers,
  ...consoles,
  ...failedStarts,
  ...repeated,
  ...repeatedMoves,
  ...otherwise,
];
