/**
 * The core's record of an instance: what should be, and what was last read of what is.
 *
 * It is the core's own object. It becomes an object of the driver API in `spawn-params.ts` and one of the REST API in
 * `api/server-view.ts`, and nowhere else.
 */
import type { DriverState, PowerState } from "@virt-driver-kit/spec";
import type { Flavor } from "../catalogue/flavor.ts";
import type { Image } from "../catalogue/image.ts";
import type { TaskState, VmState } from "./vm-state.ts";

/** Why an instance failed, for its owner to read. */
export interface InstanceFault {
  /** An HTTP status code, as in Nova: 500 for everything that the owner did not cause. */
  readonly code: number;
  readonly message: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly createdAtMs: number;
}

/** A record as it was read; changing one goes through the store. */
export interface Instance {
  readonly uuid: string;
  readonly name: string;
  readonly flavor: Flavor;
  readonly image: Image;
  /** The node that holds it, or is to; null before one was chosen and after a build failed. */
  readonly node: string | null;
  readonly vmState: VmState;
  /** What is in progress; null if nothing is. */
  readonly taskState: TaskState | null;
  /** What the driver last said. `pending` also stands for an instance that the hypervisor does not have (Nova's NOSTATE). */
  readonly powerState: PowerState;
  /** How much of the present task is done, in percent, as far as the driver tells. */
  readonly progress: number;
  readonly fault: InstanceFault | null;
  /** What the driver last asked to be given back; null once it is destroyed. Sensitive. */
  readonly driverState: DriverState | null;
  /** Times are milliseconds since 1970-01-01T00:00:00Z. */
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly launchedAtMs: number | null;
  readonly terminatedAtMs: number | null;
}

/** What a change of a record may touch. */
export type InstanceChange = Partial<
  Pick<
    Instance,
    "node" | "vmState" | "taskState" | "powerState" | "progress" | "fault" | "launchedAtMs" | "terminatedAtMs"
  >
>;
