export { driver } from "./default-driver.ts";
export { fakeDriver } from "./fake-driver.ts";
export { type FakeSite, fakeSite } from "./fake-site.ts";
export type { FakeDriverOptions, FakeSiteOptions, OptionalCapability } from "./fake-driver-options.ts";
export { faultPlanNames, loadFaultPlan } from "./faults/fault-plan.ts";
export { personaNames } from "./personas/load-persona.ts";
export { SetupError } from "./setup-error.ts";
export type { StepMade } from "./hypervisor/step-faults.ts";
