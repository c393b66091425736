/** The one place where the core's record of an instance becomes the driver API's description of it. */
import type { SpawnParams } from "@virt-driver-kit/spec";
import type { Instance } from "./instance.ts";

/** Describes an instance to the driver that is to build it. */
export function spawnParams({ uuid, name, flavor, image }: Instance, node: string): SpawnParams {
  const { path, ...bytes } = image;
  return {
    instance: { uuid, name, flavor: { ...flavor }, image: { ...bytes, source: { kind: "file", path } } },
    node,
    powerOn: true,
  };
}
