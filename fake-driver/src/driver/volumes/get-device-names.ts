/**
 * Answers what block devices are to be called.
 *
 * @see Requirements `getDeviceNames/each-device-gets-a-name`, `getDeviceNames/same-question-same-answer`
 */

import type { BlockDeviceNaming, GetDeviceNamesParams } from "@virt-driver-kit/spec";
import type { DriverContext } from "../driver-context.ts";
import { nodeOf } from "../not-found.ts";
import { nameDevices } from "./name-devices.ts";

/** Carries out `getDeviceNames`. The root disk gets the first name, wherever it stands in the question. */
export function getDeviceNames(
  { hypervisor }: DriverContext,
  { node, imageProperties, devices }: GetDeviceNamesParams,
): BlockDeviceNaming[] {
  const about = { operation: "getDeviceNames", attempt: `name block devices on node "${node}"` };
  nodeOf(hypervisor.look(about.attempt), node, about.attempt);
  const asked = devices.map((device, index) => ({ device, index, path: `params.devices.${index}` }));
  const ordered = asked.toSorted(
    (left, right) => Number(right.device.kind === "root") - Number(left.device.kind === "root"),
  );
  const wishes = ordered.map(({ device, path }) => ({ ...device, path }));
  const named = nameDevices(about, [], wishes, imageProperties?.disk);
  return ordered
    .map(({ device: { kind }, index }, position) => ({ index, naming: { kind, ...named[position] } }))
    .toSorted((left, right) => left.index - right.index)
    .map(({ naming }) => naming);
}
