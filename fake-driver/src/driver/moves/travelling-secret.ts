/**
 * The secret of a trusted platform module on its way to another host.
 *
 * A node keeps of it what stands for it, its digest; so that is what travels, and what the destination keeps.
 */

import type { LiveMigrateData, VtpmSecret } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { KeptSecret } from "../../site/host-record.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { DriverContext } from "../driver-context.ts";
import type { UndoList } from "../undo-list.ts";

/** What has to travel of an instance's secret; undefined where its node keeps none. */
export function travellingSecretOf(
  { hypervisor }: DriverContext,
  { uuid, node }: InstanceRecord,
): VtpmSecret | undefined {
  const kept = hypervisor.host.record.secrets.find((secret) => secret.instanceUuid === uuid && secret.node === node);
  if (kept === undefined) return undefined;
  return { use: "vtpm", value: Buffer.from(kept.digest, "hex").toString("base64"), keepOnHost: true };
}

/** Has a node keep the secret that migration data brings, as the source's kept it. Takes no step where there is none, or it is kept. */
export async function keepTravelledSecret(
  { hypervisor }: DriverContext,
  step: StepContext,
  { uuid, node }: Pick<InstanceRecord, "uuid" | "node">,
  { vtpmSecret }: Pick<LiveMigrateData, "vtpmSecret">,
  undo: UndoList,
): Promise<void> {
  const { host } = hypervisor;
  if (vtpmSecret?.keepOnHost !== true) return;
  const digest = Buffer.from(vtpmSecret.value, "base64").toString("hex");
  if (host.record.secrets.some((kept) => kept.instanceUuid === uuid && kept.node === node && kept.digest === digest))
    return;
  const before = host.record.secrets.filter(({ instanceUuid }) => instanceUuid === uuid);
  const keep = (kept: readonly KeptSecret[]): void => {
    host.record.secrets = [...host.record.secrets.filter(({ instanceUuid }) => instanceUuid !== uuid), ...kept];
    host.recordChanged();
  };
  await hypervisor.change("createTpm", step, () => keep([{ instanceUuid: uuid, node, digest }]));
  undo.push(() => hypervisor.undo("removeTpm", step, () => keep(before)));
}
