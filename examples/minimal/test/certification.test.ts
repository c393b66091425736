// The kit on the minimal driver, as a newcomer runs it: in-process, and as a command.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { test } from "vitest";

const FROM_SOURCE = "--conditions=@virt-driver-kit/source";
const VDK = pathOf("../../../conformance/src/bin/vdk.ts");
/** A run takes about ten seconds, nearly all of it waiting for guests that are deaf to the power button. */
const PATIENCE = { timeout: 120_000 };

interface Results {
  readonly verdict: string;
  readonly requirements: readonly { readonly id: string; readonly status: string; readonly reason?: string }[];
  readonly leftovers: readonly unknown[];
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Certifies a driver, and gives the exit code and what the report says. */
async function certify(driver: readonly string[], directory: string): Promise<{ code: unknown; results: Results }> {
  const args = [FROM_SOURCE, VDK, "test", ...driver, "--report", directory];
  const child = spawn(process.execPath, args, { stdio: "ignore", env: { ...process.env, TMPDIR: directory } });
  const [code] = await once(child, "close");
  return { code, results: JSON.parse(readFileSync(join(directory, "results.json"), "utf8")) as Results };
}

const ATTACHMENTS = {
  "in-process": ["--driver", pathOf("../src/index.ts")],
  "as a command": ["--exec", `${process.execPath} ${FROM_SOURCE} ${pathOf("../src/main.ts")}`],
};

/** Why a requirement may be untested: it concerns more than the driver offers, or another way to attach it. */
const EXCUSE =
  /^The driver does not declare "supports|^The check opens a second session|^The check needs a driver attached by stdio/u;

test.concurrent.for(Object.entries(ATTACHMENTS))("the minimal driver conforms %s", PATIENCE, async ([, driver], t) => {
  const directory = mkdtempSync(join(tmpdir(), "vdk-minimal-"));
  t.onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const { code, results } = await certify(driver, directory);
  const { verdict, leftovers, requirements } = results;
  t.expect({ code, verdict, leftovers }).toEqual({ code: 0, verdict: "conforms", leftovers: [] });
  const unexcused = requirements.filter(
    ({ status, reason }) => !["met", "not-applicable", "excluded"].includes(status) && !EXCUSE.test(reason ?? ""),
  );
  t.expect(unexcused).toEqual([]);
});
