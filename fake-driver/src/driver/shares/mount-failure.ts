/**
 * Why a share cannot be mounted.
 *
 * What is mounted is simulated as far as the count of its users; nobody's files are. The servers of the site answer under every name, but
 * for names that lead nowhere by RFC 6761, and have every share, but for those that the site has lost.
 */

import { DriverError, type ShareMapping } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { StoredShare } from "../../site/interface-record.ts";
import type { Site } from "../../site/site.ts";

/** A server, or several with commas between, a colon, and an absolute path: what `mount` takes. */
const EXPORT_LOCATION = /^([^/]+):(\/.*)$/;

/** A name that is promised never to resolve, with or without a port. */
const LEADS_NOWHERE = /(?:^|\.)invalid\.?(?::\d+)?$/i;

/**
 * Makes sure that the server of a share answers and has it.
 *
 * @throws {@link DriverError} `SHARE_MOUNT_FAILED` if the location is none, or no server answers there; `SHARE_NOT_FOUND` if the server has
 *   no such share.
 */
export function assertMountable(
  { attempt }: Pick<StepContext, "attempt">,
  { lostShares }: Pick<Site, "lostShares">,
  { shareId, exportLocation }: ShareMapping,
): void {
  const servers = EXPORT_LOCATION.exec(exportLocation)?.[1]?.split(",");
  if (servers === undefined) {
    throw mountFailure(attempt, shareId, `"${exportLocation}" is not a server, a colon and an absolute path`);
  }
  if (servers.every((server) => LEADS_NOWHERE.test(server))) {
    throw mountFailure(attempt, shareId, `no server answers at "${servers.join(",")}"`);
  }
  if (!lostShares.has(shareId)) return;
  throw new DriverError("SHARE_NOT_FOUND", `Cannot ${attempt}: "${servers.join(",")}" knows no such share`, {
    effect: "none",
    details: { shareId },
  });
}

/** Says of a step that the hypervisor failed at that the share was not `done` by it. All else is returned as it is. */
export function asMountFailure(
  { attempt }: StepContext,
  { shareId }: ShareMapping,
  done: "mounted" | "unmounted",
  thrown: unknown,
): unknown {
  if (!(thrown instanceof DriverError) || thrown.code !== "BACKEND_FAILED") return thrown;
  return mountFailure(attempt, shareId, `the hypervisor failed while it was ${done}`, thrown);
}

/** What is kept of a share: all but the key that opens it. */
export function storedShare({ protocol, shareId, tag, exportLocation }: ShareMapping): StoredShare {
  return { protocol, shareId, tag, exportLocation };
}

function mountFailure(attempt: string, shareId: string, state: string, cause?: unknown): DriverError {
  return new DriverError("SHARE_MOUNT_FAILED", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { shareId },
    cause,
  });
}
