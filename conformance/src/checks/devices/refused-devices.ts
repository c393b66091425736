// Checks of devices that a guest cannot be given, by each operation that gives it any: the operation says which kind is at fault, and
// succeeds with devices that can be given.
import { DriverError, specModel } from "@virt-driver-kit/spec";
import type { Capability, ErrorCode, GuestDevices, RequirementId, VolumeAttachment } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { attach } from "../steps/connections.ts";
import { DEVICE_TAKERS, type DeviceTaker } from "../steps/device-takers.ts";
import { newShare } from "../steps/given-share.ts";
import { givenFreePciDevices } from "../steps/guest-devices.ts";
import { expectUnchanged, givenOverview } from "../steps/overview.ts";
import { givenVisiblePorts, newOwner, plug } from "../steps/ports.ts";
import { refusalOf } from "../steps/refusal.ts";
import { withVolumes } from "../steps/volumes.ts";

/** Devices that a guest cannot be given. */
interface Fault {
  /** Names the check. */
  readonly variant: string;
  /** What is wrong, as the end of the sentence "... with ...". */
  readonly what: string;
  readonly capability: Capability;
  /** What the operation answers: one of these. */
  readonly codes: readonly [ErrorCode, ...ErrorCode[]];
  /** The requirement that speaks of the refusal; left out where none does but that of errors. */
  readonly requirement?: RequirementId;
  /** Left out by operations that have checks of their own for it. */
  readonly elsewhere?: readonly string[];
  readonly make: (t: CheckContext) => Promise<GuestDevices>;
  /** What can be given instead. */
  readonly right: (t: CheckContext) => GuestDevices;
}

function volumesOf(...volumes: VolumeAttachment[]): GuestDevices {
  return { blockDevices: { volumes } };
}

/** Has the core answer that an interface is not wired. */
function answerEvents(t: CheckContext, isLate: boolean): void {
  t.core.answer("waitForExternalEvents", ({ events }) => {
    const [first] = events;
    const event = `${first?.name ?? ""}:${first?.tag ?? ""}`;
    if (!isLate) return { events: events.map(({ name, tag }) => ({ name, tag, status: "failed" as const })) };
    throw new DriverError("EXTERNAL_EVENT_TIMEOUT", `Cannot wait any longer: "${event}" has not come`, {
      effect: "none",
      details: { event },
    });
  });
}

function awaitingEvents(isLate: boolean): Pick<Fault, "capability" | "requirement" | "make" | "right"> {
  return {
    capability: "supportsExternalEvents",
    requirement: "waitForExternalEvents/failure-fails-the-operation",
    make: async (t) => {
      answerEvents(t, isLate);
      return { networkInterfaces: [t.networkInterface({ awaitPlugSeconds: 60 })] };
    },
    right: (t) => ({ networkInterfaces: [t.networkInterface()] }),
  };
}

/** More than any bus takes of its devices. */
const MANY = 9;

const FAULTS: readonly Fault[] = [
  {
    variant: "device-not-there",
    what: "a PCI device that is not there",
    capability: "supportsPciPassthrough",
    codes: ["DEVICE_UNAVAILABLE"],
    requirement: "placement/taken-devices-are-refused",
    // The devices of a guest that moves are named by the data of its migration.
    elsewhere: ["spawn", "preLiveMigration"],
    make: async (t) => {
      const devices = await givenFreePciDevices(t, 1);
      // No host numbers its buses so.
      const address = "ffff:ff:1f.7";
      const claims = devices.map(({ vendorId, productId, deviceType }) => ({
        address,
        vendorId,
        productId,
        deviceType,
      }));
      return { pciDevices: claims };
    },
    right: () => ({ pciDevices: [] }),
  },
  {
    variant: "share-not-mounted",
    what: "a share that is not mounted",
    capability: "supportsShares",
    codes: ["SHARE_MOUNT_FAILED"],
    requirement: "devices/shares-reach-the-guest",
    elsewhere: ["spawn", "powerOn", "reboot"],
    make: async (t) => ({ shares: [newShare(t)] }),
    right: () => ({ shares: [] }),
  },
  {
    variant: "volume-of-another",
    what: "a volume that another instance has",
    capability: "supportsVolumes",
    codes: ["VOLUME_IN_USE"],
    requirement: "attachVolume/refuses-a-volume-in-use",
    // There the kit has no other instance.
    elsewhere: ["preLiveMigration"],
    make: async (t) => {
      const other = await t.givenInstance();
      const volume = t.volume().attachment();
      await t.given("attachVolume", () => attach(t, other, volume));
      return volumesOf(volume);
    },
    right: (t) => withVolumes(t.volume()),
  },
  {
    variant: "volume-not-there",
    what: "a volume that is not there",
    capability: "supportsVolumes",
    codes: ["VOLUME_CONNECTION_FAILED"],
    // A hard reboot may go on without it.
    elsewhere: ["spawn", "reboot"],
    make: async (t) => {
      const volume = t.volume().attachment();
      return volumesOf({
        ...volume,
        connection: { protocol: "localFile", path: t.newFile(`none-${t.uuid()}`), format: "raw" },
      });
    },
    right: (t) => withVolumes(t.volume()),
  },
  {
    variant: "port-of-another",
    what: "a port that another instance has plugged",
    capability: "supportsNetworkInterfaces",
    // A host may see the port itself as the device that is taken.
    codes: ["INTERFACE_PLUG_FAILED", "DEVICE_UNAVAILABLE"],
    make: async (t) => {
      const networkInterfaces = await givenVisiblePorts(t, 1);
      await t.given("plugVifs", () => plug(t, newOwner(t), ...networkInterfaces));
      return { networkInterfaces };
    },
    right: (t) => ({ networkInterfaces: [t.networkInterface()] }),
  },
  {
    variant: "too-many-disks",
    what: `${MANY} disks on one IDE controller`,
    capability: "supportsVolumes",
    // A driver may have no such bus at all.
    codes: ["TOO_MANY_DEVICES", "NOT_SUPPORTED"],
    make: async (t) =>
      volumesOf(...Array.from({ length: MANY }, () => ({ ...t.volume().attachment(), bus: "ide" as const }))),
    right: (t) => withVolumes(t.volume()),
  },
  {
    variant: "event-does-not-come",
    what: "an interface whose wiring is not told in time",
    codes: ["EXTERNAL_EVENT_TIMEOUT"],
    elsewhere: ["spawn", "powerOn", "reboot", "finishRevertMigration", "preLiveMigration"],
    ...awaitingEvents(true),
  },
  {
    variant: "event-tells-a-failure",
    what: "an interface whose wiring has failed",
    codes: ["EXTERNAL_EVENT_FAILED"],
    elsewhere: ["spawn", "powerOn", "reboot", "finishRevertMigration", "preLiveMigration"],
    ...awaitingEvents(false),
  },
];

/** What the checks of an operation's errors judge: where no requirement speaks of one, the general ones. */
function requirementOf({ requirement }: Fault, { operation }: DeviceTaker): RequirementId {
  if (requirement !== undefined) return requirement;
  const isGated = specModel.operations[operation]?.capability !== undefined;
  return isGated ? "errors/declared-capability-is-served" : "cleanup/no-effect-shows-nowhere";
}

async function tryFault(t: CheckContext, { operation, prepare }: DeviceTaker, fault: Fault): Promise<void> {
  const { at, call } = await prepare(t);
  const devices = await fault.make(at);
  const before = await givenOverview(at);
  const refusal = await t.expectError(call(devices), fault.codes, {
    hint: "Look at each device before the guest is touched, and say which kind cannot be given.",
  });
  const declared = specModel.operations[operation]?.errors.find(({ code }) => code === refusal.code)?.effect ?? "none";
  const isAllowed = refusal.effect === "none" || refusal.effect === declared;
  t.expectThat(isAllowed, `${operation} answered ${refusal.code} with effect "${refusal.effect}"`, {
    expected: declared,
  });
  if (refusal.effect === "none")
    await expectUnchanged(at, before, `after ${operation} answered ${refusal.code} with effect none`);
  const again = await refusalOf(call(fault.right(at)));
  const what = `${operation} fails with devices that can be given, after it was refused with ${fault.what}`;
  t.expectThat(again === undefined, what, { expected: "success", got: again });
}

/** The checks of devices that cannot be given. */
export const refusedDevicesChecks: readonly Check[] = FAULTS.flatMap((fault) =>
  DEVICE_TAKERS.filter(({ operation }) => fault.elsewhere?.includes(operation) !== true).map((taker): Check => {
    const { operation, needs } = taker;
    const requirement = requirementOf(fault, taker);
    const answer = fault.codes.join(" or ");
    return {
      id: `${requirement}[${operation}-${fault.variant}]`,
      requirement,
      title: `${operation}() with ${fault.what} is ${answer}, and succeeds with others`,
      needs: { ...needs, capabilities: [...(needs.capabilities ?? []), fault.capability] },
      run: (t) => tryFault(t, taker, fault),
    };
  }),
);
