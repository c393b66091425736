// The other ways in which an existing instance's guest is started with devices that the request names: out of rest, rescue or ruin.
import type { GuestDevices, PowerState } from "@virt-driver-kit/spec";

import type { Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { cutOff } from "./guest.ts";
import { rescue, rescueImage } from "./rescued-guest.ts";

/** A call that starts the guest of an instance. */
export interface AnyStart {
  readonly operation: string;
  readonly needs: Needs;
  /** Brings an instance whose guest runs to where the call begins. */
  readonly bring: (t: CheckContext, instance: TestInstance) => Promise<unknown>;
  readonly call: (t: CheckContext, instance: TestInstance, devices: GuestDevices) => Promise<unknown>;
  /** The states that a refusal without effect leaves; one, but for what is to end a rescue. */
  readonly from: readonly PowerState[];
}

/** The ways to start a guest beside `powerOn` and `reboot`. */
export const MORE_STARTS: readonly AnyStart[] = [
  {
    operation: "resume",
    needs: { capabilities: ["supportsSuspend"] },
    bring: (t, { target }) => t.driver.suspend(target),
    call: (t, { target }, devices) => t.driver.resume({ ...target, devices }),
    from: ["suspended"],
  },
  {
    operation: "restore",
    needs: { capabilities: ["supportsSoftDelete"] },
    bring: (t, { target }) => t.driver.softDelete(target),
    call: (t, { target }, devices) => t.driver.restore({ ...target, devices }),
    from: ["shutdown"],
  },
  {
    operation: "rescue",
    needs: { capabilities: ["supportsRescue"] },
    bring: (t, instance) => t.driver.powerOff(cutOff(instance)),
    call: async (t, { target }, devices) => t.driver.rescue({ ...target, image: await rescueImage(t), devices }),
    from: ["shutdown"],
  },
  {
    operation: "unrescue",
    needs: { capabilities: ["supportsRescue"] },
    bring: async (t, instance) => {
      await t.driver.powerOff(cutOff(instance));
      await rescue(t, instance);
    },
    call: (t, { target }, devices) => t.driver.unrescue({ ...target, devices }),
    from: ["running", "shutdown"],
  },
  {
    operation: "rebuild",
    needs: { capabilities: ["supportsRebuild"] },
    bring: () => Promise.resolve(),
    call: (t, { params }, devices) => t.driver.rebuild({ instance: params.instance, powerOn: true, devices }),
    from: ["running"],
  },
  {
    operation: "resumeStateOnHostBoot",
    needs: { capabilities: ["supportsResumeOnHostBoot"] },
    bring: (t, instance) => t.driver.powerOff(cutOff(instance)),
    call: (t, { target }, devices) => t.driver.resumeStateOnHostBoot({ ...target, devices }),
    from: ["shutdown"],
  },
  {
    operation: "finishRevertMigration",
    needs: { capabilities: ["supportsMigration"] },
    // It starts from whatever it finds, so also from an instance that has not begun to move.
    bring: (t, instance) => t.driver.powerOff(cutOff(instance)),
    call: (t, { params, node }, devices) =>
      t.driver.finishRevertMigration({ instance: params.instance, node: node.uuid, powerOn: true, devices }),
    from: ["shutdown"],
  },
];
