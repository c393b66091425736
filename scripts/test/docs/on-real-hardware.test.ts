// docs/on-real-hardware.md shows a configuration that can be used, a hook that does what it says, and the report as it is.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { configProblem } from "../../../conformance/src/engine/check-config.ts";
import { driverSource } from "../../../conformance/src/engine/driver-source.ts";
import type { KitConfig } from "../../../conformance/src/engine/kit-config.ts";
import { makePlan } from "../../../conformance/src/engine/make-plan.ts";
import { siteFacts } from "../../../conformance/src/engine/site-facts.ts";
import { LASTING_HOOKS, SUDDEN_HOOKS } from "../../../conformance/src/harness/hooks.ts";
import { paint } from "../../../conformance/src/reports/paint.ts";
import { lackingLines, siteLines } from "../../../conformance/src/reports/site-lines.ts";
import { fencesOf, pageAt, proseOf, ROOT } from "./pages.ts";

const PATIENCE_MS = 60_000;
const page = pageAt("docs/on-real-hardware.md");
const directory = mkdtempSync(join(tmpdir(), "vdk-docs-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function codeOf(language: string, part = ""): string {
  const found = fencesOf(page, language).filter(({ code }) => code.includes(part));
  expect(found).toHaveLength(1);
  return found[0]?.code ?? "";
}

/** The configuration as Node loads it. */
function shownConfig(): KitConfig {
  const code = codeOf("ts").replace("export default", "const config =");
  const args = ["--conditions=@virt-driver-kit/source", "--input-type=module-typescript"];
  const shown = execFileSync(process.execPath, [...args, "-e", `${code}\nconsole.log(JSON.stringify(config));`], {
    cwd: join(ROOT, "conformance"),
    encoding: "utf8",
  });
  return JSON.parse(shown) as KitConfig;
}

describe("the configuration", { timeout: PATIENCE_MS }, () => {
  const config = shownConfig();

  test("is one that the kit accepts and can make a plan of", () => {
    expect(configProblem(config)).toBeUndefined();
    const driver = driverSource(config.driver ?? { exec: "" }, "/site");
    const { settings } = makePlan({ driver, config, cwd: "/site" });
    expect(settings.hooks?.guestCrash?.begin).toEqual({
      command: "sh",
      args: ["hooks/guest-crash.sh", "/var/tmp/qemu-state"],
      cwd: "/site",
    });
  });

  test("is what the report on the page shows", () => {
    const [lacking = "", site = ""] = codeOf("text").split("\n\n");
    const driver = driverSource(config.driver ?? { exec: "" }, "/site");
    const facts = siteFacts(makePlan({ driver, config, cwd: "/site" }).settings, {
      hookRuns: { guestCrash: 5, backendUnreachable: 6 },
    });
    const lines = (text: string): string[] => text.trimEnd().split("\n");
    const shown = siteLines({ site: facts } as never, paint(false)).slice(0, -1);
    expect(lines(site)).toEqual(shown);
    const parts = lines(lacking)
      .slice(1)
      .map((line) => /^ +(?<count>\d+) {2}(?<member>\S+): (?<reason>.*)$/u.exec(line)?.groups);
    const entries = parts.map((groups) => ({
      member: groups?.["member"] ?? "",
      reason: groups?.["reason"] ?? "",
      checks: Array.from({ length: Number(groups?.["count"]) }, (_, index) => String(index)),
    }));
    expect(lines(lacking)).toEqual(lackingLines({ lacking: entries } as never, paint(false)).slice(0, -1));
  });

  test("and the tables name members and hooks that there are, and every hook", () => {
    const rows = proseOf(page)
      .split("\n")
      .filter((line) => line.startsWith("| `"));
    const names = rows.flatMap((row) =>
      [...(row.split("|")[1] ?? "").matchAll(/`(?<name>[^`]+)`/gu)].map(({ groups }) => groups?.["name"] ?? ""),
    );
    const hooks = names.filter((name) => [...LASTING_HOOKS, ...SUDDEN_HOOKS].some((hook) => hook === name));
    expect(hooks.toSorted()).toEqual([...LASTING_HOOKS, ...SUDDEN_HOOKS].toSorted());
    const members = names.filter((name) => !hooks.includes(name));
    expect(members.length).toBeGreaterThan(8);
    for (const member of members) {
      const nested = member.split(".").reduceRight<unknown>((value, name) => ({ [name]: value }), undefined);
      expect(configProblem(nested)).toBeUndefined();
    }
  });
});

test("the hook ends the guest's process, and returns when it is gone", { timeout: PATIENCE_MS }, async () => {
  const uuid = "0badcafe-0000-4000-8000-000000000000";
  const instance = join(directory, "instances", uuid);
  mkdirSync(instance, { recursive: true });
  // Its parent takes notice of its end, as QEMU's does.
  const guest = spawn("sleep", ["600"], { stdio: "ignore" });
  const gone = new Promise((resolve) => guest.once("exit", (_, signal) => resolve(signal)));
  writeFileSync(join(instance, "qemu.pid"), String(guest.pid));
  const script = join(directory, "guest-crash.sh");
  writeFileSync(script, codeOf("sh", "guest-crash.sh"));
  const hook = spawn("sh", [script, directory], { env: { ...process.env, VDK_INSTANCE_UUID: uuid }, stdio: "inherit" });
  const code = await new Promise((resolve) => hook.once("exit", resolve));
  expect([code, await gone]).toEqual([0, "SIGKILL"]);
});
