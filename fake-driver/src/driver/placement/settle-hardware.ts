/** Decides what the hardware of a guest is: what flavor and image ask for, and the driver's own choice where they are silent. */

import type { CpuModel, GuestFirmware, Instance } from "@virt-driver-kit/spec";
import type { Persona } from "../../personas/persona.ts";
import type { HardwareRecord } from "../../site/placement-record.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { Attempted } from "../attempted.ts";
import { refuseContradictions } from "./refuse-contradictions.ts";
import { refuseForeignGuests, refuseProperties } from "./refuse-properties.ts";
import { settleFirmware } from "./settle-firmware.ts";
import { settleEncryption, settleTpm } from "./settle-security.ts";
import { wantedBy, type Wanted } from "./wanted.ts";

/** What the driver gives guests that ask for nothing. */
export interface HardwareDefaults {
  readonly firmware: GuestFirmware["type"];
  readonly serialPorts: number;
}

/**
 * Settles the hardware of a guest. The same instance gets the same hardware each time on equal nodes.
 *
 * @param about - What it is done for.
 * @param node - The node that the guest is to be on.
 * @param instance - What is asked for.
 * @param kind - What kind of guest it is. Only a machine has hardware of its own; a container has what it runs on.
 * @param defaults - What the driver goes by where nobody asks for anything, as far as the node has it.
 * @throws `NOT_SUPPORTED` for what cannot be obeyed, `INVALID_REQUEST` for what contradicts itself.
 * @see Requirement `placement/choices-last`
 */
export function settleHardware(
  about: Attempted,
  node: NodeRecord,
  instance: Instance,
  kind: Persona["guest"]["kind"],
  defaults: HardwareDefaults,
): HardwareRecord {
  const wanted = wantedBy(instance);
  refuseForeignGuests(about, node, instance, wanted);
  refuseProperties(about, node, instance, wanted);
  refuseContradictions(about, instance, wanted);
  const { machine } = node.hardware;
  const architecture = wanted.platform?.architecture ?? node.architecture;
  if (kind === "container") return { architecture };
  return {
    architecture,
    platformType: wanted.platform?.platformType ?? machine.platformTypes[0] ?? "none",
    ...settleFirmware(about, node, instance, wanted, defaults.firmware),
    cpuModel: cpuModelOf(node, wanted),
    cpuTopology: wanted.cpu?.topology ?? { sockets: instance.flavor.vcpus, cores: 1, threads: 1 },
    ...settleEncryption(about, node, instance, wanted),
    ...settleTpm(about, node, instance, wanted),
    serialPortCount: wanted.devices?.serialPortCount ?? defaults.serialPorts,
  };
}

function cpuModelOf({ architecture, hardware: { cpu } }: NodeRecord, { platform }: Wanted): CpuModel {
  const { vendor, model } = cpu;
  return { mode: "host-model", architecture: platform?.architecture ?? architecture, vendor, model };
}
