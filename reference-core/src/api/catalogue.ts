/** `/v2.1/flavors` and `/v2.1/images`: what servers can be made of, read only. */
import { Hono } from "hono";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Flavor } from "../catalogue/flavor.ts";
import type { Image } from "../catalogue/image.ts";
import { ComputeError } from "../compute/compute-error.ts";
import { baseUrlOf, links } from "./view.ts";

/** The routes of flavors. @see Nova nova/api/openstack/compute/flavors.py */
export function flavorRoutes({ flavors }: Catalogue): Hono {
  return listRoutes("flavors", "flavor", flavors, ({ name }) => name, flavorView);
}

/** The routes of images, as Nova passes them on from the image service. @see Nova nova/api/openstack/compute/images.py */
export function imageRoutes({ images }: Catalogue): Hono {
  return listRoutes("images", "image", images, ({ id }) => id, imageView);
}

function listRoutes<T extends { readonly name: string }>(
  collection: string,
  single: string,
  entries: readonly T[],
  idOf: (entry: T) => string,
  view: (entry: T) => object,
): Hono {
  const summary = (entry: T, baseUrl: string): object => {
    const id = idOf(entry);
    return { id, name: entry.name, links: links(baseUrl, collection, id) };
  };
  const full = (entry: T, baseUrl: string): object => ({ ...summary(entry, baseUrl), ...view(entry) });
  return new Hono()
    .get("/", (context) => context.json({ [collection]: entries.map((entry) => summary(entry, baseUrlOf(context))) }))
    .get("/detail", (context) =>
      context.json({ [collection]: entries.map((entry) => full(entry, baseUrlOf(context))) }),
    )
    .get("/:id", (context) => {
      const id = context.req.param("id");
      const entry = entries.find((candidate) => idOf(candidate) === id);
      if (entry === undefined) throw new ComputeError("NOT_FOUND", `There is no ${single} "${id}"`);
      return context.json({ [single]: full(entry, baseUrlOf(context)) });
    });
}

function flavorView({ vcpus, memoryMib, rootGib }: Flavor): object {
  return {
    vcpus,
    ram: memoryMib,
    disk: rootGib,
    swap: "",
    "OS-FLV-EXT-DATA:ephemeral": 0,
    "os-flavor-access:is_public": true,
  };
}

function imageView({ sizeBytes }: Image): object {
  return { status: "ACTIVE", progress: 100, minDisk: 0, minRam: 0, metadata: {}, "OS-EXT-IMG-SIZE:size": sizeBytes };
}
