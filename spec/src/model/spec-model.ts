// The whole spec as one typed value: what the loader returns, what `generated/spec-model.json` holds, what releases freeze.
// Everything that reads the spec (generators, the wire, the kit, the compatibility checker) reads this and nothing else.
import type { JsonSchema } from "./json-schema.ts";

/** The spec. Every `$ref` in it has the form `#/$defs/<name>` and names a key of {@link SpecModel.schemas}. */
export interface SpecModel {
  /** The spec's own version, such as `0.1.0`. */
  version: string;
  /** The name of the API. */
  title: string;
  /** Markdown. */
  description: string;
  /** By name; a name is the JSON-RPC method. */
  operations: Record<string, OperationModel>;
  /** The objects that operations share, by name. */
  schemas: Record<string, JsonSchema>;
  /** By code. */
  errors: Record<string, ErrorModel>;
  /** What each recovery asks of the caller, by its name. */
  recoveries: Record<string, string>;
  /** By name. */
  capabilities: Record<string, CapabilityModel>;
  /** By name. */
  profiles: Record<string, ProfileModel>;
  /** By name; `absent` is not a power state and not among them. */
  powerStates: Record<string, PowerStateModel>;
  /** What instances do by themselves. */
  spontaneous: SpontaneousTransition[];
  /** By id. */
  requirements: Record<string, RequirementModel>;
  /** How Nova's driver API maps to this one, by edition, such as `nova-2026`. */
  equivalence: Record<string, EquivalenceModel>;
}

/** One thing that one side can ask of, or tell, the other. */
export interface OperationModel {
  /** The name of the JSON-RPC method and of the driver's method. */
  name: string;
  /** The folder that the operation's file is in, such as `power`. */
  group: string;
  /** `change` changes an instance or node and has an operation id; `control` concerns the session or the simulation. */
  kind: "read" | "change" | "control" | "notification";
  /** Whether a driver implements it or the library that serves the driver does. */
  servedBy: "driver" | "runtime";
  /** Who sends it. */
  direction: "coreToDriver" | "driverToCore";
  /** Present where `kind` is `change`. */
  idempotency?: "natural" | "keyed";
  /** The capability without which the operation does not exist. */
  capability?: string;
  /** The version of the spec that introduced it. */
  since: string;
  /** How firm it is: `experimental` may change in any release, `stable` only by addition. */
  stability: "experimental" | "candidate" | "stable";
  /** One sentence. */
  summary: string;
  /** Markdown. */
  description?: string;
  /** Closed object, without the member `call` that the wire adds; see `wireParams`. */
  params: JsonSchema;
  /** Closed object. Absent where `kind` is `notification`. */
  result?: JsonSchema;
  /** Beside the errors that are common to all operations; see `errorsOf`. */
  errors: OperationErrorModel[];
  /** What becomes of the instance, by variant of the call and by power state. */
  states?: StateTable[];
  /** What it stands for in Nova. */
  nova?: NovaSource;
  /** Ids of the requirements written in the operation's own file, in their order. Others may speak of it too; see their `operations`. */
  requirements: string[];
}

/** What an operation stands for in Nova. */
export interface NovaSource {
  /** Methods of Nova's `ComputeDriver`. */
  methods: string[];
  /** File and symbol. */
  source: string;
}

/** How one operation fails. */
export interface OperationErrorModel {
  /** A key of the model's `errors`. */
  code: string;
  /** One sentence. */
  condition: string;
  /** What the failed call left behind. */
  effect: Effect;
}

/** What a failed call left behind: nothing, part of its work, or nobody knows. */
export type Effect = "none" | "partial" | "unknown";

/** What becomes of an instance in one variant of an operation. */
export interface StateTable {
  /** The values of params that select the variant; empty for all calls. */
  when: Record<string, string | number | boolean>;
  /** By power state and `absent`: a power state, `unchanged`, `absent`, or an error code. */
  outcome: Record<string, string>;
}

/** One code that calls fail with. */
export interface ErrorModel {
  /** The number in the JSON-RPC error. */
  rpcCode: number;
  /** What the caller must do; a key of the model's `recoveries`. */
  recovery: string;
  /** Whether every request may be answered with it. */
  common: boolean;
  /** What the code says, and what it does not say. Markdown. */
  meaning: string;
  /** Closed object: what the error tells beside its code. */
  details?: JsonSchema;
}

/** Something that a driver may or may not be able to do. */
export interface CapabilityModel {
  /** Of what it holds: the whole driver, a node, or an instance. */
  scope: "driver" | "node" | "instance";
  /** The version of the spec that introduced it. */
  since: string;
  /** What the driver can do with it. */
  description: string;
  /** The operations that exist only with it. */
  gates: string[];
  /** Whether it gates requirements, beside operations or instead of them. */
  gatesRequirements: boolean;
}

/** A named set of requirements that a driver can conform to. */
export interface ProfileModel {
  /** The version of the spec that introduced it. */
  since: string;
  /** What the profile stands for. */
  description: string;
  /** A profile that this one contains. */
  extends?: string;
  /** What the profile asks for. */
  requirements: ProfileRequirements;
}

/** What a profile asks for. */
export interface ProfileRequirements {
  /** Requirement ids, or `*` for every requirement on the driver that no capability gates. */
  mandatory: string[];
  /** Capabilities whose requirements count where the driver declares them. */
  optional: string[];
}

/** One thing that a hypervisor says of an instance. */
export interface PowerStateModel {
  /** What the hypervisor says with it. */
  meaning: string;
  /** Nova's name and number for it. */
  nova: string;
}

/** A change of power state that no call asked for. */
export interface SpontaneousTransition {
  /** A power state. */
  from: string;
  /** A power state. */
  to: string;
  /** Why it happens, in one sentence. */
  cause: string;
}

/** One sentence that a driver or a caller is held to. */
export interface RequirementModel {
  /** Operation or topic, slash, slug. Published ids are never reused. */
  id: string;
  /** The operation or topic that its file is named for. */
  origin: string;
  /** The operations that it speaks of; empty for all. */
  operations: string[];
  /** Who carries it. */
  on: "driver" | "caller";
  /** How binding it is, in the sense of RFC 2119. */
  level: "MUST" | "SHOULD" | "MAY";
  /** What is required, in one sentence. */
  text: string;
  /** Why: what goes wrong where it is not met. */
  intent: string;
  /** Where it comes from: the place in Nova, or the decision that made it. */
  source: string;
  /** The version of the spec that introduced it. */
  since: string;
  /** It holds only for drivers that declare this capability. */
  capability?: string;
  /** How the kit verifies it. */
  verification: Verification;
}

/** How the kit verifies a requirement: in every run, over many runs, or not at all and why. */
export type Verification = "checked" | "stochastic" | ExcludedFromChecks;

/** A requirement that no check verifies. */
export interface ExcludedFromChecks {
  /** Why, in one word. */
  excluded: ExclusionReason;
  /** The reason in this very case. */
  because: string;
}

/** Why a requirement has no check. */
export type ExclusionReason = "unobservable" | "needs-hardware" | "caller-side" | "time";

/** Where the methods of one edition of Nova's driver API went. */
export interface EquivalenceModel {
  /** The class in Nova. */
  driverApi: string;
  /** The commit of Nova that was read. */
  commit: string;
  /** The commit's date, as `yyyy-mm-dd`. */
  date: string;
  /** By the method's name in Nova. */
  methods: Record<string, MappedMethod | ExcludedFromApi>;
}

/** A method of Nova's driver API that operations stand for. */
export interface MappedMethod {
  /** The operations that do what the method does. */
  mapsTo: string[];
  /** By the parameter's name in Nova: the field that it became, such as `spawn.params.instance.image`, or why there is none. */
  parameters: Record<string, string | ExcludedFromApi>;
  /** What differs. */
  note?: string;
}

/** A method or parameter of Nova's driver API that nothing stands for. */
export interface ExcludedFromApi {
  /** A word of the closed list in `meta/equivalence.schema.json`. */
  excluded: string;
  /** The reason in this very case. */
  because: string;
}
