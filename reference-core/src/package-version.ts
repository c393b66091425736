import { readFileSync } from "node:fs";

/** Reads the version of this package, from source and from the build alike. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
  return manifest.version;
}
