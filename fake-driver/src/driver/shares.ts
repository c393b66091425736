/** The operations of group `shares`. */

import type {
  Call,
  ComputeDriver,
  MountShareParams,
  UmountShareParams,
  UmountShareResult,
} from "@virt-driver-kit/spec";
import type { Host } from "../site/host.ts";
import type { MountRecord } from "../site/interface-record.ts";
import { assertState, type Attempt, stepOf } from "./begin.ts";
import type { DriverContext } from "./driver-context.ts";
import { nodeOf } from "./not-found.ts";
import { asMountFailure, assertMountable, storedShare } from "./shares/mount-failure.ts";

type ShareOperation = "mountShare" | "umountShare";

/** Makes the operations of group `shares`. */
export function shareOperations(context: DriverContext): Required<Pick<ComputeDriver, ShareOperation>> {
  return {
    mountShare: (params, call) => mountShare(context, params, call),
    umountShare: (params, call) => umountShare(context, params, call),
  };
}

/** Mounts the share if it is not, and counts the instance as a user once. */
async function mountShare(
  { hypervisor, site }: DriverContext,
  { instanceUuid, node, share }: MountShareParams,
  call: Call,
): Promise<Record<string, never>> {
  const about = aboutShare("mountShare", "mount", share.shareId, instanceUuid);
  nodeOf(hypervisor.look(about.attempt), node, about.attempt);
  const { host } = hypervisor;
  const step = stepOf(about, call);
  if (findMount(host, node, share.shareId)?.users.includes(instanceUuid) === true) return {};
  await hypervisor
    .change("mountShare", step, () => {
      const mount = findMount(host, node, share.shareId);
      if (mount === undefined) {
        assertMountable(step, site, share);
        host.record.mounts.push({ node, share: storedShare(share), users: [instanceUuid] });
      } else if (!mount.users.includes(instanceUuid)) {
        mount.users.push(instanceUuid);
      }
      host.recordChanged();
    })
    .catch((thrown: unknown) => {
      throw asMountFailure(step, share, "mounted", thrown);
    });
  return {};
}

/** Counts the instance as a user no more, and unmounts the share if it was the last. */
async function umountShare(
  { hypervisor }: DriverContext,
  { instanceUuid, node, share }: UmountShareParams,
  call: Call,
): Promise<UmountShareResult> {
  const about = aboutShare("umountShare", "unmount", share.shareId, instanceUuid);
  const view = hypervisor.look(about.attempt);
  nodeOf(view, node, about.attempt);
  const { host } = hypervisor;
  const step = stepOf(about, call);
  const record = view.instance(instanceUuid);
  if (record !== undefined) {
    hypervisor.settle(record);
    assertState(step, record, ["pending", "shutdown", "crashed", "suspended"]);
  }
  const users = findMount(host, node, share.shareId)?.users ?? [];
  const isInUse = users.some((user) => user !== instanceUuid);
  if (!users.includes(instanceUuid)) return { isInUse };
  await hypervisor
    .change("unmountShare", step, () => removeUser(host, node, share.shareId, instanceUuid))
    .catch((thrown: unknown) => {
      throw asMountFailure(step, share, "unmounted", thrown);
    });
  return { isInUse };
}

function aboutShare(operation: ShareOperation, verb: string, shareId: string, instanceUuid: string): Attempt {
  return { operation, attempt: `${verb} share "${shareId}" for instance "${instanceUuid}"`, instanceUuid };
}

function findMount({ record }: Host, node: string, shareId: string): MountRecord | undefined {
  return record.mounts.find((mount) => mount.node === node && mount.share.shareId === shareId);
}

function removeUser(host: Host, node: string, shareId: string, instanceUuid: string): void {
  const mount = findMount(host, node, shareId);
  if (mount === undefined) return;
  mount.users = mount.users.filter((user) => user !== instanceUuid);
  if (mount.users.length === 0) host.record.mounts = host.record.mounts.filter((other) => other !== mount);
  host.recordChanged();
}
