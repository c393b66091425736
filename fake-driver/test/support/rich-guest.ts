/** A guest with volumes and interfaces of several kinds, and what it has at either end of a move. */

import { randomUUID } from "node:crypto";
import type { GuestDevices, LiveMigrationVif, NetworkInterface, VifBinding } from "@virt-driver-kit/spec";
import type { AttachedSite, Move } from "./attached-site.ts";
import { networkInterface } from "./network-interface.ts";
import { attachmentOf, rawVolume } from "./volume-files.ts";

/** A guest as its caller knows it. */
export interface RichGuest extends Move {
  readonly sourceDevices: GuestDevices;
  readonly devices: GuestDevices;
  readonly volumeIds: readonly string[];
  readonly portIds: readonly string[];
}

const boundTo = (from: NetworkInterface, binding: VifBinding): NetworkInterface => ({ ...from, binding });

/** Spawns a guest with two volumes, an interface on a bridge, and one that is a virtual function of its host's. */
export async function richGuest(site: AttachedSite, directory: string): Promise<RichGuest> {
  const volumes = [attachmentOf(rawVolume(directory)), attachmentOf(rawVolume(directory))];
  const bridged = networkInterface({ vifType: "bridge", bridgeName: "br-source" });
  const passed = networkInterface(
    { vifType: "hostdev", pciAddress: "0000:3b:00.2" },
    { vnicType: "direct", tag: "fast" },
  );
  const interfaces: LiveMigrationVif[] = [
    {
      portId: bridged.portId,
      source: bridged,
      destination: boundTo(bridged, { vifType: "bridge", bridgeName: "br-destination" }),
    },
    {
      portId: passed.portId,
      source: passed,
      destination: boundTo(passed, { vifType: "hostdev", pciAddress: "0000:3b:00.3" }),
    },
  ];
  const devicesAt = (end: "source" | "destination"): GuestDevices => ({
    blockDevices: { volumes },
    networkInterfaces: interfaces.map((vif) => vif[end]),
  });
  const params = site.source.spawnParams({ uuid: randomUUID() });
  await site.source.driver.spawn({ ...params, devices: devicesAt("source") });
  await site.source.advance(500);
  return {
    instanceUuid: params.instance.uuid,
    sourceDevices: devicesAt("source"),
    devices: devicesAt("destination"),
    additions: { networkInterfaces: interfaces },
    volumeIds: volumes.map(({ volumeId }) => volumeId),
    portIds: interfaces.map(({ portId }) => portId),
  };
}
