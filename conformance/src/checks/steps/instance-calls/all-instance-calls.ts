// Every operation on an instance, in each variant that the spec tells apart.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability } from "@virt-driver-kit/spec";

import { deviceCalls } from "./device-calls.ts";
import { evacuationCalls } from "./evacuation-calls.ts";
import { type InstanceCall, modelOf } from "./instance-call.ts";
import { lifecycleCalls } from "./lifecycle-calls.ts";
import { liveMigrationCalls } from "./live-migration-calls.ts";
import { migrationCalls } from "./migration-calls.ts";
import { powerCalls } from "./power-calls.ts";

/** Every operation on an instance. */
export const instanceCalls: readonly InstanceCall[] = [
  ...powerCalls,
  ...lifecycleCalls,
  ...deviceCalls,
  ...evacuationCalls,
  ...migrationCalls,
  ...liveMigrationCalls,
];

/** The calls behind each capability that gates any. */
export const callsByCapability: ReadonlyMap<Capability, readonly InstanceCall[]> = new Map(
  (Object.keys(specModel.capabilities) as Capability[])
    .map((capability) => [capability, instanceCalls.filter((call) => modelOf(call).capability === capability)] as const)
    .filter(([, calls]) => calls.length > 0),
);
