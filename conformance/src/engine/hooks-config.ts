// Commands of a site that do by hand what the kit can only ask a simulated hypervisor for.

/** A command: a line that is split into words as a shell would do, without being one, or the words. */
export type HookCommand = string | readonly string[];

/** A fault that lasts until it is ended. */
export interface LastingHook {
  /** Brings the fault about. It has to be in force when the command ends. */
  readonly begin: HookCommand;
  /** Ends it. All has to be as before when the command ends; it is also run where `begin` failed half way. */
  readonly end: HookCommand;
}

/**
 * The commands. They run where `vdk` runs, in the directory of the configuration's relative paths, with what they are about in
 * environment variables: `VDK_HOOK`, `VDK_PHASE` (`begin` or `end`, of a fault that lasts), `VDK_RUN` and those named below.
 * One that fails or takes too long is a failure of the kit and not of the driver.
 */
export interface HooksConfig {
  /** The hypervisor does not answer its driver; guests go on. `VDK_NODE`, `VDK_NODE_NAME`. */
  readonly backendUnreachable?: LastingHook;
  /** A node dies with its guests, and is up again, with its guests off, when the fault ends. `VDK_NODE`, `VDK_NODE_NAME`. */
  readonly hostDown?: LastingHook;
  /** The node's host does not reach the second host; each driver reaches its own hypervisor. `VDK_NODE`, `VDK_NODE_NAME`. */
  readonly networkLoss?: LastingHook;
  /** The store of a node has no room left. `VDK_NODE`, `VDK_NODE_NAME`. */
  readonly storageFull?: LastingHook;
  /** The storage behind a volume does not answer. `VDK_VOLUME_ID`, and `VDK_VOLUME_PATH` where the volume is a file of the kit's. */
  readonly volumeLost?: LastingHook;
  /**
   * A guest that did not come through the driver is on a node. `VDK_NODE`, `VDK_NODE_NAME`, `VDK_GUEST_NAME`, `VDK_GUEST_UUID` (may be
   * empty), `VDK_GUEST_VCPUS`, `VDK_GUEST_MEMORY_MIB`, `VDK_GUEST_LOCAL_GIB`.
   */
  readonly foreignGuest?: LastingHook;
  /** A guest's kernel stops dead, and the hypervisor knows when the command ends. `VDK_INSTANCE_UUID`. */
  readonly guestCrash?: HookCommand;
  /** The hypervisor loses an instance that is on, behind the driver's back, and nothing of what the host is connected to for it. `VDK_INSTANCE_UUID`. */
  readonly instanceLost?: HookCommand;
  /** The driver's process is killed without a warning, as by SIGKILL. */
  readonly killDriver?: HookCommand;
  /** The driver is started again, whether it runs or was killed, and listens when the command ends. */
  readonly restartDriver?: HookCommand;
}
