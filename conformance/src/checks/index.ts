// The checks, as the engine sees them.
export { allChecks } from "./all-checks.ts";
