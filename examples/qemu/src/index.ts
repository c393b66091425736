// The driver for use in-process, as in `describeConformance()` of a test file.
export { qemuDriver } from "./qemu-driver.ts";
export type { QemuDriverOptions } from "./options.ts";
