/** The reference core, as a library: what a program that keeps a core in the loop imports. */
export type { ListenAddress } from "./api/listen-address.ts";
export { loadCatalogue, type Catalogue } from "./catalogue/catalogue.ts";
export type { Flavor } from "./catalogue/flavor.ts";
export type { Image } from "./catalogue/image.ts";
export { startCore, type Core, type CoreOptions } from "./core.ts";
export { SetupError } from "./setup-error.ts";
