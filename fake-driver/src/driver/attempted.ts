import type { StepContext } from "../hypervisor/backend-link.ts";

/** What a refusal says of the request: the operation, and what it attempts. */
export type Attempted = Pick<StepContext, "operation" | "attempt">;
