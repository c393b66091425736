// A guest on the hypervisor that did not come through the driver, and what reads show of it.
import type { ForeignGuestFault, ForeignInstanceSummary } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { readInstances } from "../../harness/read-all.ts";

/** A foreign guest. */
export type ForeignGuest = Omit<ForeignGuestFault, "kind">;

/** Puts a foreign guest on the node of the check, until the faults are ended. It runs under this uuid and name. */
export async function givenForeignGuest(
  t: CheckContext,
  changes: Partial<ForeignGuest> & { readonly name: string },
): Promise<ForeignGuest> {
  const guest = { node: t.node.uuid, vcpus: 1, memoryMib: 64, localGib: 1, ...changes };
  await t.fault({ kind: "foreignGuest", ...guest });
  return guest;
}

/** The entries of `listInstances` that are foreign and of a name. */
export async function foreignEntries(t: CheckContext, name: string): Promise<ForeignInstanceSummary[]> {
  const entries = await readInstances(t.driver);
  return entries.filter(
    (entry): entry is ForeignInstanceSummary => entry.ownership === "foreign" && entry.name === name,
  );
}
