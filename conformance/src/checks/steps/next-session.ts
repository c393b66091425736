// Another session on the connection of a check, opened with the next epoch, by a caller that says of itself what the check wants.
import type { InitializeParams, InitializeResult } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";

/** What the kit says of itself, apart from the epoch. */
function usualOffer(t: CheckContext): Omit<InitializeParams, "epoch"> {
  return {
    specVersions: [t.session.specVersion],
    caller: { name: "virt-driver-kit conformance", version: t.session.specVersion },
    maxMessageBytes: 67_108_864,
  };
}

/** What a caller says of itself. */
export type Offer = Partial<Pick<InitializeParams, "caller" | "maxMessageBytes">>;

/**
 * Replaces the session of the check by another one on the same connection, and by one of the kit's own when the check ends.
 *
 * @throws Blocked if the driver refuses.
 */
export async function givenNextSession(t: CheckContext, offer: Offer): Promise<InitializeResult> {
  const opened = await t.given("initialize", () => openNext(t, offer));
  // A driver that is not there any more has no session to replace.
  t.onCleanup(async () => void (await openNext(t, {}).catch(() => undefined)));
  return opened;
}

async function openNext(t: CheckContext, offer: Offer): Promise<InitializeResult> {
  const params = { ...usualOffer(t), ...offer, call: {} };
  return (await t.request("initialize", { ...params, epoch: await nextEpoch(t, params) })) as InitializeResult;
}

/** Only the driver knows the epoch in control, and tells it when it refuses. */
async function nextEpoch(t: CheckContext, params: object): Promise<number> {
  const refusal: unknown = await t.request("initialize", { ...params, epoch: 1 }).catch((error: unknown) => error);
  const current: unknown =
    refusal instanceof DriverError ? (refusal.details as { currentEpoch?: unknown } | undefined)?.currentEpoch : 1;
  return typeof current === "number" ? current + 1 : 2;
}
