/**
 * What a volume service must know of a host.
 *
 * @see Requirements `getVolumeConnector/is-stable`, `getVolumeConnector/names-what-it-accepts-by`
 */

import { createHash } from "node:crypto";
import type { GetVolumeConnectorParams, VolumeConnector } from "@virt-driver-kit/spec";
import { uuidOf } from "../../site/node-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { nodeOf } from "../not-found.ts";

/** What the first hexadecimal digit of a name in Fibre Channel says: it follows from a registered company. */
const REGISTERED = "5";

/** Tells of the host of a node. All of it follows from the seed and the host's name, so it is the same in each run. */
export function volumeConnector(
  { hypervisor, site, persona }: DriverContext,
  { node }: GetVolumeConnectorParams,
): VolumeConnector {
  const attempt = `read the volume connector of node "${node}"`;
  const view = hypervisor.look(attempt);
  const { architecture } = nodeOf(view, node, attempt);
  const accepted = (protocol: "iscsi" | "nvmeof" | "fibreChannel"): boolean =>
    persona.accepts.volumeProtocols?.includes(protocol) !== false;
  const identity = (of: string): string => `vdk-fake-driver/${site.seed}/${view.name}/${of}`;
  const nvmeHostId = uuidOf(identity("nvme"));
  return {
    host: view.name,
    ipAddress: addressOf(identity("address")),
    multipath: true,
    platform: architecture,
    osType: "linux",
    ...(accepted("iscsi") ? { initiator: `iqn.2026-01.org.example:${view.name}-${site.seed}` } : {}),
    ...(accepted("nvmeof") ? { nqn: `nqn.2014-08.org.nvmexpress:uuid:${nvmeHostId}`, nvmeHostId } : {}),
    ...(accepted("fibreChannel")
      ? { wwpns: [wwnOf(identity("port-1")), wwnOf(identity("port-2"))], wwnns: [wwnOf(identity("adapter"))] }
      : {}),
  };
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

const wwnOf = (identity: string): string => REGISTERED + digest(identity).slice(0, 15);

/** An address in the block that is set aside for examples. */
const addressOf = (identity: string): string =>
  `192.0.2.${1 + (Number.parseInt(digest(identity).slice(0, 4), 16) % 254)}`;
