// What the fake driver's code speaks of. A member of a message that it does not name it neither reads nor tells.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCES = fileURLToPath(new URL("../../../fake-driver/src", import.meta.url));

/** Of personas, the code lists what guests can be given, and does nothing with it. */
const NOT_OF_OPERATIONS: readonly string[] = ["personas", "cli", "bin"];

const COMMENTS = /\/\*[\s\S]*?\*\/|\/\/.*$/gmu;
const WORDS = /[A-Za-z_]\w*/gu;

/** Reads the words of the code that operations are made of, without those of comments. */
export function subjectWords(): ReadonlySet<string> {
  const files = readdirSync(SOURCES, { recursive: true, withFileTypes: true }).filter((entry) => {
    const [room = ""] = entry.parentPath.slice(SOURCES.length + 1).split("/");
    return entry.isFile() && entry.name.endsWith(".ts") && !NOT_OF_OPERATIONS.includes(room);
  });
  const texts = files.map((file) => readFileSync(join(file.parentPath, file.name), "utf8").replaceAll(COMMENTS, ""));
  return new Set(texts.flatMap((text) => text.match(WORDS) ?? []));
}
