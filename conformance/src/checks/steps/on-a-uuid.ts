// Operations that take nothing but the uuid of an instance to make sense, for what has to hold of each.
import { specModel } from "@virt-driver-kit/spec";
import type { OperationName } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { cutOff } from "./guest.ts";

/** An operation on an instance that is named by its uuid. */
export interface InvokedOperation {
  readonly name: OperationName;
  /** What gates it. */
  readonly capability: string | undefined;
  readonly call: (t: CheckContext, instanceUuid: string) => Promise<unknown>;
}

const CALLS: Readonly<Partial<Record<OperationName, InvokedOperation["call"]>>> = {
  getInfo: (t, instanceUuid) => t.driver.getInfo({ instanceUuid }),
  powerOn: (t, instanceUuid) => t.driver.powerOn({ instanceUuid }),
  powerOff: (t, instanceUuid) => t.driver.powerOff(cutOff({ target: { instanceUuid } })),
  reboot: (t, instanceUuid) => t.driver.reboot({ instanceUuid, type: "hard" }),
  pause: (t, instanceUuid) => t.driver.pause({ instanceUuid }),
  unpause: (t, instanceUuid) => t.driver.unpause({ instanceUuid }),
  destroy: (t, instanceUuid) => t.driver.destroy({ instanceUuid, destroyDisks: true }),
  getConsoleOutput: (t, instanceUuid) => t.driver.getConsoleOutput({ instanceUuid }),
  suspend: (t, instanceUuid) => t.driver.suspend({ instanceUuid }),
  resume: (t, instanceUuid) => t.driver.resume({ instanceUuid }),
  softDelete: (t, instanceUuid) => t.driver.softDelete({ instanceUuid }),
  restore: (t, instanceUuid) => t.driver.restore({ instanceUuid }),
  resumeStateOnHostBoot: (t, instanceUuid) => t.driver.resumeStateOnHostBoot({ instanceUuid }),
  triggerCrashDump: (t, instanceUuid) => t.driver.triggerCrashDump({ instanceUuid }),
  getInstanceDiagnostics: (t, instanceUuid) => t.driver.getInstanceDiagnostics({ instanceUuid }),
};

/** The operations. */
export const INVOKED: readonly InvokedOperation[] = Object.entries(CALLS).map(([name, call]) => ({
  name: name as OperationName,
  capability: specModel.operations[name]?.capability,
  call,
}));
