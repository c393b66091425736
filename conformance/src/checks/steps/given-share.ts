// Shared file systems for checks. Only a simulated host can mount one that nobody serves.
import type { MountShareParams, UmountShareResult } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";

/** A share as the operations take it. */
export type Share = MountShareParams["share"];

/** Makes a share of an NFS server. By a name of RFC 6761 if no server is to answer. */
export function newShare(t: CheckContext, server: string = "192.0.2.50"): Share {
  const shareId = t.uuid();
  return { protocol: "nfs", shareId, tag: `vdk-${shareId}`, exportLocation: `${server}:/vdk/${shareId}` };
}

/** Mounts a share for an instance, which need not be there, and gives it up when the check ends. */
export async function mount(t: CheckContext, instanceUuid: string, share: Share): Promise<void> {
  t.onCleanup(async () => {
    // Nobody may use it any more when it is given up.
    await t.driver.destroy({ instanceUuid, destroyDisks: true }).catch(() => undefined);
    await umount(t, instanceUuid, share).catch(() => undefined);
  });
  await t.driver.mountShare({ instanceUuid, node: t.node.uuid, share });
}

/** Gives up an instance's use of a share. */
function umount(t: CheckContext, instanceUuid: string, share: Share): Promise<UmountShareResult> {
  return t.driver.umountShare({ instanceUuid, node: t.node.uuid, share });
}

/** Gives up an instance's use of a share, and checks what the driver says of others. */
export async function expectInUse(
  t: CheckContext,
  instanceUuid: string,
  share: Share,
  expected: boolean,
  when: string,
): Promise<void> {
  t.expectEqual((await umount(t, instanceUuid, share)).isInUse, expected, `isInUse of umountShare ${when}`);
}
