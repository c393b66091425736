// Certifies every persona of the fake driver over standard input and output, with restarts and kills, at the profile that it claims. Prints a row for
// each and exits 1 if one does not conform. Run it after a build; the tests do the same over a socket, without the restarts.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { personaNames } from "@virt-driver-kit/fake-driver";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Row {
  readonly persona: string;
  readonly profile: string;
  readonly conforms: boolean;
  readonly counts: string;
}

function certify(persona: string): Row {
  const directory = mkdtempSync(join(tmpdir(), "vdk-persona-"));
  const file = readFileSync(join(ROOT, `fake-driver/personas/${persona}.yaml`), "utf8");
  const profile = /^profile: (\w+)$/mu.exec(file)?.[1] ?? "base";
  const driver = `${process.execPath} fake-driver/bin/vdk-fake-driver.js --persona ${persona} --state ${directory}/state`;
  const args = ["conformance/bin/vdk.js", "test", "--exec", driver, "--profile", profile];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  rmSync(directory, { recursive: true, force: true });
  const counts = /^.* in [\d.]+ s, seed \d+$/mu.exec(stdout)?.[0] ?? "the kit came to no verdict";
  return { persona, profile, conforms: status === 0, counts };
}

for (const persona of personaNames()) {
  const { profile, conforms, counts } = certify(persona);
  process.stdout.write(
    `${persona.padEnd(12)} ${profile.padEnd(9)} ${conforms ? "conforms" : "DOES NOT "}  ${counts}\n`,
  );
  if (!conforms) process.exitCode = 1;
}
