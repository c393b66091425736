import type { ImageSource, Instance } from "@virt-driver-kit/spec";

/**
 * What is kept of an instance's description: all but the credentials of its image and kernel, its user data, and what is kept elsewhere or
 * was given out by the driver itself.
 */
export function described(instance: Instance): Instance {
  const { configDrive: _, userData: __, driverState: ___, ...rest } = instance;
  const { image } = rest;
  const source = withoutCredentials(image.source);
  if (image.kernelBoot === undefined) return { ...rest, image: { ...image, source } };
  const { kernel, ramdisk, ...boot } = image.kernelBoot;
  const kernelBoot = {
    ...boot,
    kernel: { ...kernel, source: withoutCredentials(kernel.source) },
    ...(ramdisk !== undefined && { ramdisk: { ...ramdisk, source: withoutCredentials(ramdisk.source) } }),
  };
  return { ...rest, image: { ...image, source, kernelBoot } };
}

/** A URL can be a credential too; which server it was is none. */
function withoutCredentials(source: ImageSource): ImageSource {
  return source.kind === "http" ? { kind: "http", url: URL.parse(source.url)?.origin ?? "unknown" } : source;
}
