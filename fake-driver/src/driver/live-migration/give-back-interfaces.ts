import type { TaggedDevice } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { deviceBehind } from "../../site/host-devices.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { asPlugFailure } from "../interfaces/plug-failure.ts";

/**
 * Gives a guest that is there the interfaces that were taken from it so that it could move: those that are devices of its host. One that it
 * has takes no step.
 *
 * @returns Where the guest finds those of them that have a tag.
 * @throws `INTERFACE_PLUG_FAILED`, or what else a step throws. The same call goes on from there.
 */
export async function giveBackInterfaces(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
): Promise<TaggedDevice[]> {
  const given: TaggedDevice[] = [];
  if (record.run === null) return given;
  for (const has of record.interfaces) {
    const { networkInterface, address } = has;
    if (has.isInGuest || deviceBehind(networkInterface) === undefined) continue;
    await hypervisor
      .change("attachDevice", step, () => {
        has.isInGuest = true;
        hypervisor.changed(record);
      })
      .catch((thrown: unknown) => {
        throw asPlugFailure(step, networkInterface, thrown);
      });
    const { tag, portId } = networkInterface;
    if (tag !== undefined) given.push({ tag, deviceId: portId, bus: "pci", address });
  }
  return given;
}
