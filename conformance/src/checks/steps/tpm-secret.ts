// The secret of a trusted platform module, as calls that start a guest carry it.
import { Buffer } from "node:buffer";

import type { GuestDevices } from "@virt-driver-kit/spec";

/** What the state of the module is encrypted with, base64. */
const VALUE = Buffer.from("virt-driver-kit trusted platform module").toString("base64");

/**
 * Devices with the secret and nothing else.
 *
 * @param keepOnHost - Whether the node keeps it, so that later calls need not carry it.
 */
export function tpmSecret(keepOnHost: boolean = false): GuestDevices {
  return { secrets: [{ use: "vtpm", value: VALUE, ...(keepOnHost && { keepOnHost }) }] };
}
