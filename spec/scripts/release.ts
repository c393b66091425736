// Freezes the version of the spec that spec.yaml names: writes releases/<version>.json and its digest. A version is released once.
// Exit codes: 0 frozen, 1 the version has been released before, 2 the sources are wrong.
import { createHash } from "node:crypto";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { releaseBundle } from "../src/generate/release.ts";
import { loadSpec, SpecSourceError } from "../src/model/index.ts";

const [directory = fileURLToPath(new URL("..", import.meta.url))] = process.argv.slice(2);

try {
  const model = await loadSpec(directory);
  const name = `${model.version}.json`;
  const folder = join(directory, "releases");
  const text = releaseBundle(model);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), text, { flag: "wx" });
  const digest = createHash("sha256").update(text).digest("hex");
  await appendFile(join(folder, "SHA256SUMS"), `${digest}  ${name}\n`);
  console.log(`${join(folder, name)} written: commit it, and never edit it`);
} catch (error) {
  if (error instanceof SpecSourceError) {
    console.error(error.message);
    process.exitCode = 2;
  } else if (error instanceof Error && "code" in error && error.code === "EEXIST") {
    console.error(`${error.message}. A version is released once: raise \`version\` in spec.yaml`);
    process.exitCode = 1;
  } else throw error;
}
