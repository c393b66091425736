/** Devices of a node that guests can be given, as plain data. */

import type { AcceleratorRequest, MediatedDevice, PciDevice, PciDeviceClaim } from "@virt-driver-kit/spec";

/** A PCI device of a node, without its holder: that is with the instance. */
export type HostPciDevice = Omit<PciDevice, "instanceUuid">;

/** A kind of mediated device that a parent device has been divided into. */
export interface MediatedDeviceType {
  readonly parentAddress: string;
  readonly type: string;
  readonly total: number;
}

/** A mediated device of a node, without its holder. */
export type HostMediatedDevice = Required<Omit<MediatedDevice, "instanceUuid">>;

/** A device that an instance holds, from the moment at which it is claimed until it is released. */
interface HeldDevice {
  /** Whether the guest has it. It has not while it is suspended: the state of a device of the host cannot be saved. */
  isInGuest: boolean;
}

/** A PCI device that an instance holds by a claim of its own. Those behind interfaces are with the interfaces. */
export interface PciDeviceRecord extends PciDeviceClaim, HeldDevice {}

/** A mediated device that an instance holds because of its allocations. */
export interface MediatedDeviceRecord extends HostMediatedDevice, HeldDevice {}

/** An accelerator that an instance holds. */
export interface AcceleratorRecord extends HeldDevice {
  readonly request: AcceleratorRequest;
  /** The device: its PCI address, or its uuid if it is a mediated one. */
  readonly device: string;
}
