// The ways in which an existing instance's guest is started with devices that the request names.
import type { GuestDevices } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";

/** A call that starts the guest of an instance. */
export interface Start {
  readonly operation: "powerOn" | "reboot";
  /** The power state to begin in. */
  readonly from: "shutdown" | "running";
  readonly call: (t: CheckContext, instance: Pick<TestInstance, "target">, devices?: GuestDevices) => Promise<unknown>;
}

/** The calls that start the guest of an instance from its disks. */
export const STARTS: readonly Start[] = [
  {
    operation: "powerOn",
    from: "shutdown",
    call: (t, { target }, devices) => t.driver.powerOn({ ...target, ...(devices && { devices }) }),
  },
  {
    operation: "reboot",
    from: "running",
    call: (t, { target }, devices) => t.driver.reboot({ ...target, type: "hard", ...(devices && { devices }) }),
  },
];
