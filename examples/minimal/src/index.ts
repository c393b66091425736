// The minimal example's only export, for use in-process: `vdk test --driver examples/minimal/src/index.ts`.
export { minimalDriver } from "./minimal-driver.ts";
