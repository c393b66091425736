// Generated from the spec's sources by `npm run generate`. Edit those, not this.
// The types of everything that crosses the driver API: objects, params, results, names and codes.

/** The version of the spec that this file was generated from. */
export const SPEC_VERSION = "0.1.0";

/** The name of an operation: a JSON-RPC method. */
export type OperationName =
  | "getConsoleOutput"
  | "event"
  | "getInfo"
  | "listInstanceStates"
  | "listInstances"
  | "destroy"
  | "spawn"
  | "getAvailableResource"
  | "listNodes"
  | "pause"
  | "powerOff"
  | "powerOn"
  | "reboot"
  | "unpause"
  | "cancelOperation"
  | "getOperation"
  | "initialize"
  | "probe"
  | "progress"
  | "shutdown"
  | "simulation/advance"
  | "simulation/clearFaults"
  | "simulation/hold"
  | "simulation/injectFault";

/** What a driver may be able to do beyond the mandatory operations. */
export type Capability = "supportsPause" | "supportsConsoleOutput" | "supportsRecovery" | "supportsSimulation";

/** What a caller must do about a failed call; each error code has one. */
export type Recovery = "retry" | "retry-elsewhere" | "fix-request" | "reconcile" | "give-up";

/** A code that every request may be answered with. */
export type CommonErrorCode =
  | "INVALID_REQUEST"
  | "NOT_SUPPORTED"
  | "INTERNAL_ERROR"
  | "SESSION_NOT_INITIALIZED"
  | "SESSION_FENCED"
  | "SHUTTING_DOWN"
  | "MESSAGE_TOO_LARGE"
  | "OPERATION_CONFLICT"
  | "OPERATION_CANCELLED"
  | "DEADLINE_EXCEEDED"
  | "BACKEND_UNREACHABLE";

/** A named set of requirements that a driver can conform to. */
export type ProfileName = "base";

/** One sentence that a driver or a caller is held to. */
export type RequirementId =
  | "getConsoleOutput/returns-what-the-guest-wrote"
  | "getConsoleOutput/honours-offset-and-limit"
  | "getConsoleOutput/outlives-the-guest-run"
  | "getConsoleOutput/absent-instance-is-refused"
  | "event/tells-requested-transitions"
  | "event/comes-before-the-answer"
  | "event/names-its-cause"
  | "event/sequence-has-no-gaps"
  | "event/tells-what-the-guest-did"
  | "event/tells-only-what-happened"
  | "event/is-a-hint"
  | "getInfo/reports-absence-as-an-error"
  | "getInfo/shows-the-state-on-return"
  | "getInfo/keeps-identity"
  | "getInfo/sees-a-guest-that-stopped-itself"
  | "getInfo/sees-a-crashed-guest"
  | "getInfo/answer-is-authoritative"
  | "listInstanceStates/names-the-last-event"
  | "listInstanceStates/settles-gaps"
  | "listInstances/shows-every-power-state"
  | "listInstances/agrees-with-other-reads"
  | "listInstances/pages-are-complete"
  | "listInstances/filters-by-node"
  | "destroy/removes-the-instance"
  | "destroy/absent-instance-succeeds"
  | "destroy/works-in-every-power-state"
  | "destroy/leaves-others-alone"
  | "destroy/keeps-disks-when-asked"
  | "destroy/removes-disks-when-asked"
  | "destroy/can-be-repeated-after-failure"
  | "destroy/only-what-the-caller-knows"
  | "spawn/starts-the-guest"
  | "spawn/obeys-power-on-false"
  | "spawn/refuses-a-known-uuid"
  | "spawn/refuses-what-does-not-fit"
  | "spawn/refuses-a-bad-image"
  | "spawn/refuses-a-flavor-below-the-image-minimum"
  | "spawn/refuses-unknown-nodes"
  | "spawn/leaves-nothing-when-it-fails"
  | "spawn/survives-failure-at-each-step"
  | "spawn/leaves-nothing-when-cancelled"
  | "spawn/shows-only-what-is-real"
  | "spawn/instances-are-independent"
  | "getAvailableResource/names-the-node-asked-for"
  | "getAvailableResource/refuses-unknown-nodes"
  | "getAvailableResource/usage-is-within-totals"
  | "getAvailableResource/usage-counts-instances"
  | "getAvailableResource/usage-falls-after-destroy"
  | "listNodes/serves-at-least-one"
  | "listNodes/identities-are-unique"
  | "listNodes/identities-survive-restart"
  | "pause/stops-execution"
  | "pause/paused-instance-stays-paused"
  | "pause/needs-a-running-guest"
  | "pause/absent-instance-is-refused"
  | "powerOff/stops-the-guest"
  | "powerOff/zero-timeout-does-not-ask"
  | "powerOff/lets-the-guest-shut-down"
  | "powerOff/forces-after-the-timeout"
  | "powerOff/off-instance-succeeds"
  | "powerOff/absent-instance-is-refused"
  | "powerOn/boots-the-guest"
  | "powerOn/running-instance-goes-on"
  | "powerOn/wrong-state-is-refused"
  | "powerOn/absent-instance-is-refused"
  | "reboot/soft-boots-once"
  | "reboot/hard-boots-once"
  | "reboot/hard-works-from-every-state"
  | "reboot/soft-falls-back-to-hard"
  | "reboot/soft-needs-a-running-guest"
  | "reboot/absent-instance-is-refused"
  | "unpause/goes-on-where-it-stopped"
  | "unpause/running-instance-goes-on"
  | "unpause/needs-a-paused-guest"
  | "unpause/absent-instance-is-refused"
  | "cancelOperation/cancelled-call-answers"
  | "cancelOperation/unknown-call-is-ignored"
  | "getOperation/knows-running-calls"
  | "getOperation/knows-successful-calls"
  | "getOperation/knows-failed-calls"
  | "getOperation/admits-not-knowing"
  | "getOperation/unknown-means-read-the-state"
  | "initialize/agrees-on-a-common-version"
  | "initialize/refuses-unknown-versions"
  | "initialize/refuses-stale-epochs"
  | "initialize/keeps-answers-stable"
  | "initialize/comes-first"
  | "initialize/epochs-rise"
  | "probe/answers-without-the-backend"
  | "probe/reports-a-working-backend"
  | "progress/only-while-running"
  | "shutdown/refuses-new-work"
  | "shutdown/leaves-instances-alone"
  | "simulation/advance-takes-no-real-time"
  | "simulation/faults-can-be-cleared"
  | "simulation/hold-stops-operations-half-way"
  | "simulation/faults-happen"
  | "errors/carry-code-and-effect"
  | "errors/not-supported-has-no-effect"
  | "errors/mandatory-operations-are-served"
  | "errors/declared-capability-is-served"
  | "errors/unreachable-is-never-absent"
  | "errors/never-carry-secrets"
  | "operations/repeated-id-runs-once"
  | "operations/reused-id-is-refused"
  | "operations/busy-instance-is-refused"
  | "operations/reads-never-wait"
  | "operations/deadline-is-kept"
  | "operations/failed-call-can-be-repeated"
  | "operations/failure-tells-the-truth"
  | "operations/fresh-identity-per-call"
  | "protocol/carries-only-frames"
  | "protocol/answers-each-request-once"
  | "protocol/answers-in-time"
  | "protocol/messages-match-the-schema"
  | "protocol/refuses-invalid-requests"
  | "protocol/ignores-unknown-fields"
  | "protocol/unknown-operations-are-not-supported"
  | "protocol/ends-with-its-input"
  | "protocol/survives-malformed-requests"
  | "protocol/serialises-changes-per-instance"
  | "recovery/finds-instances-again"
  | "recovery/guests-go-on"
  | "recovery/new-run-has-a-new-epoch"
  | "sessions/nothing-before-initialize"
  | "sessions/newer-session-fences-older"
  | "sessions/disconnect-cancels-nothing";

/**
 * What a node has and how much of it instances hold. An instance counts with its flavor's full figures from `spawn` to
 * `destroy`, in every power state.
 */
export interface AvailableResource {
  /** The node read. */
  node: Uuid;
  /** The kind of hypervisor, constant for a driver. */
  hypervisorType: Name;
  /** The hypervisor's version as a number whose order is the order of upgrades. At least 0. */
  hypervisorVersion: number;
  /** Virtual CPUs that the node offers in all. From 0 to 1048576. */
  vcpus: number;
  /** Virtual CPUs that instances hold. From 0 to 1048576. */
  vcpusUsed: number;
  /** Memory that the node offers in all, in MiB. From 0 to 1099511627776. */
  memoryMib: number;
  /** Memory that instances hold, in MiB. From 0 to 1099511627776. */
  memoryMibUsed: number;
  /** Local disk that the node offers in all, in GiB. From 0 to 1099511627776. */
  localGib: number;
  /** Local disk that instances hold, in GiB. From 0 to 1099511627776. */
  localGibUsed: number;
}

/** The hypervisor stops answering its driver until the faults are cleared. Guests go on. */
export interface BackendUnreachableFault {
  /** Marks this fault. */
  kind: "backendUnreachable";
}

/** What accompanies every request, whatever the operation. */
export interface CallContext {
  /**
   * The identity of this changing call, minted by the caller. Required where the operation's kind is `change`; a repeat
   * of the call carries the same one.
   */
  operationId?: Uuid;
  /**
   * How long the caller is prepared to wait, in milliseconds from the moment the driver reads the request. From 1 to
   * 86400000.
   */
  deadlineMs?: number;
  /** A mark for tracing, carried into logs and never interpreted. From 1 to 128 characters. */
  requestId?: string;
}

/** What the driver can do beyond the mandatory operations. An absent member means false. */
export interface Capabilities {
  /**
   * The driver offers `pause` and `unpause`.
   *
   * @defaultValue false
   */
  supportsPause?: boolean;
  /**
   * The driver offers `getConsoleOutput`.
   *
   * @defaultValue false
   */
  supportsConsoleOutput?: boolean;
  /**
   * Instances outlive the driver process, and a restarted driver finds them again.
   *
   * @defaultValue false
   */
  supportsRecovery?: boolean;
  /**
   * The driver simulates its hypervisor and offers the `simulation/*` operations. No driver of real guests declares it.
   *
   * @defaultValue false
   */
  supportsSimulation?: boolean;
}

/**
 * The place where the next page of a list begins. Opaque to the caller; valid only for the list that returned it. From
 * 1 to 512 characters.
 */
export type Cursor = string;

/**
 * What a driver wants to be given back about an instance. The caller stores it and never looks inside. A secret: never
 * in a log, a transcript, a message or a report.
 */
export interface DriverState {
  /** Which driver's format this is. */
  format: Name;
  /** The version of that format. From 1 to 1000000. */
  version: number;
  /** The bytes, base64. At most 65536 characters. Base64. */
  data: string;
}

/** What a failed call left behind: nothing at all, part of its work, or nobody knows. */
export type Effect = "none" | "partial" | "unknown";

/**
 * A code of `errors.yaml`. Codes are stable, messages are not. A code that the receiver does not know is treated as
 * INTERNAL_ERROR. More values may come in later versions; a receiver reads one that it does not know as
 * `INTERNAL_ERROR`.
 */
export type ErrorCode =
  | "INVALID_REQUEST"
  | "NOT_SUPPORTED"
  | "INTERNAL_ERROR"
  | "SESSION_NOT_INITIALIZED"
  | "SESSION_FENCED"
  | "VERSION_NOT_SUPPORTED"
  | "SHUTTING_DOWN"
  | "MESSAGE_TOO_LARGE"
  | "OPERATION_CONFLICT"
  | "OPERATION_CANCELLED"
  | "DEADLINE_EXCEEDED"
  | "INSTANCE_NOT_FOUND"
  | "INSTANCE_EXISTS"
  | "INSTANCE_BUSY"
  | "INVALID_STATE"
  | "NODE_NOT_FOUND"
  | "INSUFFICIENT_RESOURCES"
  | "IMAGE_UNACCEPTABLE"
  | "CONSOLE_NOT_AVAILABLE"
  | "BACKEND_UNREACHABLE"
  | "BACKEND_FAILED";

/** One hypervisor call fails, once, and every other succeeds. */
export interface FailStepFault {
  /** Marks this fault. */
  kind: "failStep";
  /** Which changing hypervisor call fails, counted from the moment the fault is set; 1 is the next. From 1 to 1000. */
  step: number;
}

/** How an operation failed, as `getOperation` tells it. */
export interface FailedCall {
  /** The code that the call answered. */
  code: ErrorCode;
  /** Text for people. Not stable; never parsed. At most 4096 characters. */
  message: string;
  /** What the failed call left behind. */
  effect: Effect;
}

/** An image in a file that the driver's host can read. */
export interface FileImageSource {
  /** Marks this form of source. */
  kind: "file";
  /** The absolute path on the driver's host. From 1 to 4096 characters. */
  path: string;
}

/** The size of an instance. */
export interface Flavor {
  /** The flavor's name. */
  name: Name;
  /** Virtual CPUs. From 1 to 4096. */
  vcpus: number;
  /** Memory in MiB. From 1 to 1073741824. */
  memoryMib: number;
  /** Size of the root disk in GiB. Zero means the size of the image. From 0 to 1048576. */
  rootGib: number;
}

/**
 * A guest on the hypervisor that did not come from this driver. It is shown so that nobody is surprised, and never
 * touched.
 */
export interface ForeignInstanceSummary {
  /** Marks a guest that is not the caller's. */
  ownership: "foreign";
  /** The hypervisor's own handle. From 1 to 255 characters. */
  internalId: string;
  /** The hypervisor's own name for it. */
  name?: Name;
  /** The node that it is on. */
  node: Uuid;
}

/** A guest's kernel stops dead, now. */
export interface GuestCrashFault {
  /** Marks this fault. */
  kind: "guestCrash";
  /** The instance whose guest crashes. */
  instanceUuid: Uuid;
}

/** The image that an instance's root disk is made from. */
export interface ImageMeta {
  /** The image's identity in the image service. */
  id: Uuid;
  /** The image's name. */
  name: Name;
  /**
   * The layout of the image file. A driver that meets `other` refuses it with IMAGE_UNACCEPTABLE. More values may come
   * in later versions; a receiver reads one that it does not know as `other`.
   */
  diskFormat: "raw" | "qcow2" | "other";
  /** Size of the image file in bytes. At least 1. */
  sizeBytes: number;
  /** Digest of the image file. */
  sha256: Sha256;
  /**
   * Smallest root disk, in GiB, that the image can live on. From 0 to 1048576.
   *
   * @defaultValue 0
   */
  minDiskGib?: number;
  /**
   * Least memory, in MiB, that the image can run with. From 0 to 1073741824.
   *
   * @defaultValue 0
   */
  minMemoryMib?: number;
  /** Where to fetch the bytes. */
  source: ImageSource;
}

/** Where the driver fetches an image from. Image bytes never travel over the driver API itself. */
export type ImageSource = FileImageSource;

/**
 * The whole description of an instance, carried by operations that build a guest. Others name the instance by its uuid
 * only.
 */
export interface Instance {
  /** The identity of the instance, here and in every later call. */
  uuid: Uuid;
  /** A name for the hypervisor's own listings. Not unique. */
  name: Name;
  /** The project that owns the instance, for tags and logs. From 1 to 255 characters. */
  projectId?: string;
  /** How large the instance is. */
  flavor: Flavor;
  /** What its root disk is made from. */
  image: ImageMeta;
}

/** The hypervisor's present view of one instance. */
export interface InstanceInfo {
  /** The instance read. */
  uuid: Uuid;
  /** The name that `spawn` was given. */
  name: Name;
  /** The node that the instance is on. */
  node: Uuid;
  /** What the hypervisor says now. */
  powerState: PowerState;
  /** The hypervisor's own handle, for people who look there. From 1 to 255 characters. */
  internalId?: string;
}

/** One row of the bulk reading of power states. */
export interface InstanceState {
  /** The instance. */
  uuid: Uuid;
  /** The node that it is on. */
  node: Uuid;
  /** What the hypervisor said at the reading. */
  powerState: PowerState;
}

/** One entry of the list of what is on a node. */
export type InstanceSummary = OwnedInstanceSummary | ForeignInstanceSummary;

/** A name for people to read. Never an identity; two objects may share one. From 1 to 255 characters. */
export type Name = string;

/** One hypervisor node that the driver serves (a host, a cluster, or one machine of a rack of bare metal). */
export interface NodeInfo {
  /** The identity of the node. The same after every restart of driver and host. */
  uuid: Uuid;
  /** The hypervisor's own name for the node. */
  name: Name;
}

/** An instance that a caller spawned through this driver. */
export interface OwnedInstanceSummary {
  /** Marks an instance of the caller's. */
  ownership: "owned";
  /** Its identity. */
  uuid: Uuid;
  /** The name that `spawn` was given. */
  name: Name;
  /** The node that it is on. */
  node: Uuid;
}

/** Who is speaking. */
export interface PeerInfo {
  /** The product's name. */
  name: Name;
  /** The product's own version, in the form its team uses. From 1 to 64 characters. */
  version: string;
}

/** What the hypervisor says of an instance at the moment of the reading. */
export type PowerState = "pending" | "running" | "paused" | "shutdown" | "crashed" | "suspended";

/** A SHA-256 digest as 64 lower-case hexadecimal digits. At most 64 characters. */
export type Sha256 = string;

/** Something that goes wrong in a simulated hypervisor on request. */
export type SimulatedFault = BackendUnreachableFault | FailStepFault | GuestCrashFault;

/** A moment in UTC, RFC 3339, with milliseconds and a trailing Z. At most 35 characters. */
export type Timestamp = string;

/**
 * A UUID in its canonical lower-case text form. It is the identity of an instance, node or operation; names are for
 * people. At most 36 characters.
 */
export type Uuid = string;

/** A version of the spec, `major.minor.patch`. At most 32 characters. */
export type Version = string;

/** What `getConsoleOutput` asks. Reads what a guest wrote to its first serial port. */
export interface GetConsoleOutputParams {
  /** The instance. */
  instanceUuid: Uuid;
  /**
   * The first byte wanted, counted from the beginning of the log. An offset that is no longer kept reads from
   * `firstOffset`. At least 0.
   *
   * @defaultValue 0
   */
  offset?: number;
  /**
   * Most bytes to return. The driver may return fewer so that the message stays within its size. From 1 to 1048576.
   *
   * @defaultValue 65536
   */
  limit?: number;
}

/** What `getConsoleOutput` answers. Reads what a guest wrote to its first serial port. */
export interface GetConsoleOutputResult {
  /** The bytes, base64. At most 1398104 characters. Base64. */
  data: string;
  /** Where `data` begins. At least 0. */
  offset: number;
  /** Where to read on: `offset` plus the number of bytes in `data`. At least 0. */
  nextOffset: number;
  /** The first byte that the driver still keeps. At least 0. */
  firstOffset: number;
  /** Where the log ends now. At least 0. */
  endOffset: number;
}

/** What `event` tells. Tells that an instance's power state has changed. */
export interface EventParams {
  /** The run of the driver that counts the sequence. */
  driverEpoch: Uuid;
  /** 1 for the first event of the run, then one more each. At least 1. */
  sequence: number;
  /** The instance. */
  instanceUuid: Uuid;
  /** The node that it is on. */
  node: Uuid;
  /** What happened. More values may come in later versions; a receiver reads one that it does not know as `other`. */
  transition:
    | "spawned"
    | "destroyed"
    | "started"
    | "stopped"
    | "rebooted"
    | "paused"
    | "unpaused"
    | "crashed"
    | "other";
  /** The state observed after it; `absent` once the instance is gone. */
  powerState: "pending" | "running" | "paused" | "shutdown" | "crashed" | "suspended" | "absent";
  /** The call that caused it. Absent when the guest or the hypervisor did. */
  operationId?: Uuid;
  /** When the driver saw it. */
  observedAt: Timestamp;
}

/** What `getInfo` asks. Reads the hypervisor's present view of one instance. */
export interface GetInfoParams {
  /** The instance to read. */
  instanceUuid: Uuid;
}

/** What `getInfo` answers. Reads the hypervisor's present view of one instance. */
export interface GetInfoResult {
  /** What the hypervisor says now. */
  info: InstanceInfo;
}

/** What `listInstanceStates` asks. Reads the power states of all the driver's own instances at once. */
export interface ListInstanceStatesParams {
  /** Only this node. Absent for all. */
  node?: Uuid;
  /** Where to go on. Absent for the first page. */
  cursor?: Cursor;
  /**
   * Most entries to return. From 1 to 1000.
   *
   * @defaultValue 1000
   */
  limit?: number;
}

/** What `listInstanceStates` answers. Reads the power states of all the driver's own instances at once. */
export interface ListInstanceStatesResult {
  /** One page of states. At most 1000 entries. */
  states: InstanceState[];
  /** The run of the driver that `lastSequence` belongs to. */
  driverEpoch: Uuid;
  /** The sequence of the last event sent before this reading; 0 if there was none. At least 0. */
  lastSequence: number;
  /** Where the next page begins. Absent on the last one. */
  nextCursor?: Cursor;
}

/** What `listInstances` asks. Lists the guests on the driver's nodes, its own and foreign ones. */
export interface ListInstancesParams {
  /** Only this node. Absent for all. */
  node?: Uuid;
  /** Where to go on. Absent for the first page. */
  cursor?: Cursor;
  /**
   * Most entries to return. From 1 to 1000.
   *
   * @defaultValue 1000
   */
  limit?: number;
}

/** What `listInstances` answers. Lists the guests on the driver's nodes, its own and foreign ones. */
export interface ListInstancesResult {
  /** One page of guests. At most 1000 entries. */
  instances: InstanceSummary[];
  /** Where the next page begins. Absent on the last one. */
  nextCursor?: Cursor;
}

/** What `destroy` asks. Removes an instance and all that belongs to it. */
export interface DestroyParams {
  /** The instance to remove. */
  instanceUuid: Uuid;
  /**
   * Whether local disks go too. When false they stay, and a later `spawn` of the same uuid on the same node starts from
   * them.
   */
  destroyDisks: boolean;
  /** What `spawn` returned, if the caller still has it. `destroy` works without. */
  driverState?: DriverState;
}

/** What `destroy` answers. Removes an instance and all that belongs to it. */
export type DestroyResult = Record<string, never>;

/** What `spawn` asks. Creates an instance on a node and brings it to the requested power state. */
export interface SpawnParams {
  /** What to build. */
  instance: Instance;
  /** The node to build it on. */
  node: Uuid;
  /** Whether the guest runs when the call returns. When false it is built in full and left `shutdown`. */
  powerOn: boolean;
  /**
   * A password for the guest's administrator, for drivers that can set one. Others ignore it. From 1 to 512 characters.
   * A secret: never in a log, a transcript, a message or a report.
   */
  adminPassword?: string;
}

/** What `spawn` answers. Creates an instance on a node and brings it to the requested power state. */
export interface SpawnResult {
  /** What the driver wants to be given back about this instance. */
  driverState?: DriverState;
}

/** What `getAvailableResource` asks. Reads what a node has and how much of it instances hold. */
export interface GetAvailableResourceParams {
  /** The node to read. */
  node: Uuid;
}

/** What `getAvailableResource` answers. Reads what a node has and how much of it instances hold. */
export interface GetAvailableResourceResult {
  /** The node's figures. */
  resource: AvailableResource;
}

/** What `listNodes` asks. Lists the hypervisor nodes that the driver serves. */
export interface ListNodesParams {
  /** Where to go on. Absent for the first page. */
  cursor?: Cursor;
  /**
   * Most entries to return. From 1 to 1000.
   *
   * @defaultValue 1000
   */
  limit?: number;
}

/** What `listNodes` answers. Lists the hypervisor nodes that the driver serves. */
export interface ListNodesResult {
  /** One page of nodes. At most 1000 entries. */
  nodes: NodeInfo[];
  /** Where the next page begins. Absent on the last one. */
  nextCursor?: Cursor;
}

/** What `pause` asks. Stops a guest's execution and keeps its memory resident. */
export interface PauseParams {
  /** The instance to pause. */
  instanceUuid: Uuid;
}

/** What `pause` answers. Stops a guest's execution and keeps its memory resident. */
export type PauseResult = Record<string, never>;

/** What `powerOff` asks. Stops an instance, in good order if there is time. */
export interface PowerOffParams {
  /** The instance to stop. */
  instanceUuid: Uuid;
  /** How long the guest may take to shut down, in seconds. 0 asks for no orderly shutdown. From 0 to 86400. */
  timeoutSeconds: number;
  /** Seconds between two requests to the guest. 0 means one request only. From 0 to 86400. */
  retryIntervalSeconds: number;
}

/** What `powerOff` answers. Stops an instance, in good order if there is time. */
export type PowerOffResult = Record<string, never>;

/** What `powerOn` asks. Starts a powered-off instance. */
export interface PowerOnParams {
  /** The instance to start. */
  instanceUuid: Uuid;
}

/** What `powerOn` answers. Starts a powered-off instance. */
export type PowerOnResult = Record<string, never>;

/** What `reboot` asks. Restarts an instance's guest, softly or hard. */
export interface RebootParams {
  /** The instance to restart. */
  instanceUuid: Uuid;
  /** Whether the guest is asked. */
  type: "soft" | "hard";
  /**
   * For a soft reboot, how long the guest may take to shut down, in seconds, before it is rebooted hard. From 1 to
   * 86400.
   *
   * @defaultValue 120
   */
  timeoutSeconds?: number;
}

/** What `reboot` answers. Restarts an instance's guest, softly or hard. */
export type RebootResult = Record<string, never>;

/** What `unpause` asks. Lets a paused guest go on where it stopped. */
export interface UnpauseParams {
  /** The instance to unpause. */
  instanceUuid: Uuid;
}

/** What `unpause` answers. Lets a paused guest go on where it stopped. */
export type UnpauseResult = Record<string, never>;

/** What `cancelOperation` tells. Asks the driver to stop working on a call. */
export interface CancelOperationParams {
  /** The call to cancel. */
  operationId: Uuid;
}

/** What `getOperation` asks. Tells what became of a changing call. */
export interface GetOperationParams {
  /** The identity of the call. */
  operationId: Uuid;
}

/** What `getOperation` answers. Tells what became of a changing call. */
export interface GetOperationResult {
  /** The identity asked for. */
  operationId: Uuid;
  /** Where the call stands. */
  state: "running" | "succeeded" | "failed" | "unknown";
  /** The operation called. Absent when unknown. At most 255 characters. */
  operation?: string;
  /** How it failed. Present when `state` is `failed`. */
  error?: FailedCall;
}

/** What `initialize` asks. Opens a session, agrees on a version of the spec and learns what the driver can do. */
export interface InitializeParams {
  /** The versions of the spec that the caller speaks. From 1 to 64 entries. */
  specVersions: Version[];
  /** The cloud core. */
  caller: PeerInfo;
  /** The session's epoch. Higher than that of any session before it. At least 1. */
  epoch: number;
  /** The largest message, in bytes, that the caller accepts. From 65536 to 67108864. */
  maxMessageBytes: number;
}

/** What `initialize` answers. Opens a session, agrees on a version of the spec and learns what the driver can do. */
export interface InitializeResult {
  /** The version that both speak from here on. */
  specVersion: Version;
  /** The driver. */
  driver: PeerInfo;
  /** The identity of this run of the driver, new at every start. Event sequences begin anew with it. */
  driverEpoch: Uuid;
  /** What the driver can do beyond the mandatory operations. */
  capabilities: Capabilities;
  /** The largest message, in bytes, that the driver accepts. From 65536 to 67108864. */
  maxMessageBytes: number;
}

/** What `probe` asks. Tells how the driver is, and separately how its hypervisor is. */
export type ProbeParams = Record<string, never>;

/** What `probe` answers. Tells how the driver is, and separately how its hypervisor is. */
export interface ProbeResult {
  /** Whether the driver itself can do all its work, given a hypervisor. */
  driver: "ok" | "degraded";
  /** Whether the hypervisor answers the driver now. */
  backend: "reachable" | "unreachable";
  /** What is wrong, for people. At most 1024 characters. */
  detail?: string;
}

/** What `progress` tells. Tells how far a changing call has come. */
export interface ProgressParams {
  /** The call. */
  operationId: Uuid;
  /** What the driver is doing, for people. From 1 to 255 characters. */
  step: string;
  /** How much is done, in percent, where the driver can tell. From 0 to 100. */
  percent?: number;
}

/** What `shutdown` asks. Ends the session in good order. */
export type ShutdownParams = Record<string, never>;

/** What `shutdown` answers. Ends the session in good order. */
export type ShutdownResult = Record<string, never>;

/** What `simulation/advance` asks. Moves the simulated hypervisor's clock forward. */
export interface SimulationAdvanceParams {
  /** How far to move the clock, in milliseconds. From 0 to 31536000000. */
  durationMs: number;
}

/** What `simulation/advance` answers. Moves the simulated hypervisor's clock forward. */
export interface SimulationAdvanceResult {
  /** The simulated time afterwards. */
  now: Timestamp;
}

/** What `simulation/clearFaults` asks. Ends every injected fault that is still in force. */
export type SimulationClearFaultsParams = Record<string, never>;

/** What `simulation/clearFaults` answers. Ends every injected fault that is still in force. */
export type SimulationClearFaultsResult = Record<string, never>;

/** What `simulation/hold` asks. Stops the simulated clock from moving by itself, or lets it go on. */
export interface SimulationHoldParams {
  /** Whether the clock is held. */
  held: boolean;
}

/** What `simulation/hold` answers. Stops the simulated clock from moving by itself, or lets it go on. */
export interface SimulationHoldResult {
  /** The simulated time. */
  now: Timestamp;
}

/** What `simulation/injectFault` asks. Makes something go wrong in the simulated hypervisor. */
export interface SimulationInjectFaultParams {
  /** What goes wrong. */
  fault: SimulatedFault;
}

/** What `simulation/injectFault` answers. Makes something go wrong in the simulated hypervisor. */
export type SimulationInjectFaultResult = Record<string, never>;

/** What an error tells beside its code, for the codes that tell something. */
export interface ErrorDetails {
  /** The parameters do not match the operation's schema, or contradict each other. */
  INVALID_REQUEST: {
    /** Which field, such as `params.instance.flavor.vcpus`. At most 1024 characters. */
    path: string;
    /** What is wrong with it. At most 1024 characters. */
    problem: string;
  };
  /** The driver does not offer this operation or feature, and never fails it "just now". Answered before any effect. */
  NOT_SUPPORTED: {
    /** The operation asked for. At most 255 characters. */
    operation: string;
    /** The capability that would offer it. At most 255 characters. */
    capability?: string;
  };
  /** A session with a higher epoch controls this driver. The older one must stop, not retry. */
  SESSION_FENCED: {
    /** The epoch in control. At least 0. */
    currentEpoch: number;
  };
  /** Caller and driver have no version of the spec in common. */
  VERSION_NOT_SUPPORTED: {
    /** The versions that the driver speaks. At most 64 entries. */
    supportedVersions: Version[];
  };
  /** The request, or the answer to it, is larger than the negotiated `maxMessageBytes`. */
  MESSAGE_TOO_LARGE: {
    /** How large the message is, in bytes. At least 0. */
    sizeBytes: number;
    /** The limit, in bytes. At least 0. */
    maxMessageBytes: number;
  };
  /** The operationId belongs to an earlier call with another operation or other parameters. */
  OPERATION_CONFLICT: {
    /** The identity used twice. */
    operationId: Uuid;
  };
  /** The hypervisor answered, and it has no such instance. Never used when the hypervisor could not be asked. */
  INSTANCE_NOT_FOUND: {
    /** The instance asked for. */
    instanceUuid: Uuid;
  };
  /** An instance with that uuid is already there. It has been left alone. */
  INSTANCE_EXISTS: {
    /** The instance that exists. */
    instanceUuid: Uuid;
  };
  /** Another changing call on the same instance is in progress. */
  INSTANCE_BUSY: {
    /** The instance. */
    instanceUuid: Uuid;
    /** The call in the way. */
    operationId: Uuid;
    /** The operation in the way. At most 255 characters. */
    operation: string;
  };
  /** The operation is not possible in the instance's power state, which is unchanged. */
  INVALID_STATE: {
    /** The instance. */
    instanceUuid: Uuid;
    /** The state that the driver found. */
    powerState: PowerState;
  };
  /** The driver serves no such node. */
  NODE_NOT_FOUND: {
    /** The node asked for. */
    node: Uuid;
  };
  /** The node cannot hold the flavor now. Another might. */
  INSUFFICIENT_RESOURCES: {
    /** What ran short. */
    resource: "vcpus" | "memoryMib" | "localGib";
    /** How much was asked for, in the resource's own unit. At least 0. */
    requested: number;
    /** How much is free, in the same unit. At least 0. */
    available: number;
  };
  /**
   * The image cannot be used here or anywhere. It is damaged, of a format that the driver does not take, or too large
   * for the flavor.
   */
  IMAGE_UNACCEPTABLE: {
    /** The image. */
    imageId: Uuid;
    /** What is wrong with it. */
    problem: "unreadable" | "checksum" | "size" | "format" | "flavor-too-small";
  };
  /** The instance is there and has no console log yet. */
  CONSOLE_NOT_AVAILABLE: {
    /** The instance. */
    instanceUuid: Uuid;
  };
  /** The hypervisor answered, and refused or broke off the work. */
  BACKEND_FAILED: {
    /** What the driver asked of the hypervisor when it failed, in the driver's words. At most 255 characters. */
    step: string;
  };
}

/** A request and what answers it. */
export interface Exchange<Params, Result> {
  /** What is asked. */
  params: Params;
  /** What is answered. */
  result: Result;
}

/** What each request asks and what answers it, by operation. */
export interface OperationMap {
  /** Reads what a guest wrote to its first serial port. */
  getConsoleOutput: Exchange<GetConsoleOutputParams, GetConsoleOutputResult>;
  /** Reads the hypervisor's present view of one instance. */
  getInfo: Exchange<GetInfoParams, GetInfoResult>;
  /** Reads the power states of all the driver's own instances at once. */
  listInstanceStates: Exchange<ListInstanceStatesParams, ListInstanceStatesResult>;
  /** Lists the guests on the driver's nodes, its own and foreign ones. */
  listInstances: Exchange<ListInstancesParams, ListInstancesResult>;
  /** Removes an instance and all that belongs to it. */
  destroy: Exchange<DestroyParams, DestroyResult>;
  /** Creates an instance on a node and brings it to the requested power state. */
  spawn: Exchange<SpawnParams, SpawnResult>;
  /** Reads what a node has and how much of it instances hold. */
  getAvailableResource: Exchange<GetAvailableResourceParams, GetAvailableResourceResult>;
  /** Lists the hypervisor nodes that the driver serves. */
  listNodes: Exchange<ListNodesParams, ListNodesResult>;
  /** Stops a guest's execution and keeps its memory resident. */
  pause: Exchange<PauseParams, PauseResult>;
  /** Stops an instance, in good order if there is time. */
  powerOff: Exchange<PowerOffParams, PowerOffResult>;
  /** Starts a powered-off instance. */
  powerOn: Exchange<PowerOnParams, PowerOnResult>;
  /** Restarts an instance's guest, softly or hard. */
  reboot: Exchange<RebootParams, RebootResult>;
  /** Lets a paused guest go on where it stopped. */
  unpause: Exchange<UnpauseParams, UnpauseResult>;
  /** Tells what became of a changing call. */
  getOperation: Exchange<GetOperationParams, GetOperationResult>;
  /** Opens a session, agrees on a version of the spec and learns what the driver can do. */
  initialize: Exchange<InitializeParams, InitializeResult>;
  /** Tells how the driver is, and separately how its hypervisor is. */
  probe: Exchange<ProbeParams, ProbeResult>;
  /** Ends the session in good order. */
  shutdown: Exchange<ShutdownParams, ShutdownResult>;
  /** Moves the simulated hypervisor's clock forward. */
  "simulation/advance": Exchange<SimulationAdvanceParams, SimulationAdvanceResult>;
  /** Ends every injected fault that is still in force. */
  "simulation/clearFaults": Exchange<SimulationClearFaultsParams, SimulationClearFaultsResult>;
  /** Stops the simulated clock from moving by itself, or lets it go on. */
  "simulation/hold": Exchange<SimulationHoldParams, SimulationHoldResult>;
  /** Makes something go wrong in the simulated hypervisor. */
  "simulation/injectFault": Exchange<SimulationInjectFaultParams, SimulationInjectFaultResult>;
}

/** What each notification tells, by operation. */
export interface NotificationMap {
  /** Tells that an instance's power state has changed. */
  event: EventParams;
  /** Asks the driver to stop working on a call. */
  cancelOperation: CancelOperationParams;
  /** Tells how far a changing call has come. */
  progress: ProgressParams;
}

/** The methods of a driver that each capability calls for: a driver that declares it has them all, any other need not. */
export interface CapabilityMethods {
  /** The driver can stop a guest's execution and keep its memory resident. */
  supportsPause: "pause" | "unpause";
  /** The driver keeps what a guest writes to its first serial port. */
  supportsConsoleOutput: "getConsoleOutput";
  /**
   * Instances outlive the driver process. A driver whose hypervisor lives inside it cannot declare this unless it keeps
   * its state elsewhere.
   */
  supportsRecovery: never;
  /** The driver simulates its hypervisor, in virtual time, with faults on request. */
  supportsSimulation:
    | "simulation/advance"
    | "simulation/clearFaults"
    | "simulation/hold"
    | "simulation/injectFault";
}
