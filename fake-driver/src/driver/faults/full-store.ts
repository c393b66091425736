import type { StorageFullFault } from "@virt-driver-kit/spec";
import { holdIn } from "../../faults/hold-in.ts";
import { nodeOf } from "../not-found.ts";
import type { EndOfFault, FaultContext } from "./set-fault.ts";

/** Fills the store of a node. Steps that need room fail from then on, see `hasRoom`, and guests that write are held. */
export function fillStore({ hypervisor, site }: FaultContext, { node }: StorageFullFault): EndOfFault {
  nodeOf(hypervisor.inside, node, `fill the store of node "${node}"`);
  const end = holdIn(site.fullStores, hypervisor.host.pool(node).id);
  for (const other of site.hypervisors) for (const record of other.host.instances) other.holdIfStuck(record);
  return end;
}
