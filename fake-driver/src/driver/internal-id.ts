import { createHash } from "node:crypto";
import type { Persona } from "../personas/persona.ts";
import type { InstanceRecord } from "../site/instance-record.ts";

/** A place in the pattern of a persona, such as `{serial}` or `{serial:05X}`. */
const PLACE = /\{(serial|uuid|node|digest)(?::0(\d+)X)?\}/g;

/** Names an instance as the persona's hypervisor does itself. */
export function internalIdOf({ guest }: Pick<Persona, "guest">, { serial, uuid, node }: InstanceRecord): string {
  return guest.internalId.replaceAll(PLACE, (_, name: string, width: string | undefined) => {
    if (name === "uuid") return uuid;
    if (name === "node") return node;
    if (name === "digest") return createHash("sha256").update(uuid).digest("hex");
    return width === undefined ? String(serial) : serial.toString(16).toUpperCase().padStart(Number(width), "0");
  });
}
