/**
 * Where a node takes disks that other hosts send to it: the store itself where all hosts reach it, a port of its host otherwise.
 *
 * A credential opens the port to the disks of one instance for one node and a limited time. It is a message authentication code over the
 * three, so the host has nothing to remember and a driver that was restarted knows it again.
 *
 * @see Requirements `getMigrationDestination/endpoints-are-for-peers`, `getMigrationDestination/credentials-expire`
 */

import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { type MigrationEndpoint, timestampOf } from "@virt-driver-kit/spec";
import type { Pool } from "../../site/pool.ts";
import type { Site } from "../../site/site.ts";

const LIFETIME_MS = 600_000;

const PORT = 49_152;

/** Who may send what where. */
export interface Admission {
  readonly instanceUuid: string;
  readonly node: string;
  /** The host of the node. */
  readonly hostName: string;
}

/** The endpoint of a store that all hosts reach. Nothing is sent to it. */
export function storeEndpoint({ id }: Pool): MigrationEndpoint {
  return { transport: "file", uri: `file:///var/lib/vdk-fake-driver/${id}` };
}

/** The endpoint of a host, with a credential that is valid for ten minutes from now. */
export function hostEndpoint(site: Site, admission: Admission): MigrationEndpoint {
  const expiresAtMs = site.clock.now() + LIFETIME_MS;
  const { hostName } = admission;
  return {
    transport: "tls",
    uri: `tls://${hostName}.example:${PORT}`,
    credential: `${expiresAtMs}.${codeOf(site, admission, expiresAtMs)}`,
    endpointKey: `SHA256:${createHash("sha256").update(`${site.seed}/${hostName}/key`).digest("base64")}`,
    expiresAt: timestampOf(expiresAtMs),
  };
}

/** The name of the host that an endpoint leads to; undefined for one that the driver cannot talk to. */
export function hostNameAt({ transport, uri }: MigrationEndpoint): string | undefined {
  if (transport !== "tls" || !URL.canParse(uri)) return undefined;
  return /^([^.]+)\.example$/.exec(new URL(uri).hostname)?.[1];
}

/** Tells whether a host lets a source in now that shows this credential. */
export function letsIn(site: Site, admission: Admission, credential = ""): boolean {
  const [, expiry = "0", code = ""] = /^(\d+)\.([0-9a-f]+)$/.exec(credential) ?? [];
  const shown = Buffer.from(code);
  const right = Buffer.from(codeOf(site, admission, Number(expiry)));
  return shown.length === right.length && timingSafeEqual(shown, right) && site.clock.now() < Number(expiry);
}

function codeOf({ seed }: Site, { instanceUuid, node, hostName }: Admission, expiresAtMs: number): string {
  const key = `vdk-fake-driver/${seed}/${hostName}`;
  return createHmac("sha256", key).update(`${instanceUuid}/${node}/${expiresAtMs}`).digest("hex");
}
