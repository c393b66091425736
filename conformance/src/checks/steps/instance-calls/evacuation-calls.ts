// Operations by which two hosts find out whether they share the disks of an instance. No state of the instance is refused.
import type { SharedStorageProbe } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../../harness/check-context.ts";
import { askLocally } from "../shared-storage.ts";
import { type InstanceCall, plain } from "./instance-call.ts";

/** A probe that is nowhere. */
function noProbe(t: CheckContext): SharedStorageProbe {
  return { location: t.newFile(`no-probe-${t.uuid()}`), token: t.uuid() };
}

/** The operations of evacuations. */
export const evacuationCalls: readonly InstanceCall[] = [
  plain("checkInstanceSharedStorageLocal", (t, { uuid }, options) => askLocally(t, uuid, options)),
  plain("checkInstanceSharedStorageRemote", (t, { target, node }) =>
    t.driver.checkInstanceSharedStorageRemote({ ...target, node: node.uuid, probe: noProbe(t) }),
  ),
  {
    operation: "checkInstanceSharedStorageCleanup",
    prepare: async (t, { uuid, target, node }) => {
      const { probe = noProbe(t) } = await t.given("checkInstanceSharedStorageLocal", () => askLocally(t, uuid));
      const params = { ...target, node: node.uuid, probe };
      return (_, options) => t.driver.checkInstanceSharedStorageCleanup(params, options);
    },
  },
  plain("instanceOnDisk", (t, { target, node }) => t.driver.instanceOnDisk({ ...target, node: node.uuid })),
];
