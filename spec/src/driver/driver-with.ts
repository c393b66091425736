// What a driver has to have, given what it declares: the compiler refuses a capability without its methods, a method without its
// capability, and a capability without those that it requires.
import type { ComputeDriver } from "../generated/compute-driver.ts";
import type { Capabilities, Capability, CapabilityMethods, CapabilityRequirements } from "../generated/types.ts";

/** The methods of {@link ComputeDriver} that capabilities call for. */
type GatedMethod = CapabilityMethods[Capability];

/** The capability that calls for a method. */
type CapabilityOf<Method extends GatedMethod> = {
  [Name in Capability]: Method extends CapabilityMethods[Name] ? Name : never;
}[Capability];

declare const undeclared: unique symbol;

/** A method that a driver must not have unless it declares the capability; no function is one. */
export interface NeedsCapability<Missing extends Capability> {
  /** The capability to declare. */
  readonly [undeclared]: Missing;
}

/** The methods that some capabilities call for. */
type MethodsOf<Declared extends Capability> = Required<Pick<ComputeDriver, CapabilityMethods[Declared]>>;

/** The methods of all other capabilities, which must be left out. Each keeps its own type, so that its parameters have theirs. */
type MethodsWithout<Declared extends Capability> = {
  [Method in Exclude<GatedMethod, CapabilityMethods[Declared]>]?: NeedsCapability<CapabilityOf<Method>> &
    NonNullable<ComputeDriver[Method]>;
};

/**
 * A driver that declares some capabilities and no others: the mandatory methods, those that the capabilities call for, and none
 * of the rest.
 *
 * @typeParam Declared - What it declares, such as `"supportsPause" | "supportsVolumes"`. Left out: nothing.
 * @typeParam Perhaps - What it may or may not declare, as decided when it is made; these methods are optional.
 *
 * @example
 * ```ts
 * class ExampleDriver implements DriverWith<"supportsPause"> {
 *   // ...
 * }
 * ```
 */
export type DriverWith<Declared extends Capability = never, Perhaps extends Capability = never> = Omit<
  ComputeDriver,
  GatedMethod
> &
  MethodsOf<Declared> &
  Partial<MethodsOf<Perhaps>> &
  MethodsWithout<Declared | Perhaps>;

/** The capabilities that are surely declared. */
type SurelyDeclared<Declared extends Capabilities> = string extends keyof Declared
  ? never
  : { [Name in keyof Declared]: Declared[Name] extends true ? Name : never }[keyof Declared] & Capability;

/** The capabilities of which only the running program knows whether they are declared. */
type PerhapsDeclared<Declared extends Capabilities> = string extends keyof Declared
  ? Capability
  : Exclude<
      { [Name in keyof Declared]-?: true extends Declared[Name] ? Name : never }[keyof Declared] & Capability,
      SurelyDeclared<Declared>
    >;

/** The driver that a declaration calls for. */
export type DriverFor<Declared extends Capabilities> = DriverWith<SurelyDeclared<Declared>, PerhapsDeclared<Declared>>;

/** The names in a declaration that are no capabilities of the spec, as far as the compiler can tell. */
type Misnamed<Declared extends Capabilities> = string extends keyof Declared
  ? never
  : Exclude<keyof Declared, Capability>;

/** What a declaration must be to make sense: it names capabilities of the spec, and with each those that it requires. */
export type Declarable<Declared extends Capabilities> = Readonly<
  Record<CapabilityRequirements[SurelyDeclared<Declared>], true> & Record<Misnamed<Declared>, never>
>;
