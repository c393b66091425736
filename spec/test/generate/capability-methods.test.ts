// What the generated types promise each other, held by the compiler: this file only has to compile.
import { expectTypeOf, it } from "vitest";

import type { ComputeDriver } from "../../src/generated/compute-driver.ts";
import type { CoreClient } from "../../src/generated/core-client.ts";
import type {
  Capabilities,
  Capability,
  CapabilityMethods,
  CapabilityRequirements,
  CoreRequestMap,
  NotificationMap,
  OperationMap,
  OperationName,
} from "../../src/generated/types.ts";

type OptionalMethod = {
  [Name in keyof ComputeDriver]-?: undefined extends ComputeDriver[Name] ? Name : never;
}[keyof ComputeDriver];

it("a driver's optional methods are exactly those that a capability calls for", () => {
  expectTypeOf<CapabilityMethods[Capability]>().toEqualTypeOf<OptionalMethod>();
});

it("each capability is a member of what a driver declares", () => {
  expectTypeOf<keyof Capabilities>().toEqualTypeOf<Capability>();
});

it("a capability requires nothing but capabilities", () => {
  expectTypeOf<keyof CapabilityRequirements>().toEqualTypeOf<Capability>();
  expectTypeOf<CapabilityRequirements[Capability]>().toExtend<Capability>();
});

it("every operation is a call of the driver, a request to the core or a notification", () => {
  expectTypeOf<keyof OperationMap | keyof CoreRequestMap | keyof NotificationMap>().toEqualTypeOf<OperationName>();
});

it("a driver can ask the core each request, and nothing else", () => {
  expectTypeOf<keyof CoreClient>().toEqualTypeOf<keyof CoreRequestMap>();
});

it("a driver's methods take the params and give the results of their operations", () => {
  expectTypeOf<Parameters<ComputeDriver["spawn"]>[0]>().toEqualTypeOf<OperationMap["spawn"]["params"]>();
  expectTypeOf<ReturnType<ComputeDriver["spawn"]>>().toEqualTypeOf<Promise<OperationMap["spawn"]["result"]>>();
});
