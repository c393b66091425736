// The contract and the library that serves and connects drivers: what an out-of-tree driver imports, and all it imports.
// The loader of the spec's sources is behind `@virt-driver-kit/spec/model`, since it needs what drivers do not.
export { systemClock, timestampMs, timestampOf, type Clock, type ClockTimer } from "./driver/clock.ts";
export {
  defineDriver,
  type Call,
  type DriverDefinition,
  type DriverEvent,
  type DriverHost,
} from "./driver/define-driver.ts";
export {
  DriverError,
  type DriverErrorArguments,
  type DriverErrorOptions,
  type WireErrorObject,
} from "./driver/driver-error.ts";
export type { ComputeDriver } from "./generated/compute-driver.ts";
export { specModel } from "./generated/spec-model.ts";
export { SPEC_VERSION } from "./generated/types.ts";
export type {
  AvailableResource,
  BackendUnreachableFault,
  CallContext,
  CancelOperationParams,
  Capabilities,
  Capability,
  CapabilityMethods,
  CommonErrorCode,
  Cursor,
  DestroyParams,
  DestroyResult,
  DriverState,
  Effect,
  ErrorCode,
  ErrorDetails,
  EventParams,
  Exchange,
  FailStepFault,
  FailedCall,
  FileImageSource,
  Flavor,
  ForeignInstanceSummary,
  GetAvailableResourceParams,
  GetAvailableResourceResult,
  GetConsoleOutputParams,
  GetConsoleOutputResult,
  GetInfoParams,
  GetInfoResult,
  GetOperationParams,
  GetOperationResult,
  GuestCrashFault,
  ImageMeta,
  ImageSource,
  InitializeParams,
  InitializeResult,
  Instance,
  InstanceInfo,
  InstanceState,
  InstanceSummary,
  ListInstanceStatesParams,
  ListInstanceStatesResult,
  ListInstancesParams,
  ListInstancesResult,
  ListNodesParams,
  ListNodesResult,
  Name,
  NodeInfo,
  NotificationMap,
  OperationMap,
  OperationName,
  OwnedInstanceSummary,
  PauseParams,
  PauseResult,
  PeerInfo,
  PowerOffParams,
  PowerOffResult,
  PowerOnParams,
  PowerOnResult,
  PowerState,
  ProbeParams,
  ProbeResult,
  ProfileName,
  ProgressParams,
  RebootParams,
  RebootResult,
  Recovery,
  RequirementId,
  Sha256,
  ShutdownParams,
  ShutdownResult,
  SimulatedFault,
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
  Timestamp,
  UnpauseParams,
  UnpauseResult,
  Uuid,
  Version,
} from "./generated/types.ts";
export type { JsonSchema, JsonValue, SchemaType } from "./model/json-schema.ts";
export type {
  CapabilityModel,
  EquivalenceModel,
  ErrorModel,
  OperationErrorModel,
  OperationModel,
  PowerStateModel,
  ProfileModel,
  RequirementModel,
  SpecModel,
  SpontaneousTransition,
  StateTable,
  Verification,
} from "./model/spec-model.ts";
export type { Accepted, Refused, Tolerated, ValidationProblem, Validator } from "./validation/validator.ts";
export {
  errorValidators,
  validators,
  type ErrorValidators,
  type ExchangeValidators,
  type InCall,
  type NotificationValidators,
  type ParamsValidators,
  type RequestValidators,
  type WireErrorData,
  type WireParams,
} from "./validation/validators.ts";
export type { DriverProcess } from "./rpc/client/attachment.ts";
export type { CallOptions } from "./rpc/client/call-options.ts";
export { connectDriver, type ConnectOptions } from "./rpc/client/connect-driver.ts";
export type { DriverClient, OperationArguments } from "./rpc/client/driver-client.ts";
export type {
  CloseReason,
  DriverConnection,
  RawAnswer,
  SessionRequest,
  TappedMessage,
} from "./rpc/client/driver-connection.ts";
export {
  parseEndpoint,
  type DriverEndpoint,
  type MemoryEndpoint,
  type RunEndpoint,
  type StdioEndpoint,
  type TcpEndpoint,
  type UnixEndpoint,
} from "./rpc/client/endpoint.ts";
export { SPEC_VERSIONS } from "./rpc/contract.ts";
export type { ProcessExit } from "./rpc/faults/connection-faults.ts";
export { WireError } from "./rpc/faults/wire-error.ts";
export { WIRE_FAULT_KINDS, type Blame, type WireFault, type WireFaultKind } from "./rpc/faults/wire-fault.ts";
export type {
  AnswerMessage,
  ErrorObject,
  MessageId,
  NotificationMessage,
  RequestMessage,
  WireMessage,
} from "./rpc/json-rpc.ts";
export { REDACTED, redactMessage, redactText, redactValue } from "./rpc/redact.ts";
export { runDriver, type DriverRun } from "./rpc/server/run-driver.ts";
export { serveDriver, type DriverServer, type ServeOptions } from "./rpc/server/serve-driver.ts";
export type {
  ServeTransport,
  StdioTransport,
  StreamsTransport,
  TcpTransport,
  UnixTransport,
} from "./rpc/server/serve-transport.ts";
