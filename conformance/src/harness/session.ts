// What a driver says about itself when a session opens.
import type { InitializeResult } from "@virt-driver-kit/spec";

/** What `initialize` answered. */
export type SessionInfo = InitializeResult;
