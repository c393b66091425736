/**
 * Where the consoles of a guest listen.
 *
 * The simulated host listens nowhere in reality: nobody can connect to these addresses. They are what a real host's would be: a name, and
 * ports that are set aside for the guest when it is started, kept while it runs, and told apart from those of all others on the host. RDP
 * and MKS go through one port of the host for all guests, RDP with a path that names the guest, MKS with a ticket.
 */

import { createHash } from "node:crypto";
import type { MksConsole, RdpConsole, SerialConsole, SpiceConsole, VncConsole } from "@virt-driver-kit/spec";
import type { Host } from "../../site/host.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";

/** The first port of each range; a guest has the one at its place. */
const VNC_PORTS_AT = 5900;
const SPICE_PORTS_AT = 20_000;
const SPICE_TLS_PORTS_AT = 30_000;
const SERIAL_PORTS_AT = 40_000;

/** The ports that all guests of a host share. */
const RDP_PORT = 2179;
const MKS_PORT = 902;

/** Where a guest's VNC console listens; undefined if it has no port. */
export function vncConsole({ name }: Pick<Host, "name">, record: InstanceRecord): VncConsole | undefined {
  const slot = slotOf(record);
  return slot === null ? undefined : { host: name, port: VNC_PORTS_AT + slot };
}

/** Where a guest's SPICE console listens; undefined if it has no ports. */
export function spiceConsole({ name }: Pick<Host, "name">, record: InstanceRecord): SpiceConsole | undefined {
  const slot = slotOf(record);
  return slot === null ? undefined : { host: name, port: SPICE_PORTS_AT + slot, tlsPort: SPICE_TLS_PORTS_AT + slot };
}

/** The ports at which the serial ports of a guest listen that has that place among those with consoles. */
export function serialPortsOf(slot: number): number[] {
  return [SERIAL_PORTS_AT + slot];
}

/** Where the first serial port of a guest listens; undefined if it has no port. */
export function serialConsole({ name }: Pick<Host, "name">, record: InstanceRecord): SerialConsole | undefined {
  const slot = slotOf(record);
  return slot === null ? undefined : { host: name, port: SERIAL_PORTS_AT + slot };
}

/** Where a guest's RDP console listens. */
export function rdpConsole({ name }: Pick<Host, "name">, { uuid }: InstanceRecord): RdpConsole {
  return { host: name, port: RDP_PORT, internalAccessPath: uuid };
}

/**
 * Where a guest's MKS console listens, with a ticket.
 *
 * @param ticket - The number of the ticket among all that the host has given out.
 * @param seed - Sets the tickets of one site apart from another's.
 */
export function mksConsole(
  host: Pick<Host, "name" | "pool">,
  record: InstanceRecord,
  ticket: number,
  seed: number,
): MksConsole {
  const { uuid, name, node } = record;
  return {
    host: host.name,
    port: MKS_PORT,
    ticket: digestOf("sha256", `ticket/${seed}/${host.name}/${uuid}/${ticket}`),
    configurationFile: `/${host.pool(node).id}/${uuid}/${name}.vmx`,
    thumbprint: digestOf("sha1", `certificate/${seed}/${host.name}`),
  };
}

function slotOf({ run }: InstanceRecord): number | null {
  return run?.consoleSlot ?? null;
}

function digestOf(algorithm: "sha1" | "sha256", text: string): string {
  return createHash(algorithm).update(text).digest("hex");
}
