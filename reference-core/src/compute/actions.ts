/**
 * The actions on a built instance, as a table: who may be asked, what is said meanwhile, which call it becomes, and what it leads to.
 *
 * A task state names one action, which is how an interrupted one is found again after a restart.
 */
import type { Capability, PowerState } from "@virt-driver-kit/spec";
import type { ChangeName, ChangeParams } from "../driver/change.ts";
import type { TaskState, VmState } from "./vm-state.ts";

/** One action. */
export interface Action {
  /** Nova's name for it in messages. */
  readonly name: string;
  /** The vm states that it may be asked in. */
  readonly from: readonly VmState[];
  /** The vm state it leads to. */
  readonly to: VmState;
  /** The call that it becomes. */
  readonly operation: Exclude<ChangeName, "spawn" | "destroy">;
  readonly params: (instanceUuid: string, shutdownTimeoutSeconds: number) => ChangeParams[Action["operation"]];
  /** What the driver has to declare for it. */
  readonly capability?: Capability;
  /** The power state that the call leads to. */
  readonly reaches: PowerState;
  /** The power states in which the same call can be made again. */
  readonly repeatableIn: readonly PowerState[];
  /** The action that completes this one where it was interrupted in a state in which it cannot be repeated. */
  readonly fallback?: "rebooting_hard";
}

/** How often a guest is asked to shut down, in seconds, as in Nova. */
const RETRY_INTERVAL_SECONDS = 10;

const ANY: readonly PowerState[] = ["running", "paused", "shutdown", "crashed", "suspended"];

/**
 * The actions by the task state that says they are in progress.
 *
 * @see Nova nova/compute/api.py, the `check_instance_state` decorators
 */
export const ACTIONS: Readonly<Record<Exclude<TaskState, "scheduling" | "spawning" | "deleting">, Action>> = {
  "powering-on": {
    name: "start",
    from: ["stopped"],
    to: "active",
    operation: "powerOn",
    params: (instanceUuid) => ({ instanceUuid }),
    reaches: "running",
    repeatableIn: ["shutdown", "crashed"],
  },
  "powering-off": {
    name: "stop",
    from: ["active", "error"],
    to: "stopped",
    operation: "powerOff",
    params: (instanceUuid, timeoutSeconds) => ({
      instanceUuid,
      timeoutSeconds,
      retryIntervalSeconds: Math.min(RETRY_INTERVAL_SECONDS, timeoutSeconds),
    }),
    reaches: "shutdown",
    repeatableIn: ANY,
  },
  rebooting: {
    name: "reboot",
    from: ["active"],
    to: "active",
    operation: "reboot",
    // Nova grants a soft reboot twice as long: wait_soft_reboot_seconds is 120, and shutdown_timeout 60.
    params: (instanceUuid, shutdownTimeoutSeconds) => ({
      instanceUuid,
      type: "soft",
      timeoutSeconds: 2 * shutdownTimeoutSeconds,
    }),
    reaches: "running",
    repeatableIn: ["running"],
    fallback: "rebooting_hard",
  },
  rebooting_hard: {
    name: "reboot",
    from: ["active", "stopped", "paused", "error"],
    to: "active",
    operation: "reboot",
    params: (instanceUuid) => ({ instanceUuid, type: "hard" }),
    reaches: "running",
    repeatableIn: ANY,
  },
  pausing: {
    name: "pause",
    from: ["active"],
    to: "paused",
    operation: "pause",
    capability: "supportsPause",
    params: (instanceUuid) => ({ instanceUuid }),
    reaches: "paused",
    repeatableIn: ["running"],
  },
  unpausing: {
    name: "unpause",
    from: ["paused"],
    to: "active",
    operation: "unpause",
    capability: "supportsPause",
    params: (instanceUuid) => ({ instanceUuid }),
    reaches: "running",
    repeatableIn: ["paused"],
  },
};

/** A task state that stands for one of {@link ACTIONS}. */
export type ActionTask = keyof typeof ACTIONS;
