// Which directories become a node's, and which are left alone.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { openStateDirectory } from "../../src/store/node-identity.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

/** What the operator is told of a directory that is refused. */
async function refusal(directory: string): Promise<string> {
  return openStateDirectory(directory).then(
    () => "none",
    (error: Error) => error.message,
  );
}

function cannotUse(directory: string): string {
  return `Cannot use state directory "${directory}": `;
}

describe("openStateDirectory()", () => {
  it("makes a directory and those above it, for their owner only, and knows it again", async () => {
    const directory = join(temporaryDirectory(), "a", "b");
    const { node, path } = await openStateDirectory(directory, "n");
    expect(path).toBe(realpathSync(directory));
    expect(node.name).toBe("n");
    expect(statSync(join(directory, "..")).mode & 0o777).toBe(0o700);
    writeFileSync(join(directory, "more"), "");
    expect(await openStateDirectory(directory, "other")).toEqual({ node, path });
  });

  it("takes an empty directory, and one where a driver died before it was done", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "node.json.new"), "{");
    await openStateDirectory(directory);
    expect(readdirSync(directory)).toEqual(["node.json"]);
    expect(await refusal(temporaryDirectory())).toBe("none");
  });

  it("refuses somebody else's directory, says what is there, and writes nothing", async () => {
    const directory = realpathSync(temporaryDirectory());
    writeFileSync(join(directory, "passwd"), "");
    const alone = `Cannot use state directory "${directory}": it is not empty and has no node.json: there is "passwd"; give a new or empty directory, or one that this driver made`;
    expect(await refusal(directory)).toBe(alone);
    writeFileSync(join(directory, "a\nb"), "");
    writeFileSync(join(directory, "c"), "");
    expect(await refusal(directory)).toContain(String.raw`there is "a\nb" and 2 more; `);
    expect(readdirSync(directory)).toHaveLength(3);
  });

  it.skipIf(!existsSync("/proc/self"))("refuses a place where nothing can be made, and does not hang", async () => {
    for (const path of ["/proc/vdk-foo", "/proc/vdk-foo/bar"]) {
      expect(await refusal(path)).toContain(`${cannotUse(path)}nothing can be made in "/proc" (ENOENT: `);
    }
  });

  it("refuses a file, what is below a file, and a link that leads nowhere", async () => {
    const directory = temporaryDirectory();
    const file = join(directory, "file");
    const link = join(directory, "link");
    writeFileSync(file, "kept");
    symlinkSync(join(directory, "nowhere"), link);
    expect(await refusal(file)).toContain(`${cannotUse(file)}"${file}" is there and is not a directory; give `);
    expect(await refusal(join(file, "x"))).toContain(
      `${cannotUse(join(file, "x"))}"${file}" is there and is not a directory`,
    );
    expect(await refusal(link)).toContain(`${cannotUse(link)}"${link}" is a symbolic link that leads nowhere; give `);
    expect(readFileSync(file, "utf8")).toBe("kept");
    expect(readdirSync(directory)).toEqual(["file", "link"]);
  });

  it.each(["", "{", "null", "{}", '{"uuid":"x","name":"n"}', '{"uuid":"0b8a1f5e-6d0c-4a53-9b61-0d4b3c1f7a11"}'])(
    "refuses a node.json that reads %j, and leaves it",
    async (text) => {
      const directory = realpathSync(temporaryDirectory());
      const file = join(directory, "node.json");
      writeFileSync(file, text);
      expect(await refusal(directory)).toBe(
        `Cannot use state directory "${directory}": its node.json is broken, or is not this driver's; restore "${file}", or give another directory`,
      );
      expect(readFileSync(file, "utf8")).toBe(text);
      expect(readdirSync(directory)).toEqual(["node.json"]);
    },
  );

  it("refuses a node.json that cannot be read", async () => {
    const directory = realpathSync(temporaryDirectory());
    mkdirSync(join(directory, "node.json"));
    expect(await refusal(directory)).toContain(
      `Cannot use state directory "${directory}": its node.json cannot be read (EISDIR: `,
    );
  });
});
