// From the resources of a configuration to what a run uses of the site.
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";

import type { Flavor } from "@virt-driver-kit/spec";

import { largerThan } from "../harness/settings.ts";
import type { Settings } from "../harness/settings.ts";
import type { SiteImage } from "../harness/site-resources.ts";
import type { FlavorsConfig, ImageConfig, ResourcesConfig } from "./resources-config.ts";

const SMALL: Flavor = { name: "vdk-probe", vcpus: 1, memoryMib: 64, rootGib: 1 };

/** The settings that come from the resources. */
export type ResourceSettings = Pick<Settings, "flavor" | "largerFlavor" | "nodes" | "images" | "networks" | "volumes">;

/**
 * Fills in the defaults.
 *
 * @param directory - Where images that have to be fetched go.
 * @param cwd - What relative paths begin at.
 */
export function resourceSettings(config: ResourcesConfig, directory: string, cwd: string): ResourceSettings {
  const { nodes, images, networks, volumes } = config;
  return {
    ...flavorsOf(config.flavors ?? {}),
    ...(nodes !== undefined && { nodes }),
    ...(images !== undefined && { images: images.map((image) => siteImage(image, directory, cwd)) }),
    ...(networks !== undefined && { networks }),
    ...(volumes !== undefined && {
      volumes: volumes.map(({ mayOverwrite = false, ...volume }) => ({ ...volume, mayOverwrite })),
    }),
  };
}

function flavorsOf({ small, larger }: FlavorsConfig): Pick<Settings, "flavor" | "largerFlavor"> {
  const flavor = { ...SMALL, ...small };
  return { flavor, ...(larger !== undefined && { largerFlavor: { ...largerThan(flavor), ...larger } }) };
}

/** An image that is fetched is named for its address, so that a run that finds the whole file there need not fetch it again. */
function siteImage({ path, url, sha256, ...rest }: ImageConfig, directory: string, cwd: string): SiteImage {
  const fetched = createHash("sha256").update(`${url} ${sha256}`).digest("hex").slice(0, 16);
  return {
    path: path === undefined ? join(directory, `fetched-${fetched}`) : resolve(cwd, path),
    ...(url !== undefined && { url }),
    ...(sha256 !== undefined && { sha256 }),
    format: rest.format ?? "raw",
    holdsProbe: rest.holdsProbe ?? false,
    guest: rest.guest ?? "runs",
  };
}
