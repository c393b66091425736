/**
 * Building a new instance, all or nothing.
 *
 * @see Requirements `spawn/leaves-nothing-when-it-fails`, `spawn/survives-failure-at-each-step`, `spawn/leaves-nothing-when-cancelled`
 */

import type { Call, SpawnParams, SpawnResult } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import { allOrNothing } from "../all-or-nothing.ts";
import { assertAbsent } from "../assert-absent.ts";
import { type Attempt, stepOf } from "../begin.ts";
import type { GivenDevices } from "../devices/give-devices.ts";
import { type DriverContext, tell } from "../driver-context.ts";
import { fetchImage } from "../images/fetch-image.ts";
import { giveKernel } from "../images/give-kernel.ts";
import { takeUpDisks } from "../migration/disks-aside.ts";
import { nodeOf } from "../not-found.ts";
import { UndoList } from "../undo-list.ts";
import { allocate } from "./allocate.ts";
import { buildGuest } from "./build-guest.ts";
import { driverStateOf } from "./driver-state.ts";
import { FETCH_PERCENT } from "./fetch-percent.ts";
import { refuseBuild } from "./refuse-build.ts";
import { assertOpens, createRootDisk, presentRoot, ROOT } from "./root-disk.ts";
import { hasRootVolume } from "./root-volume.ts";

/**
 * Builds an instance.
 *
 * What can be refused without asking the hypervisor to do anything is refused first, and takes no time. From the first step on, a failure
 * or a cancellation takes back all that was made; a disk kept by an earlier `destroy` stays as it was.
 *
 * @param context - The driver's surroundings.
 * @param params - What to build. The password is ignored: the simulated guest has its administrator's from its image.
 * @param call - The call.
 */
export async function spawn(context: DriverContext, params: SpawnParams, call: Call): Promise<SpawnResult> {
  const { instance, devices } = params;
  const { uuid } = instance;
  const about = { operation: "spawn", attempt: `spawn instance "${uuid}"`, instanceUuid: uuid };
  const node = assertCanBegin(context, about, params);
  const step = stepOf(about, call);
  const undo = new UndoList();
  call.reportProgress({ step: "allocating resources", percent: 0 });
  return allOrNothing(undo, async () => {
    await takeUpDisks(context, step, uuid, node.uuid);
    const record = await allocate(context, step, { instance, devices, node }, undo);
    const { attachedVolumes, taggedDevices } = await build(context, step, call, { record, params, undo });
    tell(context, record, "spawned", call);
    return { driverState: driverStateOf(record), attachedVolumes, taggedDevices };
  });
}

function assertCanBegin(context: DriverContext, about: Attempt, params: SpawnParams): NodeRecord {
  const host = context.hypervisor.look(about.attempt);
  assertAbsent(host, params.instance.uuid, about.attempt);
  const node = nodeOf(host, params.node, about.attempt);
  refuseBuild(context, about, node, null, params);
  return node;
}

async function build(
  context: DriverContext,
  step: StepContext,
  call: Call,
  { record, params, undo }: { readonly record: InstanceRecord; readonly params: SpawnParams; readonly undo: UndoList },
): Promise<GivenDevices> {
  const { instance, devices, injectedFiles, powerOn } = params;
  if (!hasRootVolume(devices, record)) {
    presentRoot(context, step, record, instance, devices);
    // A disk that an earlier destroy kept is the instance's own, and is started from.
    const kept = context.hypervisor.host.disk(record.uuid, record.node, ROOT);
    if (kept !== undefined) {
      assertOpens(step, kept, devices);
    } else {
      call.reportProgress({ step: "fetching the image", percent: 5 });
      const image = await fetchImage(context, step, call, record.node, instance.image, {
        rootGib: instance.flavor.rootGib,
        percent: FETCH_PERCENT,
      });
      await createRootDisk(context, step, call, record, { instance, devices, image, undo });
    }
  }
  await giveKernel(context, step, call, record, instance.image, undo);
  return buildGuest(context, step, call, record, { instance, devices, injectedFiles, powerOn, undo });
}
