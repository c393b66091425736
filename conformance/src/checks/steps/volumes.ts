// The volumes that a guest has, by its driver's counters.
import type { GuestDevices } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import type { Named } from "./guest-devices.ts";

/** The devices of a guest that has these volumes. */
export function withVolumes(...volumes: readonly TestVolume[]): GuestDevices {
  return { blockDevices: { volumes: volumes.map((volume) => volume.attachment()) } };
}

/** The ids of the volumes that a guest has, in a fixed order. It runs or is paused. */
export async function volumesInGuest(t: CheckContext, { target }: Named): Promise<string[]> {
  const { diagnostics } = await t.given("getInstanceDiagnostics", () => t.driver.getInstanceDiagnostics(target));
  return diagnostics.disks.flatMap(({ volumeId }) => volumeId ?? []).toSorted();
}

/**
 * Checks that a guest has just these volumes, each once. It runs or is paused.
 *
 * @param when - The end of the sentence, such as `after powerOn`.
 */
export async function expectVolumes(
  t: CheckContext,
  instance: Named,
  expected: readonly TestVolume[],
  when: string,
  hint?: string,
): Promise<void> {
  const wanted = expected.map(({ volumeId }) => volumeId).toSorted();
  t.expectEqual(await volumesInGuest(t, instance), wanted, `volumes of the guest ${when}`, hint);
}
