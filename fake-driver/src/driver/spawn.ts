/**
 * The steps of building an instance, all or nothing.
 *
 * @see Requirements `spawn/leaves-nothing-when-it-fails`, `spawn/survives-failure-at-each-step`, `spawn/leaves-nothing-when-cancelled`
 */

import { type Call, DriverError, type Instance, type SpawnParams, type SpawnResult } from "@virt-driver-kit/spec";
import type { StepContext } from "../hypervisor/backend-link.ts";
import { assertFits } from "../hypervisor/assert-fits.ts";
import type { Claim, InstanceRecord } from "../hypervisor/instance-record.ts";
import type { NodeRecord } from "../hypervisor/node-record.ts";
import { assertImageSuits, readCheckedImage } from "./check-image.ts";
import { type DriverContext, tell } from "./driver-context.ts";
import { internalIdOf } from "./internal-id.ts";
import { nodeOf } from "./not-found.ts";
import { withEffect } from "./with-effect.ts";

/** What the driver wants back from the caller is in this format. */
const DRIVER_STATE = { format: "vdk-fake-driver", version: 1 } as const;

/**
 * Builds an instance.
 *
 * What can be refused without asking the hypervisor to do anything is refused first, and takes no time. From the first step on, a failure
 * or a cancellation takes back all that was made; a disk kept by an earlier `destroy` stays as it was.
 *
 * @param context - The driver's surroundings.
 * @param params - What to build. The password is ignored: the simulated guest has no administrator.
 * @param call - The call.
 */
export async function spawn(context: DriverContext, params: SpawnParams, call: Call): Promise<SpawnResult> {
  const { instance } = params;
  const attempt = `spawn instance "${instance.uuid}"`;
  const node = assertCanBegin(context, params, attempt);
  const step: StepContext = { attempt, signal: call.signal };
  const { uuid, name } = instance;
  call.reportProgress({ step: "allocating resources", percent: 0 });
  const record = await context.hypervisor
    .allocate(step, { uuid, name, claim: claimOf(instance) }, node)
    .catch((thrown: unknown) => {
      throw withEffect(thrown, "none");
    });
  try {
    await build(context, record, params, call, step);
  } catch (thrown) {
    throw withEffect(thrown, context.hypervisor.discard(record) ? "none" : "partial");
  }
  tell(context, record, "spawned", call);
  const data = Buffer.from(internalIdOf(record)).toString("base64");
  return { driverState: { ...DRIVER_STATE, data } };
}

function assertCanBegin({ hypervisor }: DriverContext, { instance, node }: SpawnParams, attempt: string): NodeRecord {
  const site = hypervisor.look(attempt);
  if (site.instance(instance.uuid) !== undefined) {
    throw new DriverError("INSTANCE_EXISTS", `Cannot ${attempt}: there is one already`, {
      effect: "none",
      details: { instanceUuid: instance.uuid },
    });
  }
  const record = nodeOf(site, node, attempt);
  assertImageSuits(attempt, instance.image, instance.flavor);
  assertFits(attempt, record, site.used(node), claimOf(instance));
  return record;
}

async function build(
  { hypervisor }: DriverContext,
  record: InstanceRecord,
  { instance, powerOn }: SpawnParams,
  call: Call,
  step: StepContext,
): Promise<void> {
  if (hypervisor.look(step.attempt).disk(record.uuid, record.node) === undefined) {
    call.reportProgress({ step: "fetching the image", percent: 5 });
    await hypervisor.fetchImage(step);
    const file = await readCheckedImage(step.attempt, instance.image, call.signal);
    call.reportProgress({ step: "making the disk", percent: 40 });
    await hypervisor.createDisk(step, record, file);
  }
  call.reportProgress({ step: "defining the instance", percent: 70 });
  await hypervisor.define(step, record, powerOn);
  if (!powerOn) return;
  call.reportProgress({ step: "starting the guest", percent: 85 });
  await hypervisor.start(step, record);
}

function claimOf({ flavor }: Instance): Claim {
  return { vcpus: flavor.vcpus, memoryMib: flavor.memoryMib, localGib: flavor.rootGib };
}
