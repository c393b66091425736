import { mkdtempSync } from "node:fs";
import { join } from "node:path";

import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { describe, expect, test } from "vitest";

import { paint } from "../../src/reports/paint.ts";
import { faultLines, lackingLines, siteLines } from "../../src/reports/site-lines.ts";
import { byHand, handOperatedDriver } from "../fixtures/hand-operated-driver.ts";
import { checkOf, runOn } from "../fixtures/run-on.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";

const directory = temporaryDirectory();
const plain = paint(false);
const fault = checkOf((t) => t.fault({ kind: "backendUnreachable" }));

describe("siteLines()", () => {
  test("show what the configuration has decided, and no more", async () => {
    const hands = mkdtempSync(join(directory, "hands-"));
    const networks = [{ binding: { vifType: "user" } }] as const;
    const { record } = await runOn(fakeDriver(), { checks: [] });
    const nodes = record.attach.driver?.nodes.map(({ name }) => name) ?? [];
    const { result } = await runOn(handOperatedDriver(hands), {
      checks: [fault, fault],
      config: {
        instancesAtOnce: 2,
        resources: { networks, nodes: nodes.slice(0, 1) },
        hooks: byHand(hands),
        timeouts: { scale: 1.5, operationsMs: { spawn: 600_000, destroy: 1_000 } },
      },
    });
    expect(siteLines(result, plain)).toEqual([
      "As the configuration says",
      "  at most 2 instances at a time",
      `  nodes ${nodes[0]} only`,
      "  networks of the site",
      "  all waits times 1.5",
      "  answers within 10000 ms",
      "  answers within, by operation: spawn 600000 ms, destroy 1000 ms",
      "  hooks run: backendUnreachable 2 times, guestCrash 0 times",
      "",
    ]);
    expect(faultLines(result, plain)).toEqual([]);
  });

  test("are none where nobody has configured anything", async () => {
    const { result } = await runOn(fakeDriver(), { checks: [] });
    const usual = { resources: [], timeScale: 1, operationsMs: {}, hooks: {} };
    expect(siteLines({ ...result, site: usual }, plain)).toEqual([]);
  });
});

describe("lackingLines()", () => {
  test("count the checks that each resource would let be tried", async () => {
    const peer = ["a", "b"].map((variant) =>
      checkOf(async () => undefined, { id: `powerOff/stops-the-guest[${variant}]`, needs: { peer: true } }),
    );
    const { result } = await runOn(handOperatedDriver(directory), { checks: peer });
    expect(lackingLines(result, plain)).toEqual([
      "Not tried for want of what the configuration can name: 2 checks",
      "    2  resources.hosts: The check needs a second host, and the run has none (--peer)",
      "",
    ]);
    expect(lackingLines({ ...result, lacking: [] }, plain)).toEqual([]);
  });
});

describe("faultLines()", () => {
  test("show the line that ends a fault which is still in force", async () => {
    const { result } = await runOn(fakeDriver(), { checks: [] });
    const faultsLeft = [{ hook: "hostDown", endLine: "cd /site && VDK_PHASE=end power-on" }];
    expect(faultLines({ ...result, faultsLeft }, plain)).toEqual([
      'STILL BROKEN the fault of the hook "hostDown" was not ended. End it by hand:',
      "  cd /site && VDK_PHASE=end power-on",
      "",
    ]);
  });
});
