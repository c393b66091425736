/** The changing operations of the driver API that this core uses. */
import type { OperationMap } from "@virt-driver-kit/spec";

/** An operation that changes an instance. */
export type ChangeName = "spawn" | "destroy" | "powerOn" | "powerOff" | "reboot" | "pause" | "unpause";

/** What each of them is given. */
export type ChangeParams = { readonly [Name in ChangeName]: OperationMap[Name]["params"] };

/** What may happen to such a call on its way. */
export interface CallWatch {
  /** Asks the driver to stop working on it. It still answers. */
  readonly signal?: AbortSignal;
  /** Told how much is done, in percent. */
  readonly onProgress?: (percent: number) => void;
}
