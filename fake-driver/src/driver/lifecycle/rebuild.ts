/**
 * Making an instance anew in place.
 *
 * @see Requirements `rebuild/refuses-before-it-begins`, `rebuild/failure-leaves-the-instance`, `rebuild/ephemeral-disks-begin-blank`,
 *   `rebuild/preserves-ephemeral-disks`, `event/tells-a-rebuild-as-one`
 */

import type { Call, RebuildParams, RebuildResult } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { assertFits } from "../../site/assert-fits.ts";
import { addClaims } from "../../site/claim.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import { allOrNothing } from "../all-or-nothing.ts";
import { assertState, type Attempt, begin } from "../begin.ts";
import { cutOff } from "../cut-off.ts";
import type { GivenDevices } from "../devices/give-devices.ts";
import { type DriverContext, tell } from "../driver-context.ts";
import { type FetchedImage, fetchImage, fetchKernel } from "../images/fetch-image.ts";
import { giveKernel } from "../images/give-kernel.ts";
import { nodeOf } from "../not-found.ts";
import { placeGuest } from "../placement/place-guest.ts";
import { invalidRequest } from "../refusals.ts";
import { UndoList } from "../undo-list.ts";
import { withEffect } from "../with-effect.ts";
import { buildGuest } from "./build-guest.ts";
import { claimOf } from "./claim-of.ts";
import { described } from "./described.ts";
import { driverStateOf } from "./driver-state.ts";
import { FETCH_PERCENT } from "./fetch-percent.ts";
import { goBackToClaim } from "./go-back-to-claim.ts";
import { refuseBuild } from "./refuse-build.ts";
import { createRootDisk, presentRoot } from "./root-disk.ts";
import { hasRootVolume } from "./root-volume.ts";
import { giveUp, tearDown } from "./tear-down.ts";

/** A rebuild on its way. */
interface Rebuilding {
  readonly record: InstanceRecord;
  readonly node: NodeRecord;
  readonly params: RebuildParams;
  readonly step: StepContext;
  readonly call: Call;
}

/**
 * Makes an instance anew, with its identity kept.
 *
 * Until its guest is cut off a failure leaves it as it was. From then on one leaves it `shutdown`, with its devices and without a root disk
 * that could be booted, until a rebuild comes to its end.
 *
 * @param context - The driver's surroundings.
 * @param params - What it is to be. The password is ignored: the simulated guest has its administrator's from its image.
 * @param call - The call.
 */
export async function rebuild(context: DriverContext, params: RebuildParams, call: Call): Promise<RebuildResult> {
  const { uuid } = params.instance;
  const about = { operation: "rebuild", attempt: `rebuild instance "${uuid}"`, instanceUuid: uuid };
  const { step, record } = begin(context, about, call);
  assertState(step, record, ["running", "paused", "shutdown", "crashed", "suspended"]);
  const node = assertCanBegin(context, about, record, params);
  const work: Rebuilding = { record, node, params, step, call };
  const image = await prepare(context, work);
  const undo = new UndoList();
  undo.push(() =>
    context.hypervisor.undo("deleteDisk", step, () => {
      giveUp(context, record);
      goBackToClaim(context.hypervisor.host, record);
    }),
  );
  try {
    const { attachedVolumes, taggedDevices } = await build(context, work, image, undo);
    tell(context, record, "rebuilt", call);
    return { driverState: driverStateOf(record), attachedVolumes, taggedDevices };
  } catch (thrown) {
    undo.run();
    throw withEffect(thrown, "partial");
  }
}

function assertCanBegin(
  context: DriverContext,
  about: Attempt,
  record: InstanceRecord,
  params: RebuildParams,
): NodeRecord {
  const node = nodeOf(context.hypervisor.look(about.attempt), record.node, about.attempt);
  const { name } = params.instance;
  if (name !== record.name) {
    const problem = `is "${name}", and the instance is called "${record.name}"`;
    throw invalidRequest(about, "params.instance.name", problem);
  }
  refuseBuild(context, about, node, record, params);
  return node;
}

/**
 * All that is done before the old guest is touched: fetching the image, taking the room that the new one needs beside the old, and last
 * the cutting off itself.
 *
 * @returns The image; null where a volume is the root disk.
 * @throws With effect `none`; the instance is then as it was.
 */
async function prepare(context: DriverContext, work: Rebuilding): Promise<FetchedImage | null> {
  const { record, params, step, call } = work;
  const undo = new UndoList();
  return allOrNothing(undo, async () => {
    const image = hasRootVolume(params.devices, record) ? null : await fetch(context, work);
    await fetchKernel(context, step, call, record.node, params.instance.image);
    await takeRoom(context, work, undo);
    call.reportProgress({ step: "stopping the guest", percent: 40 });
    await cutOff(context, step, record);
    return image;
  });
}

const fetch = (context: DriverContext, { record, params, step, call }: Rebuilding): Promise<FetchedImage> =>
  fetchImage(context, step, call, record.node, params.instance.image, {
    rootGib: params.instance.flavor.rootGib,
    percent: FETCH_PERCENT,
  });

/** Claims what the old and the new each hold at most: until the new one is there the old one may have to come back. */
async function takeRoom(
  { hypervisor }: DriverContext,
  { record, node, params: { instance, devices }, step }: Rebuilding,
  undo: UndoList,
): Promise<void> {
  const { host } = hypervisor;
  const old = record.claim;
  const wanted = claimOf(instance.flavor, hasRootVolume(devices, record));
  await hypervisor.change("allocateResources", step, () => {
    assertFits(step.attempt, node, addClaims(host.used(node.uuid), old, -1), wanted);
    record.claimBefore = old;
    host.claimAnew(record, {
      vcpus: Math.max(old.vcpus, wanted.vcpus),
      memoryMib: Math.max(old.memoryMib, wanted.memoryMib),
      localGib: Math.max(old.localGib, wanted.localGib),
    });
  });
  undo.push(() => hypervisor.undo("allocateResources", step, () => goBackToClaim(host, record)));
}

async function build(
  context: DriverContext,
  { record, node, params, step, call }: Rebuilding,
  image: FetchedImage | null,
  undo: UndoList,
): Promise<GivenDevices> {
  const { instance, devices, injectedFiles, powerOn, preserveEphemeral = false } = params;
  const { host } = context.hypervisor;
  await tearDown(context, step, record, { instance, devices, preserveEphemeral });
  Object.assign(record, {
    description: described(instance),
    claimBefore: null,
    ...placeGuest(context, instance, node),
  });
  host.claimAnew(record, claimOf(instance.flavor, image === null));
  if (image !== null) {
    presentRoot(context, step, record, instance, devices);
    await createRootDisk(context, step, call, record, { instance, devices, image, undo });
  }
  await giveKernel(context, step, call, record, instance.image, undo);
  return buildGuest(context, step, call, record, { instance, devices, injectedFiles, powerOn, undo, afresh: true });
}
