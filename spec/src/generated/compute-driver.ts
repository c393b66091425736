// Generated from the spec's sources by `npm run generate`. Edit those, not this.
// What a driver implements: one method for each operation that the core asks of it.

import type { Call } from "../driver/define-driver.ts";
import type { DriverError } from "../driver/driver-error.ts";
import type {
  AttachInterfaceParams,
  AttachInterfaceResult,
  AttachVolumeParams,
  AttachVolumeResult,
  CacheImageParams,
  CacheImageResult,
  Capability,
  CheckCanLiveMigrateDestinationParams,
  CheckCanLiveMigrateDestinationResult,
  CheckCanLiveMigrateSourceParams,
  CheckCanLiveMigrateSourceResult,
  CheckInstanceSharedStorageCleanupParams,
  CheckInstanceSharedStorageCleanupResult,
  CheckInstanceSharedStorageLocalParams,
  CheckInstanceSharedStorageLocalResult,
  CheckInstanceSharedStorageRemoteParams,
  CheckInstanceSharedStorageRemoteResult,
  CheckSourceMigrateDataAtDestinationParams,
  CheckSourceMigrateDataAtDestinationResult,
  CleanupLiveMigrationDestinationCheckParams,
  CleanupLiveMigrationDestinationCheckResult,
  CommonErrorCode,
  ConfigureParams,
  ConfigureResult,
  ConfirmMigrationParams,
  ConfirmMigrationResult,
  DescribeConfigurationParams,
  DescribeConfigurationResult,
  DestroyParams,
  DestroyResult,
  DetachInterfaceParams,
  DetachInterfaceResult,
  DetachVolumeParams,
  DetachVolumeResult,
  ExtendVolumeParams,
  ExtendVolumeResult,
  FinishMigrationParams,
  FinishMigrationResult,
  FinishRevertMigrationParams,
  FinishRevertMigrationResult,
  GetAvailableResourceParams,
  GetAvailableResourceResult,
  GetConsoleOutputParams,
  GetConsoleOutputResult,
  GetDeviceNamesParams,
  GetDeviceNamesResult,
  GetHostCpuStatsParams,
  GetHostCpuStatsResult,
  GetHostUptimeParams,
  GetHostUptimeResult,
  GetInfoParams,
  GetInfoResult,
  GetInstanceDiagnosticsParams,
  GetInstanceDiagnosticsResult,
  GetMigrationDestinationParams,
  GetMigrationDestinationResult,
  GetMksConsoleParams,
  GetMksConsoleResult,
  GetRdpConsoleParams,
  GetRdpConsoleResult,
  GetSerialConsoleParams,
  GetSerialConsoleResult,
  GetSpiceConsoleParams,
  GetSpiceConsoleResult,
  GetVncConsoleParams,
  GetVncConsoleResult,
  GetVolumeConnectorParams,
  GetVolumeConnectorResult,
  GetVolumeUsageParams,
  GetVolumeUsageResult,
  HostMaintenanceModeParams,
  HostMaintenanceModeResult,
  HostPowerActionParams,
  HostPowerActionResult,
  InstanceOnDiskParams,
  InstanceOnDiskResult,
  ListInstanceStatesParams,
  ListInstanceStatesResult,
  ListInstancesParams,
  ListInstancesResult,
  ListNodesParams,
  ListNodesResult,
  LiveMigrationAbortParams,
  LiveMigrationAbortResult,
  LiveMigrationForceCompleteParams,
  LiveMigrationForceCompleteResult,
  LiveMigrationParams,
  LiveMigrationResult,
  ManageImageCacheParams,
  ManageImageCacheResult,
  MigrateDiskAndPowerOffParams,
  MigrateDiskAndPowerOffResult,
  MountShareParams,
  MountShareResult,
  PauseParams,
  PauseResult,
  PlugVifsParams,
  PlugVifsResult,
  PostLiveMigrationAtDestinationParams,
  PostLiveMigrationAtDestinationResult,
  PostLiveMigrationAtSourceParams,
  PostLiveMigrationAtSourceResult,
  PowerOffParams,
  PowerOffResult,
  PowerOnParams,
  PowerOnResult,
  PreLiveMigrationParams,
  PreLiveMigrationResult,
  ProbeParams,
  ProbeResult,
  ProcessInstancesAtStartupParams,
  ProcessInstancesAtStartupResult,
  QuiesceParams,
  QuiesceResult,
  RebootParams,
  RebootResult,
  RebuildParams,
  RebuildResult,
  RescueParams,
  RescueResult,
  RestoreParams,
  RestoreResult,
  ResumeParams,
  ResumeResult,
  ResumeStateOnHostBootParams,
  ResumeStateOnHostBootResult,
  RollbackLiveMigrationAtDestinationParams,
  RollbackLiveMigrationAtDestinationResult,
  RollbackLiveMigrationAtSourceParams,
  RollbackLiveMigrationAtSourceResult,
  SetAdminPasswordParams,
  SetAdminPasswordResult,
  SetHostEnabledParams,
  SetHostEnabledResult,
  SimulationAdvanceParams,
  SimulationAdvanceResult,
  SimulationClearFaultsParams,
  SimulationClearFaultsResult,
  SimulationHoldParams,
  SimulationHoldResult,
  SimulationInjectFaultParams,
  SimulationInjectFaultResult,
  SnapshotParams,
  SnapshotResult,
  SoftDeleteParams,
  SoftDeleteResult,
  SpawnParams,
  SpawnResult,
  SuspendParams,
  SuspendResult,
  SwapVolumeParams,
  SwapVolumeResult,
  TriggerCrashDumpParams,
  TriggerCrashDumpResult,
  UmountShareParams,
  UmountShareResult,
  UnpauseParams,
  UnpauseResult,
  UnplugVifsParams,
  UnplugVifsResult,
  UnquiesceParams,
  UnquiesceResult,
  UnrescueParams,
  UnrescueResult,
  UpdateProviderTreeParams,
  UpdateProviderTreeResult,
  VolumeSnapshotCreateParams,
  VolumeSnapshotCreateResult,
  VolumeSnapshotDeleteParams,
  VolumeSnapshotDeleteResult,
} from "./types.ts";

/**
 * A driver: the core's hands on one hypervisor.
 *
 * Every method does its work before its promise resolves. A call that fails rejects with a {@link DriverError} and says
 * in `effect` what it left behind; every request may also fail with a {@link CommonErrorCode}. Methods marked optional
 * are needed only for the capabilities that the driver declares.
 */
export interface ComputeDriver {
  /**
   * Reads what a guest wrote to its first serial port.
   *
   * The log is a sequence of bytes since the instance was spawned. It goes on over reboots. A driver that keeps only
   * the latest part says where that begins. An instance that has been built has a log, which is empty until its guest
   * writes; CONSOLE_NOT_AVAILABLE is for one that is still being built.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended` stay; `absent` fails with
   * `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsConsoleOutput`.
   *
   * @param params - `instanceUuid`: The instance.
   *   `offset`, optional: The first byte wanted, counted from the beginning of the log. An offset that is no longer
   *   kept reads from `firstOffset`. One past the end reads nothing: `data` is empty, and `offset` and `nextOffset` are
   *   `endOffset`.
   *   `limit`, optional: Most bytes to return. The driver may return fewer so that the message stays within its size.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `data`: The bytes, base64.
   *   `offset`: Where `data` begins.
   *   `nextOffset`: Where to read on: `offset` plus the number of bytes in `data`.
   *   `firstOffset`: The first byte that the driver still keeps.
   *   `endOffset`: Where the log ends now.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `CONSOLE_NOT_AVAILABLE` (effect `none`): The instance has no console log yet.
   * @see Requirements `getConsoleOutput/returns-what-the-guest-wrote`, `getConsoleOutput/honours-offset-and-limit`,
   *   `getConsoleOutput/outlives-the-guest-run`, `getConsoleOutput/absent-instance-is-refused`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_console_output
   */
  getConsoleOutput?(params: GetConsoleOutputParams, call: Call): Promise<GetConsoleOutputResult>;

  /**
   * Tells where an instance's MKS console listens.
   *
   * The answer is for the caller's console proxy, which the caller points there with a token of its own. The ticket
   * opens the console once and is a secret: it appears in no log. Asking changes nothing and disturbs no session that
   * is open.
   *
   * Power states: `pending`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running`, `paused` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsMksConsole`.
   *
   * @param params - `instanceUuid`: The instance.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `console`: Where it listens.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The guest is neither running nor paused, so nothing
   *   listens.
   * @throws {@link DriverError} `CONSOLE_TYPE_NOT_AVAILABLE` (effect `none`): The instance has no MKS console.
   * @see Requirements `getMksConsole/opens-the-instance`, `getMksConsole/same-place-new-ticket`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_mks_console
   */
  getMksConsole?(params: GetMksConsoleParams, call: Call): Promise<GetMksConsoleResult>;

  /**
   * Tells where an instance's RDP console listens.
   *
   * The answer is for the caller's console proxy, which the caller points there with a token of its own: a driver makes
   * no tokens. Asking changes nothing and disturbs no session that is open. It is the console of the hypervisor, which
   * shows the guest from its first screen on, and not a service inside the guest.
   *
   * Power states: `pending`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running`, `paused` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsRdpConsole`.
   *
   * @param params - `instanceUuid`: The instance.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `console`: Where it listens.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The guest is neither running nor paused, so nothing
   *   listens.
   * @throws {@link DriverError} `CONSOLE_TYPE_NOT_AVAILABLE` (effect `none`): The instance has no display that RDP can
   *   show.
   * @see Requirements `getRdpConsole/leads-to-the-instance`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_rdp_console (2014)
   */
  getRdpConsole?(params: GetRdpConsoleParams, call: Call): Promise<GetRdpConsoleResult>;

  /**
   * Tells where an instance's serial console listens.
   *
   * The answer is for the caller's console proxy, which the caller points there with a token of its own: a driver makes
   * no tokens. Asking changes nothing and disturbs no session that is open. It is the guest's first serial port, both
   * ways. Where `getConsoleOutput` is offered too, it goes on keeping what the guest writes.
   *
   * Power states: `pending`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running`, `paused` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsSerialConsole`.
   *
   * @param params - `instanceUuid`: The instance.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `console`: Where it listens.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The guest is neither running nor paused, so nothing
   *   listens.
   * @throws {@link DriverError} `CONSOLE_TYPE_NOT_AVAILABLE` (effect `none`): The instance has no serial port that
   *   anyone can connect to.
   * @see Requirements `getSerialConsole/leads-to-the-instance`, `getSerialConsole/same-answer-while-it-runs`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_serial_console
   */
  getSerialConsole?(params: GetSerialConsoleParams, call: Call): Promise<GetSerialConsoleResult>;

  /**
   * Tells where an instance's SPICE console listens.
   *
   * The answer is for the caller's console proxy, which the caller points there with a token of its own: a driver makes
   * no tokens. Asking changes nothing and disturbs no session that is open.
   *
   * Power states: `pending`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running`, `paused` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsSpiceConsole`.
   *
   * @param params - `instanceUuid`: The instance.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `console`: Where it listens.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The guest is neither running nor paused, so nothing
   *   listens.
   * @throws {@link DriverError} `CONSOLE_TYPE_NOT_AVAILABLE` (effect `none`): The instance has no SPICE display.
   * @see Requirements `getSpiceConsole/leads-to-the-instance`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_spice_console
   */
  getSpiceConsole?(params: GetSpiceConsoleParams, call: Call): Promise<GetSpiceConsoleResult>;

  /**
   * Tells where an instance's VNC console listens.
   *
   * The answer is for the caller's console proxy, which the caller points there with a token of its own: a driver makes
   * no tokens. Asking changes nothing and disturbs no session that is open.
   *
   * Power states: `pending`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running`, `paused` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsVncConsole`.
   *
   * @param params - `instanceUuid`: The instance.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `console`: Where it listens.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The guest is neither running nor paused, so nothing
   *   listens.
   * @throws {@link DriverError} `CONSOLE_TYPE_NOT_AVAILABLE` (effect `none`): The instance has no VNC display.
   * @see Requirements `getVncConsole/leads-to-the-instance`, `getVncConsole/same-answer-while-it-runs`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_vnc_console
   */
  getVncConsole?(params: GetVncConsoleParams, call: Call): Promise<GetVncConsoleResult>;

  /**
   * Reads the counters of a guest and its devices.
   *
   * Counters begin at zero when the guest is started or the device is attached, and only grow until it is gone. What
   * the hypervisor does not count is left out.
   *
   * Power states: `pending`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running`, `paused` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsDiagnostics`.
   *
   * @param params - `instanceUuid`: The instance.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `diagnostics`: The counters as they are now.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is neither `running` nor `paused`, so
   *   there is no guest to read from.
   * @see Requirements `getInstanceDiagnostics/memory-is-in-mib`, `getInstanceDiagnostics/lists-each-device-once`,
   *   `getInstanceDiagnostics/counters-only-grow`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_instance_diagnostics
   */
  getInstanceDiagnostics?(params: GetInstanceDiagnosticsParams, call: Call): Promise<GetInstanceDiagnosticsResult>;

  /**
   * Reads what instances have done with their volumes.
   *
   * Answers for as many as it can: a volume that is not attached, or whose instance is absent or not running, is left
   * out. Volumes come in the order of the question.
   *
   * Needed only if the driver declares {@link Capability} `supportsVolumeUsage`.
   *
   * @param params - `attachments`: Which volumes of which instances to read.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `usages`: The counters as they are now.
   * @see Requirements `getVolumeUsage/counts-what-the-guest-did`, `getVolumeUsage/leaves-out-what-it-cannot-read`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_all_volume_usage, block_stats
   */
  getVolumeUsage?(params: GetVolumeUsageParams, call: Call): Promise<GetVolumeUsageResult>;

  /**
   * Removes a probe that `checkInstanceSharedStorageLocal` has left.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended`, `absent` stay.
   *
   * Needed only if the driver declares {@link Capability} `supportsEvacuate`.
   *
   * @param params - `instanceUuid`: The instance whose disks were asked about.
   *   `node`: The node that left the probe.
   *   `probe`: The probe.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The probe could not be removed.
   * @see Requirements `checkInstanceSharedStorageCleanup/removes-the-probe-only`
   * @see Nova: nova/virt/driver.py ComputeDriver.check_instance_shared_storage_cleanup
   */
  checkInstanceSharedStorageCleanup?(params: CheckInstanceSharedStorageCleanupParams, call: Call): Promise<CheckInstanceSharedStorageCleanupResult>;

  /**
   * Begins to find out whether another host reaches the storage in which this one keeps an instance's disks.
   *
   * Tells at once what the driver knows without looking. Otherwise it leaves a probe beside the disks, which the caller
   * lets the other host's driver look for with `checkInstanceSharedStorageRemote` and then has removed with
   * `checkInstanceSharedStorageCleanup`. Where Nova's drivers answer nothing for "shared", "no such disks" and "cannot
   * tell" alike, each is an answer of its own here.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended`, `absent` stay.
   *
   * Needed only if the driver declares {@link Capability} `supportsEvacuate`.
   *
   * @param params - `instanceUuid`: The instance whose disks are asked about. It need not be here.
   *   `node`: The node that keeps the disks.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `verdict`: `shared`: every host of this kind reaches the disks. `notShared`: no other does. `probe`: the
   *   other host has to look. `cannotTell`: the driver cannot find out.
   *   `probe`, optional: What the other host looks for. Present exactly when `verdict` is `probe`.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): Storage does not answer.
   * @see Requirements `checkInstanceSharedStorageLocal/says-what-it-knows`
   * @see Nova: nova/virt/driver.py ComputeDriver.check_instance_shared_storage_local
   */
  checkInstanceSharedStorageLocal?(params: CheckInstanceSharedStorageLocalParams, call: Call): Promise<CheckInstanceSharedStorageLocalResult>;

  /**
   * Looks for a probe that another host's driver has left in its storage.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended`, `absent` stay.
   *
   * Needed only if the driver declares {@link Capability} `supportsEvacuate`.
   *
   * @param params - `instanceUuid`: The instance whose disks are asked about. It need not be here.
   *   `node`: The node to look from.
   *   `probe`: What to look for.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `shared`: Whether the probe is there and holds the token, so that both hosts reach the same storage.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): Storage does not answer.
   * @see Requirements `checkInstanceSharedStorageRemote/believes-the-token-only`
   * @see Nova: nova/virt/driver.py ComputeDriver.check_instance_shared_storage_remote
   */
  checkInstanceSharedStorageRemote?(params: CheckInstanceSharedStorageRemoteParams, call: Call): Promise<CheckInstanceSharedStorageRemoteResult>;

  /**
   * Tells whether a node can reach the local disks of an instance, whether the instance is there or not.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended`, `absent` stay.
   *
   * Needed only if the driver declares {@link Capability} `supportsEvacuate`.
   *
   * @param params - `instanceUuid`: The instance.
   *   `node`: The node to look from.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `onDisk`: Whether its local disks are within reach and whole.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): Storage does not answer, so that the driver cannot
   *   tell.
   * @see Requirements `instanceOnDisk/tells-whether-disks-are-here`, `migration/evacuated-guest-keeps-its-disks`
   * @see Nova: nova/virt/driver.py ComputeDriver.instance_on_disk
   */
  instanceOnDisk?(params: InstanceOnDiskParams, call: Call): Promise<InstanceOnDiskResult>;

  /**
   * Changes the administrator's password inside a running guest.
   *
   * Done by an agent inside the guest. A driver that cannot do it for any guest does not declare the capability;
   * everything else that can go wrong says whether trying again may help. The driver keeps no copy of the password.
   * INSTANCE_BUSY is no outcome of a keyed call: the same call, with the same operationId, may be made again and is
   * then executed.
   *
   * Power states: `pending`, `paused`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running` stays;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsAdminPassword`.
   *
   * @param params - `instanceUuid`: The instance.
   *   `adminPassword`: The new password.
   *   `userName`, optional: Whose password. Absent for the administrator that the guest's operating system has by
   *   itself, such as `root` or `Administrator`.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Not idempotent: the serving library recognises a repeat by its operation id and does not call the driver again.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is not `running`.
   * @throws {@link DriverError} `GUEST_AGENT_UNAVAILABLE` (effect `none`): No agent took the request: it is slow, not
   *   started yet, or the guest has none.
   * @throws {@link DriverError} `GUEST_REFUSED` (effect `none`): The agent answered that it does not do it, for want of
   *   such a user or by its own rules for passwords.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `unknown`): The way to the agent broke after it had the
   *   request, so nobody knows which password holds.
   * @see Requirements `setAdminPassword/sets-the-password`, `setAdminPassword/silent-agent-may-come-back`,
   *   `setAdminPassword/refusal-is-final`, `operations/repeated-id-runs-once`
   * @see Nova: nova/virt/driver.py ComputeDriver.set_admin_password
   */
  setAdminPassword?(params: SetAdminPasswordParams, call: Call): Promise<SetAdminPasswordResult>;

  /**
   * Reads what a node's CPUs have been doing since it was booted.
   *
   * The figures are counters. What a caller wants to know is the difference of two readings.
   *
   * Needed only if the driver declares {@link Capability} `supportsHostCpuStats`.
   *
   * @param params - `node`: The node to read.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `stats`: The counters.
   *   `observedAt`: When they were read.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @see Requirements `getHostCpuStats/never-falls`, `getHostCpuStats/accounts-for-all-time`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_host_cpu_stats
   */
  getHostCpuStats?(params: GetHostCpuStatsParams, call: Call): Promise<GetHostCpuStatsResult>;

  /**
   * Tells how long a node has been up.
   *
   * Needed only if the driver declares {@link Capability} `supportsHostUptime`.
   *
   * @param params - `node`: The node to ask.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `uptimeSeconds`: Seconds since the node was booted.
   *   `text`, optional: What the host itself says of its uptime, for people. Not stable; never parsed.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @see Requirements `getHostUptime/is-the-hosts-own`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_host_uptime
   */
  getHostUptime?(params: GetHostUptimeParams, call: Call): Promise<GetHostUptimeResult>;

  /**
   * Takes a node into maintenance, or out of it.
   *
   * A node in maintenance runs no guests. The driver moves none away: the caller migrates or stops them first, because
   * only it knows where they may go. Stopped instances stay on the node and are listed as before.
   *
   * Needed only if the driver declares {@link Capability} `supportsHostMaintenance`.
   *
   * @param params - `node`: The node.
   *   `maintenance`: Whether it is to be in maintenance.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `maintenance`: Whether it is in maintenance now.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `NODE_IN_USE` (effect `none`): `maintenance` is true, and guests run or are paused on
   *   the node, or an instance of it is being changed.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor did not change its mode.
   * @see Requirements `hostMaintenanceMode/reaches-the-state`, `hostMaintenanceMode/refuses-while-guests-run`
   * @see Nova: nova/virt/driver.py ComputeDriver.host_maintenance_mode
   */
  hostMaintenanceMode?(params: HostMaintenanceModeParams, call: Call): Promise<HostMaintenanceModeResult>;

  /**
   * Starts a node, powers it off or reboots it.
   *
   * Returns when the node is in the state asked for: on, with its hypervisor ready, or off. `startup` of a node that is
   * on and `shutdown` of one that is off succeed and change nothing; `reboot` of one that is off starts it. A driver
   * that runs on the node itself goes down with it; the caller then finds the call unknown, and reads the node.
   *
   * Guests are not cut off unless `force` says so, and none is started again by the driver of its own accord.
   *
   * Needed only if the driver declares {@link Capability} `supportsHostPower`.
   *
   * @param params - `node`: The node.
   *   `action`: What to do.
   *   `force`, optional: Whether to go on although guests run on the node. They are cut off.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `poweredOn`: Whether the node is on now.
   *   Not idempotent: the serving library recognises a repeat by its operation id and does not call the driver again.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `NODE_IN_USE` (effect `none`): `force` is false, the action would cut off guests that
   *   run or are paused on the node, or an instance of it is being changed.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `unknown`): The node did not do what it was told in time.
   * @see Requirements `hostPowerAction/reaches-the-state`, `hostPowerAction/refuses-while-guests-run`,
   *   `hostPowerAction/leaves-cut-off-guests-shutdown`, `hostPowerAction/off-is-not-empty`,
   *   `operations/repeated-id-runs-once`
   * @see Nova: nova/virt/driver.py ComputeDriver.host_power_action
   */
  hostPowerAction?(params: HostPowerActionParams, call: Call): Promise<HostPowerActionResult>;

  /**
   * Opens or closes a node for new instances, by the hypervisor's own switch.
   *
   * For hypervisors that place or restart guests by themselves and have to know. Instances that are there stay as they
   * are and can be operated on. The caller keeps its own new instances away from a closed node, with or without this
   * switch.
   *
   * Needed only if the driver declares {@link Capability} `supportsHostEnable`.
   *
   * @param params - `node`: The node.
   *   `enabled`: Whether it is open for new instances.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `enabled`: Whether the switch is on now.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor refused to turn its switch.
   * @see Requirements `setHostEnabled/reaches-the-state`, `setHostEnabled/spares-instances`,
   *   `setHostEnabled/only-the-caller-opens-again`
   * @see Nova: nova/virt/driver.py ComputeDriver.set_host_enabled
   */
  setHostEnabled?(params: SetHostEnabledParams, call: Call): Promise<SetHostEnabledResult>;

  /**
   * Fetches an image into a node's cache before an instance needs it.
   *
   * An image is the same if its `id` and `sha256` are. Nodes that share a store share what is in it: an image that one
   * has fetched is there for all. `spawn` and `rebuild` use the cache by themselves and also fill it. An image that
   * comes with a kernel is fetched with kernel and RAM disk.
   *
   * Needed only if the driver declares {@link Capability} `supportsImageCache`.
   *
   * @param params - `node`: The node.
   *   `image`: What to fetch.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `fetched`: Whether this call fetched the image. False if it was already there.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `IMAGE_UNACCEPTABLE` (effect `none`): The image cannot be read, does not match its size
   *   or digest, or has a format that the node does not take.
   * @throws {@link DriverError} `IMAGE_TRANSFER_FAILED` (effect `none`): Reading from the image's source broke off.
   * @throws {@link DriverError} `CREDENTIALS_EXPIRED` (effect `none`): The source's credentials lost their force and
   *   the caller did not renew them.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The store could not take the image, for lack of room
   *   or another reason.
   * @see Requirements `cacheImage/keeps-the-image`, `cacheImage/says-whether-it-fetched`,
   *   `cacheImage/keeps-no-bad-image`, `cacheImage/same-id-is-not-same-image`, `cacheImage/calls-at-once-succeed`
   * @see Nova: nova/virt/driver.py ComputeDriver.cache_image
   */
  cacheImage?(params: CacheImageParams, call: Call): Promise<CacheImageResult>;

  /**
   * Removes images from a node's cache that nobody has used for some time.
   *
   * The caller says which images are in use, on every host that shares the store, and the driver adds what it knows
   * itself: an image that a disk or a call in progress depends on stays, listed or not. At most 256 images go in one
   * call. Files in the store that are no images of this cache are left alone.
   *
   * Needed only if the driver declares {@link Capability} `supportsImageCache`.
   *
   * @param params - `node`: The node.
   *   `imagesInUse`: Every image that an instance on a host with this store was made from or may need again: root
   *   images, kernels, RAM disks, rescue images; also of instances that are moving or softly deleted. A caller whose
   *   list does not fit into one message leaves the cache alone.
   *   `unusedForSeconds`: How long an image must have been out of use before it may go, in seconds.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `removed`: What this call removed.
   *   `hasMore`: Whether there is more that may go. The next call removes it.
   *   `sizeBytes`: What the cache takes now, in bytes.
   *   `storeId`, optional: The identity of the store, the same for every node that shares it. Absent if it is the
   *   node's own.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The store refused to list or remove images. Some
   *   may be gone.
   * @see Requirements `manageImageCache/keeps-what-is-in-use-or-young`, `manageImageCache/keeps-what-disks-need`,
   *   `manageImageCache/removes-the-rest`, `manageImageCache/tells-what-it-removed`
   * @see Nova: nova/virt/driver.py ComputeDriver.manage_image_cache
   */
  manageImageCache?(params: ManageImageCacheParams, call: Call): Promise<ManageImageCacheResult>;

  /**
   * Makes a running guest flush its file systems and hold its writes until `unquiesce`.
   *
   * For copies that are made outside the driver, such as snapshots of volumes. The guest goes on executing; what it
   * wants to write waits. The driver ends it by itself after `autoThawSeconds`, whether a caller is connected or not,
   * so that a caller that died leaves no guest frozen. A call on a guest that is quiesced already succeeds, and the
   * time begins anew.
   *
   * Power states: `pending`, `paused`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running` stays;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsQuiesce`.
   *
   * @param params - `instanceUuid`: The instance.
   *   `autoThawSeconds`: After how many seconds the driver lets the guest write again by itself.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is not `running`.
   * @throws {@link DriverError} `GUEST_AGENT_UNAVAILABLE` (effect `none`): No agent took the request: it is slow, not
   *   started yet, or the guest has none.
   * @throws {@link DriverError} `GUEST_REFUSED` (effect `none`): The guest answered and could not quiesce all of its
   *   file systems. It writes to all of them.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not pass the request on. The
   *   guest writes as before.
   * @see Requirements `quiesce/holds-writes`, `quiesce/ends-by-itself`, `quiesce/silent-agent-is-no-lack-of-support`,
   *   `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.quiesce
   */
  quiesce?(params: QuiesceParams, call: Call): Promise<QuiesceResult>;

  /**
   * Makes an image of an instance's root disk and writes it to an image sink.
   *
   * The image holds the root disk as it was at one moment between call and answer, and nothing of memory or other
   * disks. Of a rescued instance that is its own root disk. A disk that its host encrypts is written as the guest sees
   * it, in the clear. A driver may pause the guest to get there, which reads may show and no event tells; whatever
   * comes of the call, the instance is afterwards in the state that it was in. All or nothing: if the call fails, the
   * sink holds nothing of it.
   *
   * Two steps of `progress` have fixed names: `copying` before the disk is read and `uploading` before the first byte
   * goes to the sink.
   *
   * A root disk that is a volume is copied by the volume service, under `quiesce` and `unquiesce`, and never by this
   * call. INSTANCE_BUSY is no outcome of a keyed call: the same call, with the same operationId, may be made again and
   * is then executed.
   *
   * Power states: `pending` fails with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed`, `suspended` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsSnapshot`.
   *
   * @param params - `instanceUuid`: The instance.
   *   `imageId`: The image's identity in the image service, for errors and logs.
   *   `diskFormats`: The formats that the caller can use, the best one first. The driver writes the first that it can.
   *   `sink`: Where to write the image.
   *   `quiesce`, optional: Whether the guest is quiesced while its disk is read. With `preferred`, if that can be done;
   *   with `required`, the call fails otherwise. Absent, it is not. A guest that is off needs no quiescing; one that is
   *   paused or suspended cannot be asked, so that `required` fails.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `image`: What the sink now holds.
   *   `quiesced`, optional: Whether the guest was quiesced all the while its disk was read.
   *   Not idempotent: the serving library recognises a repeat by its operation id and does not call the driver again.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending`.
   * @throws {@link DriverError} `IMAGE_UNACCEPTABLE` (effect `none`): The driver can write none of `diskFormats`.
   * @throws {@link DriverError} `IMAGE_TRANSFER_FAILED` (effect `none`): The sink could not be reached, refused the
   *   image or broke off. What it had received is no image.
   * @throws {@link DriverError} `CREDENTIALS_EXPIRED` (effect `none`): The sink's credentials lost their force and the
   *   caller did not renew them.
   * @throws {@link DriverError} `GUEST_AGENT_UNAVAILABLE` (effect `none`): With `quiesce` `required`, no agent took the
   *   request: it is slow, not started yet, the guest has none, or is paused or suspended.
   * @throws {@link DriverError} `GUEST_REFUSED` (effect `none`): With `quiesce` `required`, the guest refused to
   *   quiesce.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not copy the disk, or its host
   *   had no room for the copy. The guest is as it was.
   * @see Requirements `snapshot/holds-the-root-disk`, `snapshot/describes-what-it-wrote`,
   *   `snapshot/returns-the-guest-to-its-state`, `snapshot/leaves-nothing-when-it-fails`,
   *   `snapshot/writes-the-first-format-it-can`, `snapshot/tells-its-phases`, `snapshot/thaws-what-it-froze`,
   *   `snapshot/required-quiesce-is-required`, `operations/repeated-id-runs-once`,
   *   `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.snapshot
   */
  snapshot?(params: SnapshotParams, call: Call): Promise<SnapshotResult>;

  /**
   * Lets a quiesced guest write again.
   *
   * Safe in every case: for a guest that is not quiesced, was rebooted or is off, it succeeds and changes nothing. What
   * it says of the time before tells the caller whether its copies are of one moment.
   *
   * Power states: `pending` fails with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed`, `suspended` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsQuiesce`.
   *
   * @param params - `instanceUuid`: The instance.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `wasQuiesced`: Whether the guest was quiesced without a break from `quiesce` until this call. False also
   *   where the driver had ended it by itself.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending`.
   * @throws {@link DriverError} `GUEST_AGENT_UNAVAILABLE` (effect `none`): The guest is quiesced and its agent does not
   *   answer. The driver goes on trying when `autoThawSeconds` have passed.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not pass the request on. The
   *   guest is still quiesced.
   * @see Requirements `unquiesce/ends-the-quiesce`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.unquiesce
   */
  unquiesce?(params: UnquiesceParams, call: Call): Promise<UnquiesceResult>;

  /**
   * Reads the hypervisor's present view of one instance.
   *
   * Never answered from a cache. The caller stores the reading as the truth.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended` stay; `absent` fails with
   * `INSTANCE_NOT_FOUND`.
   *
   * @param params - `instanceUuid`: The instance to read.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `info`: What the hypervisor says now.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor answered that it has no such
   *   instance.
   * @see Requirements `getInfo/reports-absence-as-an-error`, `getInfo/shows-the-state-on-return`,
   *   `getInfo/keeps-identity`, `getInfo/sees-a-guest-that-stopped-itself`, `getInfo/sees-a-crashed-guest`,
   *   `getInfo/tells-rescue-mode`, `migration/one-running-copy`, `migration/source-answers-until-the-guest-has-left`,
   *   `migration/killed-driver-loses-no-guest`, `operations/reads-never-wait`,
   *   `ownership/foreign-guests-are-no-instances`, `placement/flavor-is-believed`, `placement/cpu-topology-is-exact`,
   *   `placement/choices-last`, `placement/firmware-is-as-asked`, `placement/secure-boot-or-nothing`,
   *   `placement/stateless-firmware-is-stateless`, `placement/vtpm-is-as-asked`,
   *   `placement/memory-encryption-or-nothing`, `placement/cells-are-obeyed`, `placement/place-is-kept`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_info
   */
  getInfo(params: GetInfoParams, call: Call): Promise<GetInfoResult>;

  /**
   * Reads the power states of all the driver's own instances at once.
   *
   * What a caller does at start, periodically, and whenever it sees a gap in the sequence of events. The answer names
   * the last event whose effect it contains, so that the caller knows from where on to listen.
   *
   * @param params - `node`, optional: Only this node. Absent for all.
   *   `cursor`, optional: Where to go on. Absent for the first page.
   *   `limit`, optional: Most entries to return.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `states`: One page of states.
   *   `driverEpoch`: The run of the driver that `lastSequence` belongs to.
   *   `lastSequence`: The sequence of the last event sent before this reading; 0 if there was none.
   *   `nextCursor`, optional: Where the next page begins. Absent on the last one.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): `node` is given and the driver does not serve it.
   * @see Requirements `listInstanceStates/names-the-last-event`, `listNodes/holds-every-instance`,
   *   `concurrency/lists-hold-still`, `limits/answers-fit-the-caller`, `migration/one-running-copy`,
   *   `migration/source-answers-until-the-guest-has-left`, `operations/reads-never-wait`,
   *   `ownership/foreign-guests-are-no-instances`
   * @see Nova: nova/compute/manager.py _sync_power_states (one get_info per instance)
   */
  listInstanceStates(params: ListInstanceStatesParams, call: Call): Promise<ListInstanceStatesResult>;

  /**
   * Lists the guests on the driver's nodes, its own and foreign ones.
   *
   * @param params - `node`, optional: Only this node. Absent for all.
   *   `cursor`, optional: Where to go on. Absent for the first page.
   *   `limit`, optional: Most entries to return.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `instances`: One page of guests.
   *   `nextCursor`, optional: Where the next page begins. Absent on the last one.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): `node` is given and the driver does not serve it.
   * @see Requirements `listInstances/shows-every-power-state`, `listInstances/agrees-with-other-reads`,
   *   `listInstances/pages-are-complete`, `listInstances/filters-by-node`, `listNodes/holds-every-instance`,
   *   `concurrency/lists-hold-still`, `configuration/answers-unconfigured`, `limits/answers-fit-the-caller`,
   *   `migration/source-answers-until-the-guest-has-left`, `operations/reads-never-wait`,
   *   `ownership/foreign-guests-are-listed-as-foreign`, `ownership/orphans-stay`
   * @see Nova: nova/virt/driver.py ComputeDriver.list_instance_uuids
   */
  listInstances(params: ListInstancesParams, call: Call): Promise<ListInstancesResult>;

  /**
   * Adds a network interface to an existing instance.
   *
   * The driver plugs the interface on the host and then gives it to the guest: a guest that is running or paused gets
   * it now, another one at its next start. It waits for no event of the network service, since the guest runs already.
   * If it fails, the interface is neither in the guest nor plugged.
   *
   * Power states: `pending`, `suspended` fail with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsAttachInterface`.
   *
   * @param params - `instanceUuid`: The instance.
   *   `interface`: The interface, bound to the instance's node. It comes behind those that the instance has.
   *   `tag`, optional: The role of the interface. The caller leaves `interface.tag` out here, and sends it in every
   *   later build of the guest.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `taggedDevice`, optional: Where the guest finds the interface, for the metadata that tells the guest its
   *   tag. Present if `tag` was given.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending` or `suspended`.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `none`): The interface could not be plugged on the
   *   host.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `none`): The host device of the interface is not there, or
   *   another instance has it.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The instance has no room for another interface.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor refused to give the interface to the
   *   guest. It has been unplugged.
   * @see Requirements `attachInterface/guest-gets-the-interface`, `attachInterface/failed-attach-leaves-nothing`,
   *   `attachInterface/repeated-attach-adds-no-second`, `spawn/tells-where-tagged-devices-are`,
   *   `listNodes/refuses-what-it-does-not-accept`, `cleanup/destroy-ends-everything`,
   *   `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.attach_interface
   */
  attachInterface?(params: AttachInterfaceParams, call: Call): Promise<AttachInterfaceResult>;

  /**
   * Takes a network interface from an existing instance.
   *
   * The driver takes the device from the guest, waits until the guest has let go of it, and then unplugs it on the
   * host. An interface that the instance does not have is no error: what is left of it on the host is removed. The
   * request says all that the driver needs, since the port itself may be deleted already.
   *
   * Power states: `pending`, `suspended` fail with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsAttachInterface`.
   *
   * @param params - `instanceUuid`: The instance.
   *   `interface`: The interface, as it was attached. It is recognised by its `portId`, or by its `macAddress` where
   *   the hypervisor keeps no more.
   *   `timeoutSeconds`, optional: How long the guest may take to let go of the device, in seconds. Absent, the driver
   *   decides.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending` or `suspended`.
   * @throws {@link DriverError} `DEVICE_DETACH_FAILED` (effect `none`): The guest did not let go of the device in time.
   *   It has it still, and it is still plugged.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The hypervisor or the host refused a step. The
   *   same call goes on from there.
   * @see Requirements `detachInterface/takes-it-from-guest-and-host`, `detachInterface/absent-interface-succeeds`,
   *   `detachInterface/missing-host-side-succeeds`, `detachInterface/stubborn-guest-keeps-its-interface`,
   *   `cleanup/destroy-ends-everything`, `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.detach_interface
   */
  detachInterface?(params: DetachInterfaceParams, call: Call): Promise<DetachInterfaceResult>;

  /**
   * Wires an instance's network interfaces on the host.
   *
   * It works on the host's side only and needs no guest. The caller uses it before `spawn` where the storage of a new
   * instance is reached through its own interfaces, after a restart of the host, and whenever the network service has
   * changed a port. Interfaces that are plugged as described are left as they are; what is described otherwise is
   * brought up to date, without unplugging it. Operations that build or start a guest plug its interfaces by
   * themselves.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended` stay; `absent` stays.
   *
   * Needed only if the driver declares {@link Capability} `supportsNetworkInterfaces`.
   *
   * @param params - `instanceUuid`: The instance that they belong to. It need not exist yet.
   *   `node`: The node on which to plug them.
   *   `networkInterfaces`: The interfaces. Others of the instance are left alone.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `partial`): An interface could not be plugged, such as
   *   for want of its bridge. Those that are plugged stay plugged.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `partial`): The host device of an interface is not there,
   *   or another instance has it. Those that are plugged stay plugged.
   * @see Requirements `plugVifs/plugs-every-interface`, `plugVifs/works-before-spawn`,
   *   `devices/unbound-ports-are-bound`
   * @see Nova: nova/virt/driver.py ComputeDriver.plug_vifs
   */
  plugVifs?(params: PlugVifsParams, call: Call): Promise<PlugVifsResult>;

  /**
   * Takes an instance's network interfaces off the host.
   *
   * The counterpart of `plugVifs`: it works on the host's side only and takes no device out of a guest. It is the
   * clean-up after a `spawn` that was never made or that failed elsewhere, and after an instance has moved away.
   * `destroy` unplugs by itself.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended` stay; `absent` stays.
   *
   * Needed only if the driver declares {@link Capability} `supportsNetworkInterfaces`.
   *
   * @param params - `instanceUuid`: The instance that they belong to. It need not exist any more.
   *   `node`: The node from which to take them.
   *   `networkInterfaces`: The interfaces, as they were plugged. Others of the instance are left alone.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The host refused to let go of an interface. The
   *   others are unplugged.
   * @see Requirements `unplugVifs/releases-the-host-side`, `unplugVifs/what-is-not-plugged-succeeds`,
   *   `unplugVifs/leaves-others-alone`
   * @see Nova: nova/virt/driver.py ComputeDriver.unplug_vifs
   */
  unplugVifs?(params: UnplugVifsParams, call: Call): Promise<UnplugVifsResult>;

  /**
   * Removes an instance and all that belongs to it.
   *
   * Succeeds for an instance that is absent, half built or half removed, and then removes whatever is left of it. Needs
   * nothing but the uuid: the driver knows what it connected and plugged. It is the one way to clean up, whatever is to
   * be cleaned: after a failed build, behind a migration or evacuation, or what an earlier `destroy` could not remove,
   * which the caller repeats until it succeeds. For a host that may have lost its memory, `devices` says what to look
   * for.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended`, `absent` become `absent`.
   *
   * @param params - `instanceUuid`: The instance to remove.
   *   `destroyDisks`: Whether local disks go too. When false they stay, and a later `spawn` of the same uuid on the
   *   same node starts from them.
   *   `driverState`, optional: What `spawn` returned, if the caller still has it. `destroy` works without.
   *   `devices`, optional: What the instance had, so that volumes are disconnected, interfaces unplugged and host
   *   devices given back that the driver no longer knows of. It is released beside all that the driver does know of.
   *   `destroyVifs`, optional: Whether the host's side of the interfaces goes too. When false it stays plugged, for an
   *   instance whose ports another call still needs.
   *   `destroySecrets`, optional: Whether secrets go too that the driver keeps on the node for the instance. False only
   *   together with `destroyDisks` false: then a later `spawn` of the same uuid there does without being given them.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The hypervisor could not stop or remove the guest,
   *   or something of it could not be released.
   * @see Requirements `destroy/removes-the-instance`, `destroy/absent-instance-succeeds`,
   *   `destroy/works-in-every-power-state`, `destroy/leaves-others-alone`, `destroy/keeps-disks-when-asked`,
   *   `destroy/removes-disks-when-asked`, `destroy/can-be-repeated-after-failure`,
   *   `destroy/releases-what-it-is-told-of`, `destroy/unplugs-interfaces`, `destroy/keeps-secrets-when-asked`,
   *   `destroy/goes-on-past-a-stuck-volume`, `softDelete/does-not-stand-in-the-way-of-destroy`,
   *   `block-devices/destroy-disconnects-volumes`, `cleanup/destroy-ends-everything`,
   *   `cleanup/death-leaves-one-or-none`, `concurrency/instances-do-not-wait`, `migration/end-of-a-move-is-silent`,
   *   `ownership/foreign-guests-are-no-instances`, `placement/vtpm-keeps-its-contents`, `placement/cells-are-obeyed`,
   *   `placement/pinned-cpus-are-exclusive`, `placement/claimed-devices-and-no-others`,
   *   `placement/mediated-devices-follow-allocations`, `recovery/interrupted-change-can-be-repeated`,
   *   `recovery/connections-are-remembered`, `resources/instances-count-whole`
   * @see Nova: nova/virt/driver.py ComputeDriver.destroy
   */
  destroy(params: DestroyParams, call: Call): Promise<DestroyResult>;

  /**
   * Shows a driver that has just started what the caller expects of it, and asks what it says of each instance.
   *
   * Called in each session before the first changing call, in as many calls as it takes. The driver learns which driver
   * states it gave out earlier, and says of each instance whether it has it and can answer for it on the host as it is
   * configured now. It may remember what it read; it touches no guest. An objection is about one instance and does not
   * keep the session from going on. Instances that are on the host and not in the request are not affected:
   * `listInstances` shows those.
   *
   * Needed only if the driver declares {@link Capability} `supportsStartupProcessing`.
   *
   * @param params - `instances`: Some of the instances that the caller expects. No two are the same, and none is on its
   *   way to or from another host.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `verdicts`: One for each instance, in the same order.
   * @see Requirements `processInstancesAtStartup/judges-each-once`, `processInstancesAtStartup/accepts-what-it-has`,
   *   `processInstancesAtStartup/tells-missing-from-broken`,
   *   `processInstancesAtStartup/foreign-driver-state-is-an-objection`
   * @see Nova: nova/virt/driver.py ComputeDriver.process_instances_at_startup; nova/compute/manager.py init_host
   */
  processInstancesAtStartup?(params: ProcessInstancesAtStartupParams, call: Call): Promise<ProcessInstancesAtStartupResult>;

  /**
   * Makes an instance anew in place, with its identity kept and its local disks made again.
   *
   * The guest is cut off without being asked; a caller that wants it to shut down calls `powerOff` before. The root
   * disk is made from the image given, ephemeral disks are blank again, and a rescue or a saved memory is forgotten.
   * `instance` is the whole new description; its uuid and name are those that the instance has.
   *
   * No volume's contents change. Where the root disk is a volume that is to be made anew, the caller powers the
   * instance off, takes the volume from it with `detachVolume`, lets the volume service write it, and gives it back in
   * `devices`.
   *
   * What can be refused is refused before anything is touched: the image is fetched and checked before the old disk
   * goes, and errors with effect `none` leave the instance as it was, in its power state. After that point a failure
   * leaves the instance there, `shutdown`, with its devices and without a usable root disk; then only `rebuild` and
   * `destroy` help. It is never absent.
   *
   * Rebuilding on another host, because this one is lost, is a `spawn` there. INSTANCE_BUSY is no outcome of a keyed
   * call: the same call, with the same operationId, may be made again and is then executed.
   *
   * Power states, with `powerOn` true: `pending` fails with `INVALID_STATE`; `running`, `paused`, `shutdown`,
   * `crashed`, `suspended` become `running`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Power states, with `powerOn` false: `pending` fails with `INVALID_STATE`; `running`, `paused`, `shutdown`,
   * `crashed`, `suspended` become `shutdown`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsRebuild`.
   *
   * @param params - `instance`: What it is to be from now on.
   *   `powerOn`: Whether the guest runs when the call returns. When false it is built in full and left `shutdown`.
   *   `adminPassword`, optional: A password for the guest's administrator, for drivers that can set one. Others ignore
   *   it.
   *   `injectedFiles`, optional: Files to write into the root disk before the first boot.
   *   `devices`, optional: The devices from now on. Absent if they stay as they are.
   *   `preserveEphemeral`, optional: Whether ephemeral disks keep their contents. Left out, they do not.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `driverState`, optional: What the driver wants to be given back about this instance.
   *   `attachedVolumes`, optional: What came of each volume, for the caller to store.
   *   `taggedDevices`, optional: Where the guest finds each device that was given with a tag, for the caller to tell
   *   it.
   *   Not idempotent: the serving library recognises a repeat by its operation id and does not call the driver again.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending`.
   * @throws {@link DriverError} `INSUFFICIENT_RESOURCES` (effect `none`): The node cannot hold what the new description
   *   asks for beyond the old.
   * @throws {@link DriverError} `IMAGE_UNACCEPTABLE` (effect `none`): The image cannot be read, does not match its size
   *   or digest, has a format the driver does not take, or does not fit the flavor.
   * @throws {@link DriverError} `IMAGE_TRANSFER_FAILED` (effect `none`): Reading the image broke off.
   * @throws {@link DriverError} `CREDENTIALS_EXPIRED` (effect `none`): Credentials for the image were not renewed in
   *   time.
   * @throws {@link DriverError} `VOLUME_IN_USE` (effect `none`): Another instance has one of the volumes, and it is not
   *   for several.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `partial`): The host cannot connect to a volume.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `partial`): An interface cannot be plugged.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `partial`): A share is not mounted and cannot be.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `partial`): A host device is gone or taken.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The instance has no room for all the devices.
   * @throws {@link DriverError} `EXTERNAL_EVENT_TIMEOUT` (effect `partial`): An event that the driver waited for did
   *   not come.
   * @throws {@link DriverError} `EXTERNAL_EVENT_FAILED` (effect `partial`): An event that the driver waited for
   *   reported a failure.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The hypervisor refused or broke off a step after
   *   the old root disk was given up.
   * @see Requirements `event/tells-a-rebuild-as-one`, `rebuild/boots-the-new-image`, `rebuild/obeys-power-on-false`,
   *   `rebuild/keeps-identity`, `rebuild/ephemeral-disks-begin-blank`, `rebuild/preserves-ephemeral-disks`,
   *   `rebuild/refuses-before-it-begins`, `rebuild/failure-leaves-the-instance`, `rebuild/reads-volumes-anew`,
   *   `spawn/tells-where-tagged-devices-are`, `spawn/tells-the-guest-where-tagged-devices-are`,
   *   `cleanup/destroy-ends-everything`, `operations/repeated-id-runs-once`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.rebuild
   */
  rebuild?(params: RebuildParams, call: Call): Promise<RebuildResult>;

  /**
   * Brings an instance back that was put aside, and starts it.
   *
   * The opposite of `softDelete`. Whether an instance was put aside is for the caller to know: of one that is merely
   * powered off this is `powerOn`.
   *
   * Power states: `pending`, `paused`, `suspended` fail with `INVALID_STATE`; `running`, `shutdown`, `crashed` become
   * `running`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsSoftDelete`.
   *
   * @param params - `instanceUuid`: The instance to bring back.
   *   `devices`, optional: Where its devices are now.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `attachedVolumes`, optional: What came of each volume, for the caller to store.
   *   `taggedDevices`, optional: Where the guest finds each device that was given with a tag, for the caller to tell
   *   it.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending`, `paused` or `suspended`.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `none`): The host cannot connect to a volume of the
   *   instance.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `none`): An interface of the instance cannot be
   *   plugged.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `none`): A share of the instance is not mounted and cannot
   *   be.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `none`): A host device of the instance is gone or taken.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The instance has no room for all the devices.
   * @throws {@link DriverError} `EXTERNAL_EVENT_TIMEOUT` (effect `none`): An event that the driver waited for did not
   *   come. The guest is still powered off.
   * @throws {@link DriverError} `EXTERNAL_EVENT_FAILED` (effect `none`): An event that the driver waited for reported a
   *   failure. The guest is still powered off.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not bring the instance back or
   *   start its guest. It is still powered off.
   * @see Requirements `event/tells-soft-delete-and-restore`, `restore/brings-back-what-was-put-aside`,
   *   `powerOn/failure-connects-nothing`, `cleanup/destroy-ends-everything`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.restore
   */
  restore?(params: RestoreParams, call: Call): Promise<RestoreResult>;

  /**
   * Stops an instance and puts it aside so that it can be brought back.
   *
   * For hypervisors with a place for such instances. The guest is cut off without being asked, and what it has on disk
   * stays. The instance keeps its uuid, is listed, and is `shutdown`. It ends with `restore` or with `destroy`.
   *
   * Power states: `pending` fails with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed`, `suspended` become
   * `shutdown`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsSoftDelete`.
   *
   * @param params - `instanceUuid`: The instance to put aside.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending`.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The hypervisor could not stop the guest or put the
   *   instance aside. It may have been stopped.
   * @see Requirements `event/tells-soft-delete-and-restore`, `softDelete/stops-and-keeps`,
   *   `softDelete/does-not-stand-in-the-way-of-destroy`, `cleanup/destroy-ends-everything`,
   *   `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.soft_delete
   */
  softDelete?(params: SoftDeleteParams, call: Call): Promise<SoftDeleteResult>;

  /**
   * Creates an instance on a node and brings it to the requested power state.
   *
   * All or nothing: if the call fails, the hypervisor is as it was before. No disk that it made, no half-defined guest,
   * no claim on resources remains, whatever step failed, and also after a cancellation. The same holds for what
   * `devices` names: no volume stays connected and no interface plugged. The request has everything that the driver
   * needs; it fetches nothing but what the image's source and the volumes' connections say.
   *
   * Power states, with `powerOn` true: `absent` becomes `running`; `pending`, `running`, `paused`, `shutdown`,
   * `crashed`, `suspended` fail with `INSTANCE_EXISTS`.
   *
   * Power states, with `powerOn` false: `absent` becomes `shutdown`; `pending`, `running`, `paused`, `shutdown`,
   * `crashed`, `suspended` fail with `INSTANCE_EXISTS`.
   *
   * @param params - `instance`: What to build.
   *   `node`: The node to build it on.
   *   `powerOn`: Whether the guest runs when the call returns. When false it is built in full and left `shutdown`.
   *   `adminPassword`, optional: A password for the guest's administrator, for drivers that can set one. Others ignore
   *   it.
   *   `injectedFiles`, optional: Files to write into the root disk before the first boot.
   *   `devices`, optional: The devices that the guest is to have.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `driverState`, optional: What the driver wants to be given back about this instance.
   *   `attachedVolumes`, optional: What came of each volume, for the caller to store.
   *   `taggedDevices`, optional: Where the guest finds each device that was given with a tag, for the caller to tell
   *   it.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_EXISTS` (effect `none`): An instance with that uuid is already there.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the uuid is in progress.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `INSUFFICIENT_RESOURCES` (effect `none`): The node cannot hold the flavor beside what
   *   it holds now.
   * @throws {@link DriverError} `IMAGE_UNACCEPTABLE` (effect `none`): The image cannot be read, does not match its size
   *   or digest, has a format the driver does not take, or does not fit the flavor.
   * @throws {@link DriverError} `IMAGE_TRANSFER_FAILED` (effect `none`): Reading the image broke off.
   * @throws {@link DriverError} `CREDENTIALS_EXPIRED` (effect `none`): Credentials for the image were not renewed in
   *   time.
   * @throws {@link DriverError} `VOLUME_IN_USE` (effect `none`): Another instance has one of the volumes, and it is not
   *   for several.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `none`): The host cannot connect to a volume.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `none`): An interface cannot be plugged.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `none`): A share is not mounted and cannot be.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `none`): A host device is not there or taken.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The instance has no room for all the devices.
   * @throws {@link DriverError} `EXTERNAL_EVENT_TIMEOUT` (effect `none`): An event that the driver waited for did not
   *   come.
   * @throws {@link DriverError} `EXTERNAL_EVENT_FAILED` (effect `none`): An event that the driver waited for reported a
   *   failure.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor refused or broke off a step. All that
   *   was made has been removed.
   * @see Requirements `spawn/starts-the-guest`, `spawn/obeys-power-on-false`, `spawn/refuses-a-known-uuid`,
   *   `spawn/refuses-what-does-not-fit`, `spawn/refuses-a-bad-image`, `spawn/refuses-a-flavor-below-the-image-minimum`,
   *   `spawn/refuses-unknown-nodes`, `spawn/leaves-nothing-when-it-fails`, `spawn/survives-failure-at-each-step`,
   *   `spawn/leaves-nothing-when-cancelled`, `spawn/shows-only-what-is-real`, `spawn/instances-are-independent`,
   *   `spawn/attaches-the-config-drive`, `spawn/keeps-the-config-drive`, `spawn/injects-files-or-fails`,
   *   `spawn/checks-the-image-signature`, `spawn/tells-where-tagged-devices-are`,
   *   `spawn/tells-the-guest-where-tagged-devices-are`, `listNodes/refuses-what-it-does-not-accept`,
   *   `block-devices/guest-is-built-with-its-volumes`, `block-devices/failed-build-leaves-no-connection`,
   *   `block-devices/boots-from-the-root-volume`, `block-devices/local-disks-begin-blank`,
   *   `block-devices/local-disks-are-encrypted`, `cleanup/no-effect-shows-nowhere`, `cleanup/destroy-ends-everything`,
   *   `cleanup/death-leaves-one-or-none`, `compatibility/unknown-values-fall-back`,
   *   `concurrency/instances-do-not-wait`, `devices/failed-build-unplugs`, `devices/unbound-ports-are-bound`,
   *   `devices/accelerators-reach-the-guest`, `devices/shares-reach-the-guest`,
   *   `migration/evacuated-guest-keeps-its-disks`, `operations/deadline-is-kept`,
   *   `ownership/spawn-spares-foreign-guests`, `placement/what-cannot-be-obeyed-is-refused`,
   *   `placement/hints-stop-nothing`, `placement/flavor-is-believed`, `placement/contradictions-are-refused`,
   *   `placement/cpu-topology-is-exact`, `placement/only-supported-guests-are-built`, `placement/choices-last`,
   *   `placement/firmware-is-as-asked`, `placement/secure-boot-or-nothing`,
   *   `placement/stateless-firmware-is-stateless`, `placement/kernel-is-the-one-given`, `placement/kernel-is-checked`,
   *   `placement/vtpm-is-as-asked`, `placement/memory-encryption-or-nothing`, `placement/signature-is-checked`,
   *   `placement/cells-are-obeyed`, `placement/numa-that-does-not-fit-is-refused`, `placement/page-size-is-exact`,
   *   `placement/pinned-cpus-are-exclusive`, `placement/isolated-cores-are-isolated`,
   *   `placement/claimed-devices-and-no-others`, `placement/taken-devices-are-refused`,
   *   `placement/mediated-devices-follow-allocations`, `resources/instances-count-whole`,
   *   `resources/concurrent-spawns-never-oversell`
   * @see Nova: nova/virt/driver.py ComputeDriver.spawn
   */
  spawn(params: SpawnParams, call: Call): Promise<SpawnResult>;

  /**
   * Finds out whether a node can take a running instance, and says what the source needs to know of it.
   *
   * The first call of a live migration, made at the destination. It may leave a probe in storage, which
   * `cleanupLiveMigrationDestinationCheck` removes, and nothing else. If it fails it has left nothing.
   *
   * Power states: `absent` stays; `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended` fail with
   * `INSTANCE_EXISTS`.
   *
   * Needed only if the driver declares {@link Capability} `supportsLiveMigration`.
   *
   * @param params - `instance`: The instance as it is.
   *   `node`: The node that it is to move to.
   *   `sourceCpu`, optional: The processors of the node that it is on, as that one reports them. Absent where it
   *   reports none.
   *   `blockMigration`, optional: Whether local disks are to be copied. Absent: as storage demands, which the source
   *   finds out.
   *   `diskOverCommit`: Whether the disks' virtual sizes may exceed the storage that is free here.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `data`: What the caller hands to `checkCanLiveMigrateSource`.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_EXISTS` (effect `none`): The driver has the instance already, on this node or
   *   another.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the uuid is in progress.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `INSUFFICIENT_RESOURCES` (effect `none`): The node cannot hold the flavor beside what
   *   it holds now.
   * @throws {@link DriverError} `MIGRATION_NOT_POSSIBLE` (effect `none`): The node cannot run the guest: its processors
   *   lack something that the source's have, or the guest needs what the node has not.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The probe could not be left.
   * @see Requirements `checkCanLiveMigrateDestination/refuses-a-foreign-cpu`,
   *   `checkCanLiveMigrateDestination/claims-nothing`
   * @see Nova: nova/virt/driver.py ComputeDriver.check_can_live_migrate_destination
   */
  checkCanLiveMigrateDestination?(params: CheckCanLiveMigrateDestinationParams, call: Call): Promise<CheckCanLiveMigrateDestinationResult>;

  /**
   * Finds out whether an instance can leave its node for the destination that has answered, and adds what that one
   * needs to know.
   *
   * The second call of a live migration, made at the source. It looks for the destination's probe, decides whether
   * local disks are copied and in which format the instance travels, describes the disks (Nova's
   * `get_instance_disk_info`) and says what is to be cleaned up afterwards. The guest notices nothing.
   *
   * Power states: `pending`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running`, `paused` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsLiveMigration`.
   *
   * @param params - `instanceUuid`: The instance.
   *   `data`: What `checkCanLiveMigrateDestination` returned, perhaps with fewer formats.
   *   `devices`, optional: What the guest has, so that the driver tells local disks from volumes. A driver that knows
   *   ignores it.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `data`: What was given, with the source's part: `format`, `blockMigration`, `sharedInstanceStorage`,
   *   `sharedBlockStorage`, `disks` and `cleanup` are present.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is neither `running` nor `paused`.
   * @throws {@link DriverError} `MIGRATION_NOT_POSSIBLE` (effect `none`): The source can write none of the formats
   *   accepted, what `blockMigration` says contradicts the storage, or a disk or device of the guest cannot move.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): Storage does not answer, so that the driver cannot
   *   tell what both hosts reach.
   * @see Requirements `checkCanLiveMigrateSource/returns-what-it-was-given`,
   *   `checkCanLiveMigrateSource/decides-from-the-storage`, `checkCanLiveMigrateSource/refuses-a-contradiction`,
   *   `checkCanLiveMigrateSource/describes-the-disks`, `checkCanLiveMigrateSource/states-the-cleanup`,
   *   `migration/live-writes-only-accepted-formats`
   * @see Nova: nova/virt/driver.py ComputeDriver.check_can_live_migrate_source
   */
  checkCanLiveMigrateSource?(params: CheckCanLiveMigrateSourceParams, call: Call): Promise<CheckCanLiveMigrateSourceResult>;

  /**
   * Lets the destination look at what the source has added, take its last chance to refuse, and place the guest.
   *
   * The third call of a live migration, made at the destination, after the caller has claimed resources there. It also
   * takes the place of Nova's `post_claim_migrate_data`: a claimed topology comes in and `numa` of the data goes out.
   * What the driver reserves here, such as mediated devices, stays reserved until `postLiveMigrationAtDestination` or
   * `rollbackLiveMigrationAtDestination`; a repeat of the call keeps it. If the call fails, nothing is reserved.
   *
   * Power states: `absent` stays; `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended` fail with
   * `INSTANCE_EXISTS`.
   *
   * Needed only if the driver declares {@link Capability} `supportsLiveMigration`.
   *
   * @param params - `instanceUuid`: The instance.
   *   `node`: The node that it is to move to.
   *   `data`: What `checkCanLiveMigrateSource` returned, with `pciDevices` where the caller has claimed any.
   *   `claimedNumaTopology`, optional: The guest's topology as the caller has claimed it on this node. Left out unless
   *   both drivers declare the capability.
   *   `allocations`, optional: What has been granted to the instance on this node, by resource provider. A driver that
   *   maps resources to devices obeys it. Others ignore it.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `data`: What was given, with the destination's part. `numa` is present if a claimed topology was given.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_EXISTS` (effect `none`): The driver has the instance already, on this node or
   *   another.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the uuid is in progress.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `none`): No device is free here that could take the place
   *   of one of the guest's.
   * @throws {@link DriverError} `MIGRATION_NOT_POSSIBLE` (effect `none`): The source has chosen a format that the node
   *   does not accept, or the guest's processor or devices cannot be had here.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor did not keep what was to be reserved.
   * @see Requirements `checkSourceMigrateDataAtDestination/refuses-foreign-formats`,
   *   `checkSourceMigrateDataAtDestination/places-the-guest-as-claimed`
   * @see Nova: nova/virt/driver.py ComputeDriver.check_source_migrate_data_at_dest, post_claim_migrate_data
   */
  checkSourceMigrateDataAtDestination?(params: CheckSourceMigrateDataAtDestinationParams, call: Call): Promise<CheckSourceMigrateDataAtDestinationResult>;

  /**
   * Removes what the checks of a live migration left in the destination's storage.
   *
   * Called at the destination once the checks are over, whatever came of them. It removes the probe of
   * `checkCanLiveMigrateDestination` and no reservation of `checkSourceMigrateDataAtDestination`.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended`, `absent` stay.
   *
   * Needed only if the driver declares {@link Capability} `supportsLiveMigration`.
   *
   * @param params - `instanceUuid`: The instance that was to move.
   *   `node`: The node that was asked.
   *   `data`: What `checkCanLiveMigrateDestination` returned.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the uuid is in progress.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The probe could not be removed.
   * @see Requirements `cleanupLiveMigrationDestinationCheck/removes-the-probe`
   * @see Nova: nova/virt/driver.py ComputeDriver.cleanup_live_migration_destination_check
   */
  cleanupLiveMigrationDestinationCheck?(params: CleanupLiveMigrationDestinationCheckParams, call: Call): Promise<CleanupLiveMigrationDestinationCheckResult>;

  /**
   * Moves a guest to the node that has prepared for it, while the guest goes on.
   *
   * Made at the source. It returns when the migration is over and says how it ended; there is no callback. On the way
   * the driver tells the figures in `migration` of `progress`, if it counts, and at the end in the answer. With outcome
   * `completed` the guest is at the destination and the instance is `absent` here. With `cancelled` and `failed` the
   * guest is here and has lost nothing, and the caller rolls the preparations back. An error with effect `unknown`
   * means that it is too late to roll back: the caller reads the instance's state from both drivers before it does
   * anything. Until the guest executes at the destination it belongs to the source: reads there answer as ever, and
   * reads at the destination show the instance not at all or as `pending`. Cancelling the call by its operationId is
   * the same as `liveMigrationAbort`. OPERATION_CANCELLED and DEADLINE_EXCEEDED with effect `none` mean what
   * `cancelled` means. A lost answer is asked for by the same call with the same operationId; `getOperation` does not
   * tell the outcome. INSTANCE_BUSY is no outcome of a keyed call: the same call, with the same operationId, may be
   * made again and is then executed.
   *
   * Power states: `pending`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running`, `paused` become
   * `absent`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsLiveMigration`.
   *
   * @param params - `instanceUuid`: The instance.
   *   `data`: What `preLiveMigration` returned.
   *   `permitPostCopy`, optional: Whether the guest may go on at the destination before all of its memory is there, at
   *   the risk of losing it if the network fails. A driver that cannot do so ignores it.
   *   `completionTimeoutSeconds`, optional: After how many seconds of transfer the driver does what `onTimeout` says.
   *   Absent: never.
   *   `onTimeout`, optional: What the driver does when the time is up: as `liveMigrationAbort`, or as
   *   `liveMigrationForceComplete`.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `outcome`: How it ended.
   *   `problem`, optional: What went wrong, for people. Present when `outcome` is `failed`.
   *   `progress`, optional: The figures at the end. Absent where the driver does not count.
   *   Not idempotent: the serving library recognises a repeat by its operation id and does not call the driver again.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is neither `running` nor `paused`.
   * @throws {@link DriverError} `MIGRATION_NOT_POSSIBLE` (effect `none`): The data is not what the checks agreed on, or
   *   a device of the guest that was added since cannot move. The transfer has not begun.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `unknown`): The transfer broke off so late that the driver
   *   cannot tell which host has the guest, or that the guest cannot go on at the source.
   * @see Requirements `event/tells-a-live-migration-at-both-ends`, `liveMigration/guest-goes-on-at-the-destination`,
   *   `liveMigration/paused-guest-stays-paused`, `liveMigration/failure-leaves-the-guest-at-the-source`,
   *   `liveMigration/too-late-is-an-error`, `liveMigration/can-be-cancelled`,
   *   `liveMigration/keeps-the-completion-timeout`, `migration/one-running-copy`, `migration/never-none`,
   *   `migration/source-answers-until-the-guest-has-left`, `migration/killed-driver-loses-no-guest`,
   *   `operations/repeated-id-runs-once`
   * @see Nova: nova/virt/driver.py ComputeDriver.live_migration
   */
  liveMigration?(params: LiveMigrationParams, call: Call): Promise<LiveMigrationResult>;

  /**
   * Calls a live migration in progress off.
   *
   * Made at the source. A signal, which no changing call on the instance keeps waiting: it returns at once and rolls
   * nothing back. The `liveMigration` in progress ends as `cancelled`, or as `completed` if the guest had already gone
   * on at the destination. The table below holds while no migration is in progress; during one the call changes no
   * power state itself.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended`, `absent` fail with
   * `MIGRATION_NOT_RUNNING`.
   *
   * Needed only if the driver declares {@link Capability} `supportsLiveMigrationControl`.
   *
   * @param params - `instanceUuid`: The instance that is on its way.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   * @throws {@link DriverError} `MIGRATION_NOT_RUNNING` (effect `none`): No `liveMigration` of the instance is in
   *   progress here, whether the instance is here or not.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor refused, for example because the guest
   *   already executes at the destination. The migration goes on.
   * @see Requirements `liveMigrationAbort/ends-as-cancelled`
   * @see Nova: nova/virt/driver.py ComputeDriver.live_migration_abort
   */
  liveMigrationAbort?(params: LiveMigrationAbortParams, call: Call): Promise<LiveMigrationAbortResult>;

  /**
   * Makes a live migration in progress come to its end, at the guest's expense.
   *
   * Made at the source. A signal, which no changing call on the instance keeps waiting: it returns at once, and the
   * outcome is that of the `liveMigration` in progress, which it does not wait for. The driver pauses the guest so that
   * it writes no more, or lets it go on at the destination before all of its memory is there if `permitPostCopy` was
   * given. A guest that was paused for this runs again when it has arrived, or when the migration ends otherwise. The
   * table below holds while no migration is in progress; during one the call changes no power state itself.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended`, `absent` fail with
   * `MIGRATION_NOT_RUNNING`.
   *
   * Needed only if the driver declares {@link Capability} `supportsLiveMigrationControl`.
   *
   * @param params - `instanceUuid`: The instance that is on its way.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   * @throws {@link DriverError} `MIGRATION_NOT_RUNNING` (effect `none`): No `liveMigration` of the instance is in
   *   progress here, whether the instance is here or not.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor refused. The migration goes on as
   *   before.
   * @see Requirements `liveMigrationForceComplete/ends-the-migration`,
   *   `liveMigrationForceComplete/post-copy-needs-permission`
   * @see Nova: nova/virt/driver.py ComputeDriver.live_migration_force_complete
   */
  liveMigrationForceComplete?(params: LiveMigrationForceCompleteParams, call: Call): Promise<LiveMigrationForceCompleteResult>;

  /**
   * Makes a guest that has arrived one of the host's own.
   *
   * Made at the destination after outcome `completed`. Interfaces that had to be left behind are given back to the
   * guest, the network is told where it is, and what the checks reserved becomes the guest's. The guest goes on
   * meanwhile. If it fails, the instance is here all the same.
   *
   * Power states: `pending` fails with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed`, `suspended` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsLiveMigration`.
   *
   * @param params - `instance`: The instance that has arrived.
   *   `node`: The node that it has arrived on.
   *   `data`: What `liveMigration` was given.
   *   `devices`, optional: What the guest has here: volumes with connections to this host, interfaces as they are bound
   *   to it.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `driverState`, optional: What the driver wants to be given back about this instance.
   *   `attachedVolumes`, optional: What came of each volume, for the caller to store.
   *   `taggedDevices`, optional: Where the guest finds each device that was given with a tag, for the caller to tell
   *   it.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending`: its transfer is not over.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `partial`): An interface could not be given back to the
   *   guest.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `partial`): The host could not connect to a volume
   *   anew. The guest is here.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `partial`): A share is not mounted and cannot be. The
   *   guest is here.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `partial`): A host device that the guest was to get back
   *   is gone or taken.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The hypervisor refused or broke off a step. The
   *   guest is here.
   * @see Requirements `postLiveMigrationAtDestination/makes-the-guest-permanent`, `migration/end-of-a-move-is-silent`,
   *   `migration/resources-follow-the-guest`
   * @see Nova: nova/virt/driver.py ComputeDriver.post_live_migration_at_destination
   */
  postLiveMigrationAtDestination?(params: PostLiveMigrationAtDestinationParams, call: Call): Promise<PostLiveMigrationAtDestinationResult>;

  /**
   * Releases what a guest used on the host that it has left.
   *
   * Made at the source after outcome `completed`. It takes the place of Nova's `post_live_migration` and
   * `post_live_migration_at_source`: volumes are disconnected, interfaces unplugged, secrets forgotten. It touches no
   * disk; where `cleanup` of the data says so, the caller calls `destroy` at the source next. It does not depend on the
   * state of the network at the destination.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`;
   * `absent` stays.
   *
   * Needed only if the driver declares {@link Capability} `supportsLiveMigration`.
   *
   * @param params - `instanceUuid`: The instance that has left.
   *   `data`: What `liveMigration` was given.
   *   `devices`, optional: What the guest had here: volumes with connections to this host, and the interfaces that were
   *   plugged on it.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is still here.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): Something could not be released. All the rest has
   *   been.
   * @see Requirements `postLiveMigrationAtSource/releases-what-the-guest-used`,
   *   `postLiveMigrationAtSource/goes-on-after-a-failure`, `migration/end-of-a-move-is-silent`,
   *   `migration/resources-follow-the-guest`
   * @see Nova: nova/virt/driver.py ComputeDriver.post_live_migration, post_live_migration_at_source
   */
  postLiveMigrationAtSource?(params: PostLiveMigrationAtSourceParams, call: Call): Promise<PostLiveMigrationAtSourceResult>;

  /**
   * Prepares a node for a guest that is about to arrive, without starting it.
   *
   * Made at the destination. It connects volumes, plugs interfaces, makes the counterparts of disks that will be copied
   * and keeps ports for consoles. The instance is still `absent` here when it returns. All or nothing: if it fails, the
   * node is as it was before. A repeat finds what the first call prepared, and succeeds as that did; only a driver that
   * was restarted in between may take its own disks for those of an earlier attempt.
   *
   * Power states: `absent` stays; `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended` fail with
   * `INSTANCE_EXISTS`.
   *
   * Needed only if the driver declares {@link Capability} `supportsLiveMigration`.
   *
   * @param params - `instance`: The instance that will arrive.
   *   `node`: The node that it will arrive on.
   *   `data`: What `checkSourceMigrateDataAtDestination` returned, with `networkInterfaces` where the instance has
   *   ports.
   *   `devices`, optional: What the guest will have here: volumes with connections to this host, interfaces as they are
   *   bound to it.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `data`: What was given, with what the source needs to know of the preparations.
   *   `attachedVolumes`, optional: What came of each volume here, for the caller to store.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_EXISTS` (effect `none`): The driver has the instance already, on this node or
   *   another.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the uuid is in progress.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `INSUFFICIENT_RESOURCES` (effect `none`): The node cannot hold the flavor beside what
   *   it holds now.
   * @throws {@link DriverError} `MIGRATION_NOT_POSSIBLE` (effect `none`): The data has a format that the node does not
   *   accept or asks for what it does not have.
   * @throws {@link DriverError} `DESTINATION_DISK_EXISTS` (effect `none`): The node had a disk of the instance before
   *   that the source does not reach.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `none`): A host device that the guest is to have is not
   *   there or is taken.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The node cannot give the guest as many devices of a
   *   kind.
   * @throws {@link DriverError} `IMAGE_UNACCEPTABLE` (effect `none`): The image that a disk is an overlay of cannot be
   *   used.
   * @throws {@link DriverError} `IMAGE_TRANSFER_FAILED` (effect `none`): Fetching that image broke off.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `none`): A share is not mounted and cannot be.
   * @throws {@link DriverError} `CREDENTIALS_EXPIRED` (effect `none`): Credentials for an image were not renewed in
   *   time.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `none`): The host could not connect to a volume.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `none`): A network interface could not be plugged.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): A step failed. All that was prepared has been
   *   removed.
   * @see Requirements `preLiveMigration/prepares-all-devices`, `preLiveMigration/refuses-an-existing-disk`,
   *   `preLiveMigration/leaves-nothing-when-it-fails`, `migration/source-answers-until-the-guest-has-left`,
   *   `migration/live-writes-only-accepted-formats`
   * @see Nova: nova/virt/driver.py ComputeDriver.pre_live_migration
   */
  preLiveMigration?(params: PreLiveMigrationParams, call: Call): Promise<PreLiveMigrationResult>;

  /**
   * Removes all that was prepared for a guest that has not come.
   *
   * Made at the destination after outcome `cancelled` or `failed`, and when the caller gives up between the last check
   * and the transfer. Disconnects volumes too: the caller need not detach them one by one. A guest that has arrived is
   * left alone, whatever the caller believes.
   *
   * Power states: `pending`, `absent` become `absent`; `running`, `paused`, `shutdown`, `crashed`, `suspended` fail
   * with `INVALID_STATE`.
   *
   * Needed only if the driver declares {@link Capability} `supportsLiveMigration`.
   *
   * @param params - `instanceUuid`: The instance that has not come.
   *   `node`: The node that was prepared.
   *   `data`: What came back last in this migration.
   *   `devices`, optional: What the guest would have had here. Absent where nothing had been prepared.
   *   `destroyDisks`: Whether local disks that were prepared go too: what `cleanup.destinationDisks` of the data says
   *   once `preLiveMigration` has succeeded, and false before, since a disk that is found then is not this migration's.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the uuid is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The guest is here.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): Something could not be removed. All the rest has
   *   been.
   * @see Requirements `rollbackLiveMigrationAtDestination/removes-what-was-prepared`,
   *   `rollbackLiveMigrationAtDestination/keeps-shared-disks`,
   *   `rollbackLiveMigrationAtDestination/refuses-a-guest-that-arrived`, `migration/never-none`,
   *   `migration/killed-driver-loses-no-guest`, `migration/end-of-a-move-is-silent`
   * @see Nova: nova/virt/driver.py ComputeDriver.rollback_live_migration_at_destination
   */
  rollbackLiveMigrationAtDestination?(params: RollbackLiveMigrationAtDestinationParams, call: Call): Promise<RollbackLiveMigrationAtDestinationResult>;

  /**
   * Gives a guest that stayed back what it gave up for the move.
   *
   * Made at the source after outcome `cancelled` or `failed`. Devices that were detached so that the guest could move,
   * such as passed-through interfaces, are attached again.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended` stay; `absent` fails with
   * `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsLiveMigration`.
   *
   * @param params - `instanceUuid`: The instance that stayed.
   *   `data`: What `liveMigration` was given.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `taggedDevices`, optional: Where the guest finds each tagged device that was given back to it, for the
   *   caller to tell it.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `partial`): An interface could not be given back to the
   *   guest.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): A device could not be given back to the guest.
   * @see Requirements `rollbackLiveMigrationAtSource/restores-the-guest`, `migration/never-none`,
   *   `migration/killed-driver-loses-no-guest`, `migration/end-of-a-move-is-silent`
   * @see Nova: nova/virt/driver.py ComputeDriver.rollback_live_migration_at_source
   */
  rollbackLiveMigrationAtSource?(params: RollbackLiveMigrationAtSourceParams, call: Call): Promise<RollbackLiveMigrationAtSourceResult>;

  /**
   * Removes what the source kept of an instance that has moved.
   *
   * The end of a resize or a cold migration, at the source. Succeeds when there is nothing left to remove. A copy that
   * is not stopped is left alone: two running copies are for a person to look at. With `sameHost` the instance goes on
   * undisturbed, and only what the first half kept aside is removed.
   *
   * Power states: `pending`, `running`, `paused`, `suspended` fail with `INVALID_STATE`; `shutdown`, `crashed`,
   * `absent` become `absent`.
   *
   * Power states, with `sameHost` true: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended`, `absent`
   * stay.
   *
   * Needed only if the driver declares {@link Capability} `supportsMigration`.
   *
   * @param params - `instanceUuid`: The instance that has moved.
   *   `data`, optional: What `migrateDiskAndPowerOff` returned, if the caller still has it. A driver that was restarted
   *   since may need it to tell shared disks from its own.
   *   `sameHost`, optional: True when this driver is source and destination. Left out otherwise.
   *   `devices`, optional: What the guest had at the source, with the source's devices. Whatever of it is still
   *   connected or plugged is released.
   *   `driverState`, optional: What the source's driver last returned about the instance, if the caller still has it.
   *   `confirmMigration` works without.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The kept copy is neither `shutdown` nor `crashed`, and
   *   `sameHost` is left out.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): Part of the kept copy could not be removed.
   * @see Requirements `confirmMigration/removes-the-kept-copy`, `confirmMigration/absent-copy-succeeds`,
   *   `confirmMigration/same-host-leaves-the-guest-alone`, `migration/cold-move-is-no-removal`,
   *   `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.confirm_migration
   */
  confirmMigration?(params: ConfirmMigrationParams, call: Call): Promise<ConfirmMigrationResult>;

  /**
   * Builds the instance anew from the disks that its source has brought, and brings it to the requested power state.
   *
   * The second half of a resize or a cold migration, at the destination. If it fails, no guest is left, and the disks
   * stay: the instance belongs to this host now, and the same call can be made again. The disks are here and nowhere
   * else on the way, so a caller that cannot repeat it here takes the migration back with `destroy` here and
   * `finishRevertMigration` at the source. With `sameHost` it replaces the instance that the first half left
   * `shutdown`, and a failure leaves that as it was.
   *
   * Power states, with `powerOn` true: `absent` becomes `running`; `pending`, `running`, `paused`, `shutdown`,
   * `crashed`, `suspended` fail with `INSTANCE_EXISTS`.
   *
   * Power states, with `powerOn` false: `absent` becomes `shutdown`; `pending`, `running`, `paused`, `shutdown`,
   * `crashed`, `suspended` fail with `INSTANCE_EXISTS`.
   *
   * Power states, with `sameHost` true and `powerOn` true: `absent` fails with `INSTANCE_NOT_FOUND`; `pending`,
   * `running`, `paused`, `crashed`, `suspended` fail with `INVALID_STATE`; `shutdown` becomes `running`.
   *
   * Power states, with `sameHost` true and `powerOn` false: `absent` fails with `INSTANCE_NOT_FOUND`; `pending`,
   * `running`, `paused`, `crashed`, `suspended` fail with `INVALID_STATE`; `shutdown` stays.
   *
   * Needed only if the driver declares {@link Capability} `supportsMigration`.
   *
   * @param params - `instance`: What to build, with the flavor that it has from now on.
   *   `node`: The node to build it on. With `sameHost` it may be another node of the driver's than the one that the
   *   instance was on.
   *   `data`: What `migrateDiskAndPowerOff` returned.
   *   `sameHost`, optional: True when this driver is source and destination. Left out otherwise.
   *   `resizeDisks`: Whether the local disks grow to what the flavor says. When false they keep the size that they came
   *   with.
   *   `devices`, optional: What the guest has here: volumes with connections to this host, interfaces as they are bound
   *   to it.
   *   `powerOn`: Whether the guest runs when the call returns. When false it is built in full and left `shutdown`.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `driverState`, optional: What the driver wants to be given back about this instance.
   *   `attachedVolumes`, optional: What came of each volume, for the caller to store.
   *   `taggedDevices`, optional: Where the guest finds each device that was given with a tag, for the caller to tell
   *   it.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_EXISTS` (effect `none`): An instance with that uuid is already there.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): With `sameHost`, the instance is not there.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the uuid is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): With `sameHost`, the instance is not `shutdown`.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `INSUFFICIENT_RESOURCES` (effect `none`): The node cannot hold the flavor beside what
   *   it holds now.
   * @throws {@link DriverError} `MIGRATION_NOT_POSSIBLE` (effect `none`): The data has a format that the driver does
   *   not know, or its disks are not here.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `none`): A host device that the guest is to have is not
   *   there or is taken.
   * @throws {@link DriverError} `IMAGE_UNACCEPTABLE` (effect `none`): The image that a disk is an overlay of cannot be
   *   used.
   * @throws {@link DriverError} `IMAGE_TRANSFER_FAILED` (effect `partial`): Fetching that image broke off. The disks
   *   stay.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The instance has no room for all the devices.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `partial`): A share is not mounted and cannot be. The
   *   disks stay.
   * @throws {@link DriverError} `CREDENTIALS_EXPIRED` (effect `partial`): Credentials for an image were not renewed in
   *   time. The disks stay.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `partial`): The host could not connect to a volume.
   *   The disks stay.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `partial`): A network interface could not be plugged.
   *   The disks stay.
   * @throws {@link DriverError} `EXTERNAL_EVENT_TIMEOUT` (effect `partial`): The network did not report an interface
   *   plugged in time. The disks stay.
   * @throws {@link DriverError} `EXTERNAL_EVENT_FAILED` (effect `partial`): The network reported that it could not plug
   *   an interface. The disks stay.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The hypervisor refused or broke off a step. The
   *   disks stay.
   * @see Requirements `finishMigration/starts-from-the-moved-disks`, `finishMigration/obeys-power-on-false`,
   *   `finishMigration/resizes-when-told`, `finishMigration/refuses-unknown-formats`,
   *   `finishMigration/failure-keeps-the-disks`, `finishMigration/same-host-replaces-the-instance`,
   *   `migration/cold-move-is-no-removal`, `migration/identity-is-kept`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.finish_migration
   */
  finishMigration?(params: FinishMigrationParams, call: Call): Promise<FinishMigrationResult>;

  /**
   * Brings an instance back at the source, as it was before it began to move.
   *
   * The end of a resize or cold migration that is taken back, at the source. It starts from whatever it finds: a
   * migration that has not begun, one that broke off at any step, or one whose guest is gone here while its disks were
   * kept; `absent` below is an instance of which not even disks are left. The guest has its flavor, disks and devices
   * of before.
   *
   * Power states, with `powerOn` true: `pending`, `paused`, `suspended` fail with `INVALID_STATE`; `running`,
   * `shutdown`, `crashed` become `running`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Power states, with `powerOn` false: `pending`, `paused`, `suspended` fail with `INVALID_STATE`; `running`,
   * `shutdown`, `crashed` become `shutdown`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsMigration`.
   *
   * @param params - `instance`: The instance, with the flavor that it had before.
   *   `node`: The node that it was on.
   *   `sameHost`, optional: True when this driver was source and destination. The caller has removed the new guest with
   *   `destroy` and kept the disks. Left out otherwise.
   *   `devices`, optional: What the guest has here: volumes with connections to this host, interfaces as they are bound
   *   to it again.
   *   `driverState`, optional: What the source's driver last returned about the instance, if the caller still has it.
   *   `finishRevertMigration` works without.
   *   `data`, optional: What `migrateDiskAndPowerOff` returned, if the caller still has it. A driver that was restarted
   *   since may need it to tell shared disks from its own.
   *   `powerOn`: Whether the guest runs when the call returns. When false it is left `shutdown`.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `driverState`, optional: What the driver wants to be given back about this instance.
   *   `attachedVolumes`, optional: What came of each volume, for the caller to store.
   *   `taggedDevices`, optional: Where the guest finds each device that was given with a tag, for the caller to tell
   *   it.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): Neither the instance nor any disk of it is here.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending`, `paused` or `suspended`.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `INSUFFICIENT_RESOURCES` (effect `none`): The node cannot hold the flavor beside what
   *   it holds now.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `none`): A host device that the guest had is not there or
   *   is taken.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The instance has no room for all the devices.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `partial`): A share is not mounted and cannot be. The
   *   disks stay.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `partial`): The host could not connect to a volume.
   *   The disks stay.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `partial`): A network interface could not be plugged.
   *   The disks stay.
   * @throws {@link DriverError} `EXTERNAL_EVENT_TIMEOUT` (effect `partial`): The network did not report an interface
   *   plugged in time. The disks stay.
   * @throws {@link DriverError} `EXTERNAL_EVENT_FAILED` (effect `partial`): The network reported that it could not plug
   *   an interface. The disks stay.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The hypervisor refused or broke off a step. The
   *   disks stay.
   * @see Requirements `finishRevertMigration/brings-back-the-guest-of-before`,
   *   `finishRevertMigration/obeys-power-on-false`, `finishRevertMigration/works-from-any-half-done-state`,
   *   `finishRevertMigration/works-from-kept-disks`, `migration/cold-move-is-no-removal`, `migration/identity-is-kept`,
   *   `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.finish_revert_migration
   */
  finishRevertMigration?(params: FinishRevertMigrationParams, call: Call): Promise<FinishRevertMigrationResult>;

  /**
   * Reads what a node accepts of an instance that is to move to it, and where the source sends that.
   *
   * The first call of a cold migration, made at the destination. The caller carries the answer to the source. It may
   * take formats out of the answer to hold a fleet to older ones, and adds none. The two drivers know of each other
   * only what is in it.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended`, `absent` stay.
   *
   * Needed only if the driver declares {@link Capability} `supportsMigration`.
   *
   * @param params - `instanceUuid`: The instance that is to move.
   *   `node`: The node that it is to move to.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `destination`: What the node accepts, and where.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @see Requirements `getMigrationDestination/accepts-what-it-names`,
   *   `getMigrationDestination/endpoints-are-for-peers`, `getMigrationDestination/credentials-expire`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_host_ip_addr
   */
  getMigrationDestination?(params: GetMigrationDestinationParams, call: Call): Promise<GetMigrationDestinationResult>;

  /**
   * Stops an instance and brings its local disks to where it is to go on.
   *
   * The first half of a resize or a cold migration, at the source. Afterwards the instance is `shutdown` here and keeps
   * its disks until `confirmMigration`, so that `finishRevertMigration` can bring it back. Every refusal comes before
   * the guest is stopped. A caller that has lost the result and cannot get it by the same operationId makes the call
   * anew, or takes the migration back. INSTANCE_BUSY is no outcome of a keyed call: the same call, with the same
   * operationId, may be made again and is then executed.
   *
   * Power states: `pending`, `suspended` fail with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed` become
   * `shutdown`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsMigration`.
   *
   * @param params - `instanceUuid`: The instance that moves.
   *   `destination`, optional: What `getMigrationDestination` returned, perhaps with fewer formats. Left out when
   *   `sameHost` is true.
   *   `sameHost`, optional: True when this driver is source and destination. Left out otherwise.
   *   `flavor`: How large the instance will be. The same as before in a plain migration.
   *   `devices`, optional: What the guest has now. The driver disconnects the volumes, unplugs the interfaces and
   *   releases the devices listed.
   *   `timeoutSeconds`: How long the guest may take to shut down, in seconds. 0 asks for no orderly shutdown.
   *   `retryIntervalSeconds`: Seconds between two requests to the guest. 0 means one request only.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `data`: What the caller hands to `finishMigration`.
   *   Not idempotent: the serving library recognises a repeat by its operation id and does not call the driver again.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending` or `suspended`.
   * @throws {@link DriverError} `MIGRATION_NOT_POSSIBLE` (effect `none`): The source can write none of the formats
   *   accepted, reach none of the endpoints, or cannot move disks or devices like these.
   * @throws {@link DriverError} `DESTINATION_DISK_EXISTS` (effect `none`): The destination holds a disk of the instance
   *   that an earlier attempt left and the driver does not replace.
   * @throws {@link DriverError} `CREDENTIALS_EXPIRED` (effect `partial`): The destination no longer lets the source in.
   *   The guest may be off, its disks are where they were, and nothing is left at the destination.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): A step failed. The guest may be off, its disks are
   *   where they were, and nothing is left at the destination.
   * @see Requirements `migrateDiskAndPowerOff/stops-the-guest`, `migrateDiskAndPowerOff/describes-every-disk`,
   *   `migrateDiskAndPowerOff/refuses-a-smaller-disk`, `migrateDiskAndPowerOff/failure-restores-the-source`,
   *   `migrateDiskAndPowerOff/leftovers-are-not-mixed-in`, `migrateDiskAndPowerOff/releases-what-the-guest-used`,
   *   `migration/writes-only-accepted-formats`, `migration/cold-move-is-no-removal`,
   *   `operations/repeated-id-runs-once`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.migrate_disk_and_power_off
   */
  migrateDiskAndPowerOff?(params: MigrateDiskAndPowerOffParams, call: Call): Promise<MigrateDiskAndPowerOffResult>;

  /**
   * Reads what a node has and how much of it instances hold.
   *
   * @param params - `node`: The node to read.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `resource`: The node's figures.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @see Requirements `getAvailableResource/names-the-node-asked-for`, `getAvailableResource/refuses-unknown-nodes`,
   *   `getAvailableResource/usage-is-within-totals`, `getAvailableResource/usage-counts-instances`,
   *   `getAvailableResource/usage-falls-after-destroy`, `getAvailableResource/totals-do-not-follow-use`,
   *   `updateProviderTree/agrees-with-available-resource`, `migration/resources-follow-the-guest`,
   *   `operations/reads-never-wait`, `placement/only-supported-guests-are-built`, `placement/node-numa-is-whole`,
   *   `placement/cells-are-obeyed`, `placement/page-size-is-exact`, `placement/pinned-cpus-are-exclusive`,
   *   `placement/isolated-cores-are-isolated`, `placement/place-is-kept`, `placement/devices-are-reported-once`,
   *   `placement/claimed-devices-and-no-others`, `placement/mediated-devices-follow-allocations`,
   *   `placement/mediated-devices-are-kept`, `resources/instances-count-whole`,
   *   `resources/concurrent-spawns-never-oversell`, `resources/use-outlives-restarts`,
   *   `resources/foreign-guests-take-room`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_available_resource
   */
  getAvailableResource(params: GetAvailableResourceParams, call: Call): Promise<GetAvailableResourceResult>;

  /**
   * Lists the hypervisor nodes that the driver serves.
   *
   * A node is listed as long as the driver serves it, also while it takes no instances or cannot be reached; its
   * `status` then says so.
   *
   * @param params - `cursor`, optional: Where to go on. Absent for the first page.
   *   `limit`, optional: Most entries to return.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `nodes`: One page of nodes.
   *   `nextCursor`, optional: Where the next page begins. Absent on the last one.
   * @see Requirements `hostMaintenanceMode/reaches-the-state`, `hostPowerAction/reaches-the-state`,
   *   `setHostEnabled/reaches-the-state`, `listNodes/serves-at-least-one`, `listNodes/identities-are-unique`,
   *   `listNodes/identities-survive-restart`, `listNodes/holds-every-instance`,
   *   `listNodes/keeps-nodes-that-take-nothing`, `listNodes/refuses-what-it-does-not-accept`,
   *   `configuration/answers-unconfigured`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_nodenames_by_uuid
   */
  listNodes(params: ListNodesParams, call: Call): Promise<ListNodesResult>;

  /**
   * Tells what a node's tree of resource providers should be, given what it is.
   *
   * The caller gives the tree that it has; the driver returns the whole tree as it should be. Nothing changes by it:
   * the caller stores the difference. The node itself is the root. A kind of resource that there is none of has no
   * inventory.
   *
   * When inventory has to move from one provider to another, the allocations on it have to move too. The driver then
   * answers RESHAPE_NEEDED, the caller asks again with all allocations on the tree, and the driver returns them as they
   * should be.
   *
   * The driver decides on inventories, on `reserved`, on the providers that it has added and on its own traits.
   * Allocation ratios, aggregates, other traits and the providers of others are not its own; it gives them back as they
   * were.
   *
   * Needed only if the driver declares {@link Capability} `supportsProviderTree`.
   *
   * @param params - `node`: The node at the root of the tree.
   *   `providers`: The tree that the caller has, in no order: at least the root, which may be without inventories.
   *   `sharingProviders`, optional: Providers outside the tree that share what they have with it by an aggregate, such
   *   as a storage pool. For information; none of them is returned.
   *   `allocations`, optional: All that is held of the tree. Given only after RESHAPE_NEEDED.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `providers`: The tree as it should be, whole and in no order. A provider that is left out is to go.
   *   `allocations`, optional: All that was given, as it should be. Present when the request has it.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `RESHAPE_NEEDED` (effect `none`): Inventory has to move between providers, and
   *   `allocations` is not given.
   * @throws {@link DriverError} `RESHAPE_FAILED` (effect `none`): An allocation given cannot be moved: the new tree has
   *   no place for it.
   * @see Requirements `updateProviderTree/returns-one-tree`, `updateProviderTree/is-repeatable`,
   *   `updateProviderTree/agrees-with-available-resource`, `updateProviderTree/inventories-are-coherent`,
   *   `updateProviderTree/spares-what-others-own`, `updateProviderTree/asks-before-it-moves-inventory`,
   *   `updateProviderTree/moves-allocations-with-inventory`
   * @see Nova: nova/virt/driver.py ComputeDriver.update_provider_tree
   */
  updateProviderTree?(params: UpdateProviderTreeParams, call: Call): Promise<UpdateProviderTreeResult>;

  /**
   * Stops a guest's execution and keeps its memory resident.
   *
   * Power states: `pending`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running`, `paused` become
   * `paused`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsPause`.
   *
   * @param params - `instanceUuid`: The instance to pause.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is neither `running` nor `paused`.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not pause the guest. It still
   *   runs.
   * @see Requirements `pause/stops-execution`, `pause/paused-instance-stays-paused`, `pause/needs-a-running-guest`,
   *   `pause/absent-instance-is-refused`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`, `ownership/foreign-guests-are-no-instances`
   * @see Nova: nova/virt/driver.py ComputeDriver.pause
   */
  pause?(params: PauseParams, call: Call): Promise<PauseResult>;

  /**
   * Stops an instance, in good order if there is time.
   *
   * With `timeoutSeconds` 0 the guest is cut off without being asked. Otherwise the driver presses the power button,
   * again every `retryIntervalSeconds`, and cuts the guest off when the time is up. A paused guest cannot hear the
   * button and is cut off.
   *
   * Power states: `pending` fails with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed`, `suspended` become
   * `shutdown`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * @param params - `instanceUuid`: The instance to stop.
   *   `timeoutSeconds`: How long the guest may take to shut down, in seconds. 0 asks for no orderly shutdown.
   *   `retryIntervalSeconds`: Seconds between two requests to the guest. 0 means one request only.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending`.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not stop the guest. It still
   *   runs.
   * @see Requirements `powerOff/stops-the-guest`, `powerOff/zero-timeout-does-not-ask`,
   *   `powerOff/lets-the-guest-shut-down`, `powerOff/forces-after-the-timeout`, `powerOff/off-instance-succeeds`,
   *   `powerOff/absent-instance-is-refused`, `cleanup/no-effect-shows-nowhere`, `cleanup/destroy-ends-everything`,
   *   `concurrency/instances-do-not-wait`, `operations/reused-id-is-refused`, `operations/deadline-is-kept`,
   *   `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`,
   *   `ownership/foreign-guests-are-no-instances`, `placement/cpu-topology-is-exact`, `placement/choices-last`,
   *   `placement/firmware-is-as-asked`, `placement/stateless-firmware-is-stateless`,
   *   `placement/kernel-is-the-one-given`, `placement/vtpm-is-as-asked`, `placement/vtpm-keeps-its-contents`,
   *   `placement/place-is-kept`, `placement/mediated-devices-are-kept`, `recovery/interrupted-change-can-be-repeated`
   * @see Nova: nova/virt/driver.py ComputeDriver.power_off
   */
  powerOff(params: PowerOffParams, call: Call): Promise<PowerOffResult>;

  /**
   * Starts a powered-off instance.
   *
   * Where the guest runs already, `devices` is not read, and the answer tells of the devices that the guest has: the
   * answer to the call that started it may have been lost.
   *
   * Power states: `pending`, `paused`, `suspended` fail with `INVALID_STATE`; `running`, `shutdown`, `crashed` become
   * `running`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * @param params - `instanceUuid`: The instance to start.
   *   `devices`, optional: The devices from now on. Absent if nothing has changed since the driver last heard.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `attachedVolumes`, optional: What came of each volume, for the caller to store.
   *   `taggedDevices`, optional: Where the guest finds each device that was given with a tag, for the caller to tell
   *   it.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending`, `paused` or `suspended`.
   * @throws {@link DriverError} `VOLUME_IN_USE` (effect `none`): Another instance has one of the volumes, and it is not
   *   for several.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `none`): The host cannot connect to a volume.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `none`): An interface cannot be plugged.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `none`): A share is not mounted and cannot be.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `none`): A host device is not there or taken.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The instance has no room for all the devices.
   * @throws {@link DriverError} `EXTERNAL_EVENT_TIMEOUT` (effect `none`): An event that the driver waited for did not
   *   come. The guest is still powered off.
   * @throws {@link DriverError} `EXTERNAL_EVENT_FAILED` (effect `none`): An event that the driver waited for reported a
   *   failure. The guest is still powered off.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not start the guest. It is still
   *   powered off.
   * @see Requirements `spawn/keeps-the-config-drive`, `powerOn/boots-the-guest`, `powerOn/running-instance-goes-on`,
   *   `powerOn/wrong-state-is-refused`, `powerOn/absent-instance-is-refused`, `powerOn/volumes-given-replace-the-old`,
   *   `powerOn/volumes-left-out-stay`, `powerOn/interfaces-left-out-stay`, `powerOn/failure-connects-nothing`,
   *   `cleanup/no-effect-shows-nowhere`, `cleanup/destroy-ends-everything`, `concurrency/instances-do-not-wait`,
   *   `devices/accelerators-reach-the-guest`, `devices/shares-reach-the-guest`,
   *   `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`,
   *   `ownership/foreign-guests-are-no-instances`, `placement/cpu-topology-is-exact`, `placement/choices-last`,
   *   `placement/firmware-is-as-asked`, `placement/stateless-firmware-is-stateless`,
   *   `placement/kernel-is-the-one-given`, `placement/vtpm-is-as-asked`, `placement/vtpm-keeps-its-contents`,
   *   `placement/place-is-kept`, `placement/mediated-devices-are-kept`, `recovery/interrupted-change-can-be-repeated`,
   *   `recovery/starts-no-guest-by-itself`
   * @see Nova: nova/virt/driver.py ComputeDriver.power_on
   */
  powerOn(params: PowerOnParams, call: Call): Promise<PowerOnResult>;

  /**
   * Restarts an instance's guest, softly or hard.
   *
   * A soft reboot asks the guest to shut down and starts it again; a guest that does not answer within a bounded time
   * is rebooted hard instead. A hard reboot asks nobody and works from every power state. It is also the repair: the
   * guest is made anew from its disks and devices. How long a reboot takes is for the caller to bound with
   * `deadlineMs`, and what became of one for `getOperation` to tell. INSTANCE_BUSY is no outcome of a keyed call: the
   * same call, with the same operationId, may be made again and is then executed.
   *
   * Power states, with `type` "soft": `pending`, `paused`, `shutdown`, `crashed`, `suspended` fail with
   * `INVALID_STATE`; `running` stays; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Power states, with `type` "hard": `pending` fails with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed`,
   * `suspended` become `running`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * @param params - `instanceUuid`: The instance to restart.
   *   `type`: Whether the guest is asked.
   *   `timeoutSeconds`, optional: For a soft reboot, how long the guest may take to shut down, in seconds, before it is
   *   rebooted hard.
   *   `devices`, optional: The devices from now on, for a hard reboot; a soft one that becomes hard takes them too.
   *   Absent if nothing has changed since the driver last heard.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `attachedVolumes`, optional: What came of each volume, for the caller to store.
   *   `taggedDevices`, optional: Where the guest finds each device that was given with a tag, for the caller to tell
   *   it.
   *   `droppedVolumeIds`, optional: Volumes that stood in the way of a hard reboot, and that the guest now does
   *   without. They are not attached any more.
   *   Not idempotent: the serving library recognises a repeat by its operation id and does not call the driver again.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): A soft reboot of an instance that is not `running`, or
   *   any reboot of one that is `pending`.
   * @throws {@link DriverError} `VOLUME_IN_USE` (effect `none`): Another instance has one of the volumes, and it is not
   *   for several.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `partial`): The host cannot connect to a volume.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `partial`): An interface cannot be plugged.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `partial`): A share is not mounted and cannot be.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `partial`): A host device is not there or taken.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The instance has no room for all the devices.
   * @throws {@link DriverError} `EXTERNAL_EVENT_TIMEOUT` (effect `partial`): An event that the driver waited for did
   *   not come. The guest does not run.
   * @throws {@link DriverError} `EXTERNAL_EVENT_FAILED` (effect `partial`): An event that the driver waited for
   *   reported a failure. The guest does not run.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The hypervisor could not restart the guest.
   *   `getInfo` tells in which state it is.
   * @see Requirements `spawn/keeps-the-config-drive`, `powerOn/volumes-given-replace-the-old`,
   *   `powerOn/volumes-left-out-stay`, `powerOn/interfaces-left-out-stay`, `reboot/soft-boots-once`,
   *   `reboot/hard-boots-once`, `reboot/hard-works-from-every-state`, `reboot/soft-falls-back-to-hard`,
   *   `reboot/soft-needs-a-running-guest`, `reboot/absent-instance-is-refused`, `reboot/names-dropped-volumes`,
   *   `cleanup/no-effect-shows-nowhere`, `cleanup/destroy-ends-everything`, `concurrency/instances-do-not-wait`,
   *   `devices/accelerators-reach-the-guest`, `devices/shares-reach-the-guest`, `operations/repeated-id-runs-once`,
   *   `operations/reused-id-is-refused`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`, `ownership/foreign-guests-are-no-instances`, `placement/choices-last`,
   *   `placement/firmware-is-as-asked`, `placement/secure-boot-or-nothing`, `placement/kernel-is-the-one-given`,
   *   `placement/vtpm-is-as-asked`, `placement/vtpm-keeps-its-contents`, `placement/memory-encryption-or-nothing`,
   *   `placement/place-is-kept`, `placement/mediated-devices-are-kept`, `recovery/interrupted-change-can-be-repeated`
   * @see Nova: nova/virt/driver.py ComputeDriver.reboot
   */
  reboot(params: RebootParams, call: Call): Promise<RebootResult>;

  /**
   * Lets a suspended guest go on from its saved memory.
   *
   * The host may have been restarted in between, so the volumes and interfaces are connected anew, to what `devices`
   * says if it is given. A call that fails keeps the saved memory and can be made again. Where the guest runs already,
   * `devices` is not read, and the answer tells of the devices that the guest has.
   *
   * Power states: `pending`, `paused`, `shutdown`, `crashed` fail with `INVALID_STATE`; `running`, `suspended` become
   * `running`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsSuspend`.
   *
   * @param params - `instanceUuid`: The instance to resume.
   *   `devices`, optional: Where its devices are now. They are the ones that the guest had, in the same order; only how
   *   the host reaches them may differ.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `attachedVolumes`, optional: What came of each volume, for the caller to store.
   *   `taggedDevices`, optional: Where the guest finds each device that was given with a tag, for the caller to tell
   *   it.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is neither `suspended` nor `running`.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `none`): The host cannot connect to a volume of the
   *   instance.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `none`): An interface of the instance cannot be
   *   plugged.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `none`): A share of the instance is not mounted and cannot
   *   be.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `none`): A host device of the instance is gone or taken.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The instance has no room for all the devices.
   * @throws {@link DriverError} `EXTERNAL_EVENT_TIMEOUT` (effect `none`): An event that the driver waited for did not
   *   come. The guest is still suspended.
   * @throws {@link DriverError} `EXTERNAL_EVENT_FAILED` (effect `none`): An event that the driver waited for reported a
   *   failure. The guest is still suspended.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not bring the guest back. It is
   *   still suspended.
   * @see Requirements `event/tells-suspend-and-resume`, `powerOn/failure-connects-nothing`,
   *   `resume/goes-on-where-it-stopped`, `resume/uses-the-saved-memory-once`, `resume/failure-keeps-the-saved-memory`,
   *   `cleanup/destroy-ends-everything`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`, `recovery/suspended-instances-resume`
   * @see Nova: nova/virt/driver.py ComputeDriver.resume
   */
  resume?(params: ResumeParams, call: Call): Promise<ResumeResult>;

  /**
   * Brings a guest back that ran before its host went down.
   *
   * Called at most once per instance after the driver has started, for instances that the caller's records say are
   * running and the driver says are not. Nothing that the host had connected or plugged for the guest can be relied on.
   * A guest that is started is told as `started`. Until it is called, the guest stays off: for a driver without it, the
   * caller uses `powerOn`.
   *
   * Power states: `pending` fails with `INVALID_STATE`; `running`, `paused`, `suspended` stay; `shutdown`, `crashed`
   * become `running`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsResumeOnHostBoot`.
   *
   * @param params - `instanceUuid`: The instance to bring back.
   *   `devices`, optional: Where its devices are now. Read only if the guest has to be started.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `attachedVolumes`, optional: What came of each volume, for the caller to store.
   *   `taggedDevices`, optional: Where the guest finds each device that was given with a tag, for the caller to tell
   *   it.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending`.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `none`): The host cannot connect to a volume of the
   *   instance.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `none`): An interface of the instance cannot be
   *   plugged.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `none`): A share of the instance is not mounted and cannot
   *   be.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `none`): A host device of the instance is gone or taken.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The instance has no room for all the devices.
   * @throws {@link DriverError} `EXTERNAL_EVENT_TIMEOUT` (effect `none`): An event that the driver waited for did not
   *   come. The guest is still powered off.
   * @throws {@link DriverError} `EXTERNAL_EVENT_FAILED` (effect `none`): An event that the driver waited for reported a
   *   failure. The guest is still powered off.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not start the guest. It is still
   *   powered off.
   * @see Requirements `resumeStateOnHostBoot/starts-what-is-off`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`, `recovery/starts-no-guest-by-itself`
   * @see Nova: nova/virt/driver.py ComputeDriver.resume_state_on_host_boot
   */
  resumeStateOnHostBoot?(params: ResumeStateOnHostBootParams, call: Call): Promise<ResumeStateOnHostBootResult>;

  /**
   * Saves a guest's memory to disk and stops it.
   *
   * Afterwards the instance holds no memory of its host and is `suspended`, until `resume` lets the guest go on. A call
   * that fails has changed nothing: the guest runs, with all its devices. Host devices whose state cannot be saved are
   * taken from the guest before and given back by `resume`.
   *
   * Power states: `pending`, `paused`, `shutdown`, `crashed` fail with `INVALID_STATE`; `running`, `suspended` become
   * `suspended`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsSuspend`.
   *
   * @param params - `instanceUuid`: The instance to suspend.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is neither `running` nor `suspended`.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not save the guest, for want of
   *   disk space or because of a device. The guest still runs.
   * @see Requirements `event/tells-suspend-and-resume`, `suspend/stops-execution`, `suspend/is-never-shown-as-off`,
   *   `suspend/failure-leaves-the-guest-running`, `cleanup/destroy-ends-everything`,
   *   `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`,
   *   `recovery/suspended-instances-resume`
   * @see Nova: nova/virt/driver.py ComputeDriver.suspend
   */
  suspend?(params: SuspendParams, call: Call): Promise<SuspendResult>;

  /**
   * Makes a guest's kernel dump its memory.
   *
   * The driver sends the guest what its platform has for this, such as a non-maskable interrupt, and returns once it is
   * delivered. Where the dump goes and what comes after it is the guest's affair: it may go on, reboot or power itself
   * off. INSTANCE_BUSY is no outcome of a keyed call: the same call, with the same operationId, may be made again and
   * is then executed.
   *
   * Power states: `pending`, `paused`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running` stays;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsCrashDump`.
   *
   * @param params - `instanceUuid`: The instance.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Not idempotent: the serving library recognises a repeat by its operation id and does not call the driver again.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is not `running`.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not deliver it to this guest.
   * @see Requirements `triggerCrashDump/reaches-the-guest`, `triggerCrashDump/changes-no-power-state`,
   *   `operations/repeated-id-runs-once`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.trigger_crash_dump
   */
  triggerCrashDump?(params: TriggerCrashDumpParams, call: Call): Promise<TriggerCrashDumpResult>;

  /**
   * Lets a paused guest go on where it stopped.
   *
   * Power states: `pending`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running`, `paused` become
   * `running`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsPause`.
   *
   * @param params - `instanceUuid`: The instance to unpause.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is neither `paused` nor `running`.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not resume the guest. It is
   *   still paused.
   * @see Requirements `unpause/goes-on-where-it-stopped`, `unpause/running-instance-goes-on`,
   *   `unpause/needs-a-paused-guest`, `unpause/absent-instance-is-refused`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`, `ownership/foreign-guests-are-no-instances`
   * @see Nova: nova/virt/driver.py ComputeDriver.unpause
   */
  unpause?(params: UnpauseParams, call: Call): Promise<UnpauseResult>;

  /**
   * Gives the driver its configuration.
   *
   * The settings are the whole configuration: an option that is not among them has its default. All of them take
   * effect, or none. The driver does not keep them over a restart; the caller gives them again in each run. An option
   * marked `restartNeeded` takes effect with the first `configure` of a run; later its new value is accepted and waits
   * for the next one.
   *
   * Values that are well formed are accepted also when the hypervisor cannot be reached with them; `probe` then says
   * so. If the driver can do more or less with its new configuration, it sends `capabilitiesChanged` before the answer.
   *
   * Needed only if the driver declares {@link Capability} `supportsConfiguration`.
   *
   * @param params - `settings`: The whole configuration, each key once, in no order.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `waiting`: The options whose value takes effect only in the next run of the driver.
   * @throws {@link DriverError} `CONFIGURATION_INVALID` (effect `none`): A key is unknown or given twice, a value is of
   *   the wrong type, not among the choices or outside the limits, or a required option has none.
   * @see Requirements `configure/takes-effect-at-once`, `configure/all-or-nothing`, `configure/left-out-means-default`,
   *   `configure/spares-instances`, `describeConfiguration/tells-what-is-in-force`,
   *   `configuration/answers-unconfigured`, `configuration/belongs-to-the-run`
   * @see Nova: No equivalent; nova/conf/*.py, which drivers read as global variables
   */
  configure?(params: ConfigureParams, call: Call): Promise<ConfigureResult>;

  /**
   * Tells what can be configured about the driver, and what is in force.
   *
   * Takes the place of the configuration file on the driver's host. Answered also before the driver is configured and
   * while its hypervisor cannot be reached.
   *
   * Needed only if the driver declares {@link Capability} `supportsConfiguration`.
   *
   * @param params - Empty.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `options`: Every option that the driver has, in the order in which people should read them.
   *   `settings`: The values in force that `configure` gave, without secrets.
   * @see Requirements `describeConfiguration/describes-each-option-well`,
   *   `describeConfiguration/tells-what-is-in-force`, `describeConfiguration/keeps-secrets`,
   *   `configuration/answers-unconfigured`, `configuration/belongs-to-the-run`
   * @see Nova: No equivalent; nova/conf/*.py, which drivers read as global variables
   */
  describeConfiguration?(params: DescribeConfigurationParams, call: Call): Promise<DescribeConfigurationResult>;

  /**
   * Tells how the driver is, and separately how its hypervisor is.
   *
   * Always answered while the driver lives, also when its hypervisor cannot be reached: that is what it is for.
   *
   * @param params - Empty.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `driver`: Whether the driver itself can do all its work, given a hypervisor.
   *   `backend`: Whether the hypervisor answers the driver now.
   *   `detail`, optional: What is wrong, for people.
   * @see Requirements `probe/answers-without-the-backend`, `probe/reports-a-working-backend`,
   *   `configuration/answers-unconfigured`
   * @see Nova: No equivalent; VirtDriverNotReady of nova/virt/ironic/driver.py is the nearest
   */
  probe(params: ProbeParams, call: Call): Promise<ProbeResult>;

  /**
   * Boots a powered-off instance from a rescue image, with its own disks beside it.
   *
   * For repairs. The guest keeps its flavor, its interfaces and its identity, and boots from a new disk made from
   * `image`; the instance's own disks are there as further disks. Rescue mode lasts until `unrescue`, `rebuild` or
   * `destroy`: `getInfo` says `rescued`, and every boot in between is one of the rescue image. A `rescue` of an
   * instance that is rescued already, and powered off, begins anew with the image given.
   *
   * The caller powers the instance off first, so that it decides how long the guest may take. All or nothing: if the
   * call fails, the instance is powered off and as rescued as it was before. INSTANCE_BUSY is no outcome of a keyed
   * call: the same call, with the same operationId, may be made again and is then executed.
   *
   * An instance whose root disk is a volume is rescued only by a driver that declares `supportsBootVolumeRescue`.
   * Another answers NOT_SUPPORTED before any effect.
   *
   * Power states: `pending`, `running`, `paused`, `suspended` fail with `INVALID_STATE`; `shutdown`, `crashed` become
   * `running`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsRescue`.
   *
   * @param params - `instanceUuid`: The instance.
   *   `image`: What to boot from. Its properties say on which bus and as what kind of device the guest sees it.
   *   `rescuePassword`, optional: A password for the rescue system's administrator, for drivers that can set one.
   *   Others ignore it.
   *   `configDrive`, optional: The config drive of the rescue system, in place of the instance's own. Absent for none.
   *   `devices`, optional: The instance's devices as they are now. Absent if nothing has changed since the driver last
   *   heard.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `attachedVolumes`, optional: What came of each volume, for the caller to store.
   *   `taggedDevices`, optional: Where the guest finds each device that was given with a tag, for the caller to tell
   *   it.
   *   Not idempotent: the serving library recognises a repeat by its operation id and does not call the driver again.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is neither `shutdown` nor `crashed`.
   * @throws {@link DriverError} `IMAGE_UNACCEPTABLE` (effect `none`): The rescue image cannot be read, does not match
   *   its size or digest, or has a format that the driver does not take.
   * @throws {@link DriverError} `IMAGE_TRANSFER_FAILED` (effect `none`): Reading from the image's source broke off.
   * @throws {@link DriverError} `CREDENTIALS_EXPIRED` (effect `none`): The credentials of the image's source lost their
   *   force and the caller did not renew them.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `none`): The host could not connect to one of the
   *   instance's volumes.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `none`): One of the instance's interfaces could not be
   *   plugged.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `none`): A share of the instance is not mounted and cannot
   *   be.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `none`): A host device of the instance is gone or taken.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The instance has no room for the rescue disk or for
   *   all the devices.
   * @throws {@link DriverError} `EXTERNAL_EVENT_TIMEOUT` (effect `none`): An event that the driver waited for did not
   *   come.
   * @throws {@link DriverError} `EXTERNAL_EVENT_FAILED` (effect `none`): An event that the driver waited for reported a
   *   failure.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not make the rescue disk or
   *   start the guest. What was made has been removed.
   * @see Requirements `event/tells-rescue-and-unrescue`, `getInfo/tells-rescue-mode`,
   *   `spawn/tells-the-guest-where-tagged-devices-are`, `rescue/boots-the-rescue-image`, `rescue/shows-the-own-disks`,
   *   `rescue/leaves-the-own-disks-alone`, `rescue/outlives-power-cycles`, `rescue/leaves-no-trace-when-it-fails`,
   *   `rescue/ends-with-destroy`, `rescue/works-for-volume-backed-instances`, `cleanup/destroy-ends-everything`,
   *   `operations/repeated-id-runs-once`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.rescue
   */
  rescue?(params: RescueParams, call: Call): Promise<RescueResult>;

  /**
   * Ends rescue mode, removes the rescue disk and boots an instance from its own disks.
   *
   * A rescued instance ends `running`, whatever its power state was; the rescue system is cut off without being asked.
   * An instance that is not rescued stays as it is, and the call succeeds: that is the case in the table of states.
   * After a failure with effect `partial`, `getInfo` tells whether the instance is still rescued, and the call can be
   * repeated.
   *
   * Power states: `pending` fails with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed`, `suspended` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsRescue`.
   *
   * @param params - `instanceUuid`: The instance.
   *   `devices`, optional: The instance's devices as they are now. Absent if nothing has changed since the driver last
   *   heard. Not read where the instance is not rescued.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `attachedVolumes`, optional: What came of each volume, for the caller to store.
   *   `taggedDevices`, optional: Where the guest finds each device that was given with a tag, for the caller to tell
   *   it.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending`.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `partial`): The host could not connect to a volume.
   * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` (effect `partial`): An interface could not be plugged.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `partial`): A share is not mounted and cannot be.
   * @throws {@link DriverError} `DEVICE_UNAVAILABLE` (effect `partial`): A host device is gone or taken.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The instance has no room for all the devices.
   * @throws {@link DriverError} `EXTERNAL_EVENT_TIMEOUT` (effect `partial`): An event that the driver waited for did
   *   not come. The guest does not run.
   * @throws {@link DriverError} `EXTERNAL_EVENT_FAILED` (effect `partial`): An event that the driver waited for
   *   reported a failure. The guest does not run.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The hypervisor could not stop the rescue system or
   *   start the own one.
   * @see Requirements `event/tells-rescue-and-unrescue`, `getInfo/tells-rescue-mode`, `unrescue/boots-the-own-disk`,
   *   `unrescue/works-in-every-power-state`, `unrescue/removes-the-rescue-disk`, `cleanup/destroy-ends-everything`,
   *   `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.unrescue
   */
  unrescue?(params: UnrescueParams, call: Call): Promise<UnrescueResult>;

  /**
   * Mounts a shared file system on the host for an instance.
   *
   * The host mounts a share once, however many of its instances use it, and keeps count of them. The guest is given the
   * share by the operation that builds or starts it, whose `devices.shares` names it. A protocol that the driver does
   * not speak is refused with NOT_SUPPORTED.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended` stay; `absent` stays.
   *
   * Needed only if the driver declares {@link Capability} `supportsShares`.
   *
   * @param params - `instanceUuid`: The instance that is to use it. It need not exist yet.
   *   `node`: The node on which to mount it.
   *   `share`: The share.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `SHARE_NOT_FOUND` (effect `none`): The server answers, and knows no such share.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `none`): The share could not be mounted for another
   *   reason, such as a server that does not answer or refuses the host.
   * @see Requirements `mountShare/counts-an-instance-once`, `mountShare/failed-mount-leaves-nothing`
   * @see Nova: nova/virt/driver.py ComputeDriver.mount_share
   */
  mountShare?(params: MountShareParams, call: Call): Promise<MountShareResult>;

  /**
   * Gives up an instance's use of a shared file system on the host.
   *
   * The host unmounts the share when no instance on it uses it any more. The guest is off or gone before. A share that
   * is not mounted, or that the instance does not use, is then no error.
   *
   * Power states: `pending`, `shutdown`, `crashed`, `suspended` stay; `running`, `paused` fail with `INVALID_STATE`;
   * `absent` stays.
   *
   * Needed only if the driver declares {@link Capability} `supportsShares`.
   *
   * @param params - `instanceUuid`: The instance that uses it no more. It need not exist any more.
   *   `node`: The node on which it is mounted.
   *   `share`: The share.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `isInUse`: Whether other instances on the node still use it, so that it is still mounted.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The guest is running or paused, whether it uses the
   *   share or not.
   * @throws {@link DriverError} `SHARE_MOUNT_FAILED` (effect `none`): The host could not unmount the share. The
   *   instance still counts as a user.
   * @see Requirements `umountShare/keeps-it-for-others`, `umountShare/unused-share-succeeds`
   * @see Nova: nova/virt/driver.py ComputeDriver.umount_share
   */
  umountShare?(params: UmountShareParams, call: Call): Promise<UmountShareResult>;

  /**
   * Moves the simulated hypervisor's clock forward.
   *
   * Guests live through the time, and operations that wait on the clock go on. Returns when all that was due has
   * happened.
   *
   * Needed only if the driver declares {@link Capability} `supportsSimulation`.
   *
   * @param params - `durationMs`: How far to move the clock, in milliseconds.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `now`: The simulated time afterwards.
   * @see Requirements `simulation/advance-takes-no-real-time`
   * @see Nova: No equivalent
   */
  "simulation/advance"?(params: SimulationAdvanceParams, call: Call): Promise<SimulationAdvanceResult>;

  /**
   * Ends every injected fault that is still in force.
   *
   * Also ends a hold on the clock. What a fault already did stays done, but for this: hosts and nodes that went come
   * back, foreign guests go, guests behave as usual, and steps, answers and events that were held back go on. A dead
   * host comes back with its guests off and listed as `shutdown`. Faults of a plan that the driver was started with are
   * its defects, not injected, and stay.
   *
   * Needed only if the driver declares {@link Capability} `supportsSimulation`.
   *
   * @param params - Empty.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   * @see Requirements `simulation/faults-can-be-cleared`, `simulation/dead-host-comes-back-with-its-guests-off`
   * @see Nova: No equivalent
   */
  "simulation/clearFaults"?(params: SimulationClearFaultsParams, call: Call): Promise<SimulationClearFaultsResult>;

  /**
   * Stops the simulated clock from moving by itself, or lets it go on.
   *
   * By itself the clock moves only while a request waits on it, as far as that request needs. While it is held, such a
   * request stays half way until `simulation/advance` moves the clock or the hold ends.
   *
   * Needed only if the driver declares {@link Capability} `supportsSimulation`.
   *
   * @param params - `held`: Whether the clock is held.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `now`: The simulated time.
   * @see Requirements `simulation/hold-stops-operations-half-way`
   * @see Nova: No equivalent
   */
  "simulation/hold"?(params: SimulationHoldParams, call: Call): Promise<SimulationHoldResult>;

  /**
   * Makes something go wrong in the simulated hypervisor, or in the driver over it.
   *
   * Faults add up: each is in force beside those that were set before. Where several meet the same step, call or event
   * they do so in the order in which they were set. A fault is checked as a whole before it is set; one that could
   * never happen as it is written, for a misspelled name or for want of what its action needs, is answered
   * INVALID_REQUEST. A simulator that has no such fault answers NOT_SUPPORTED.
   *
   * Needed only if the driver declares {@link Capability} `supportsSimulation`.
   *
   * @param params - `fault`: What goes wrong.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The fault happens to an instance that is not
   *   there.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The fault happens to a node that is not there.
   * @see Requirements `simulation/faults-happen`, `simulation/faults-come-as-often-as-asked`,
   *   `simulation/impossible-faults-are-refused`
   * @see Nova: nova/virt/fake.py has about 22 fake drivers, one per fault
   */
  "simulation/injectFault"?(params: SimulationInjectFaultParams, call: Call): Promise<SimulationInjectFaultResult>;

  /**
   * Connects a volume to the host and gives it to an instance.
   *
   * A running or paused guest has the device when the call returns; one that is off has it from the next boot on. All
   * or nothing: if the call fails, the host has no connection that it did not have before, and the guest no new device,
   * now or later.
   *
   * A volume that is attached already succeeds with the same answer if it is attached as the call says. Secrets and
   * `volume.attached` do not count in that comparison. A protocol, bus, device type, block size, limit or encryption
   * that the driver cannot provide is answered NOT_SUPPORTED before any effect.
   *
   * Power states: `pending`, `suspended` fail with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsVolumes`.
   *
   * @param params - `instanceUuid`: The instance to give the volume to.
   *   `volume`: The volume, and how the instance gets it.
   *   `tag`, optional: The role of the device. The caller leaves `volume.tag` out here, and sends it in every later
   *   build of the guest.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `attached`: What to store and to hand back as `volume.attached` from now on.
   *   `taggedDevice`, optional: Where the guest finds the device, for the metadata that tells the guest its tag.
   *   Present if `tag` was given.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending` or `suspended`.
   * @throws {@link DriverError} `VOLUME_IN_USE` (effect `none`): The volume is attached to the instance in another way,
   *   or to another instance and is not for several.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `none`): The host could not connect to the volume or
   *   open its encryption. No connection is left.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): The instance has no room for another block device
   *   of this kind.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor refused the device. The host has been
   *   disconnected from the volume.
   * @see Requirements `spawn/tells-where-tagged-devices-are`, `listNodes/refuses-what-it-does-not-accept`,
   *   `attachVolume/running-guest-has-the-volume`, `attachVolume/off-instance-has-it-at-the-next-boot`,
   *   `attachVolume/failed-attach-leaves-no-connection`, `attachVolume/failed-attach-leaves-no-device`,
   *   `attachVolume/same-again-succeeds`, `attachVolume/refuses-a-volume-in-use`,
   *   `attachVolume/refuses-what-it-cannot-provide`, `attachVolume/read-only-means-read-only`,
   *   `attachVolume/never-guesses-the-format`, `attachVolume/several-instances-share`,
   *   `attachVolume/opens-encrypted-volumes`, `attachVolume/never-formats-a-volume`, `cleanup/destroy-ends-everything`,
   *   `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.attach_volume
   */
  attachVolume?(params: AttachVolumeParams, call: Call): Promise<AttachVolumeResult>;

  /**
   * Takes a volume from an instance and ends the host's connection to it.
   *
   * Does not return before the guest has released the device. Succeeds where the instance or the device is not there,
   * and then ends the host's connection all the same. If the guest does not release the device in time, the guest keeps
   * it and the connection stays.
   *
   * Power states: `pending`, `suspended` fail with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed` stay;
   * `absent` stays.
   *
   * Needed only if the driver declares {@link Capability} `supportsVolumes`.
   *
   * @param params - `instanceUuid`: The instance to take the volume from.
   *   `volume`: The volume as it was attached, with what the driver answered then as `attached`. `encryption` and the
   *   `authentication` of its connection may be left out: nothing here needs their secrets.
   *   `timeoutSeconds`: How long the guest may take to release the device, in seconds. The driver asks it as often as
   *   it sees fit.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending` or `suspended`.
   * @throws {@link DriverError} `DEVICE_DETACH_FAILED` (effect `none`): The guest did not release the device in time.
   *   It still has it.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The hypervisor refused, or the host could not be
   *   disconnected. Calling again goes on from there.
   * @see Requirements `detachVolume/released-when-it-returns`, `detachVolume/a-deaf-guest-keeps-its-device`,
   *   `detachVolume/absence-still-disconnects`, `detachVolume/stays-away`,
   *   `detachVolume/can-be-repeated-after-failure`, `detachVolume/others-keep-their-connection`,
   *   `detachVolume/forgets-the-key`, `cleanup/destroy-ends-everything`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.detach_volume
   */
  detachVolume?(params: DetachVolumeParams, call: Call): Promise<DetachVolumeResult>;

  /**
   * Lets host and guest see that a volume has grown.
   *
   * The volume service has made the volume larger before. A guest that is off sees the new size at its next boot. The
   * guest of an encrypted volume sees the size without the part that the encryption takes. Never makes a device
   * smaller. The same size again succeeds.
   *
   * Power states: `pending`, `suspended` fail with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsExtendVolume`.
   *
   * @param params - `instanceUuid`: The instance that has the volume.
   *   `volume`: The volume as it was attached, with `attached`.
   *   `sizeBytes`: How large the volume is now, in bytes.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `sizeBytes`: How large the device is for the guest, in bytes.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending` or `suspended`.
   * @throws {@link DriverError} `VOLUME_NOT_ATTACHED` (effect `none`): The instance does not have the volume.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The host or the guest does not see the new size.
   * @see Requirements `extendVolume/guest-sees-the-size`, `extendVolume/fails-when-the-size-is-not-there`,
   *   `extendVolume/never-shrinks`, `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.extend_volume
   */
  extendVolume?(params: ExtendVolumeParams, call: Call): Promise<ExtendVolumeResult>;

  /**
   * Chooses names for the block devices of an instance.
   *
   * A pure question: it needs no instance and reserves nothing. The caller sends all devices of an instance, those with
   * a name and those without, and gets them back with a name each. Whatever is built from the answer carries those
   * names.
   *
   * Needed only if the driver declares {@link Capability} `supportsDeviceNames`.
   *
   * @param params - `node`: The node that the instance is on or will be on.
   *   `imageProperties`, optional: The properties of the instance's image, which may ask for a bus.
   *   `devices`: The devices, in the order in which the guest sees them.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `devices`: The same devices in the same order, each with `deviceName`, `bus` and `deviceType`.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `TOO_MANY_DEVICES` (effect `none`): An instance cannot have that many devices of a
   *   kind.
   * @see Requirements `getDeviceNames/each-device-gets-a-name`, `getDeviceNames/same-question-same-answer`
   * @see Nova: nova/virt/driver.py ComputeDriver.default_device_names_for_instance
   */
  getDeviceNames?(params: GetDeviceNamesParams, call: Call): Promise<GetDeviceNamesResult>;

  /**
   * Tells what a volume service must know of a node's host to let it reach volumes.
   *
   * The caller gives the answer to the volume service, which answers with a connection for `attachVolume`, and gives it
   * again when the connection ends. No instance need exist.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended`, `absent` stay.
   *
   * Needed only if the driver declares {@link Capability} `supportsVolumes`.
   *
   * @param params - `node`: The node whose host is to reach a volume.
   *   `instanceUuid`, optional: The instance that the volume is for. It need not exist yet. Drivers whose hosts reach
   *   all volumes alike ignore it.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `connector`: The host as a volume service sees it.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The host did not tell its own names.
   * @see Requirements `getVolumeConnector/is-stable`, `getVolumeConnector/names-what-it-accepts-by`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_volume_connector
   */
  getVolumeConnector?(params: GetVolumeConnectorParams, call: Call): Promise<GetVolumeConnectorResult>;

  /**
   * Moves a running guest from one volume to another without interrupting it.
   *
   * Copies what the old volume holds, also what the guest writes meanwhile, and lets the guest go on with the new one
   * under the same device. If it fails or is cancelled, the guest goes on with the old volume and the new one is
   * disconnected. The two may have the same `volumeId`: a volume service that moves a volume keeps its name. A volume
   * that the driver cannot copy, such as an encrypted one, is answered NOT_SUPPORTED before any effect. An instance
   * that has the new volume already, and not the old one, is left as it is and the call succeeds.
   *
   * Power states: `pending`, `shutdown`, `crashed`, `suspended` fail with `INVALID_STATE`; `running`, `paused` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsSwapVolume`.
   *
   * @param params - `instanceUuid`: The instance that has the old volume.
   *   `oldVolume`: The volume as it was attached, with `attached`.
   *   `newVolume`: The volume to go on with. Its `connection` is new and its `volumeId` may be; all that the guest can
   *   see is as before, the serial number until its next boot.
   *   `sizeBytes`, optional: How large the device is for the guest afterwards, in bytes, if it grows. Absent, as large
   *   as before.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `attached`: What to store for the new volume in place of that of the old one.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is neither `running` nor `paused`.
   * @throws {@link DriverError} `VOLUME_NOT_ATTACHED` (effect `none`): The instance has neither of the two volumes.
   * @throws {@link DriverError} `VOLUME_IN_USE` (effect `none`): The instance has the new volume beside the old one, or
   *   another instance has it.
   * @throws {@link DriverError} `VOLUME_CONNECTION_FAILED` (effect `none`): The host could not connect to the new
   *   volume. No connection to it is left.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The copy broke off. The guest goes on with the old
   *   volume and the new one has been disconnected.
   * @see Requirements `swapVolume/guest-goes-on`, `swapVolume/new-volume-has-all-data`,
   *   `swapVolume/failed-swap-keeps-the-old-volume`, `swapVolume/guest-sees-the-new-size`,
   *   `swapVolume/repeated-swap-succeeds`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.swap_volume
   */
  swapVolume?(params: SwapVolumeParams, call: Call): Promise<SwapVolumeResult>;

  /**
   * Makes a snapshot of an attached volume whose back end cannot do it while a guest writes.
   *
   * The volume service has made a new file whose backing is the volume's present one. The driver lets the guest write
   * to the new file from one moment on, so that the present one holds the volume as it was at that moment. The answer
   * is the outcome: the driver tells the volume service nothing, the caller does. A guest that writes to the new file
   * already is left as it is and the call succeeds.
   *
   * Power states: `pending`, `suspended` fail with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsAssistedVolumeSnapshots`.
   *
   * @param params - `instanceUuid`: The instance that has the volume.
   *   `volumeId`: The volume.
   *   `snapshot`: The snapshot to make.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `activeFileName`: The file that the guest writes to now.
   *   `isQuiesced`: Whether the guest had flushed its file systems and held its writes.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending` or `suspended`.
   * @throws {@link DriverError} `VOLUME_NOT_ATTACHED` (effect `none`): The instance does not have the volume.
   * @throws {@link DriverError} `GUEST_AGENT_UNAVAILABLE` (effect `none`): The request says that the guest must be
   *   quiesced, and its agent does not answer.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor refused, or the new file is not there.
   *   The guest writes to the old file.
   * @see Requirements `volumeSnapshotCreate/guest-writes-to-the-new-file`,
   *   `volumeSnapshotCreate/failed-snapshot-keeps-the-old-file`, `volumeSnapshotCreate/repeated-snapshot-succeeds`,
   *   `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.volume_snapshot_create
   */
  volumeSnapshotCreate?(params: VolumeSnapshotCreateParams, call: Call): Promise<VolumeSnapshotCreateResult>;

  /**
   * Merges files of an attached volume so that a snapshot can go.
   *
   * Returns when the merge is done and the guest no longer needs the file. The guest reads the same throughout. The
   * answer is the outcome: the driver tells the volume service nothing and deletes no file. A chain that looks as asked
   * already is left as it is and the call succeeds.
   *
   * Power states: `pending`, `suspended` fail with `INVALID_STATE`; `running`, `paused`, `shutdown`, `crashed` stay;
   * `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsAssistedVolumeSnapshots`.
   *
   * @param params - `instanceUuid`: The instance that has the volume.
   *   `volumeId`: The volume.
   *   `snapshotId`: The snapshot in the volume service.
   *   `merge`: Which files to merge.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `activeFileName`: The file that the guest writes to now.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending` or `suspended`.
   * @throws {@link DriverError} `VOLUME_NOT_ATTACHED` (effect `none`): The instance does not have the volume.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): A file is not in the chain, or the merge broke
   *   off. The chain is whole and the call can be made again.
   * @see Requirements `volumeSnapshotDelete/guest-reads-the-same`, `volumeSnapshotDelete/file-has-left-the-chain`,
   *   `volumeSnapshotDelete/failed-merge-keeps-the-data`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.volume_snapshot_delete
   */
  volumeSnapshotDelete?(params: VolumeSnapshotDeleteParams, call: Call): Promise<VolumeSnapshotDeleteResult>;
}
