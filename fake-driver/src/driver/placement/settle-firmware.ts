/**
 * Decides what a guest boots with.
 *
 * @see Requirements `placement/firmware-is-as-asked`, `placement/secure-boot-or-nothing`, `placement/stateless-firmware-is-stateless`
 */

import type { GuestFirmware, Instance, SecureBootPolicy } from "@virt-driver-kit/spec";
import type { NodeRecord } from "../../site/node-record.ts";
import type { HardwareRecord } from "../../site/placement-record.ts";
import { invalidRequest } from "../refusals.ts";
import type { Attempted } from "../attempted.ts";
import { refusal } from "./refuse-properties.ts";
import { pathOf, type Wanted } from "./wanted.ts";

/** What is told of a guest's firmware. */
export type FirmwareChoice = Required<Pick<HardwareRecord, "firmwareType" | "secureBoot" | "statelessFirmware">>;

/** What is asked of a guest's firmware. */
interface FirmwareDemand {
  readonly type: GuestFirmware["type"] | undefined;
  readonly isStateless: boolean;
  readonly secureBoot: SecureBootPolicy;
  /** Where the policy of secure boot stands, below the properties or the flavor's hardware. */
  readonly policyAt: string;
  /** Only UEFI can start a guest whose memory is encrypted. */
  readonly isEncrypted: boolean;
}

/**
 * Settles the firmware of a guest.
 *
 * @param about - What it is done for.
 * @param node - The node.
 * @param instance - The instance.
 * @param wanted - What it asks for.
 * @param usual - What a guest boots with that asks for nothing, where the node has it.
 * @throws `NOT_SUPPORTED` for what the node cannot do, `INVALID_REQUEST` for secure boot or memory encryption with a BIOS.
 */
export function settleFirmware(
  about: Attempted,
  node: NodeRecord,
  instance: Instance,
  wanted: Wanted,
  usual: GuestFirmware["type"],
): FirmwareChoice {
  const { firmware: offered, canBootSecurely } = node.hardware.machine;
  const demand = demandOf(wanted);
  refuseFirmware(about, node, instance, demand);
  const wantsSecureBoot = demand.secureBoot !== "disabled" && canBootSecurely;
  const best = wantsSecureBoot || demand.isEncrypted ? "uefi" : usual;
  const firmwareType = demand.type ?? (offered.includes(best) ? best : (offered[0] ?? "other"));
  return {
    firmwareType,
    secureBoot: firmwareType === "uefi" && wantsSecureBoot,
    statelessFirmware: demand.isStateless,
  };
}

function demandOf({ firmware, secureBoot, memory }: Wanted): FirmwareDemand {
  const uefi = firmware?.type === "uefi" ? firmware : undefined;
  return {
    type: firmware?.type,
    isStateless: uefi?.stateless === true,
    secureBoot: secureBoot ?? uefi?.secureBoot ?? "disabled",
    policyAt: secureBoot === undefined ? "firmware.secureBoot" : "secureBoot",
    isEncrypted: memory?.encryption !== undefined,
  };
}

function refuseFirmware(
  about: Attempted,
  { name, hardware: { machine } }: NodeRecord,
  instance: Instance,
  { type, secureBoot, policyAt, isEncrypted }: FirmwareDemand,
): void {
  const isRequired = secureBoot === "required";
  if (type === "bios" && isRequired)
    throw invalidRequest(about, pathOf(instance, policyAt), `is "required", and the firmware asked for is a BIOS`);
  if (type === "bios" && isEncrypted)
    throw invalidRequest(
      about,
      pathOf(instance, "memory.encryption"),
      "needs UEFI, and the firmware asked for is a BIOS",
    );
  if (type !== undefined && !machine.firmware.includes(type))
    throw refusal(about, name, pathOf(instance, "firmware.type"), type);
  const canBootSecurely = machine.firmware.includes("uefi") && machine.canBootSecurely;
  if (isRequired && !canBootSecurely) throw refusal(about, name, pathOf(instance, policyAt), secureBoot);
}
