import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { kitVersion } from "../../src/engine/kit-version.ts";
import { cli } from "../fixtures/cli.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";

const directory = temporaryDirectory();
const write = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text);
  return name;
};

describe("vdk", () => {
  test("prints its version and its help, and ends well", async () => {
    expect(await cli(["--version"])).toEqual({ code: 0, stdout: `${kitVersion().version}\n`, stderr: "" });
    const help = await cli(["test", "--help"]);
    expect(help.code).toBe(0);
    for (const option of [
      "--driver",
      "--exec",
      "--connect",
      "--config",
      "--profile",
      "--only",
      "--skip",
      "--seed",
      "--shard",
      "--repeat",
      "--report",
      "--known-failing",
    ]) {
      expect(help.stdout).toContain(option);
    }
  });

  test("shows its help, as an error, when no command is given", async () => {
    const { code, stderr } = await cli([]);
    expect(code).toBe(2);
    expect(stderr).toContain("Commands:");
  });

  test.each([
    ["an unknown command", ["tset"], /unknown command 'tset'\n\(Did you mean test\?\)\n\(vdk --help lists/u],
    [
      "an unknown option",
      ["test", "--exce", "driver"],
      /unknown option '--exce'.*\(vdk test --help lists the options\)/su,
    ],
    ["a missing value", ["test", "--exec"], /argument missing/u],
    ["no driver", ["test"], /No driver: name one with --exec/u],
    ["two drivers", ["test", "--exec", "a", "--connect", "unix:b"], /cannot be used with option/u],
    ["an open quote", ["test", "--exec", "driver 'a"], /quote ' is not closed/u],
    ["a strange address", ["test", "--connect", "a.sock"], /unix:<path>/u],
    ["a module that is not there", ["test", "--driver", "./none.ts"], /Cannot find the driver module "\.\/none\.ts"/u],
    ["an unknown profile", ["test", "--exec", "true", "--profile", "gold"], /the profiles of spec .* are base/u],
    ["a seed that is none", ["test", "--exec", "true", "--seed", "x"], /must be a whole number/u],
    ["a shard that is none", ["test", "--exec", "true", "--shard", "4/3"], /must be like 1\/3/u],
    ["a pattern that matches nothing", ["test", "--exec", "true", "--only", "no/such"], /No check matches/u],
    [
      "a list that is not there",
      ["test", "--exec", "true", "--known-failing", "none.yaml"],
      /Cannot read the known failures in "none\.yaml"/u,
    ],
    ["a configuration that is not there", ["test", "--config", "none.ts"], /Cannot read the configuration "none\.ts"/u],
    ["an unknown name", ["explain", "no-such-thing"], /Nothing is called "no-such-thing"/u],
    ["a name that every object has", ["explain", "constructor"], /Nothing is called "constructor"/u],
    [
      "a prefix that might name anything",
      ["sweep", "--exec", "true", "--prefix", "x", "--journal", "y"],
      /cannot be used with/u,
    ],
  ])("answers %s with one message and exit code 2", async (_, args, message) => {
    const { code, stdout, stderr } = await cli(args, directory);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(3);
    expect(stdout).toBe("");
  });

  test.each([
    ["syntax.ts", "export default {", /Cannot load the configuration/u],
    ["throws.ts", "throw new Error('no config today');", /no config today/u],
    ["empty.ts", "export const other = 1;", /it has no default export/u],
    ["shape.ts", "export default { driver: 'python3 driver.py' };", /"driver" must be an object/u],
    ["typo.ts", "export default { flavour: {} };", /"flavour" is not known; there are driver, profile, prefix/u],
    ["text.ts", "export default 'driver';", /its default export must be an object/u],
  ])("says what is wrong with the configuration %s", async (name, text, message) => {
    const { code, stderr } = await cli(["test", "--config", write(name, text)], directory);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("    at ");
  });

  test("says where the list of known failures is wrong, or names what is not there", async () => {
    const entry = "  reason: r\n  owner: o\n  issue: i\n  expires: 2030-01-01\n";
    const typo = await cli(
      ["test", "--exec", "true", "--known-failing", write("typo.yaml", "- chekc: a/b\n")],
      directory,
    );
    expect(typo).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/typo\.yaml", line 1: the entry has a member "chekc"/u) as string,
    });
    const stranger = await cli(
      ["test", "--exec", "true", "--known-failing", write("stranger.yaml", `- check: a/b\n${entry}`)],
      directory,
    );
    expect(stranger).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no check is called "a\/b"/u) as string,
    });
  });

  test("takes the driver from vdk.config.ts where there is one", async () => {
    write("vdk.config.mjs", `export default { driver: { exec: "no-such-driver-anywhere" } };`);
    const { code, stderr } = await cli(["shell"], directory);
    expect(code).toBe(2);
    expect(stderr).toContain('Cannot start the driver "no-such-driver-anywhere": there is no such command');
  });
});
