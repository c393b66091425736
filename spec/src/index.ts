// The contract and the library that serves and connects drivers: what an out-of-tree driver imports, and all it imports.
// The loader of the spec's sources is behind `@virt-driver-kit/spec/model`, since it needs what drivers do not.
export { systemClock, timestampMs, timestampOf, type Clock, type ClockTimer } from "./driver/clock.ts";
export {
  defineDriver,
  type Call,
  type CoreCallOptions,
  type DriverDefinition,
  type DriverEvent,
  type DriverHost,
  type ExactDefinition,
  type NodesNews,
} from "./driver/define-driver.ts";
export {
  DriverError,
  type DriverErrorArguments,
  type DriverErrorOptions,
  type WireErrorObject,
} from "./driver/driver-error.ts";
export type { Declarable, DriverFor, DriverWith, NeedsCapability } from "./driver/driver-with.ts";
export type { ComputeDriver } from "./generated/compute-driver.ts";
export type { CoreClient } from "./generated/core-client.ts";
export { exampleValue } from "./validation/example-value.ts";
export { specModel } from "./generated/spec-model.ts";
export { SPEC_VERSION } from "./generated/types.ts";
export type * from "./generated/types.ts";
export { didYouMean } from "./model/closest-word.ts";
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
  fileValidators,
  validators,
  type CallValidators,
  type CoreRequestValidators,
  type ErrorValidators,
  type ExchangeValidators,
  type FileValidators,
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
  DriverNotification,
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
export type { CoreRequest, CoreRequests } from "./rpc/client/request-server.ts";
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
