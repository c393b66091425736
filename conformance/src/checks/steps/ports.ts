// Whether a port is plugged on a host, as far as a caller can see it: a host lets one instance have a port, and no second.
import type { NetworkInterface } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { refusalOf } from "./refusal.ts";

/** Whose ports are meant. */
export interface PortOwner {
  readonly instanceUuid: string;
  readonly node: string;
}

/** Somebody whose ports can be plugged. The instance is not there. */
export function newOwner(t: CheckContext): PortOwner {
  return { instanceUuid: t.uuid(), node: t.node.uuid };
}

/** Plugs ports, and unplugs them when the check ends, as far as they still are. */
export async function plug(t: CheckContext, owner: PortOwner, ...networkInterfaces: NetworkInterface[]): Promise<void> {
  t.onCleanup(async () => void (await t.driver.unplugVifs({ ...owner, networkInterfaces }).catch(() => undefined)));
  await t.driver.plugVifs({ ...owner, networkInterfaces });
}

/** Tells whether somebody has a port plugged: then the host refuses to plug it for another. */
export async function isTaken(t: CheckContext, networkInterface: NetworkInterface): Promise<boolean> {
  const other = { ...newOwner(t), networkInterfaces: [networkInterface] };
  const refusal = await refusalOf(t.driver.plugVifs(other));
  if (refusal === undefined) {
    await t.given("unplugVifs", () => t.driver.unplugVifs(other));
    return false;
  }
  if (refusal.code === "INTERFACE_PLUG_FAILED" || refusal.code === "DEVICE_UNAVAILABLE") return true;
  throw refusal;
}

/**
 * Ports of which it can be seen whether they are plugged. They are not.
 *
 * @param count - How many.
 * @throws NotApplicable if the node takes no such interfaces, or its host lets two instances have one port.
 */
export async function givenVisiblePorts(t: CheckContext, count: number): Promise<NetworkInterface[]> {
  const [sample, ...ports] = Array.from({ length: count + 1 }, () => t.networkInterface({}, { hasHostSide: true }));
  if (sample !== undefined) await t.given("plugVifs", () => plug(t, newOwner(t), sample));
  if (sample === undefined || !(await isTaken(t, sample)))
    t.notApplicable("The host lets two instances plug one port, so that nobody can see whether it is plugged");
  return ports;
}

/**
 * Checks that nobody has a port plugged.
 *
 * @param when - The end of the sentence, such as `after unplugVifs`.
 */
export async function expectReleased(t: CheckContext, networkInterface: NetworkInterface, when: string): Promise<void> {
  t.expectThat(!(await isTaken(t, networkInterface)), `The port is still plugged ${when}`, {
    expected: "another instance can plug it",
    got: networkInterface.portId,
    hint: "Remove all that plugging has made on the host: the device, its entry in the bridge, the rules.",
  });
}

/**
 * Checks that somebody has a port plugged.
 *
 * @param when - The end of the sentence, such as `after plugVifs`.
 */
export async function expectTaken(
  t: CheckContext,
  networkInterface: NetworkInterface,
  when: string,
  hint?: string,
): Promise<void> {
  t.expectThat(await isTaken(t, networkInterface), `The port is not plugged ${when}`, {
    expected: "no other instance can plug it",
    got: networkInterface.portId,
    hint,
  });
}
