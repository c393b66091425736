/** The one place where the core's record of an instance becomes a server of the Compute API. Only here names have underscores and colons. */
import type { PowerState } from "@virt-driver-kit/spec";
import type { Instance } from "../compute/instance.ts";
import type { VmState } from "../compute/vm-state.ts";
import { links, timestamp } from "./view.ts";

/** @see Nova nova/objects/fields.py InstancePowerState */
const POWER_STATE_NUMBER: Readonly<Record<PowerState, number>> = {
  pending: 0,
  running: 1,
  paused: 3,
  shutdown: 4,
  crashed: 6,
  suspended: 7,
};

/** @see Nova nova/api/openstack/common.py _STATE_MAP */
const STATUS: Readonly<Record<VmState, string>> = {
  building: "BUILD",
  active: "ACTIVE",
  paused: "PAUSED",
  stopped: "SHUTOFF",
  error: "ERROR",
  deleted: "DELETED",
};

/** The status that users see. */
export function statusOf({ vmState, taskState }: Instance): string {
  if (vmState === "active" && taskState === "rebooting") return "REBOOT";
  if (vmState === "active" && taskState === "rebooting_hard") return "HARD_REBOOT";
  return STATUS[vmState];
}

/** A server in a list. */
export function serverSummary(instance: Instance, baseUrl: string): object {
  return { id: instance.uuid, name: instance.name, links: links(baseUrl, "servers", instance.uuid) };
}

/** A server in full. */
export function serverView(instance: Instance, baseUrl: string): object {
  const { uuid, name, flavor, image, fault, vmState } = instance;
  return {
    id: uuid,
    name,
    status: statusOf(instance),
    "OS-EXT-STS:vm_state": vmState,
    "OS-EXT-STS:task_state": instance.taskState,
    "OS-EXT-STS:power_state": POWER_STATE_NUMBER[instance.powerState],
    "OS-EXT-SRV-ATTR:hypervisor_hostname": instance.node,
    "OS-EXT-SRV-ATTR:instance_name": name,
    "OS-SRV-USG:launched_at": instance.launchedAtMs === null ? null : timestamp(instance.launchedAtMs),
    "OS-SRV-USG:terminated_at": instance.terminatedAtMs === null ? null : timestamp(instance.terminatedAtMs),
    "OS-DCF:diskConfig": "MANUAL",
    "os-extended-volumes:volumes_attached": [],
    created: timestamp(instance.createdAtMs),
    updated: timestamp(instance.updatedAtMs),
    flavor: { id: flavor.name, links: links(baseUrl, "flavors", flavor.name) },
    image: { id: image.id, links: links(baseUrl, "images", image.id) },
    addresses: {},
    metadata: {},
    progress: instance.progress,
    ...(vmState === "error" && fault
      ? { fault: { code: fault.code, message: fault.message, created: timestamp(fault.createdAtMs) } }
      : {}),
    links: links(baseUrl, "servers", uuid),
  };
}
