// What the generated types promise each other, held by the compiler: this file only has to compile.
import { expectTypeOf, it } from "vitest";

import type { ComputeDriver } from "../../src/generated/compute-driver.ts";
import type {
  Capabilities,
  Capability,
  CapabilityMethods,
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

it("every operation is a request or a notification", () => {
  expectTypeOf<keyof OperationMap | keyof NotificationMap>().toEqualTypeOf<OperationName>();
});

it("a driver's methods take the params and give the results of their operations", () => {
  expectTypeOf<Parameters<ComputeDriver["spawn"]>[0]>().toEqualTypeOf<OperationMap["spawn"]["params"]>();
  expectTypeOf<ReturnType<ComputeDriver["spawn"]>>().toEqualTypeOf<Promise<OperationMap["spawn"]["result"]>>();
});
