/** What servers can be made of: the flavors and images of this core. */
import { SetupError } from "../setup-error.ts";
import { parseFlavor } from "./flavor.ts";
import type { Flavor } from "./flavor.ts";
import { loadImage } from "./image.ts";
import type { Image } from "./image.ts";

/** Flavors and images, fixed for one run of the core. */
export interface Catalogue {
  /** The sizes that servers come in. */
  readonly flavors: readonly Flavor[];
  /** What their root disks are made from. */
  readonly images: readonly Image[];
}

/**
 * Reads the catalogue from its options.
 *
 * @param flavors - Each `name=vcpus:memoryMib:rootGib`, such as `small=1:512:1`.
 * @param images - Each `name=path`, such as `cirros=/srv/images/cirros.qcow2`. Every file is read to its end.
 * @throws {@link SetupError} if one of them cannot be read, or two flavors or images share a name.
 */
export async function loadCatalogue(flavors: readonly string[], images: readonly string[]): Promise<Catalogue> {
  const catalogue = { flavors: flavors.map(parseFlavor), images: await Promise.all(images.map(loadImage)) };
  for (const [kind, entries] of Object.entries(catalogue)) {
    const names = entries.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new SetupError(`Cannot use the ${kind} given: two have the name "${twice}"`);
  }
  return catalogue;
}
