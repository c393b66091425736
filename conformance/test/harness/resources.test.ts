// What the kit lends to a check: volumes, interfaces, files, a server for images, answers to the driver, and a second host.
import { existsSync } from "node:fs";

import { fakeSite } from "@virt-driver-kit/fake-driver";
import { describe, expect, it } from "vitest";

import { attachDefinition } from "../../src/engine/attach-driver.ts";
import type { CheckContext } from "../../src/harness/check-context.ts";
import { MARKER_OFFSET } from "../../src/harness/test-volume.ts";
import { checkOf, runOn, type RunOptions } from "../fixtures/run-on.ts";

/** Runs one check on a site of two hosts, and tells how it ended. */
async function run(
  body: (t: CheckContext) => Promise<void>,
  { hasPeer = true, ...options }: Partial<RunOptions> & { hasPeer?: boolean } = {},
): Promise<{ readonly verdict: string; readonly reason?: string; readonly message?: string }> {
  const site = fakeSite({ hosts: 2, nodes: 1 });
  const [first, second] = site.hosts;
  const peer = hasPeer ? attachDefinition(() => site.driver(second), 10_000) : undefined;
  const check = checkOf(body, hasPeer ? { needs: { peer: true } } : {});
  const { record } = await runOn(site.driver(first), { ...options, checks: [check], ...(peer && { peer }) });
  const { verdict, problem, reason } = record.outcomes[0] ?? { verdict: "none" };
  return { verdict, ...(reason !== undefined && { reason }), ...(problem && { message: problem.message }) };
}

describe("a check's resources", () => {
  it("has volumes that begin with a marker of their own and go when the check ends", async () => {
    let path = "";
    const outcome = await run(async (t) => {
      const volume = t.volume();
      ({ path } = volume);
      expect(volume.read(MARKER_OFFSET, 36).toString()).toBe(volume.volumeId);
      volume.write(0, Buffer.from("written"));
      volume.grow(2 << 20);
      expect([volume.read(0, 7).toString(), volume.size()]).toEqual(["written", 2 << 20]);
      expect(volume.attachment({ accessMode: "readOnly" })).toMatchObject({
        volumeId: volume.volumeId,
        accessMode: "readOnly",
      });
    });
    expect(outcome).toEqual({ verdict: "pass" });
    expect(existsSync(path)).toBe(false);
  });

  it("has interfaces of a kind that the node takes, no two alike", async () => {
    const outcome = await run(async (t) => {
      const [one, other] = [t.networkInterface(), t.networkInterface({ mtu: 1400 })];
      expect(t.node.accepts?.vifTypes).toContain(one.binding.vifType);
      expect(one.macAddress).toMatch(/^02(:[\da-f]{2}){5}$/u);
      expect(other.mtu).toBe(1400);
      expect([one.portId, one.macAddress]).not.toEqual([other.portId, other.macAddress]);
      expect(one.deviceName).toMatch(/^tap[\da-f]{11}$/u);
      expect(one.deviceName).not.toBe(other.deviceName);
    });
    expect(outcome).toEqual({ verdict: "pass" });
  });

  it("has interfaces with a side on the host for checks that plug them", async () => {
    const outcome = await run(async (t) => {
      expect(t.networkInterface().binding.vifType).toBe("user");
      expect(t.networkInterface({}, { hasHostSide: true }).binding.vifType).toBe("tap");
    });
    expect(outcome).toEqual({ verdict: "pass" });
  });

  it("has a server that serves, receives and remembers", async () => {
    let origin = "";
    const outcome = await run(async (t) => {
      const server = await t.imageServer();
      ({ origin } = server);
      const url = server.put("/image", Buffer.from("bytes"));
      expect(await (await fetch(url, { headers: { "x-token": "one" } })).text()).toBe("bytes");
      await fetch(`${origin}/sink`, { method: "PUT", body: "sunk" });
      expect(server.received("/sink")?.toString()).toBe("sunk");
      expect((await fetch(server.handle("/gone", (_, response) => response.writeHead(410).end()))).status).toBe(410);
      expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
        "GET /image",
        "PUT /sink",
        "GET /gone",
      ]);
      expect(server.requests[0]?.headers["x-token"]).toBe("one");
    });
    expect(outcome).toEqual({ verdict: "pass" });
    await expect(fetch(origin)).rejects.toThrow(TypeError);
  });

  it("has a second host, from which what the check made is removed too", async () => {
    let left: number | undefined;
    const outcome = await run(async (t) => {
      const peer = await t.peer();
      expect(peer.node.uuid).not.toBe(t.node.uuid);
      const params = await t.newInstance({ node: peer.node });
      await peer.driver.spawn(params);
      expect((await peer.driver.listInstances({})).instances).toHaveLength(1);
      expect(peer.events.all.map(({ transition }) => transition)).toEqual(["spawned"]);
      await peer.restart();
      left = (await peer.driver.listInstances({})).instances.length;
    });
    expect(outcome).toEqual({ verdict: "pass" });
    expect(left).toBe(1);
  });

  it("has the faults of the second host, which end with the check", async () => {
    const site = fakeSite({ hosts: 2, nodes: 1 });
    const [first, second] = site.hosts;
    const answers: string[] = [];
    const needs = { peer: true } as const;
    const probing = async (t: CheckContext): Promise<void> => {
      const { driver, node } = await t.peer();
      await driver.getAvailableResource({ node: node.uuid }).then(
        () => answers.push("answered"),
        () => answers.push("unreachable"),
      );
    };
    const breaking = async (t: CheckContext): Promise<void> => {
      await (await t.peer()).simulation.injectFault({ kind: "backendUnreachable" });
      await probing(t);
      await t.driver.getAvailableResource({ node: t.node.uuid });
    };
    const peer = attachDefinition(() => site.driver(second), 10_000);
    const checks = [checkOf(breaking, { needs }), checkOf(probing, { needs })];
    const { record } = await runOn(site.driver(first), { checks, peer });
    expect(record.outcomes.map(({ verdict }) => verdict)).toEqual(["pass", "pass"]);
    expect(answers).toEqual(["unreachable", "answered"]);
  });

  it("is not applicable where it needs a second host and there is none", async () => {
    const outcome = await run(async (t) => void (await t.peer()), { hasPeer: false });
    expect(outcome).toEqual({ verdict: "not-applicable", reason: "The run has no second host (--peer)" });
  });
});
