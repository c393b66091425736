/**
 * Decides on the trusted platform module of a guest and on the encryption of its memory.
 *
 * @see Requirements `placement/vtpm-is-as-asked`, `placement/memory-encryption-or-nothing`
 */

import type { Instance } from "@virt-driver-kit/spec";
import type { HardwareRecord } from "../../site/placement-record.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { Attempted } from "../attempted.ts";
import { refusal } from "./refuse-properties.ts";
import { pathOf, type Wanted } from "./wanted.ts";

/**
 * Settles the trusted platform module of a guest.
 *
 * @returns Its version; empty where none is asked for.
 * @throws `NOT_SUPPORTED` for a version that the node cannot give, or a model that it cannot give with that version.
 */
export function settleTpm(
  about: Attempted,
  { name, hardware: { machine } }: NodeRecord,
  instance: Instance,
  { tpm }: Wanted,
): Pick<HardwareRecord, "tpmVersion"> {
  if (tpm === undefined) return {};
  const models = machine.tpmModels[tpm.version];
  if (models === undefined) throw refusal(about, name, pathOf(instance, "tpm.version"), tpm.version);
  if (tpm.model !== undefined && !models.includes(tpm.model))
    throw refusal(about, name, pathOf(instance, "tpm.model"), tpm.model);
  return { tpmVersion: tpm.version };
}

/**
 * Settles how a guest's memory is encrypted.
 *
 * @returns The way; empty where none is asked for.
 * @throws `NOT_SUPPORTED` for a way that the node has not. Whether it has room is not looked at.
 */
export function settleEncryption(
  about: Attempted,
  { name, hardware: { machine } }: NodeRecord,
  instance: Instance,
  { memory }: Wanted,
): Pick<HardwareRecord, "memoryEncryption"> {
  const model = memory?.encryption;
  if (model === undefined) return {};
  if (machine.memoryEncryption.some((contexts) => contexts.model === model)) return { memoryEncryption: model };
  throw refusal(about, name, pathOf(instance, "memory.encryption"), model);
}
