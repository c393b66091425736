// An instance that a check made, with what it needs to speak of it.
import type { NodeInfo, SpawnParams } from "@virt-driver-kit/spec";

/** An instance made by the kit. */
export interface TestInstance {
  /** Its identity. */
  readonly uuid: string;
  /** The name that `spawn` was given. It begins with the run's prefix. */
  readonly name: string;
  /** The node it was built on. */
  readonly node: NodeInfo;
  /** What `spawn` was called with. */
  readonly params: SpawnParams;
  /** The parameters that name it, to spread into a call: `driver.powerOff({ ...instance.target, timeoutSeconds: 0, ... })`. */
  readonly target: { readonly instanceUuid: string };
}

/** The uuid of an instance given either way. */
export function uuidOf(instance: string | TestInstance): string {
  return typeof instance === "string" ? instance : instance.uuid;
}
