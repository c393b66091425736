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
  /** The words of the API. */
  glossary: GlossaryModel;
  /** The objects whose content only the driver understands; no other may be one. */
  driverPrivate: string[];
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
  /** `change` changes an instance or node and has an operation id; `control` concerns the session or the simulation, or steers a call in progress; `request` is the driver's question to the core. */
  kind: "read" | "change" | "control" | "notification" | "request";
  /** Whether a driver implements it, the library that serves the driver does, or the core. */
  servedBy: "driver" | "runtime" | "core";
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
  /** Capabilities that a driver which declares this one declares too. */
  requires: string[];
  /** The operations that exist only with it. */
  gates: string[];
  /** What is sent only to a driver that declares it: members such as `spawn.params.devices`, and objects such as `IscsiConnection`. */
  gatesData: string[];
}

/**
 * What a driver can conform to. Every profile holds a driver to all requirements that no capability gates, and to those of each capability that it
 * declares; profiles differ in what must be declared.
 */
export interface ProfileModel {
  /** The version of the spec that introduced it. */
  since: string;
  /** What the profile stands for. */
  description: string;
  /** A profile that this one contains. */
  extends?: string;
  /** What the driver must declare, beside what the profile that it extends asks for. */
  capabilities: ProfileCapabilities;
}

/** What a profile wants declared. A capability that it does not name is optional. */
export interface ProfileCapabilities {
  /** Every one of these. */
  mandatory: string[];
  /** Of each group, at least one. */
  choice: ProfileChoice[];
  /** `capability` by a driver that declares `with`. */
  condition: ProfileCondition[];
}

/** A group of capabilities of which a driver declares at least one. */
export interface ProfileChoice {
  /** What the group offers, in a word or two. */
  group: string;
  /** The capabilities to choose from. */
  of: string[];
  /** Why one is needed, in one sentence. */
  because: string;
}

/** A capability that follows from another. */
export interface ProfileCondition {
  /** What must be declared. */
  capability: string;
  /** By a driver that declares this. */
  with: string;
  /** Why it follows, in one sentence. */
  because: string;
}

/** One word of the API. */
export interface GlossaryTerm {
  /** What it stands for, in one sentence. */
  means: string;
  /** Words that names may not use for it. */
  not?: string[];
}

/** The words of the API: what they mean, and what lint asks of names. */
export interface GlossaryModel {
  /** By the word. */
  terms: Record<string, GlossaryTerm>;
  /** Endings of numeric fields that say no unit, and what to write instead. */
  units: Record<string, string>;
  /** Words that only the names of secrets contain. */
  secrets: string[];
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
  /** What drivers call on the core, by the method's name in Nova. */
  upCalls?: Record<string, MappedMethod | ExcludedFromApi>;
  /** By the key of Nova's `capabilities`, or the name of a class attribute. */
  capabilities?: Record<string, NameThatBecame | ExcludedFromApi>;
  /** By the name of Nova's image property. */
  imageProperties?: Record<string, NameThatBecame | ExcludedFromApi>;
  /** What drivers do at other services, seen in no signature. */
  services?: ServiceUse[];
}

/** A name of Nova's that something of this spec stands for. */
export interface NameThatBecame {
  /** Operations, capabilities, objects, or fields of these, such as `Instance.hostname`. */
  becomes: string[];
  /** What differs. */
  note?: string;
}

/** Something that Nova's drivers fetch, store or ask by themselves. */
export interface ServiceUse {
  /** Whom the driver asks. */
  service: string;
  /** What it does there, in one sentence. */
  does: string;
  /** Files and functions of Nova. */
  by: string;
  /** Operations, capabilities, objects, or fields of these. */
  becomes: string[];
  /** How these stand for it, in one sentence. */
  because: string;
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
