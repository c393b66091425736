/** Puts faults in force. */

import {
  type DiskCorruptionFault,
  type GuestBehaviourFault,
  type ImageTransferFault,
  type SimulatedFault,
} from "@virt-driver-kit/spec";
import { isTriggered, type TriggeredFault } from "../../faults/armed-fault.ts";
import { holdIn } from "../../faults/hold-in.ts";
import { appendToConsole } from "../../guest/console-log.ts";
import { SECTOR_BYTES } from "../../guest/probe-parameters.ts";
import { diskContents } from "../../hypervisor/device-contents.ts";
import { usualGuest } from "../../site/guest-record.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { addForeignGuest } from "./foreign-guest.ts";
import { fillStore } from "./full-store.ts";
import { cutNetwork, loseHost, loseNode } from "./node-faults.ts";
import { instanceOf } from "../not-found.ts";
import { refuseFault } from "./refuse-fault.ts";

/** What faults work on. */
export type FaultContext = Pick<DriverContext, "hypervisor" | "site">;

/** Ends a fault. */
export type EndOfFault = () => void;

/** How many sectors at the beginning of a disk become garbage. */
const CORRUPTED_SECTORS = 8;
const GARBAGE = 0xa5;

const NOTHING_TO_END: EndOfFault = () => undefined;

/** A fault without a trigger: it concerns the simulated world, and not the driver. */
type WorldFault = Exclude<SimulatedFault, TriggeredFault>;

const SETTERS: {
  readonly [Kind in WorldFault["kind"]]: (
    context: FaultContext,
    fault: Extract<WorldFault, { readonly kind: Kind }>,
  ) => EndOfFault;
} = {
  backendUnreachable: cutOff,
  failStep: ({ hypervisor }, { step }) => hypervisor.failStep(step),
  guestCrash: (context, fault) => {
    return stop(context, fault, "crash the guest of", (record) => context.hypervisor.crash(record));
  },
  guestPowerOff: (context, fault) =>
    stop(context, fault, "shut down the guest of", (record) => powerOff(context, record)),
  networkLoss: cutNetwork,
  hostDown: loseHost,
  nodeLoss: loseNode,
  foreignGuest: addForeignGuest,
  diskCorruption: corruptDisk,
  storageFull: fillStore,
  volumeLost: ({ site }, { volumeId }) => holdIn(site.lostVolumes, volumeId),
  shareLost: ({ site }, { shareId }) => holdIn(site.lostShares, shareId),
  imageTransfer: spoilTransfers,
  guestBehaviour: changeGuest,
};

/**
 * Puts a fault in force that could happen as it is written, see `faultFlaw`.
 *
 * @returns What ends it.
 * @throws `INSTANCE_NOT_FOUND`, `NODE_NOT_FOUND`, or `INVALID_REQUEST` if it cannot happen to what it names as that is now. Nothing has then
 *   changed.
 */
export function setFault(context: FaultContext, fault: SimulatedFault): EndOfFault {
  if (isTriggered(fault)) return context.hypervisor.faults.arm(fault);
  const set = SETTERS[fault.kind] as (context: FaultContext, fault: WorldFault) => EndOfFault;
  return set(context, fault);
}

function cutOff({ hypervisor: { reachability } }: FaultContext): EndOfFault {
  if (reachability.isCutOff) return NOTHING_TO_END;
  reachability.isCutOff = true;
  return () => void (reachability.isCutOff = false);
}

/** Ends a guest that is on. */
function stop(
  { hypervisor }: FaultContext,
  { instanceUuid }: { readonly instanceUuid: string },
  verb: string,
  work: (record: InstanceRecord) => boolean,
): EndOfFault {
  const attempt = `${verb} instance "${instanceUuid}"`;
  const record = instanceOf(hypervisor.inside, instanceUuid, attempt);
  if (work(record)) return NOTHING_TO_END;
  throw refuseFault(attempt, `power state is "${record.powerState}"`, {
    member: "instanceUuid",
    problem: `names an instance whose guest is ${record.powerState === "paused" ? "paused" : "off"}`,
  });
}

/** A paused guest does nothing, and so does not shut down either. */
function powerOff({ hypervisor }: FaultContext, record: InstanceRecord): boolean {
  hypervisor.settle(record);
  if (record.powerState !== "running") return false;
  if (record.console !== null) appendToConsole(record.console, { kind: "text", text: "off\r\n" });
  return hypervisor.cutPower(record);
}

function corruptDisk({ hypervisor, site }: FaultContext, fault: DiskCorruptionFault): EndOfFault {
  const { instanceUuid, disk: name = "root" } = fault;
  const attempt = `corrupt disk "${name}" of instance "${instanceUuid}"`;
  const record = instanceOf(hypervisor.inside, instanceUuid, attempt);
  const pool = hypervisor.host.pool(record.node);
  const disk = pool.disk(instanceUuid, name);
  if (disk === undefined) {
    const names = pool.disks(instanceUuid).map((other) => `"${other.name}"`);
    const state = names.length === 0 ? "it has no local disks" : `its local disks are ${names.join(", ")}`;
    throw refuseFault(attempt, state, { member: "disk", problem: `names no disk of the instance; ${state}` });
  }
  hypervisor.settle(record);
  const contents = diskContents(site, pool, disk);
  for (let sector = 0; sector < CORRUPTED_SECTORS; sector += 1) {
    contents.writeSector(sector, Buffer.alloc(SECTOR_BYTES, GARBAGE));
  }
  hypervisor.changed(record);
  return NOTHING_TO_END;
}

function spoilTransfers({ site }: FaultContext, fault: ImageTransferFault): EndOfFault {
  const { manner, direction = null, afterPercent = 0, times = 1 } = fault;
  const trouble = { manner, direction, afterPercent, timesLeft: times === 0 ? null : times };
  site.imageTransferFaults.push(trouble);
  return () => {
    const index = site.imageTransferFaults.indexOf(trouble);
    if (index >= 0) site.imageTransferFaults.splice(index, 1);
  };
}

function changeGuest({ hypervisor, site }: FaultContext, fault: GuestBehaviourFault): EndOfFault {
  const { kind: _kind, instanceUuid, ...traits } = fault;
  const record = instanceOf(hypervisor.inside, instanceUuid, `change the guest of instance "${instanceUuid}"`);
  hypervisor.settle(record);
  Object.assign(record.guest, traits);
  hypervisor.changed(record);
  hypervisor.holdIfStuck(record);
  return () => {
    // The guest may be on another host by now.
    for (const other of site.hypervisors) {
      const found = other.host.instance(instanceUuid);
      if (found === undefined) continue;
      found.guest = usualGuest();
      other.changed(found);
    }
  };
}
