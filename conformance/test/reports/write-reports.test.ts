import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { create } from "xmlbuilder2";

import { allChecks } from "../../src/checks/index.ts";
import type { RunResult } from "../../src/engine/run-result.ts";
import { prepareReports, writeReports } from "../../src/reports/write-reports.ts";
import { changedDriver } from "../fixtures/changed-driver.ts";
import { byHand, handOperatedDriver } from "../fixtures/hand-operated-driver.ts";
import { checkOf, runOn } from "../fixtures/run-on.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";

const directory = temporaryDirectory();
const schema = JSON.parse(
  readFileSync(new URL("../../schemas/results.schema.json", import.meta.url), "utf8"),
) as object;
const ajv = new Ajv2020({ strict: true, allErrors: true });

/** The schema allows what a later version may add; what is written today must be in it to the letter. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== "object" || part === null) return part;
  const members = Object.fromEntries(Object.entries(part).map(([name, member]) => [name, closed(member)]));
  return "properties" in members ? { additionalProperties: false, ...members } : members;
}
const validate = ajv.compile(closed(schema) as object);

function problemsOf(result: RunResult): unknown {
  writeReports(join(directory, "report"), result);
  validate(JSON.parse(readFileSync(join(directory, "report", "results.json"), "utf8")));
  return validate.errors;
}

const good = checkOf(async (t) => void (await t.givenInstance()));
const bad = checkOf(
  async (t) => t.fail("It <runs> on\u0007", { expected: { a: [1] }, got: undefined, hint: "Stop it" }),
  { id: "powerOff/stops-the-guest[b]" },
);
const ours = checkOf(async () => Promise.reject(new TypeError("oops")), { id: "powerOff/stops-the-guest[c]" });
const none = checkOf(async (t) => t.notApplicable("One node"), { id: "powerOff/stops-the-guest[d]" });
const known = [{ id: "spawn/*", reason: "r", owner: "o", issue: "i", expires: "2020-01-01" }];

describe("writeReports()", () => {
  test("writes a results.json that matches the published schema, whatever happened", async () => {
    const right = await runOn(fakeDriver(), {
      checks: allChecks.filter(({ requirement }) => requirement.startsWith("probe/")),
    });
    expect(problemsOf(right.result)).toBeNull();
    const mixed = await runOn(fakeDriver(), { checks: [good, bad, ours, none], known });
    expect(problemsOf(mixed.result)).toBeNull();
    const leaking = await runOn(
      changedDriver(() => ({ destroy: async () => ({}) })),
      { checks: [good] },
    );
    expect(problemsOf(leaking.result)).toBeNull();
    const hands = join(directory, "hands");
    mkdirSync(hands);
    const hooks = { ...byHand(hands), hostDown: { begin: "true", end: "false" } };
    const stuck = checkOf((t) => t.fault({ kind: "hostDown", node: t.node.uuid }));
    const sited = await runOn(handOperatedDriver(hands), {
      checks: [stuck, good, { ...good, needs: { peer: true } }],
      config: { hooks, instancesAtOnce: 1, timeouts: { operationsMs: { spawn: 9_000 } } },
    });
    expect(sited.result).toMatchObject({
      faultsLeft: [{ hook: "hostDown" }],
      lacking: [{ member: "resources.hosts" }],
    });
    expect(problemsOf(sited.result)).toBeNull();
    const broken = { ...fakeDriver(), create: () => Promise.reject(new TypeError("no")) };
    expect(problemsOf((await runOn(broken, { checks: [good] })).result)).toBeNull();
  });

  test("writes a junit.xml with a case per check, readable although a message is not", async () => {
    const { result } = await runOn(fakeDriver(), { checks: [good, bad, ours, none] });
    const [, path = ""] = writeReports(join(directory, "junit"), result);
    const xml = create(readFileSync(path, "utf8")).root();
    const suite = xml.find(({ node }) => node.nodeName === "testsuite")?.toObject() as Record<
      string,
      Record<string, unknown>
    >;
    expect(suite["testsuite"]).toMatchObject({
      "@name": "powerOff",
      "@tests": "4",
      "@failures": "1",
      "@errors": "1",
      "@skipped": "1",
    });
    expect(readFileSync(path, "utf8")).toContain("It &lt;runs&gt; on\ufffd");
  });

  test("shows each capability that the profile misses as a case of its own, unless only a part was run", async () => {
    const { result } = await runOn(fakeDriver(), { checks: [good] });
    const unmetDemands = ["supportsPause", "supportsRescue"].map((capability) => {
      return { profile: "standard", capabilities: [capability], text: `Profile "standard" asks for ${capability}` };
    });
    const [, whole = ""] = writeReports(join(directory, "missing"), { ...result, unmetDemands });
    expect(readFileSync(whole, "utf8").match(/name="profile standard: supports(Pause|Rescue)"/gu)).toHaveLength(2);
    const run = { ...result.run, only: ["spawn/*"] };
    const [, part = ""] = writeReports(join(directory, "missing"), { ...result, run, unmetDemands });
    expect(readFileSync(part, "utf8")).not.toContain("profile standard");
  });

  test("shows instances that were left behind in junit.xml", async () => {
    const { result } = await runOn(
      changedDriver(() => ({ destroy: async () => ({}) })),
      { checks: [good] },
    );
    const [, path = ""] = writeReports(join(directory, "leaks"), result);
    expect(readFileSync(path, "utf8")).toMatch(/<testcase classname="session" name="leftover [0-9a-f-]{36}"/u);
  });
});

test("a folder that cannot be made is refused before the run, with its name", () => {
  const file = join(directory, "a-file");
  writeFileSync(file, "");
  expect(() => prepareReports(join(file, "report"))).toThrow(
    /Cannot write reports to ".*a-file\/report": .*; name another folder/u,
  );
});
