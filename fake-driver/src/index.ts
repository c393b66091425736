export { driver } from "./default-driver.ts";
export { fakeDriver } from "./fake-driver.ts";
export type { FakeDriverOptions, OptionalCapability } from "./fake-driver-options.ts";
export { SetupError } from "./setup-error.ts";
