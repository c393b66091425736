// Generated from the spec's sources by `npm run generate`. Edit those, not this.
// What a driver implements: one method for each operation that the core asks of it.

import type { Call } from "../driver/define-driver.ts";
import type { DriverError } from "../driver/driver-error.ts";
import type {
  Capability,
  CommonErrorCode,
  DestroyParams,
  DestroyResult,
  GetAvailableResourceParams,
  GetAvailableResourceResult,
  GetConsoleOutputParams,
  GetConsoleOutputResult,
  GetInfoParams,
  GetInfoResult,
  ListInstanceStatesParams,
  ListInstanceStatesResult,
  ListInstancesParams,
  ListInstancesResult,
  ListNodesParams,
  ListNodesResult,
  PauseParams,
  PauseResult,
  PowerOffParams,
  PowerOffResult,
  PowerOnParams,
  PowerOnResult,
  ProbeParams,
  ProbeResult,
  RebootParams,
  RebootResult,
  SimulationAdvanceParams,
  SimulationAdvanceResult,
  SimulationClearFaultsParams,
  SimulationClearFaultsResult,
  SimulationHoldParams,
  SimulationHoldResult,
  SimulationInjectFaultParams,
  SimulationInjectFaultResult,
  SpawnParams,
  SpawnResult,
  UnpauseParams,
  UnpauseResult,
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
   * the latest part says where that begins.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended` stay; `absent` fails with
   * `INSTANCE_NOT_FOUND`.
   *
   * Needed only if the driver declares {@link Capability} `supportsConsoleOutput`.
   *
   * @param params - `instanceUuid`: The instance.
   *   `offset`, optional: The first byte wanted, counted from the beginning of the log. An offset that is no longer
   *   kept reads from `firstOffset`.
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
   *   `operations/reads-never-wait`
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
   * @see Requirements `listInstanceStates/names-the-last-event`, `operations/reads-never-wait`
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
   *   `listInstances/pages-are-complete`, `listInstances/filters-by-node`, `operations/reads-never-wait`
   * @see Nova: nova/virt/driver.py ComputeDriver.list_instance_uuids
   */
  listInstances(params: ListInstancesParams, call: Call): Promise<ListInstancesResult>;

  /**
   * Removes an instance and all that belongs to it.
   *
   * Succeeds for an instance that is absent, half built or half removed, and then removes whatever is left of it. Needs
   * nothing but the uuid.
   *
   * Power states: `pending`, `running`, `paused`, `shutdown`, `crashed`, `suspended`, `absent` become `absent`.
   *
   * @param params - `instanceUuid`: The instance to remove.
   *   `destroyDisks`: Whether local disks go too. When false they stay, and a later `spawn` of the same uuid on the
   *   same node starts from them.
   *   `driverState`, optional: What `spawn` returned, if the caller still has it. `destroy` works without.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The hypervisor could not stop or remove the guest.
   * @see Requirements `destroy/removes-the-instance`, `destroy/absent-instance-succeeds`,
   *   `destroy/works-in-every-power-state`, `destroy/leaves-others-alone`, `destroy/keeps-disks-when-asked`,
   *   `destroy/removes-disks-when-asked`, `destroy/can-be-repeated-after-failure`
   * @see Nova: nova/virt/driver.py ComputeDriver.destroy
   */
  destroy(params: DestroyParams, call: Call): Promise<DestroyResult>;

  /**
   * Creates an instance on a node and brings it to the requested power state.
   *
   * All or nothing: if the call fails, the hypervisor is as it was before. No disk, no half-defined guest, no claim on
   * resources remains, whatever step failed, and also after a cancellation. `network` and `volume` inputs join in a
   * later version.
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
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `driverState`, optional: What the driver wants to be given back about this instance.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_EXISTS` (effect `none`): An instance with that uuid is already there.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the uuid is in progress.
   * @throws {@link DriverError} `NODE_NOT_FOUND` (effect `none`): The driver serves no such node.
   * @throws {@link DriverError} `INSUFFICIENT_RESOURCES` (effect `none`): The node cannot hold the flavor beside what
   *   it holds now.
   * @throws {@link DriverError} `IMAGE_UNACCEPTABLE` (effect `none`): The image cannot be read, does not match its size
   *   or digest, has a format the driver does not take, or does not fit the flavor.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor refused or broke off a step. All that
   *   was made has been removed.
   * @see Requirements `spawn/starts-the-guest`, `spawn/obeys-power-on-false`, `spawn/refuses-a-known-uuid`,
   *   `spawn/refuses-what-does-not-fit`, `spawn/refuses-a-bad-image`, `spawn/refuses-a-flavor-below-the-image-minimum`,
   *   `spawn/refuses-unknown-nodes`, `spawn/leaves-nothing-when-it-fails`, `spawn/survives-failure-at-each-step`,
   *   `spawn/leaves-nothing-when-cancelled`, `spawn/shows-only-what-is-real`, `spawn/instances-are-independent`,
   *   `operations/deadline-is-kept`
   * @see Nova: nova/virt/driver.py ComputeDriver.spawn
   */
  spawn(params: SpawnParams, call: Call): Promise<SpawnResult>;

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
   *   `getAvailableResource/usage-falls-after-destroy`, `operations/reads-never-wait`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_available_resource
   */
  getAvailableResource(params: GetAvailableResourceParams, call: Call): Promise<GetAvailableResourceResult>;

  /**
   * Lists the hypervisor nodes that the driver serves.
   *
   * @param params - `cursor`, optional: Where to go on. Absent for the first page.
   *   `limit`, optional: Most entries to return.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns `nodes`: One page of nodes.
   *   `nextCursor`, optional: Where the next page begins. Absent on the last one.
   * @see Requirements `listNodes/serves-at-least-one`, `listNodes/identities-are-unique`,
   *   `listNodes/identities-survive-restart`
   * @see Nova: nova/virt/driver.py ComputeDriver.get_nodenames_by_uuid
   */
  listNodes(params: ListNodesParams, call: Call): Promise<ListNodesResult>;

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
   *   `operations/failure-tells-the-truth`
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
   * Power states, with `timeoutSeconds` 0: `pending` fails with `INVALID_STATE`; `running`, `paused`, `shutdown`,
   * `crashed`, `suspended` become `shutdown`; `absent` fails with `INSTANCE_NOT_FOUND`.
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
   *   `powerOff/absent-instance-is-refused`, `operations/reused-id-is-refused`, `operations/deadline-is-kept`,
   *   `operations/failed-call-can-be-repeated`, `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.power_off
   */
  powerOff(params: PowerOffParams, call: Call): Promise<PowerOffResult>;

  /**
   * Starts a powered-off instance.
   *
   * Power states: `pending`, `paused`, `suspended` fail with `INVALID_STATE`; `running`, `shutdown`, `crashed` become
   * `running`; `absent` fails with `INSTANCE_NOT_FOUND`.
   *
   * @param params - `instanceUuid`: The instance to start.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Idempotent: a second call leaves what one call leaves.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): The instance is `pending`, `paused` or `suspended`.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `none`): The hypervisor could not start the guest. It is still
   *   powered off.
   * @see Requirements `powerOn/boots-the-guest`, `powerOn/running-instance-goes-on`, `powerOn/wrong-state-is-refused`,
   *   `powerOn/absent-instance-is-refused`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.power_on
   */
  powerOn(params: PowerOnParams, call: Call): Promise<PowerOnResult>;

  /**
   * Restarts an instance's guest, softly or hard.
   *
   * A soft reboot asks the guest to shut down and starts it again; a guest that does not answer within a bounded time
   * is rebooted hard instead. A hard reboot asks nobody and works from every power state. INSTANCE_BUSY is no outcome
   * of a keyed call: the same call, with the same operationId, may be made again and is then executed.
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
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   *   Not idempotent: the serving library recognises a repeat by its operation id and does not call the driver again.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The hypervisor has no such instance.
   * @throws {@link DriverError} `INSTANCE_BUSY` (effect `none`): Another changing call on the instance is in progress.
   * @throws {@link DriverError} `INVALID_STATE` (effect `none`): A soft reboot of an instance that is not `running`, or
   *   any reboot of one that is `pending`.
   * @throws {@link DriverError} `BACKEND_FAILED` (effect `partial`): The hypervisor could not restart the guest.
   *   `getInfo` tells in which state it is.
   * @see Requirements `reboot/soft-boots-once`, `reboot/hard-boots-once`, `reboot/hard-works-from-every-state`,
   *   `reboot/soft-falls-back-to-hard`, `reboot/soft-needs-a-running-guest`, `reboot/absent-instance-is-refused`,
   *   `operations/repeated-id-runs-once`, `operations/reused-id-is-refused`, `operations/failed-call-can-be-repeated`,
   *   `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.reboot
   */
  reboot(params: RebootParams, call: Call): Promise<RebootResult>;

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
   *   `operations/failure-tells-the-truth`
   * @see Nova: nova/virt/driver.py ComputeDriver.unpause
   */
  unpause?(params: UnpauseParams, call: Call): Promise<UnpauseResult>;

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
   * @see Requirements `probe/answers-without-the-backend`, `probe/reports-a-working-backend`
   * @see Nova: No equivalent; VirtDriverNotReady of nova/virt/ironic/driver.py is the nearest
   */
  probe(params: ProbeParams, call: Call): Promise<ProbeResult>;

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
   * Also ends a hold on the clock. What a fault already did stays done.
   *
   * Needed only if the driver declares {@link Capability} `supportsSimulation`.
   *
   * @param params - Empty.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   * @see Requirements `simulation/faults-can-be-cleared`
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
   * Makes something go wrong in the simulated hypervisor.
   *
   * Needed only if the driver declares {@link Capability} `supportsSimulation`.
   *
   * @param params - `fault`: What goes wrong.
   * @param call - The circumstances of the call: its identity, `signal`, which aborts when the caller cancels or its
   *   deadline passes, and `reportProgress`.
   * @returns An empty object, once the work is done.
   * @throws {@link DriverError} `INSTANCE_NOT_FOUND` (effect `none`): The fault names an instance that is not there.
   * @see Requirements `simulation/faults-happen`
   * @see Nova: nova/virt/fake.py has about 22 fake drivers, one per fault
   */
  "simulation/injectFault"?(params: SimulationInjectFaultParams, call: Call): Promise<SimulationInjectFaultResult>;
}
