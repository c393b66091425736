// Which kit this is, for reports.
import { readFileSync } from "node:fs";

/** Name and version of this package. */
export function kitVersion(): { readonly name: string; readonly version: string } {
  const { name, version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as Record<
    "name" | "version",
    string
  >;
  return { name, version };
}
