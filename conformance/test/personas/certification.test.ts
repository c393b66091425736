// Each persona of the fake driver passes the kit over the wire, at the profile that it claims. One process serves it to the end, so the checks that restart
// or kill a driver do not apply. Each persona gets every second check, its neighbour the others; `npm run personas` tries all on each, restarts included.
import { once } from "node:events";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { specModel } from "@virt-driver-kit/spec";
import { personaNames } from "@virt-driver-kit/fake-driver";
import { parse } from "yaml";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { attachDriver } from "../../src/engine/attach-driver.ts";
import { halfOf } from "../checks/certify.ts";
import { removeImages, runChecks } from "../mutants/run-checks.ts";

const PATIENCE_MS = 300_000;
const HANG_MS = 30_000;

const fakeDriver = fileURLToPath(new URL("../../../fake-driver/", import.meta.url));

interface PersonaFile {
  readonly profile: string;
  readonly capabilities: { readonly offers: Readonly<Record<string, string>> };
}

function fileOf(persona: string): PersonaFile {
  return parse(readFileSync(join(fakeDriver, "personas", `${persona}.yaml`), "utf8")) as PersonaFile;
}

/** Starts the driver on a socket; resolves once it listens. It ends with the test. */
async function serve(persona: string, directory: string): Promise<string> {
  const path = join(directory, "driver.sock");
  const program = join(fakeDriver, "src/bin/vdk-fake-driver.ts");
  const options = ["--persona", persona, "--state", join(directory, "state"), "--socket", path];
  const child = spawn(process.execPath, ["--conditions=@virt-driver-kit/source", program, ...options], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => void child.kill());
  await once(child.stderr, "data");
  return path;
}

describe("a persona of the fake driver", { timeout: PATIENCE_MS }, () => {
  afterAll(removeImages);

  test.for(personaNames().map((persona, index) => [persona, index % 2 === 0 ? 0 : 1] as const))(
    "%s passes its half of the kit over the wire",
    async ([persona, half]) => {
      const { profile, capabilities } = fileOf(persona);
      const directory = mkdtempSync(join(tmpdir(), "vdk-persona-"));
      onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
      const attachment = attachDriver({ kind: "unix", path: await serve(persona, directory) }, HANG_MS);
      const result = await runChecks(attachment, halfOf(allChecks, half), directory, { profile });
      const failed = result.checks.filter(({ verdict }) => verdict !== "pass" && verdict !== "not-applicable");
      expect(failed.map(({ id, problem }) => ({ id, problem: problem?.message }))).toEqual([]);
      expect(result.verdict).toBe("conforms");
      const passed = result.checks.filter(({ verdict }) => verdict === "pass");
      const gates = new Set(passed.map(({ requirement }) => specModel.requirements[requirement]?.capability));
      expect([...gates].filter((gate) => gate !== undefined && !(gate in capabilities.offers))).toEqual([]);
    },
  );
});
