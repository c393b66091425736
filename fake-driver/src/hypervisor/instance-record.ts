/** What the simulated hypervisor knows of an instance, as plain data that can be stored as JSON. */

import type { PowerState } from "@virt-driver-kit/spec";
import type { ConsoleLog } from "../guest/console-log.ts";
import type { GuestRun } from "../guest/guest-run.ts";

/** How much of a node an instance holds, from the first step of its spawn until it is gone. */
export interface Claim {
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly localGib: number;
}

/** An instance on a node. */
export interface InstanceRecord {
  readonly uuid: string;
  /** Its number among all instances that the hypervisor has ever had; lists are in this order. */
  readonly serial: number;
  readonly name: string;
  /** The uuid of the node that it is on. */
  readonly node: string;
  readonly claim: Claim;
  /** `pending` from the first step of spawn until the last; a restart removes what it finds `pending`. */
  powerState: PowerState;
  /** The guest between power-on and power-off; null while there is none. Not null exactly in `running` and `paused`. */
  run: GuestRun | null;
  /** The serial port's log; null until the instance is defined. */
  console: ConsoleLog | null;
}
