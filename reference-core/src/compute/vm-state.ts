/** What an instance is, in the core's own books, as Nova words it. */

/**
 * The stable state of an instance in the database.
 *
 * @see Nova nova/compute/vm_states.py
 */
export type VmState = "building" | "active" | "paused" | "stopped" | "error" | "deleted";

/**
 * What is in progress on an instance.
 *
 * @see Nova nova/compute/task_states.py
 */
export type TaskState =
  | "scheduling"
  | "spawning"
  | "powering-on"
  | "powering-off"
  | "rebooting"
  | "rebooting_hard"
  | "pausing"
  | "unpausing"
  | "deleting";
