/** The operations of group `rescue`. */

import type { ComputeDriver } from "@virt-driver-kit/spec";
import type { DriverContext } from "./driver-context.ts";
import { rescue } from "./rescue/rescue.ts";
import { unrescue } from "./rescue/unrescue.ts";

/** Makes the operations of group `rescue`. */
export function rescueOperations(context: DriverContext): Required<Pick<ComputeDriver, "rescue" | "unrescue">> {
  return {
    rescue: (params, call) => rescue(context, params, call),
    unrescue: (params, call) => unrescue(context, params, call),
  };
}
