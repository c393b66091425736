/** What the simulated hypervisor knows of an instance, as plain data that can be stored as JSON. */

import type { ConfigDrive, Instance, PowerState } from "@virt-driver-kit/spec";
import type { ConsoleLog } from "../guest/console-log.ts";
import type { GuestRun } from "../guest/guest-run.ts";
import type { Claim } from "./claim.ts";
import type { AcceleratorRecord, MediatedDeviceRecord, PciDeviceRecord } from "./device-record.ts";
import type { DiskPresentation } from "./disk-record.ts";
import { type GuestTraits, type QuiesceRecord, type RescueRecord, usualGuest } from "./guest-record.ts";
import type { KernelRecord } from "./image-record.ts";
import type { InterfaceRecord } from "./interface-record.ts";
import type { ColdMoveRecord } from "./migration-record.ts";
import type { HardwareRecord, PlacementRecord } from "./placement-record.ts";
import type { VolumeRecord } from "./volume-record.ts";

/** An instance on a host. */
export interface InstanceRecord {
  readonly uuid: string;
  /** Its number among all instances that the host has ever had; lists are in this order. */
  readonly serial: number;
  readonly name: string;
  /** The uuid of the node that it is on. */
  node: string;
  claim: Claim;
  /** What it goes back to holding if a rebuild that has taken more room does not come to tear it down; null for none. */
  claimBefore: Claim | null;
  /** `pending` from the first step of spawn until the last; a restart removes what it finds `pending`. */
  powerState: PowerState;
  /** The guest between power-on and power-off; null while there is none. Not null exactly in `running` and `paused`. */
  run: GuestRun | null;
  /** The place among the consoles of its host that is set aside for its next run; null for none. */
  reservedConsoleSlot: number | null;
  /** The serial port's log; null until the instance is defined. */
  console: ConsoleLog | null;
  /** What it was last described as, without the credentials of its image. */
  description: Instance;
  guest: GuestTraits;
  /** Digests of the passwords that the agent inside has set, by the user's name. */
  passwords: Record<string, string>;
  /** How its local disks are presented, in the order in which the guest sees them. */
  localDisks: DiskPresentation[];
  volumes: VolumeRecord[];
  interfaces: InterfaceRecord[];
  pciDevices: PciDeviceRecord[];
  mediatedDevices: MediatedDeviceRecord[];
  accelerators: AcceleratorRecord[];
  /** Tags of the shares that the guest can mount, by share. */
  shares: { shareId: string; tag: string }[];
  placement: PlacementRecord | null;
  hardware: HardwareRecord | null;
  /** Its config drive with all files that are on it, that of the tagged devices among them; null for none. */
  configDrive: ConfigDrive | null;
  /** What it boots with beside its own disk; null for what is on the disk. */
  kernel: KernelRecord | null;
  /** A guest that was suspended, as it was then; null otherwise. */
  savedRun: GuestRun | null;
  rescue: RescueRecord | null;
  quiesce: QuiesceRecord | null;
  /** Whether it is paused only for as long as its disk is copied. */
  isHeldForCopy: boolean;
  /** Whether `softDelete` has put it aside. */
  isPutAside: boolean;
  /** Whether a soft reboot of it is in progress. */
  isRestarting: boolean;
  /** Whether a rebuild of it was begun and has not come to its end, so that it has no root disk that could be booted. */
  isHalfBuilt: boolean;
  /** Whether it is on its way here from another host. It is `pending` until it executes here; its disks may still be its source's. */
  isArriving: boolean;
  /** What is kept of it while a cold migration can still be taken back; null otherwise. */
  move: ColdMoveRecord | null;
}

/** What of an instance is given when it begins to be. */
export type NewInstance = Pick<InstanceRecord, "uuid" | "name" | "claim" | "description">;

/** Makes the record of an instance that is about to be built. */
export function newInstanceRecord(instance: NewInstance, serial: number, node: string): InstanceRecord {
  return {
    ...instance,
    serial,
    node,
    claimBefore: null,
    powerState: "pending",
    run: null,
    reservedConsoleSlot: null,
    console: null,
    guest: usualGuest(),
    passwords: {},
    localDisks: [],
    volumes: [],
    interfaces: [],
    pciDevices: [],
    mediatedDevices: [],
    accelerators: [],
    shares: [],
    placement: null,
    hardware: null,
    configDrive: null,
    kernel: null,
    savedRun: null,
    rescue: null,
    quiesce: null,
    isHeldForCopy: false,
    isPutAside: false,
    isArriving: false,
    isRestarting: false,
    isHalfBuilt: false,
    move: null,
  };
}
